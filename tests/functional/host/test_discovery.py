"""Plugins that come as installed packages are found without running any of them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from attrs import frozen

from kaoping_core.host.discovery import find_plugins
from tests.support.broken_site import BrokenSite

MANIFEST = """\
name = "{name}"
owner = "县水利局"
version = "2019.7"
core = ">=0.1,<1"
description = "装来的"
"""
LOUD = "raise SystemExit('an installed plugin was imported by the host')\n"


@frozen
class Packages:
    """A folder on ``sys.path`` that distributions are installed in."""

    path: Path

    def install(self, name: str, module: str, manifest: str = MANIFEST, entry: str = "") -> Path:
        """Install a distribution that brings one plugin; its package's folder."""
        folder = self.path.joinpath(*module.split("."))
        folder.mkdir(parents=True)
        for each in (folder, *folder.parents):
            if each == self.path:
                break
            (each / "__init__.py").write_text(LOUD, encoding="utf-8")
        if manifest:
            (folder / "plugin.toml").write_text(manifest.format(name=name), encoding="utf-8")
        info = self.path / f"county_{name}-2019.7.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: county-{name}\nVersion: 2019.7\n", encoding="utf-8"
        )
        (info / "entry_points.txt").write_text(
            f"[kaoping.plugins]\n{name} = {entry or module}\n", encoding="utf-8"
        )
        return folder


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Packages:
    path = tmp_path / "packages"
    path.mkdir()
    monkeypatch.syspath_prepend(path)
    return Packages(path)


@pytest.mark.parametrize("module", ["kp_tide", "kp_county.tide"], ids=["a package", "a package in another"])
def test_an_installed_plugin_is_found_without_importing_it(
    packages: Packages, tmp_path: Path, module: str
) -> None:
    folder = packages.install("tide", module)
    (found,) = find_plugins(tmp_path / "no plugins here")
    assert (found.name, found.path, found.origin) == ("tide", folder, "county-tide")
    assert found.owner == "县水利局"
    assert found.problems == ()
    assert not {module, module.partition(".")[0]} & set(sys.modules)


def test_the_sites_plugin_comes_before_an_installed_one_of_the_same_name(
    packages: Packages, broken_site: BrokenSite
) -> None:
    packages.install("water", "kp_water")
    found = {each.name: each for each in find_plugins(broken_site.site.plugins)}
    assert found["water"].path == broken_site.site.plugins / "water"
    assert found["water"].origin == "site"
    assert len(found) == 18


def test_an_installed_plugin_stands_in_where_the_site_has_none(
    packages: Packages, broken_site: BrokenSite
) -> None:
    packages.install("water", "kp_water")
    (broken_site.site.plugins / "water").rename(broken_site.site.root / "away")
    result = broken_site.preview()
    assert not [each for each in result.findings if each.code == "plugin"]


def test_an_installed_plugins_python_runs_in_its_own_process(
    packages: Packages, broken_site: BrokenSite
) -> None:
    folder = packages.install("water", "kp_water")
    (folder / "hooks.py").write_text(
        "import os\nfrom kaoping_core.api import Finding, Severity, hookimpl\n"
        "@hookimpl\ndef findings(columns):\n    return [Finding(Severity.NOTICE, 'pid', str(os.getpid()))]\n",
        encoding="utf-8",
    )
    (broken_site.site.plugins / "water").rename(broken_site.site.root / "away")
    (found,) = (each for each in broken_site.preview().findings if each.code == "pid")
    assert found.message.isdecimal()
    assert "kp_water" not in sys.modules


@pytest.mark.parametrize(
    ("entry", "manifest"),
    [
        ("no_such_package", MANIFEST),
        ("no_such_package.inner", MANIFEST),
        ("kp_tide.no_such_module", MANIFEST),
        ("kp_tide", ""),
        ("kp_tide", "name = 'ebb'"),
    ],
    ids=["no package", "no outer package", "no inner package", "no manifest", "another name"],
)
def test_an_installed_plugin_that_is_not_there_is_a_problem_and_no_crash(
    packages: Packages, tmp_path: Path, entry: str, manifest: str
) -> None:
    packages.install("tide", "kp_tide", manifest, entry)
    (found,) = find_plugins(tmp_path / "no plugins here")
    assert found.name == "tide"
    assert found.origin == "county-tide"
    assert found.problems


def test_entry_points_of_other_groups_are_no_plugins(packages: Packages, tmp_path: Path) -> None:
    packages.install("tide", "kp_tide")
    entries = packages.path / "county_tide-2019.7.dist-info" / "entry_points.txt"
    entries.write_text("[console_scripts]\ntide = kp_tide:main\n", encoding="utf-8")
    assert find_plugins(tmp_path / "no plugins here") == []
