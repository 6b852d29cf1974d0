"""The result's interchange format."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from kaoping_core.model.scores import Result
from kaoping_core.reports import diff, json_document
from kaoping_core.service import Service
from kaoping_core.site import Site
from kaoping_core.text_table import display_width, format_table, pad_cell


def numbers(value: Any) -> Iterator[Any]:
    """Every JSON number inside a document."""
    if isinstance(value, dict):
        for each in value.values():
            yield from numbers(each)
    elif isinstance(value, list):
        for each in value:
            yield from numbers(each)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield value


def assembled(site: Site, open_service: Callable[..., Service]) -> tuple[Service, Result, bytes]:
    service = open_service(site)
    done = service.assemble()
    return service, done.result, done.document


def test_points_and_values_are_text_so_that_no_reader_loses_digits(
    filled_site: Site, open_service: Callable[..., Service]
) -> None:
    _, _, written = assembled(filled_site, open_service)
    assert all(isinstance(number, int) for number in numbers(json.loads(written)))


def test_a_written_result_reads_back_as_the_same_result(
    filled_site: Site, open_service: Callable[..., Service]
) -> None:
    service, result, written = assembled(filled_site, open_service)
    read = json_document.load_result(written, service.scheme)
    assert json_document.dump_result(read, service.scheme) == written
    assert not diff.compare_results(result, read, (service.scheme, service.scheme))


def test_every_score_says_its_steps_and_where_its_values_were_read(
    filled_site: Site, open_service: Callable[..., Service]
) -> None:
    _, _, written = assembled(filled_site, open_service)
    for unit in json.loads(written)["units"]:
        for indicator, score in unit["scores"].items():
            assert score["steps"], (unit["unit"], indicator)
            if score["state"] == "scored":
                assert ".json: $.entries[" in score["reported"]["place"]


def test_the_result_names_the_decisions_that_it_rests_on(
    filled_site: Site, open_service: Callable[..., Service]
) -> None:
    _, _, written = assembled(filled_site, open_service)
    used = {decision["id"] for decision in json.loads(written)["decisions"]}
    assert {"K1", "K2", "K5", "K7", "K8", "K10", "K11"} <= used
    assert "K12" not in used


def test_chinese_text_is_aligned_by_cells() -> None:
    assert display_width("太平a") == 5
    assert pad_cell("太平", 6) == "太平  "
    assert format_table(("单位", "分"), [("太平街道", "9.5"), ("新", "10")], right=(1,)) == (
        "单位       分\n太平街道  9.5\n新         10"
    )
