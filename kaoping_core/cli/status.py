"""``kaoping status``."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import click

from kaoping_core.cli.main import Options
from kaoping_core.pages.labels import edition_label
from kaoping_core.reports.evaluator_status import EvaluatorStatus
from kaoping_core.text_table import format_table


@click.command("status")
@click.pass_obj
def command(options: Options) -> None:
    """谁报了、谁迟报、还缺什么，以及记录过的汇总。"""
    with options.service() as service:
        rows = [_status_row(status) for status in service.evaluator_statuses()]
        runs = service.ledger.runs(service.scheme.year)
        zone = ZoneInfo(service.scheme.time_zone)
        limit = service.scheme.calendar.opinions_by
    click.echo(f"考评意见报送截止：{limit}\n")
    click.echo(format_table(("考核主体", "应报", "已报", "还缺", "最近报送", "情况"), rows, right=(1, 2, 3)))
    if runs:
        click.echo("\n记录过的汇总")
        told = [
            (
                str(run.number),
                run.run,
                run.at.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
                edition_label(provisional=run.provisional),
            )
            for run in runs
        ]
        click.echo(format_table(("序号", "汇总", "时间", ""), told, right=(0,)))


def _status_row(status: EvaluatorStatus) -> tuple[str, ...]:
    last = status.last
    words = []
    if last is None:
        words.append("没有报" + ("（已过期）" if status.late else ""))
    else:
        words.append("迟报" if status.late else "按时")
        if not last.signed:
            words.append("没有签字盖章")
        if status.missing:
            words.append("不全")
    return (
        status.evaluator,
        str(status.cells),
        str(status.cells - status.missing),
        str(status.missing or ""),
        f"{last.on}" if last else "",
        "、".join(words),
    )
