"""``kaoping import``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from kaoping_core.cli.main import Options
from kaoping_core.cli.output import progress, write
from kaoping_core.errors import DataError, StorageError
from kaoping_core.service import ImportResult, Service


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="文件…")
@click.option(
    "--annotate",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="退回的工作簿另存一份到 FILE，问题写在格子的批注里；几个文件一起收时是文件夹",
)
@click.pass_obj
def command(options: Options, files: tuple[Path, ...], annotate: Path | None) -> int:
    """收下报送文件：工作簿、JSON、插件能读的文件（网格案件表）。

    一个文件要么整个收下，要么整个退回；退回的不影响同一次的其他文件。
    配置里写了数据来源的（如 grid.cases），写它的名字就从那里读。
    """
    with options.service() as service:
        results = service.import_files(files, progress)
        for path, result in zip(files, results, strict=True):
            _print_result(result)
            if annotate is not None and result.submission is None:
                _write_annotated(service, path, result, annotate, single=len(files) == 1)
    return _exit_code(results)


def _print_result(result: ImportResult) -> None:
    if result.submission is not None:
        count = len(result.submission.entries)
        empty = "（还没有填任何内容）" if not count else ""
        click.echo(f"{result.file}：收下 {result.submission.evaluator} 的{count}条填报{empty}", err=True)
        return
    for problem in result.problems:
        click.echo(str(problem), err=True)
    click.echo(f"{result.file}：退回，{len(result.problems)}处问题，没有收下任何内容", err=True)


def _write_annotated(
    service: Service, path: Path, result: ImportResult, target: Path, *, single: bool
) -> None:
    """Write the sender's own file with the problems in it, where it can be written to."""
    if not single or target.is_dir():
        target.mkdir(parents=True, exist_ok=True)
        target = target / f"{path.stem}-退回{path.suffix}"
    data = service.annotate_rejected(path, result.problems)
    if data is None:
        click.echo(f"{result.file}：不是能写批注的工作簿，没有写退回稿", err=True)
        return
    write(str(target), data)
    click.echo(f"{result.file}：退回稿写在 {target}", err=True)


def _exit_code(results: Sequence[ImportResult]) -> int:
    rejected = [result for result in results if result.submission is None]
    if not rejected:
        return 0
    unreadable = all(result.is_unreadable for result in rejected)
    return StorageError.exit_code if unreadable else DataError.exit_code
