"""Keys of one's own: what is configured works, what is wrong is told, and there is always a way out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.app_harness import TestApp
from tests.support.county_cases import ROOT
from tests.support.idle_pilot import run_app
from tui.app import key_config
from tui.app.key_config import FILE, actions, configured_keys, parse_key_config, render_template
from tui.dialogs.error import ErrorDialog
from tui.dialogs.help import HelpDialog
from tui.dialogs.palette.dialog import CommandPalette
from tui.session.session import Session


def problem_of(text: str) -> str:
    chosen, (problem,) = parse_key_config(text)
    assert not chosen
    return problem


def test_without_a_file_keys_are_as_they_are(tmp_path: Path) -> None:
    assert configured_keys(tmp_path) == ({}, ())


def test_a_file_in_which_all_is_commented_out_is_not_even_read_as_toml(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / FILE).write_text('\ufeff# palette = "ctrl+f"\n\n  # [\n', encoding="utf-8")
    monkeypatch.setattr(key_config, "parse_key_config", lambda _: pytest.fail("read"))
    assert configured_keys(tmp_path) == ({}, ())


def test_a_chosen_key_is_taken_as_textual_spells_it() -> None:
    assert parse_key_config('results-mode = "v"') == ({"results-mode": "v"}, ())


def test_two_actions_may_change_places() -> None:
    assert parse_key_config('find = "n"\nnext-hit = "/"') == ({"find": "n", "next-hit": "slash"}, ())


@pytest.mark.parametrize("name", ["help", "quit", "leave"])
def test_help_and_the_ways_out_cannot_be_changed(name: str) -> None:
    assert problem_of(f'{name} = "x"') == f"config/keys.toml: {name}：这个键不能换"


@pytest.mark.parametrize("key", ["f1", "ctrl+q", "q", "escape"])
def test_the_keys_of_help_and_of_the_ways_out_cannot_be_taken(key: str) -> None:
    assert "已经是" in problem_of(f'palette = "{key}"')


def test_a_key_that_does_something_else_at_the_same_time_cannot_be_taken() -> None:
    assert problem_of('sort = "f"') == "config/keys.toml: sort：“f”已经是“筛选”（filter）"


def test_two_actions_cannot_have_one_key() -> None:
    chosen, problems = parse_key_config('sort = "z"\nfilter = "z"')
    assert not chosen
    assert len(problems) == 2


def test_an_unknown_action_is_told_with_the_nearest() -> None:
    assert problem_of('palete = "x"').endswith("没有这个动作；是不是“palette”？")


def test_an_unknown_key_is_told() -> None:
    assert problem_of('palette = "ctrl+enterr"').endswith("没有“ctrl+enterr”这个键")


@pytest.mark.parametrize("value", ["3", '""', '","', "true", "[]"])
def test_what_is_no_text_is_told(value: str) -> None:
    assert "键要写成文字" in problem_of(f"palette = {value}")


def test_a_file_that_is_no_toml_is_told_and_changes_nothing() -> None:
    assert "不是 TOML" in problem_of("palette =")


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes("找".encode("gbk"))
    assert "不是UTF-8编码" in configured_keys(tmp_path)[1][0]


def test_the_example_names_every_action_and_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(render_template(), encoding="utf-8")
    assert configured_keys(tmp_path) == ({}, ())
    wanted = set(actions()) - key_config.FIXED
    assert {line.split()[1] for line in render_template().splitlines() if " = " in line} == wanted


def test_the_example_with_all_taken_out_of_comments_is_right() -> None:
    lines = [line.removeprefix("# ") for line in render_template().splitlines() if " = " in line]
    assert parse_key_config("\n".join(lines))[1] == ()


def test_every_action_with_an_id_has_a_description() -> None:
    assert [each.name for each in actions().values() if not each.description] == []


def test_a_configured_key_works_and_the_old_one_does_not(session: Session) -> None:
    session.keys = {"palette": "f7"}

    async def run() -> None:
        app = TestApp(session)
        async with run_app(app) as pilot:
            await pilot.press("ctrl+p")
            assert not isinstance(app.screen, CommandPalette)
            await pilot.press("f7")
            assert isinstance(app.screen, CommandPalette)
            await pilot.press("escape", "f1")
            assert isinstance(app.screen, HelpDialog)

    asyncio.run(run())


def test_what_is_wrong_is_told_at_the_beginning(
    recorded_site: Path, session_of: Callable[[Path], Session]
) -> None:
    session = session_of(recorded_site)
    session.config_warnings = ("config/keys.toml: palete：没有这个动作",)

    async def run() -> None:
        app = TestApp(session)
        async with run_app(app) as pilot:
            await pilot.pause()
            assert isinstance(app.screen, ErrorDialog)
            assert "palete：没有这个动作" in app.text
            await pilot.press("escape")
            assert app.screen is app.current_screen

    asyncio.run(run())


def test_the_site_carries_the_example() -> None:
    """``python -m tui.app.key_config > config/keys.toml`` writes it anew."""
    assert (ROOT / "config" / FILE).read_text(encoding="utf-8") == render_template()


def test_no_two_actions_share_an_id() -> None:
    """But for those that tables and texts have in common: whoever changes the one wants the other changed too."""
    places: dict[str, set[str]] = {}
    for _, binding in key_config._bindings():
        if binding.id:
            places.setdefault(binding.id, set()).add(f"{binding.action} {binding.description}")
    assert {name: each for name, each in places.items() if len(each) > 1} == {}
