"""``kaoping diff``."""

from __future__ import annotations

import click

from kaoping_core.cli.main import Options
from kaoping_core.reports import diff


@click.command("diff")
@click.argument("before", metavar="汇总")
@click.argument("after", metavar="汇总")
@click.pass_obj
def command(options: Options, before: str, after: str) -> None:
    """两次汇总有什么不同，为什么。汇总用序号，或编号的开头几位。"""
    with options.service() as service:
        difference, schemes = service.compare_runs(before, after)
    for line in diff.difference_lines(difference, schemes):
        click.echo(line)
