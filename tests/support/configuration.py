"""The configuration of 2019, to damage."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from kaoping_core.errors import ConfigurationError
from kaoping_core.host.host import Host
from kaoping_core.scheme.load import parse_scheme, read_documents
from tests.support.county_cases import ROOT


@pytest.fixture(scope="session")
def documents() -> Mapping[str, str]:
    """The files of 2019 by name."""
    return read_documents(ROOT / "config" / "2019")


def changed(documents: Mapping[str, str], file: str, old: str, new: str) -> dict[str, str]:
    """The documents with the first occurrence of a text in one of them replaced."""
    assert old in documents[file], f"{file} does not say {old!r}"
    return {**documents, file: documents[file].replace(old, new, 1)}


def problems_of(documents: Mapping[str, str]) -> list[str]:
    """Everything wrong with a scheme that must not load."""
    with pytest.raises(ConfigurationError) as refused:
        parse_scheme(documents)
    assert str(len(refused.value.problems)) in refused.value.message
    return list(map(str, refused.value.problems))


def all_problems_of(documents: Mapping[str, str]) -> list[str]:
    """Everything wrong with a scheme, which may be nothing."""
    try:
        parse_scheme(documents)
    except ConfigurationError as refused:
        return list(map(str, refused.problems))
    return []


def check_problems_of(documents: Mapping[str, str]) -> list[str]:
    """What ``kaoping check`` tells of a scheme that loads and does not fit the county's rules and plugins."""
    with Host.of(parse_scheme(documents), ROOT / "plugins") as host:
        return list(map(str, [*host.problems, *host.plugin_problems()]))
