"""Whole cases, each along its model path to its debrief: by keyboard alone, and by mouse alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sca_flow.journal import MemoryJournal
from sca_flow.rules.loader import shipped
from sca_flow.scenario.loader import Library
from sca_flow.states.names import Step
from tests.tui.conftest import ByMouse
from tests.tui.walking import Walk, done

Opening = Callable[..., Any]
SLOW = pytest.mark.faults


CASES = (
    pytest.param("county-lines", [], marks=SLOW),
    pytest.param("domestic-servitude", [], marks=SLOW),
    # A sitting that is not quorate offers no outcome to try; inviting somebody with a hand in the case is refused.
    pytest.param("nail-bar", [Step.CONVENE_PANEL], marks=SLOW),
)


@pytest.mark.parametrize(("name", "refused"), CASES)  # the browser's tests walk the first one too
async def test_a_case_is_walked_along_its_model_path_to_its_debrief_by_keyboard_alone(
    opening: Opening, name: str, refused: list[Step]
) -> None:
    journal = MemoryJournal()
    async with opening(journal=journal) as trainee:
        await trainee.moves_to(name)
        await trainee.presses("enter", "enter")  # as everybody
        await _to_the_end(trainee, name, journal, refused)
        assert "One thing to practise" in await trainee.presses("f9", *"n" * 12)


@pytest.mark.parametrize(("name", "refused"), [("county-lines", []), *CASES[1:]])
async def test_the_same_by_mouse_alone_but_for_what_is_typed(opening: Opening, name: str, refused: list[Step]) -> None:
    journal = MemoryJournal()
    async with opening(journal=journal, size=(140, 60), hands=ByMouse) as trainee:
        await trainee.begins(name)
        await _to_the_end(trainee, name, journal, refused)
        assert "Three scores" in await trainee.clicks("#debrief")


async def _to_the_end(trainee: Any, name: str, journal: MemoryJournal, refused: list[Step]) -> None:
    walk = Walk(trainee, Library(shipped()).find(name), journal)
    await walk.along()
    seen = trainee.sees()
    assert "How it went" in seen
    assert "What can still be done" in seen
    taken, tried = done(journal)
    assert taken == [line.step for line in walk.own if line.expect == "ok"]
    assert tried == refused
