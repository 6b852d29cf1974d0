"""``kaoping check``."""

from __future__ import annotations

import click

from kaoping_core.cli.main import Options
from kaoping_core.errors import ConfigurationError


@click.command("check")
@click.pass_obj
def command(options: Options) -> None:
    """检查年度配置和全部插件，一次说出所有问题。"""
    with options.service() as service:
        problems = service.check_configuration()
        if problems:
            raise ConfigurationError(f"共{len(problems)}处问题", problems)
        scheme = service.scheme
        click.echo(
            f"没有问题：{scheme.year}年，{len(scheme.units)}个单位，{len(scheme.indicators)}项指标，"
            f"{len(scheme.evaluators)}个考核主体",
            err=True,
        )
