"""``kaoping plugin …``."""

from __future__ import annotations

import click

from kaoping_core.cli.main import Options
from kaoping_core.cli.output import progress
from kaoping_core.errors import ConfigurationError
from kaoping_core.text_table import format_table


@click.group("plugin")
def command() -> None:
    """插件：列出、检查。"""


@command.command("list")
@click.pass_obj
def list_plugins(options: Options) -> None:
    """列出全部插件：维护部门、版本、能不能用。"""
    with options.service() as service:
        rows = [
            (
                status.folder.name,
                status.folder.owner or "—",
                status.folder.manifest.version if status.folder.manifest else "—",
                "站点" if status.folder.origin == "site" else status.folder.origin,
                "Python" if status.folder.has_python else "数据",
                status.fault or "正常",
            )
            for status in service.plugin_statuses()
        ]
    click.echo(format_table(("插件", "维护部门", "版本", "来源", "内容", "状态"), rows))


@command.command("check")
@click.argument("names", nargs=-1, metavar="[插件…]")
@click.pass_obj
def check_plugins(options: Options, names: tuple[str, ...]) -> None:
    """用插件自带的样例（cases/*.toml）核对它的计分。"""
    with options.service() as service:
        problems, count = service.run_examples(names, progress)
    if problems:
        raise ConfigurationError(f"{count}个样例，{len(problems)}处不对", problems)
    click.echo(f"{count}个样例全部相符", err=True)
