"""A whole case by keyboard alone, with an inquorate and a quorate sitting and a referral back that is declined."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sca_flow.events import Refused, Taken, happened
from sca_flow.journal import MemoryJournal
from sca_flow.rules.loader import shipped
from sca_flow.scenario.loader import Library
from sca_flow.scenario.model import ModelStep
from sca_flow.states.names import Step, form
from tui.widgets.seats import SeatCard

if TYPE_CHECKING:
    from tests.tui.conftest import Trainee

Opening = Callable[..., Any]
SEAT_KEYS: dict[str, str] = {"present": "p", "absent": "a", Step.DECLARE_CONFLICT: "c"}


async def test_the_nail_bar_is_walked_along_its_model_path_by_keyboard_alone(opening: Opening) -> None:
    journal = MemoryJournal()
    scenario = Library(shipped()).find("nail-bar")
    async with opening(journal=journal) as trainee:
        await trainee.moves_to("nail-bar")
        await trainee.presses("enter", "enter")  # as everybody
        for line in scenario.file.model:
            await _one(trainee, line)
        seen = trainee.sees()
        assert "How it went" in seen
        assert "What can still be done" in seen
        (head,) = journal.heads()
    events = [happened(entry).event for entry in journal.read(head.attempt)]
    taken = [event.step for event in events if isinstance(event, Taken) and event.step != Step.WAIT]
    refused = [event.step for event in events if isinstance(event, Refused)]
    assert taken == [line.step for line in scenario.file.model if line.expect == "ok"]
    # A sitting that is not quorate offers no outcome to try; inviting somebody with a hand in the case is refused.
    assert refused == [Step.CONVENE_PANEL]


async def _one(trainee: Trainee, line: ModelStep) -> None:
    today = trainee.app.view.header.today
    if line.on is not None and line.on != today:
        await trainee.takes(Step.WAIT, until=line.on.isoformat())
    member = line.with_.get("member", line.by if line.step == Step.DECLARE_CONFLICT else None)
    if member is not None:
        await _at_a_seat(trainee, line, member)
    elif line.expect == "ok":
        await trainee.takes(line.step, who=line.by, **_filled(line))
    elif line.step == Step.CONVENE_PANEL:
        seen = await trainee.takes(line.step, **_filled(line))
        assert "Refused: Convene a panel" in seen
        assert "Joanne Tully" in seen
        await trainee.presses("escape")
        trainee.app.drafts.put(trainee.app.view.attempt, line.step, {})  # the next one begins afresh
    else:
        assert line.step == Step.PUBLISH_AGREEMENT
        await trainee.goes_to("StepList")
        await trainee.moves_to(line.step)
        seen = await trainee.presses("enter")
        assert "Not quorate: chair present, 1 of 2 other members" in seen
        await trainee.presses("escape", "f6")


async def _at_a_seat(trainee: Trainee, line: ModelStep, member: str) -> None:
    for _ in range(40):
        card = trainee.app.screen.focused
        if isinstance(card, SeatCard) and card.seat.person.id == member:
            break
        await trainee.pilot.press("tab")
        await trainee.pilot.pause()
    await trainee.presses(SEAT_KEYS[line.with_.get("status", line.step)])
    if "reason" in line.with_:
        await trainee.fills(reason="x")


def _filled(line: ModelStep) -> dict[str, Any]:
    """What the model records, its free text in one word."""
    free = {field.name for field in form(line.step) if field.asks == "text"}
    return {name: "x" if name in free else value for name, value in line.with_.items()}
