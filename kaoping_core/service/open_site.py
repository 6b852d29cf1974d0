"""A site opened at one year: settings, scheme, plugins and ledger, each loaded when first needed."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Self
from zoneinfo import ZoneInfo

from kaoping_core.errors import ConfigurationError
from kaoping_core.host.host import Host
from kaoping_core.intake.context import IntakeContext
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.submissions import Delivery, Entry
from kaoping_core.scheme.load import load_scheme
from kaoping_core.scheme.name_lookup import NameLookup
from kaoping_core.settings import Settings, read_settings
from kaoping_core.site import Site

if TYPE_CHECKING:
    from kaoping_core.ledger.ledger import Ledger

Progress = Callable[[str], None]
"""Receives progress texts for people who wait."""


def no_progress(_text: str) -> None:
    """Ignore progress."""


class OpenSite:
    """What all use cases share; a context manager that ends plugins' processes and closes the ledger."""

    def __init__(
        self,
        site: Site,
        year: int | None = None,
        database: str | None = None,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        actor: str = "",
    ) -> None:
        self.site = site
        self._year = year
        self._database = database or site.database
        self.clock = clock
        self.actor = actor or getpass.getuser()
        self.expects_reader_files = False
        """Whether files for plugins' readers are about to come, so that readers are loaded meanwhile."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if "host" in self.__dict__:
            self.host.close()
        if "ledger" in self.__dict__:
            self.ledger.close()

    @property
    def database(self) -> str:
        """URL of the ledger."""
        return self._database

    @cached_property
    def settings(self) -> Settings:
        """The site's settings."""
        return read_settings(self.site.config)

    @cached_property
    def scheme(self) -> Scheme:
        """The year's scheme.

        Raises:
            ConfigurationError: with everything wrong with it.
        """
        return load_scheme(self.site.year_folder(self._year))

    @cached_property
    def host(self) -> Host:
        """The plugins, bound to the scheme.

        Raises:
            ConfigurationError: when the configuration does not fit the rules.
        """
        host = self.open_host()
        if self.expects_reader_files:
            host.preload_readers()
        _ = self.ledger  # opened here because the plugins' processes start meanwhile
        try:
            host.raise_if_invalid()
        except ConfigurationError:
            host.close()
            raise
        return host

    def open_host(self) -> Host:
        """Start the plugins, whether or not the configuration fits their rules."""
        limits = self.settings.plugins
        seconds, reading = float(limits.seconds), float(limits.reading_seconds)
        return Host.of(self.scheme, self.site.plugins, seconds, reading, self.settings.sources)

    def restart_plugins(self) -> None:
        """End the plugins' processes; they start again when they are next needed.

        For work that was broken off: answers to what it asked may still be on their way, and the next question
        would take them for its own.
        """
        if "host" in self.__dict__:
            self.host.close()
        for made in ("host", "intake"):
            self.__dict__.pop(made, None)

    @cached_property
    def ledger(self) -> Ledger:
        """Ledger of the site."""
        from kaoping_core.ledger.ledger import Ledger  # its library takes a fifth of a second to import

        return Ledger(self._database)

    @cached_property
    def intake(self) -> IntakeContext:
        """Context for reading submissions."""
        return IntakeContext(self.scheme, self.host.binding)

    @cached_property
    def names(self) -> NameLookup:
        """Lookup of units, indicators and evaluators by any name."""
        return NameLookup(self.scheme)

    def entries(self) -> list[Entry]:
        """Return current entries, including those on cells that the scheme no longer has."""
        found = self.ledger.current_entries(self.scheme.year)
        return sorted(found, key=lambda entry: (entry.indicator, entry.unit, entry.layer))

    def deliveries(self) -> list[Delivery]:
        """Return how the reports came in that still count."""
        return self.ledger.deliveries(self.scheme.year, self.scheme.time_zone)

    def today(self) -> date:
        """Return today's date in the county."""
        return self.clock().astimezone(ZoneInfo(self.scheme.time_zone)).date()
