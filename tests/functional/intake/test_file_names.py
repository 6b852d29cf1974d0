"""Files whose names are in GB18030, as archives from Windows bring them: taken in under the name that was meant."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kaoping_core.files import decode_file_name
from kaoping_core.service import Service
from kaoping_core.site import Site
from tests.support.county_cases import COUNTIES, submissions_of


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("水利局.xlsx".encode(), "水利局.xlsx"),
        ("水利局.xlsx".encode("gbk"), "水利局.xlsx"),
        (b"\xff.xlsx", "\ufffd.xlsx"),
    ],
)
def test_a_name_is_text_whatever_its_bytes(name: bytes, text: str) -> None:
    assert decode_file_name(Path("/x") / os.fsdecode(name)) == text


def test_a_submission_is_recorded_under_the_name_that_was_meant(
    site: Site, open_service: Callable[..., Service], tmp_path: Path
) -> None:
    path = tmp_path / os.fsdecode("水利局.json".encode("gbk"))
    shutil.copy(submissions_of(COUNTIES[0])[0], path)
    service = open_service(site)
    [taken] = service.import_files([path])
    assert taken.submission is not None
    assert taken.file == "水利局.json"
    [kept] = service.ledger.submissions(service.scheme.year, taken.submission.evaluator)
    assert kept.file == "水利局.json"


def test_a_refused_one_is_named_so_too(
    site: Site, open_service: Callable[..., Service], tmp_path: Path
) -> None:
    path = tmp_path / os.fsdecode("坏.json".encode("gbk"))
    path.write_text("{", encoding="utf-8")
    [taken] = open_service(site).import_files([path])
    assert [each.place for each in taken.problems] == ["坏.json"]


def test_a_case_file_is_to_be_given_another_name(
    site: Site, open_service: Callable[..., Service], tmp_path: Path
) -> None:
    path = tmp_path / os.fsdecode("案件.csv".encode("gbk"))
    path.write_text("x\n", encoding="utf-8")
    [taken] = open_service(site).import_files([path])
    assert [(each.place, each.expected) for each in taken.problems] == [("案件.csv", "改了文件名再收")]
