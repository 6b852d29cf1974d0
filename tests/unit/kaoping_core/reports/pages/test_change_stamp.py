"""The stamp: another one whenever pages would be others, and only then."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kaoping_core.reports.pages.change_stamp import change_stamp, configuration_stamp
from kaoping_core.service import Service
from kaoping_core.site import Site
from tests.support.county_cases import COUNTIES, ROOT, submissions_of

DAY = "2020-01-04"


def stamp(site: Site, database: str = "") -> str:
    return change_stamp(site.root, "2019", database, DAY)


def later(path: Path) -> None:
    """As if the file had been written a second later."""
    found = path.stat()
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns + 1_000_000_000))


def test_it_stays_while_nothing_changes(site: Site) -> None:
    assert stamp(site) == stamp(site)


def test_looking_at_the_data_does_not_change_it(
    filled_site: Site, open_service: Callable[..., Service]
) -> None:
    before = stamp(filled_site)
    list(open_service(filled_site).build_pages())
    assert stamp(filled_site) == before


def test_what_is_taken_in_changes_it(site: Site, open_service: Callable[..., Service]) -> None:
    empty = stamp(site)
    service = open_service(site)
    service.import_files(submissions_of(COUNTIES[0])[:1])
    one = stamp(site)
    service.import_files(submissions_of(COUNTIES[0])[1:2])
    assert len({empty, one, stamp(site)}) == 3


def test_an_assembly_changes_it(filled_site: Site, open_service: Callable[..., Service]) -> None:
    before = stamp(filled_site)
    open_service(filled_site).assemble()
    assert stamp(filled_site) != before


@pytest.mark.parametrize(
    "changed", ["config/2019/units.toml", "plugins/grid/plugin.toml", "plugins/grid/rules/auto_score.py"]
)
def test_configuration_and_plugins_change_it(site: Site, changed: str) -> None:
    before, of_configuration = stamp(site), configuration_stamp(site.root, "2019")
    later(site.root / changed)
    assert stamp(site) != before
    assert configuration_stamp(site.root, "2019") != of_configuration


def test_a_file_with_another_name_changes_it(site: Site) -> None:
    before = stamp(site)
    (site.plugins / "grid" / "README.md").rename(site.plugins / "grid" / "LIESMICH.md")
    assert stamp(site) != before


def test_settings_of_the_site_change_it(site: Site) -> None:
    before = stamp(site)
    (site.config / "site.toml").write_text('banner = "示例数据"\n', encoding="utf-8")
    assert stamp(site) != before


def test_another_year_and_what_running_a_plugin_leaves_behind_do_not(site: Site) -> None:
    before = stamp(site)
    (site.config / "2020").mkdir()
    (site.config / "2020" / "scheme.toml").write_text("", encoding="utf-8")
    (site.plugins / "grid" / "__pycache__").mkdir(exist_ok=True)
    (site.plugins / "grid" / "__pycache__" / "hooks.pyc").write_bytes(b"")
    assert stamp(site) == before


def test_another_day_changes_it(site: Site) -> None:
    assert change_stamp(site.root, "2019", "", "2020-01-05") != stamp(site)


def test_the_sites_own_database_may_be_named(filled_site: Site) -> None:
    assert stamp(filled_site, filled_site.database) == stamp(filled_site)
    assert stamp(filled_site, "postgresql://somewhere/kaoping") != stamp(filled_site)


def test_a_site_that_is_not_there_has_a_stamp_too(tmp_path: Path) -> None:
    assert change_stamp(tmp_path / "none", "", "", DAY)


def test_it_takes_a_few_milliseconds_and_nothing_heavy() -> None:
    change_stamp(ROOT, "2019", "", DAY)
    took = []
    for _ in range(20):
        began = time.perf_counter()
        change_stamp(ROOT, "2019", "", DAY)
        took.append(time.perf_counter() - began)
    assert min(took) * 1000 < 5
    script = (
        "import sys; import kaoping_core.reports.pages.change_stamp, kaoping_core.reports.pages.comparison;"
        "heavy = {'attrs', 'attr', 'cattrs', 'sqlalchemy', 'openpyxl', 'pypinyin', 'zoneinfo'} & set(sys.modules);"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT)
