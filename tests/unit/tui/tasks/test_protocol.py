"""Requests are the same after they went through JSON, and each has a method that answers it."""

from __future__ import annotations

import json

import pytest

from tui.tasks.calls import TaskCalls
from tui.tasks.protocol import (
    REQUESTS,
    AnnotateRejected,
    Export,
    Refresh,
    Request,
    UnknownRequestError,
    decode_request,
    encode_request,
    result_of,
)


@pytest.mark.parametrize(
    "request_",
    [
        Refresh(),
        AnnotateRejected("甲.xlsx", "乙.xlsx", [{"place": "C7", "message": "不是数", "expected": "数"}]),
        Export("docx", "通报.docx", run="1", number="1号", date="2020-01-15", units=["沙岭镇"]),
    ],
)
def test_a_request_is_the_same_after_json(request_: Request[object]) -> None:
    assert decode_request(json.loads(json.dumps(encode_request(request_)))) == request_


def test_a_name_that_is_not_registered_is_refused() -> None:
    with pytest.raises(UnknownRequestError):
        decode_request({"call": "__init__", "with": {}})


def test_arguments_that_do_not_fit_are_refused() -> None:
    with pytest.raises(TypeError):
        decode_request({"call": "refresh", "with": {"nonsense": 1}})


@pytest.mark.parametrize("name", REQUESTS)
def test_every_request_has_a_method(name: str) -> None:
    assert callable(getattr(TaskCalls, name))


def test_a_result_belongs_to_its_kind_of_request() -> None:
    assert result_of(Refresh, Refresh(), {"state": "1"}) == {"state": "1"}
    assert result_of(Export, Refresh(), {"state": "1"}) is None
