"""The map on its screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sca_flow.states.names import Step

Opening = Callable[..., Any]
SIZES = [(60, 20), (120, 36)]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_map_opens_where_the_case_stands(
    opening: Opening, sitting: tuple[Any, str], size: tuple[int, int]
) -> None:
    journal, attempt = sitting
    async with opening(journal=journal, attempt=attempt, size=size) as trainee:
        seen = await trainee.presses("f10")
        assert "◆ Panel sitting" in seen
        assert "YOU ARE HERE" in seen
        assert "✓ Convene a panel · done" in seen
        assert "▸ Open now, and the case stays here" in seen
        assert trainee.focused == "map"


async def test_after_scrolling_away_one_key_leads_back(opening: Opening, sitting: tuple[Any, str]) -> None:
    journal, attempt = sitting
    async with opening(journal=journal, attempt=attempt) as trainee:
        await trainee.presses("f10")
        seen = await trainee.presses("g")
        assert "✓ Referral received" in seen
        assert "YOU ARE HERE" not in seen
        assert "Withdrawn" in await trainee.presses("G")
        assert "YOU ARE HERE" in await trainee.presses("h")


async def test_the_map_follows_the_case(opening: Opening) -> None:
    async with opening(scenario="nail-bar") as trainee:
        assert "◆ Referral received" in await trainee.presses("f10")
        await trainee.presses("f3")
        await trainee.takes(Step.ACCEPT_REFERRAL)
        seen = await trainee.presses("ctrl+g")
        assert "◆ Reasonable grounds: under consideration" in seen
        assert "✓ Accept referral · done" in seen


async def test_the_map_is_drawn_anew_when_the_terminal_changes(opening: Opening) -> None:
    async with opening(scenario="nail-bar", size=(120, 36)) as trainee:
        wide = await trainee.presses("f10")
        await trainee.pilot.resize_terminal(60, 20)
        await trainee.settled()
        narrow = trainee.sees()
        assert "YOU ARE HERE" in wide
        assert "YOU ARE HERE" in narrow
        assert all(line.count("┏") == line.count("┓") for line in narrow.splitlines()), narrow


async def test_the_palette_leads_to_the_map(opening: Opening) -> None:
    async with opening(scenario="nail-bar", size=(120, 36)) as trainee:
        await trainee.presses("ctrl+p")
        await trainee.types("map (f10")
        await trainee.pilot.pause(0.3)
        assert "Map (F10)" in trainee.sees()
        assert "YOU ARE HERE" in await trainee.presses("enter")


async def test_help_on_the_map_says_what_its_marks_mean(opening: Opening) -> None:
    async with opening(scenario="nail-bar", size=(120, 40)) as trainee:
        seen = await trainee.presses("f10", "f1")
        assert "The map shows and changes nothing" in seen
        assert "ahead, in a broken box" in seen
