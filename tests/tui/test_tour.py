"""The tour: offered to whoever has no attempts, over a practice case of which nothing is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sca_flow.journal import MemoryJournal
from tui.screens.tour import TourWindow
from tui.tour import STOPS
from tui.widgets.key_bar import MOST, KeyBar

Opening = Callable[..., Any]
SIZES = [(60, 20), (120, 36)]
WORDS_A_MINUTE = 180
"""A slow reader's."""


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("enter", [False, True], ids=["the key", "enter"])
async def test_each_window_leads_on_by_the_key_it_names_or_enter_and_nothing_is_kept(
    opening: Opening, tmp_path: Path, size: tuple[int, int], enter: bool
) -> None:
    journal = MemoryJournal()
    async with opening(journal=journal, size=size) as trainee:
        assert "New here? Press t" in trainee.sees()
        assert len(trainee.app.screen.query_one(KeyBar)._shown) <= MOST or size[0] >= 100
        seen = await trainee.presses("t")
        for place, stop in enumerate(STOPS, start=1):
            assert f"Tour {place} of {len(STOPS)}: {stop.title}" in seen
            assert f"Press {stop.printed}" in seen
            assert "Esc ends the tour" in seen
            assert isinstance(trainee.app.screen, TourWindow)
            seen = await trainee.presses("enter" if enter else stop.key)
        assert "Begin a case" in seen
        assert "New here?" not in seen
        assert trainee.app.view is None
        assert trainee.focused == "scenarios"
    assert list(journal.heads()) == []
    assert not list((tmp_path / "state").glob("drafts/*"))


async def test_a_step_of_it_is_really_taken(opening: Opening) -> None:
    async with opening() as trainee:
        await trainee.presses("t", *["enter"] * 3)
        assert "The minimum recovery period of 45 days has not passed yet." in trainee.sees()
        await trainee.presses("enter", "enter")
        assert trainee.app.view.header.today.isoformat() == "2021-04-18"
        assert "▸ Decide conclusive grounds: positive" in trainee.sees()


async def test_the_same_by_mouse_alone(opening: Opening) -> None:
    async with opening() as trainee:
        await trainee.clicks("#attempts", offset=(6, 1))
        for place in range(1, len(STOPS) + 1):
            assert f"Tour {place} of" in trainee.sees()
            await trainee.clicks("#on")
        assert "Begin a case" in trainee.sees()


@pytest.mark.parametrize("stops", range(len(STOPS)))
@pytest.mark.parametrize("size", [(60, 20), (80, 24)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_escape_ends_it_at_any_stop(opening: Opening, stops: int, size: tuple[int, int]) -> None:
    async with opening(size=size) as trainee:
        await trainee.presses("t", *["enter"] * stops)
        assert "Begin a case" in await trainee.presses("escape")
        assert trainee.app.view is None


async def test_other_keys_do_nothing_meanwhile(opening: Opening) -> None:
    async with opening() as trainee:
        await trainee.presses("t", "f5", "x", "down", "f2", "tab")
        assert "Tour 1 of" in trainee.sees()


async def test_it_is_offered_once_and_stands_in_the_palette_afterwards(opening: Opening) -> None:
    async with opening() as trainee:
        await trainee.presses("t", "escape")
    async with opening() as trainee:
        assert "New here?" not in trainee.sees()
        assert "t Tour" in trainee.sees().splitlines()[-1]
        await trainee.presses("f1")
        assert "tour" in await trainee.presses("end") or "tour" in await trainee.presses("pageup")


async def test_from_the_palette_in_a_case_it_comes_back_to_that_case(opening: Opening) -> None:
    journal = MemoryJournal()
    async with opening(journal=journal, scenario="nail-bar", size=(80, 30)) as trainee:
        attempt = trainee.app.view.attempt
        await trainee.presses("ctrl+p")
        await trainee.types("take the tour")
        await trainee.pilot.pause(0.3)
        assert "Tour 1 of" in await trainee.presses("enter")
        assert "The nail bar" in await trainee.presses("escape")
        assert trainee.app.view.attempt == attempt
    assert len(journal.heads()) == 1


def test_it_is_read_in_less_than_two_minutes() -> None:
    words = sum(len(f"{stop.title} {stop.says} Press {stop.printed} it {stop.does}".split()) for stop in STOPS)
    assert words / WORDS_A_MINUTE < 2
