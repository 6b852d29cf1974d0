"""``kaoping import``."""

from __future__ import annotations

from pathlib import Path

import click

from kaoping_core.cli.main import Options
from kaoping_core.cli.output import progress
from kaoping_core.errors import DataError, StorageError


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="文件…")
@click.pass_obj
def command(options: Options, files: tuple[Path, ...]) -> int:
    """收下报送文件。一个文件要么整个收下，要么整个退回；退回的不影响同一次的其他文件。"""
    with options.service() as service:
        taken = service.take(files, progress)
    refused = [each for each in taken if each.submission is None]
    for each in taken:
        if each.submission is not None:
            count = len(each.submission.entries)
            click.echo(f"{each.file}：收下 {each.submission.evaluator} 的{count}条填报", err=True)
            continue
        for problem in each.problems:
            click.echo(str(problem), err=True)
        click.echo(f"{each.file}：退回，{len(each.problems)}处问题，没有收下任何内容", err=True)
    if not refused:
        return 0
    unreadable = all(each.unreadable for each in refused)
    return StorageError.exit_code if unreadable else DataError.exit_code
