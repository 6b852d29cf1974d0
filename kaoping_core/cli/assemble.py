"""``kaoping assemble``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import click

from kaoping_core.cli.main import Options
from kaoping_core.cli.output import progress, write
from kaoping_core.errors import UsageError
from kaoping_core.export_options import find_units, parse_issue_date
from kaoping_core.reports import ranking_text
from kaoping_core.service import AssemblyOutcome, Service


def _issue_date(text: str | None) -> date | None:
    try:
        return parse_issue_date(text or "")
    except UsageError as error:
        raise UsageError(f"--on {text}：{error.message}") from None


@click.command("assemble")
@click.option("--provisional", is_flag=True, help="有缺数据也汇总，结果是暂定的")
@click.option("--json", "json_file", metavar="FILE", help="结果写成 JSON；- 是标准输出")
@click.option("--xlsx", "workbook_file", metavar="FILE", help="结果写成工作簿")
@click.option(
    "--docx", "bulletin_file", metavar="FILE", help="考评结果通报写成 Word 文件；暂定的是征求意见稿"
)
@click.option(
    "--number", metavar="文号", default="", help="通报的发文字号，如 盘县政办发〔2020〕1号；不写就留空"
)
@click.option(
    "--on",
    "date_of_issue",
    callback=lambda _context, _parameter, text: _issue_date(text),
    metavar="日期",
    help="通报的成文日期，如 2020-01-15",
)
@click.option(
    "--annex-unit",
    "annexed",
    multiple=True,
    metavar="单位",
    help="通报后附这个单位的得失分，一个单位一页；可以写几次，“全部”是所有单位",
)
@click.pass_obj
def command(
    options: Options,
    provisional: bool,
    json_file: str | None,
    workbook_file: str | None,
    bulletin_file: str | None,
    number: str,
    date_of_issue: date | None,
    annexed: tuple[str, ...],
) -> None:
    """汇总：算出结果，记录这次汇总，显示三个组的名次。

    不加 --provisional 时，只要缺数据或有规则出错，就不汇总也不记录。
    """
    if bulletin_file is None and (number or date_of_issue or annexed):
        raise UsageError("--number、--on、--annex-unit 是通报的，要和 --docx 一起用")
    files = [json_file, workbook_file, bulletin_file]
    if files.count("-") > 1:
        raise UsageError("标准输出（-）只能给一个文件")
    with options.service() as service:
        units = find_units(annexed, {unit.name: unit.aliases for unit in service.scheme.units})
        if bulletin_file:
            service.validate_bulletin(number, date_of_issue, provisional=provisional)
        assembled = service.assemble(provisional=provisional, progress=progress)
        made: list[tuple[str | None, Callable[[], bytes]]] = [
            (json_file, lambda: assembled.document),
            (workbook_file, lambda: service.make_workbook(assembled.result)),
            (bulletin_file, lambda: service.make_bulletin(assembled.result, number, date_of_issue, units)),
        ]
        for file, make in made:
            if file:
                progress(f"写 {file}")
                write(file, make())
        _print_outcome(service, assembled, rankings="-" not in files)


def _print_outcome(service: Service, assembled: AssemblyOutcome, *, rankings: bool) -> None:
    if rankings:
        click.echo(ranking_text.rankings_text(assembled.result, service.scheme))
    for line in ranking_text.finding_lines(assembled.result, service.scheme):
        click.echo(line, err=True)
    for plugin, printed in service.host.printed().items():
        click.echo(f"插件 {plugin} 写的：{printed}", err=True)
    click.echo(f"已记录：第{assembled.number}次汇总 {assembled.result.run}", err=True)
