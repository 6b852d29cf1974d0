"""Fingerprints (SHA-256) of everything that goes into a result."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

from kaoping_core import serialization
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.submissions import Delivery, Entry

RUN_DIGITS = 12
"""Hexadecimal digits of a run's name."""


def serialize_entries(entries: Sequence[Entry]) -> bytes:
    """Serialize sorted entries to bytes that depend on their content only."""
    rows = [
        [
            entry.indicator,
            entry.unit,
            entry.layer,
            entry.carried,
            serialization.to_json(entry.values),
            entry.note,
            list(entry.evidence),
            entry.place,
            dict(entry.places),
        ]
        for entry in entries
    ]
    return json.dumps(rows, ensure_ascii=False, sort_keys=True).encode()


def collect_fingerprints(
    scheme: Scheme, plugins: Mapping[str, str], entries: bytes, deliveries: Sequence[Delivery]
) -> dict[str, str]:
    """Return the fingerprint of everything that goes into a result, by name.

    Args:
        scheme: with the files that it was read from.
        plugins: fingerprint of each plugin.
        entries: as :func:`serialize_entries` writes them.
        deliveries: how they came in.
    """
    prints = {f"config/{name}": _sha256(text.encode()) for name, text in sorted(scheme.documents.items())}
    prints |= {f"plugins/{name}": fingerprint for name, fingerprint in plugins.items()}
    prints["entries"] = _sha256(entries)
    prints["deliveries"] = _sha256("\n".join(sorted(map(repr, deliveries))).encode())
    return prints


def run_name(prints: Mapping[str, str], banner: str, *, provisional: bool) -> str:
    """Return the name of the run that these inputs make."""
    return _sha256(json.dumps([prints, provisional, banner], sort_keys=True).encode())[:RUN_DIGITS]


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
