"""A scenario's model path, walked at the screens by keyboard or by mouse as somebody would who knows it by heart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sca_flow.events import Taken, happened
from sca_flow.scenario.model import ModelStep, Scenario
from sca_flow.states.names import Step, form
from tui.screens.news import NewsWindow

if TYPE_CHECKING:
    from sca_flow.journal import Journal
    from tests.tui.conftest import Trainee

SEAT_KEYS: dict[str, str] = {"present": "p", "absent": "a", Step.DECLARE_CONFLICT: "c"}


class Walk:
    """A walk along the model path of a scenario that is open."""

    def __init__(self, trainee: Trainee, scenario: Scenario, journal: Journal) -> None:
        self.trainee, self.scenario, self.journal = trainee, scenario, journal
        self.own: list[ModelStep] = []
        """The lines that were the trainee's to take: what had happened of itself is not done once more."""

    async def along(self) -> None:
        """Take every step of it."""
        await self._reads_news()
        for line in self.scenario.file.model:
            await self._waits_for_the_day(line)
            if not self._came_of_itself(line):
                self.own.append(line)
                await self._one(line)
                await self._reads_news()

    async def _waits_for_the_day(self, line: ModelStep) -> None:
        if line.on is not None and line.on != self.trainee.app.view.header.today:
            await self.trainee.takes(Step.WAIT, until=line.on.isoformat())
            await self._reads_news()

    async def _one(self, line: ModelStep) -> None:
        member = line.with_.get("member", line.by if line.step == Step.DECLARE_CONFLICT else None)
        if member is not None:
            await self._at_a_seat(line, member)
        elif line.expect == "ok":
            await self.trainee.takes(line.step, who=line.by, **filled(line))
        else:
            await self._is_refused(line)

    async def _reads_news(self) -> None:
        while isinstance(self.trainee.app.screen, NewsWindow):
            await self.trainee.leaves()

    def _came_of_itself(self, line: ModelStep) -> bool:
        """Whether an incident has done this already: the same step, by the same person, about the same."""
        events = [happened(entry).event for entry in self.journal.read(self.trainee.app.view.attempt)]
        incidents = {one.id: one for one in self.scenario.file.incidents}
        came = [incidents[event.incident] for event in events if isinstance(event, Taken) and event.incident]
        about = ("member", "of", "status")
        return any(
            (one.step, one.by) == (line.step, line.by)
            and all(one.with_.get(name) == line.with_.get(name) for name in about)
            for one in came
        )

    async def _is_refused(self, line: ModelStep) -> None:
        """It says why: in its form where that has to be filled in first, else in the list of steps."""
        trainee = self.trainee
        offer = trainee.app.view.offer(line.step)
        if offer.open:
            seen = await trainee.takes(line.step, **filled(line))
            assert f"Refused: {line.step.caption}" in seen
            await trainee.leaves()
            return
        assert f"Not possible now: {line.step.caption}" in await trainee.opens(line.step)
        await trainee.leaves()

    async def _at_a_seat(self, line: ModelStep, member: str) -> None:
        await self.trainee.records(member, SEAT_KEYS[line.with_.get("status", line.step)])
        if "reason" in line.with_:
            await self.trainee.fills(reason="x")


def filled(line: ModelStep) -> dict[str, Any]:
    """What the model records, its free text in one word."""
    free = {field.name for field in form(line.step) if field.asks == "text"}
    return {name: "x" if name in free else value for name, value in line.with_.items()}


def done(journal: Journal) -> tuple[list[Step], list[Step]]:
    """The steps that the trainee took in the one attempt of a journal, waiting left out, and those refused."""
    (head,) = journal.heads()
    events = [happened(entry).event for entry in journal.read(head.attempt)]
    taken = [
        event.step for event in events if isinstance(event, Taken) and event.step != Step.WAIT and not event.incident
    ]
    return taken, [event.step for event in events if event.kind == "refused"]
