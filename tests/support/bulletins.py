"""What tests of the bulletin share."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document

from kaoping_core.model.scores import Result
from kaoping_core.reports.bulletin import blocks
from kaoping_core.service import Service
from kaoping_core.site import Site
from tests.support.county_cases import COUNTIES, NOW, ROOT, submissions_of

NUMBER = "盘县政办发〔2020〕1号"


def whole_county(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """The result of a county in which eight units fail the veto."""
    database = tmp_path_factory.mktemp("bulletin") / "kaoping.db"
    with Service(Site(ROOT), 2019, f"sqlite:///{database}", clock=lambda: NOW) as service:
        assert all(taken.submission for taken in service.import_files(submissions_of(COUNTIES[0])))
        return service.assemble().result


def opened(data: bytes) -> Any:
    """A Word file, read."""
    return Document(io.BytesIO(data))


def texts(document: Any) -> list[str]:
    """Texts of a read document's paragraphs."""
    return [paragraph.text for paragraph in document.paragraphs]


def paragraphs(bulletin: blocks.Document) -> list[str]:
    """Texts of a composed bulletin's paragraphs."""
    return [each.lead + each.text for each in bulletin.blocks if isinstance(each, blocks.TextBlock)]


def tables(bulletin: blocks.Document) -> list[blocks.BlockTable]:
    """Tables of a composed bulletin."""
    return [each for each in bulletin.blocks if isinstance(each, blocks.BlockTable)]
