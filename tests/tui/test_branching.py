"""Trying again from a step at the screens: asked first, opened as a new attempt, both kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sca_flow.events import Started, happened
from sca_flow.journal import MemoryJournal
from sca_flow.states.names import Stage, Step
from tests.training.making import begun, played, rg, scenario
from tests.tui.studying import One
from tui.screens.debrief import Step as Row
from tui.screens.timeline import Event

Opening = Callable[..., Any]
SIZES = [(60, 20), (80, 24)]


def decided(folder: Path) -> tuple[One, MemoryJournal, str]:
    """A case with its reasonable grounds decision taken, where the debrief can be read on the way."""
    made = scenario(folder / "made-up", ("judgement:\n", "judgement:\n  coaching: true\n"))
    journal = MemoryJournal()
    return One(made), journal, played(begun(made, journal), rg()).id


def branches(journal: MemoryJournal) -> list[tuple[str | None, int | None]]:
    firsts = [happened(journal.read(head.attempt)[0]).event for head in journal.heads()]
    return [(one.branch_of, one.branch_at) for one in firsts if isinstance(one, Started) and one.branch_of]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_from_the_timeline_a_step_is_tried_again_and_the_desk_lists_both(
    opening: Opening, tmp_path: Path, size: tuple[int, int]
) -> None:
    library, journal, first = decided(tmp_path)
    before = journal.read(first)
    async with opening(journal=journal, library=library, attempt=first, size=size) as trainee:
        seen = await trainee.presses("f5", "t")
        assert "Try again from here?" in seen
        assert branches(journal) == []
        seen = await trainee.presses("enter")
        assert "Reasonable grounds: under consideration" in seen
        assert trainee.app.view.offer(Step.DECIDE_RG_POSITIVE).open
        await trainee.presses("f2")
        await trainee.goes_to("attempts")
        (new,) = {head.attempt for head in journal.heads()} - {first}
        await trainee.moves_to(new)
        await trainee.settled()
        assert f"a branch: from step {before[-1].seq} of {first}" in trainee.sees()
        assert trainee.app.screen.query_one("#attempts").option_count == 2
    ((of, at),) = branches(journal)
    assert of == first
    assert at == before[-1].seq
    assert journal.read(first) == before


async def test_arrows_go_from_step_to_step_and_the_opening_cannot_be_tried_again(
    opening: Opening, tmp_path: Path
) -> None:
    library, journal, first = decided(tmp_path)
    async with opening(journal=journal, library=library, attempt=first) as trainee:
        await trainee.presses("f5")
        here = trainee.app.screen.focused
        assert isinstance(here, Event)
        await trainee.presses("up")
        assert trainee.app.screen.focused.seq < here.seq
        await trainee.presses("up", "up", "up", "t")
        assert trainee.app.screen.focused.seq == 1
        assert "Try again" not in trainee.sees().splitlines()[-1]


@pytest.mark.parametrize("leave", ["escape", "#button-1"])
async def test_nothing_is_branched_by_whoever_thinks_better_of_it(opening: Opening, tmp_path: Path, leave: str) -> None:
    library, journal, first = decided(tmp_path)
    async with opening(journal=journal, library=library, attempt=first) as trainee:
        await trainee.presses("f5", "t")
        await (trainee.clicks(leave) if leave.startswith("#") else trainee.presses(leave))
        assert "Timeline" in trainee.sees()
    assert len(journal.heads()) == 1


@pytest.mark.parametrize("row", ["row", "said"])
async def test_from_the_debrief_a_row_of_the_path_or_a_decision_is_tried_again(
    opening: Opening, tmp_path: Path, row: str
) -> None:
    library, journal, first = decided(tmp_path)
    async with opening(journal=journal, library=library, attempt=first) as trainee:
        await trainee.presses("f9")
        rows = [one for one in trainee.app.screen.query(Row) if one.has_class(row)]
        for _ in range(20):
            if trainee.app.screen.focused is rows[-1]:
                break
            await trainee.presses("tab")
        assert "Try again from here?" in await trainee.presses("enter")
        await trainee.presses("enter")
        assert trainee.app.view.stage == Stage.RG_CONSIDERATION
    assert len(branches(journal)) == 1


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_same_by_mouse_alone(opening: Opening, tmp_path: Path, size: tuple[int, int]) -> None:
    library, journal, first = decided(tmp_path)
    async with opening(journal=journal, library=library, attempt=first, size=size) as trainee:
        await trainee.presses("f5")
        last = trainee.app.screen.query(Event).last()
        assert "Try again from here?" in await trainee.clicks(last, offset=(8, 0))
        await trainee.clicks("#button-0")
        assert trainee.app.view.stage == Stage.RG_CONSIDERATION
    assert len(branches(journal)) == 1
