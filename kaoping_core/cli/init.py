"""``kaoping init``."""

from __future__ import annotations

from pathlib import Path

import click

from kaoping_core.site import make_site


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path), metavar="文件夹")
def command(folder: Path) -> None:
    """新建站点：带上年度配置和全部考核主体的插件。"""
    site = make_site(folder)
    click.echo(f"已新建站点 {site.root}。下一步：kaoping --site {folder} check", err=True)
