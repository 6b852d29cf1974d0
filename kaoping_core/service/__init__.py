"""The use cases, one module each, behind one small :class:`Service`."""

from __future__ import annotations

from kaoping_core.service.assembling import AssemblyOutcome
from kaoping_core.service.importing import ImportResult
from kaoping_core.service.results import RecordedAssembly
from kaoping_core.service.service import Service

__all__ = ["AssemblyOutcome", "ImportResult", "RecordedAssembly", "Service"]
