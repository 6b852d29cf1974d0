"""``kaoping template``."""

from __future__ import annotations

from pathlib import Path

import click

from kaoping_core.cli.main import Options
from kaoping_core.cli.output import progress, write


@click.command("template")
@click.argument("evaluators", nargs=-1, metavar="[考核主体…]")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    metavar="DIR",
    help="放在哪个文件夹；没有就新建",
)
@click.pass_obj
def command(options: Options, evaluators: tuple[str, ...], out: Path) -> None:
    """写出考核主体要填的空白工作簿；不写考核主体就是全部。"""
    with options.service() as service:
        progress("生成模板")
        templates = service.make_templates(evaluators)
    out.mkdir(parents=True, exist_ok=True)
    for name, data in templates.items():
        write(str(out / name), data)
        click.echo(str(out / name))
