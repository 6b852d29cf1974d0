"""Versions and paths for support; readable whatever else fails."""

from __future__ import annotations

import platform
import sqlite3
import sys
from importlib import metadata
from pathlib import Path

from kaoping_core import __version__
from kaoping_core.errors import KaopingError
from kaoping_core.service import Service


def system_info(service: Service, pages: Path) -> dict[str, str]:
    """Read versions and paths, each by its label."""
    try:
        year = str(service.scheme.year)
    except KaopingError as error:
        year = f"读不了（{error.message}）"
    return {
        "考评": __version__,
        "Python": platform.python_version(),
        "Textual": _version("textual"),
        "SQLite": sqlite3.sqlite_version,
        "程序": sys.executable,
        "系统": platform.platform(),
        "站点": str(service.site.root),
        "年度": year,
        "数据库": _without_password(service.database),
        "页面": str(pages),
    }


def _version(distribution: str) -> str:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return "没有安装"


def _without_password(url: str) -> str:
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return "地址不对"
