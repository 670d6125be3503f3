"""The scenario that is made up, at the screens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sca_flow.events import happened
from sca_flow.journal import MemoryJournal
from sca_flow.rules.loader import shipped
from sca_flow.scenario.loader import Library
from sca_flow.scenario.model import Scenario
from sca_flow.states.names import Step
from tui.widgets.reader import Reader

if TYPE_CHECKING:
    from tests.tui.conftest import Trainee

SIZES = [(60, 20), (120, 36)]
"""The smallest, and the first in which panes stand side by side; the pictures show the others."""

HOSTILE = "[/] [@click=app.quit]x[/] \x1b]52;c;aGk=\x07 \u202egnp \u200b e\u0301\u0301 " + "w" * 300


class One(Library):
    """A library with one scenario in it."""

    def __init__(self, made: Scenario) -> None:
        super().__init__(shipped())
        self._made = made

    def find(self, name: str) -> Scenario:
        return self._made


def events(journal: MemoryJournal, kind: type) -> list[Any]:
    (head,) = journal.heads()
    found = [happened(entry).event for entry in journal.read(head.attempt)]
    return [event for event in found if isinstance(event, kind)]


async def reads(trainee: Trainee) -> Reader:
    """The letter is open, and the keys go to its lines."""
    await trainee.presses("f6", "enter")
    return trainee.app.screen.query_one(Reader)


async def decides(trainee: Trainee) -> None:
    """The referral is accepted, one line is marked, and the form of the decision is open."""
    await trainee.takes(Step.ACCEPT_REFERRAL, who="intake")
    await reads(trainee)
    await trainee.presses("enter", "enter", "enter", "f6")
    await trainee.goes_to("StepList")
    await trainee.moves_to(Step.DECIDE_RG_POSITIVE)
    await trainee.presses("enter")
