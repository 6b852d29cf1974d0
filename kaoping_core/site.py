"""A site: a folder with ``config/``, ``plugins/`` and ``data/``."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from decimal import Decimal
from importlib import resources
from pathlib import Path

from attrs import field, fields, frozen

from kaoping_core import toml
from kaoping_core.errors import ConfigurationError, StorageError, UsageError
from kaoping_core.model.findings import Problem

SETTINGS = "site.toml"
_VARIABLE = re.compile(r"\$\{(\w+)\}")


@frozen
class PluginSettings:
    """How plugins' Python is run."""

    seconds: Decimal = Decimal(10)
    """Budget of one call."""
    reading_seconds: Decimal = Decimal(600)
    """Budget of reading one file, which may have millions of rows."""


@frozen
class Source:
    """A table that a plugin's reader reads instead of a file."""

    connection: str = field(repr=False)
    """What to connect to, such as ``duckdb:///…``. ``${NAME}`` stands for an environment variable, so that
    no password need stand in a file."""
    table: str

    def connected(self, environment: Mapping[str, str] = os.environ) -> str:
        """The connection with the environment's values in place.

        Raises:
            ConfigurationError: when the environment lacks a variable.
        """
        lacking = [name for name in _VARIABLE.findall(self.connection) if name not in environment]
        if lacking:
            raise ConfigurationError(
                f"config/{SETTINGS} 的 connection 要用环境变量 {'、'.join(lacking)}，没有设置"
            )
        return _VARIABLE.sub(lambda found: environment[found[1]], self.connection)


@frozen
class _Keys:
    """Keys of ``config/site.toml`` that are not a plugin's."""

    marking: str = ""
    """Printed wherever a result is shown, such as 示例数据."""
    plugins: PluginSettings = PluginSettings()


@frozen
class Settings(_Keys):
    """``config/site.toml``; every key may be left out, and so may the file."""

    sources: Mapping[str, Source] = field(factory=dict)
    """Tables that plugins' readers read, by plugin and reader: ``[grid.cases]``. Whether there is such a
    reader, the host knows."""


@frozen
class Site:
    """The folder that a county's configuration, plugins and data live in."""

    root: Path

    @property
    def config(self) -> Path:
        """One folder a year."""
        return self.root / "config"

    @property
    def plugins(self) -> Path:
        """One folder a plugin."""
        return self.root / "plugins"

    @property
    def data(self) -> Path:
        """The embedded database; made when needed."""
        return self.root / "data"

    @property
    def database(self) -> str:
        """URL of the embedded database."""
        return f"sqlite:///{self.data / 'kaoping.db'}"

    def years(self) -> list[int]:
        """Years that have a configuration, oldest first."""
        if not self.config.is_dir():
            return []
        return sorted(
            int(path.name) for path in self.config.iterdir() if path.is_dir() and path.name.isdecimal()
        )

    def settings(self) -> Settings:
        """The site's settings.

        Raises:
            ConfigurationError: with everything wrong with the file.
        """
        path = self.config / SETTINGS
        if not path.exists():
            return Settings()
        try:
            data = toml.parse(toml.read_text(path))
        except toml.ExpectedError as error:
            problem = Problem(SETTINGS, error.message, error.expected)
            raise ConfigurationError(f"config/{SETTINGS} 有1处问题", [problem]) from None
        of_plugins = {key: data.pop(key) for key in list(data) if _is_a_plugins(key, data[key])}
        keys, problems = toml.structure(data, _Keys, SETTINGS)
        tables, wrong = toml.structure(of_plugins, dict[str, dict[str, Source]], SETTINGS)
        if keys is None or tables is None:
            problems = [*problems, *wrong]
            raise ConfigurationError(f"config/{SETTINGS} 有{len(problems)}处问题", problems)
        sources = {
            f"{plugin}.{reader}": source
            for plugin, readers in tables.items()
            for reader, source in readers.items()
        }
        return Settings(keys.marking, keys.plugins, sources)

    def year_folder(self, year: int | None) -> Path:
        """The folder of a year's configuration; of the newest year without one.

        Raises:
            UsageError: when the site has no such year.
        """
        years = self.years()
        if not years:
            raise ConfigurationError(f"{self.config} 里没有任何年度的配置")
        chosen = years[-1] if year is None else year
        if chosen not in years:
            known = "、".join(map(str, years))
            raise UsageError(f"没有 {chosen} 年的配置（有：{known}）")
        return self.config / str(chosen)


def _is_a_plugins(key: str, value: object) -> bool:
    """Whether a key may be a plugin's: a table of tables, one for each of its readers."""
    own = {attribute.name for attribute in fields(_Keys)}
    return (
        key not in own
        and isinstance(value, Mapping)
        and all(isinstance(each, Mapping) for each in value.values())
    )


def find_site(given: Path | None, environment: Mapping[str, str] = os.environ) -> Site:
    """The site given, else ``$KAOPING_SITE``, else the nearest folder upward with ``config/`` and ``plugins/``.

    Raises:
        UsageError: when there is none.
    """
    named = given or (Path(environment["KAOPING_SITE"]) if environment.get("KAOPING_SITE") else None)
    if named is not None:
        if not _is_site(named):
            raise UsageError(f"{named} 不是考评站点：里面要有 config/ 和 plugins/（新建站点用 kaoping init）")
        return Site(named.absolute())
    here = Path.cwd()
    for folder in (here, *here.parents):
        if _is_site(folder):
            return Site(folder)
    raise UsageError("这里不是考评站点：用 --site 指明，或用 kaoping init 新建")


def _is_site(folder: Path) -> bool:
    return (folder / "config").is_dir() and (folder / "plugins").is_dir()


def make_site(root: Path) -> Site:
    """Make a new site from what the package carries.

    Raises:
        StorageError: when the folder has one already, or cannot be written.
    """
    if _is_site(root):
        raise StorageError(f"{root} 已经是考评站点，没有改动")
    carried = carried_site()
    try:
        for part in ("config", "plugins"):
            shutil.copytree(carried / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
    except OSError as error:
        raise StorageError(f"写不了 {root}：{error.strerror or error}") from None
    return Site(root.absolute())


def carried_site() -> Path:
    """The site that the package carries: inside the wheel, or the checkout's root."""
    package = Path(str(resources.files("kaoping_core")))
    inside = package / "carried_site"
    return inside if inside.is_dir() else package.parent
