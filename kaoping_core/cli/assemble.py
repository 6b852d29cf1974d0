"""``kaoping assemble``."""

from __future__ import annotations

import click

from kaoping_core.cli.main import Options
from kaoping_core.cli.output import progress, write
from kaoping_core.reports import text


@click.command("assemble")
@click.option("--provisional", is_flag=True, help="有缺数据也汇总，结果是暂定的")
@click.option("--json", "json_file", metavar="FILE", help="结果写成 JSON；- 是标准输出")
@click.pass_obj
def command(options: Options, provisional: bool, json_file: str | None) -> None:
    """汇总：算出结果，记录这次汇总，显示三个组的名次。

    不加 --provisional 时，只要缺数据或有规则出错，就不汇总也不记录。
    """
    with options.service() as service:
        assembled = service.assemble(provisional=provisional, progress=progress)
        if json_file:
            write(json_file, assembled.document)
        if json_file != "-":
            click.echo(text.rankings(assembled.result, service.scheme))
        for line in text.findings(assembled.result, service.scheme):
            click.echo(line, err=True)
        for plugin, printed in service.host.printed().items():
            click.echo(f"插件 {plugin} 写的：{printed}", err=True)
        click.echo(f"已记录：第{assembled.number}次汇总 {assembled.result.run}", err=True)
