"""``kaoping demo``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import click

from kaoping_core.cli.main import Options
from kaoping_core.cli.output import progress
from kaoping_core.errors import DataError
from kaoping_core.reports import ranking_text
from kaoping_core.samples.demo import make_demo
from kaoping_core.service import Service


@click.command("demo")
@click.option("--headless", is_flag=True, help="不打开界面，直接显示名次；不在终端里时总是这样")
@click.option("--keep", type=click.Path(path_type=Path), metavar="DIR", help="把示例站点留在这个文件夹里")
@click.pass_obj
def command(options: Options, headless: bool, keep: Path | None) -> None:
    """用示例数据走一遍：新建站点、收下18个考核主体的报送、汇总，再打开界面看结果。"""
    looks = not headless and options.open_ui is not None and sys.stdin.isatty() and sys.stdout.isatty()
    if keep is not None:
        _run_demo(options, keep, looks)
        click.echo(f"示例站点在 {keep}，可以接着试：kaoping --site {keep}", err=True)
        return
    with tempfile.TemporaryDirectory(prefix="kaoping-demo-") as folder:
        _run_demo(options, Path(folder) / "site", looks)


def _run_demo(options: Options, root: Path, looks: bool) -> None:
    site, files = make_demo(root, progress)
    with Service(site) as service:
        refused = [
            import_result
            for import_result in service.import_files(files, progress)
            if import_result.submission is None
        ]
        if refused:
            raise DataError(
                "示例数据被退回", [problem for import_result in refused for problem in import_result.problems]
            )
        result = service.assemble(progress=progress).result
        service.publish_pages()
        if not looks:
            click.echo(ranking_text.rankings_text(result, service.scheme))
            click.echo(f"\n{len(result.findings)}条提示，其中：")
            for line in ranking_text.finding_lines(result, service.scheme):
                click.echo(f"  {line}")
    if looks:
        options.open_screen(plain=False, site=root)
