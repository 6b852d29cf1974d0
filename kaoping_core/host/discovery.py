"""Finds plugins and reads their folders: manifest, checklists, files; runs nothing of them."""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Mapping
from functools import cached_property
from importlib import metadata
from pathlib import Path

from attrs import define, field, frozen
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from kaoping_core import __version__, config_io
from kaoping_core.host.checklist_validation import validate_checklist
from kaoping_core.model.checklists import Checklist
from kaoping_core.model.problems import Problem

ENTRY_POINTS = "kaoping.plugins"
MANIFEST = "plugin.toml"


@frozen
class Manifest:
    """``plugin.toml``."""

    name: str
    owner: str
    """The evaluator that maintains the plugin."""
    version: str
    core: str
    """Versions of kaoping that it works with, such as ``>=0.1,<1``."""
    description: str
    rules: tuple[str, ...] = ()
    """Names of the rules that its Python provides."""


@define(frozen=True, slots=False)
class PluginFolder:
    """A plugin as found on disk."""

    name: str
    """Name of the folder, or of the entry point."""
    path: Path
    origin: str = "site"
    """``site``, or the distribution that brings it."""
    manifest: Manifest | None = None
    checklists: Mapping[str, Checklist] = field(factory=dict)
    problems: tuple[Problem, ...] = ()
    """What keeps it from being used, found before anything of it was run."""
    warnings: tuple[Problem, ...] = ()
    """What it lacks, although it works."""

    @property
    def owner(self) -> str:
        """Evaluator that maintains the plugin; empty when the manifest cannot be read."""
        return self.manifest.owner if self.manifest else ""

    @property
    def rule_files(self) -> tuple[Path, ...]:
        """Python files with rules."""
        return tuple(sorted((self.path / "rules").glob("*.py")))

    @property
    def reader_files(self) -> tuple[Path, ...]:
        """Python files with readers."""
        return tuple(sorted((self.path / "readers").glob("*.py")))

    @property
    def hook_file(self) -> Path | None:
        """Its ``hooks.py``, if any."""
        path = self.path / "hooks.py"
        return path if path.is_file() else None

    @property
    def has_python(self) -> bool:
        """Whether the plugin has Python to be run."""
        return bool(self.rule_files or self.reader_files or self.hook_file)

    @cached_property
    def files(self) -> Mapping[str, bytes]:
        """Files by name without caches; read once, so that what is recorded is what was fingerprinted."""
        return {
            path.relative_to(self.path).as_posix(): path.read_bytes()
            for path in sorted(self.path.rglob("*"))
            if path.is_file() and "__pycache__" not in path.parts
        }

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over names and contents of its files."""
        digest = hashlib.sha256()
        for name, data in self.files.items():
            digest.update(f"{name}\0{len(data)}\0".encode() + data)
        return digest.hexdigest()


def find_plugins(folder: Path) -> list[PluginFolder]:
    """Return all plugins of the site's folder and of the entry-point group, by name.

    A site's plugin comes before an installed one of the same name.
    """
    found = {
        path.name: read_folder(path.name, path)
        for path in sorted(folder.iterdir() if folder.is_dir() else ())
        if path.is_dir() and not path.name.startswith((".", "_"))
    }
    for entry in sorted(metadata.entry_points(group=ENTRY_POINTS), key=lambda point: point.name):
        if entry.name not in found:
            origin = entry.dist.name if entry.dist else "installed"
            found[entry.name] = _installed_plugin(entry, origin)
    return [found[name] for name in sorted(found)]


def _installed_plugin(entry: metadata.EntryPoint, origin: str) -> PluginFolder:
    """Return the folder of an installed package without importing it or its parents."""
    top, *inner = entry.module.split(".")
    try:
        spec = importlib.util.find_spec(top)
    except (ImportError, ValueError):
        spec = None
    around = spec.submodule_search_locations if spec else None
    places = [place for parent in around or () if (place := Path(parent, *inner)).is_dir()]
    if not places:
        problem = Problem(f"{origin}: {ENTRY_POINTS}.{entry.name}", f"找不到包 {entry.module}")
        return PluginFolder(entry.name, Path(entry.module), origin, problems=(problem,))
    return read_folder(entry.name, places[0], origin)


def read_folder(name: str, path: Path, origin: str = "site") -> PluginFolder:
    """Read a plugin's folder without running anything of it."""
    manifest, problems = config_io.load(path / MANIFEST, Manifest, shown_as=f"{name}/{MANIFEST}")
    if manifest is not None:
        problems.extend(_check_manifest(name, path, manifest))
    checklists: dict[str, Checklist] = {}
    for file in sorted((path / "checklists").glob("*.toml")):
        shown = f"{name}/checklists/{file.name}"
        checklist, wrong = config_io.load(file, Checklist, shown_as=shown)
        problems.extend(wrong)
        if checklist is not None:
            problems.extend(validate_checklist(checklist, shown))
            if checklist.name in checklists:
                problems.append(Problem(f"{shown}: name", f"扣分细则“{checklist.name}”出现两次"))
            checklists[checklist.name] = checklist
    shortcomings: tuple[Problem, ...] = ()
    if not (path / "README.md").is_file():
        shortcomings = (Problem(f"{name}/README.md", "没有说明文件", "本部门报什么、怎么计分"),)
    return PluginFolder(name, path, origin, manifest, checklists, tuple(problems), shortcomings)


def _check_manifest(name: str, path: Path, manifest: Manifest) -> list[Problem]:
    shown = f"{name}/{MANIFEST}"
    problems = []
    if manifest.name != name:
        problems.append(Problem(f"{shown}: name", f"写的是“{manifest.name}”", f"与文件夹同名：{name}"))
    try:
        Version(manifest.version)
    except InvalidVersion:
        problems.append(Problem(f"{shown}: version", f"“{manifest.version}”不是版本号", "如 2019.1"))
    try:
        if not SpecifierSet(manifest.core).contains(__version__, prereleases=True):
            problems.append(Problem(f"{shown}: core", f"不适用于考评 {__version__}", manifest.core))
    except InvalidSpecifier:
        problems.append(Problem(f"{shown}: core", f"“{manifest.core}”不是版本范围", "如 >=0.1,<1"))
    if manifest.rules and not list((path / "rules").glob("*.py")) and not (path / "hooks.py").is_file():
        problems.append(Problem(f"{shown}: rules", "写了计分规则，但没有 rules/*.py"))
    return problems
