"""How long plugins take is measured in the host, so that a slow one is found."""

from __future__ import annotations

import time
from decimal import Decimal

from kaoping_core.host.timing import Stopwatch
from kaoping_core.service import Service
from kaoping_core.site import Site
from tests.support.county_cases import NOW


def test_time_adds_up_by_name_also_of_what_fails() -> None:
    watch = Stopwatch()
    for _ in range(2):
        try:
            with watch.measure("grid"):
                time.sleep(0.02)
                raise ValueError
        except ValueError:
            pass
    assert Decimal("0.04") <= watch.seconds()["grid"] < Decimal(2)
    assert isinstance(watch.seconds()["grid"], Decimal)


def test_a_slow_plugin_is_seen_among_the_others(site: Site) -> None:
    rule = site.plugins / "grid" / "rules" / "auto_score.py"
    text = rule.read_text(encoding="utf-8")
    rule.write_text(text + "\nimport time\ntime.sleep(0.5)\n", encoding="utf-8")
    with Service(site, 2019, clock=lambda: NOW) as service:
        states = {each.folder.name: each for each in service.plugin_statuses(scoring=True)}
    assert states["grid"].seconds > Decimal("0.3")
    assert states["tax"].seconds < Decimal("0.3")
    assert not states["grid"].fault
