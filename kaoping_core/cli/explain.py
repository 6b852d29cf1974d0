"""``kaoping explain``."""

from __future__ import annotations

import click

from kaoping_core.cli.main import Options
from kaoping_core.reports.explanation_text import explain_score, explain_unit


@click.command("explain")
@click.argument("unit", metavar="单位")
@click.argument("indicator", required=False, metavar="[指标]")
@click.option("--run", "run", metavar="RUN", help="说明哪一次记录的汇总；不写则按现在的报送")
@click.pass_obj
def command(options: Options, unit: str, indicator: str | None, run: str | None) -> None:
    """一个单位的得分怎么来的：公式、数值和它的来处、依据、取舍前后的得分。"""
    with options.service() as service:
        name = service.names.unit(unit)
        if run is None:
            scheme, result = service.scheme, service.preview()
        else:
            recorded = service.load_run(run)
            scheme, result = recorded.scheme, recorded.result
        found = next(unit_result for unit_result in result.units if unit_result.unit == name)
        if indicator is None:
            lines = explain_unit(result, scheme, found)
        else:
            chosen = service.names.indicator(indicator, name)
            lines = explain_score(result, scheme, found.scores[chosen])
        for line in lines:
            click.echo(line)
