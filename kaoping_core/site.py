"""A site: a folder with ``config/``, ``plugins/`` and ``data/``."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from attrs import frozen

from kaoping_core.errors import ConfigurationError, StorageError, UsageError
from kaoping_core.files import describe_os_error


@frozen
class Site:
    """Folder of a county's configuration, plugins and data."""

    root: Path

    @property
    def config(self) -> Path:
        """Configuration, a folder a year."""
        return self.root / "config"

    @property
    def plugins(self) -> Path:
        """Plugins, a folder each."""
        return self.root / "plugins"

    @property
    def data(self) -> Path:
        """Data folder with the embedded database; created when needed."""
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

    def year_folder(self, year: int | None) -> Path:
        """Return the configuration folder of a year, by default the newest.

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


def find_site(given: Path | None, environment: Mapping[str, str] = os.environ) -> Site:
    """Find the site: the given one, ``$KAOPING_SITE``, or the nearest parent with ``config/`` and ``plugins/``.

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
    """Make a new site from the bundled one.

    Raises:
        StorageError: when the folder has one already, or cannot be written.
    """
    if _is_site(root):
        raise StorageError(f"{root} 已经是考评站点，没有改动")
    carried = bundled_site()
    try:
        for part in ("config", "plugins"):
            shutil.copytree(carried / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
    except OSError as error:
        raise StorageError(f"写不了 {root}：{describe_os_error(error)}") from None
    return Site(root.absolute())


def bundled_site() -> Path:
    """Return the site bundled in the wheel, or the checkout's root."""
    package = Path(__file__).parent
    inside = package / "bundled_site"
    return inside if inside.is_dir() else package.parent
