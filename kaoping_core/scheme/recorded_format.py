"""Reads schemes that were recorded by earlier versions: their keys by the names of today.

Only what a ledger holds is read so. In the files of a site an old name is a mistake, answered with the new one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from kaoping_core.model.scheme import Scheme
from kaoping_core.scheme.load import SCHEME, parse_scheme

_RENAMED_TIER_KEYS: Final = {"ballot": "ballot_value"}
"""Keys of a tier in ``quotas`` of ``scheme.toml``, old → new."""


def parse_recorded_scheme(documents: Mapping[str, str]) -> Scheme:
    """Build the scheme of a recorded run from the texts that were recorded with it.

    Raises:
        ConfigurationError: with every problem of every file.
    """
    return parse_scheme(documents, _upgrade)


def _upgrade(name: str, data: Any) -> Any:
    """Return the parsed file with today's keys; what is of another shape is left for the schema to refuse."""
    match data:
        case {"quotas": dict(quotas)} if name == SCHEME:
            return {**data, "quotas": {key: _upgrade_quota(quota) for key, quota in quotas.items()}}
    return data


def _upgrade_quota(quota: Any) -> Any:
    match quota:
        case {"tiers": list(tiers)}:
            return {**quota, "tiers": [_rename_keys(tier) for tier in tiers]}
    return quota


def _rename_keys(tier: Any) -> Any:
    if not isinstance(tier, dict):
        return tier
    return {_RENAMED_TIER_KEYS.get(key, key): value for key, value in tier.items()}
