"""Settings of a site, ``config/site.toml``: everything that does not belong to one year's configuration."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from attrs import field, fields, frozen

from kaoping_core import config_io
from kaoping_core.errors import ConfigurationError
from kaoping_core.model.problems import Problem

SETTINGS = "site.toml"
_VARIABLE = re.compile(r"\$\{(\w+)\}")


@frozen
class PluginSettings:
    """Limits for plugins' Python."""

    seconds: Decimal = Decimal(10)
    """Budget of one call."""
    reading_seconds: Decimal = Decimal(600)
    """Budget of reading one file, which may have millions of rows."""


@frozen
class CaseSource:
    """A table that a plugin's reader reads instead of a file."""

    connection: str = field(repr=False)
    """What to connect to, such as ``duckdb:///…``. ``${NAME}`` stands for an environment variable, so that
    no password need stand in a file."""
    table: str

    def resolve_connection(self, environment: Mapping[str, str] = os.environ) -> str:
        """Return the connection with environment variables filled in.

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
class _SettingsFile:
    """Keys of ``config/site.toml`` that are not a plugin's."""

    banner: str = ""
    """Printed wherever a result is shown, such as 示例数据."""
    plugins: PluginSettings = PluginSettings()


@frozen
class Settings(_SettingsFile):
    """Settings of a site; every key and the file itself are optional."""

    sources: Mapping[str, CaseSource] = field(factory=dict)
    """Tables that plugins' readers read, by plugin and reader: ``[grid.cases]``. Whether there is such a
    reader, the host knows."""


def read_settings(config: Path) -> Settings:
    """Read a site's settings; without a file, the defaults.

    Raises:
        ConfigurationError: with everything wrong with the file.
    """
    path = config / SETTINGS
    if not path.exists():
        return Settings()
    try:
        data = config_io.parse(config_io.read_text(path))
    except config_io.InvalidValueError as error:
        problem = Problem(SETTINGS, error.message, error.expected)
        raise ConfigurationError(f"config/{SETTINGS} 有1处问题", [problem]) from None
    of_plugins = {key: data.pop(key) for key in list(data) if _is_plugin_section(key, data[key])}
    keys, problems = config_io.structure(data, _SettingsFile, SETTINGS)
    tables, wrong = config_io.structure(of_plugins, dict[str, dict[str, CaseSource]], SETTINGS)
    if keys is None or tables is None:
        problems = [*problems, *wrong]
        raise ConfigurationError(f"config/{SETTINGS} 有{len(problems)}处问题", problems)
    sources = {
        f"{plugin}.{reader}": source
        for plugin, readers in tables.items()
        for reader, source in readers.items()
    }
    return Settings(keys.banner, keys.plugins, sources)


def _is_plugin_section(key: str, value: object) -> bool:
    """Whether a key may be a plugin's: a table with a table for each of its readers."""
    own = {attribute.name for attribute in fields(_SettingsFile)}
    return (
        key not in own
        and isinstance(value, Mapping)
        and all(isinstance(each, Mapping) for each in value.values())
    )
