"""Screens driven by a pilot, and their text as a grid of characters."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from itertools import count, takewhile
from pathlib import Path
from typing import Any

import pytest
import textual.app
from textual.pilot import Pilot

from sca_flow.journal import Journal, MemoryJournal
from sca_flow.rules.loader import shipped
from sca_flow.scenario.loader import Library
from sca_flow.states.names import Step
from sca_flow.training.attempt import Attempt
from sca_flow.training.script import play
from tests.training.making import scenario
from tests.tui.studying import One
from tui.app import TrainerApp
from tui.widgets.findings import FindingBox
from tui.widgets.key_bar import KeyBar
from tui.widgets.lists import ChoiceList, PickList
from tui.widgets.seats import SeatCard
from tui.widgets.steps import StepList

Opening = Callable[..., AbstractAsyncContextManager["Trainee"]]
CONTROL, KEY = "ctrl+s", {" ": "space", "-": "minus", ".": "full_stop", ",": "comma"}


async def _handed_on(_: float = 0) -> None:
    """A moment between two keys.  A pilot waits until the program rests, twice for each key: `settled` does it once."""
    await asyncio.sleep(1 / 200)


textual.app.wait_for_idle = _handed_on  # type: ignore[attr-defined]


class Trainee:
    """Somebody at the screens: presses keys, clicks, and reads."""

    def __init__(self, app: TrainerApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    async def settled(self) -> None:
        """Wait until nothing is under way and the program rests."""
        await self.pilot.pause()
        while self.app.work.busy:
            await self.app.workers.wait_for_complete()
            await self.pilot.pause()
        for _ in range(2):  # what is done after a drawing may ask for another
            await self.pilot.pause()

    async def presses(self, *keys: str) -> str:
        for key in keys:
            await self.pilot.press(key)
            await self.settled()
        return self.sees()

    async def types(self, text: str) -> None:
        await self.pilot.press(*(KEY.get(letter, letter) for letter in text))
        await self.settled()

    async def clicks(self, selector: Any, **where: Any) -> str:
        await self.pilot.click(selector, **where)
        await self.settled()
        return self.sees()

    def sees(self) -> str:
        """The screen as plain text.  The compositor is private to Textual: only this line knows it."""
        return "\n".join(strip.text.rstrip() for strip in self.app.screen._compositor.render_strips())

    @property
    def focused(self) -> str:
        """What has focus: its id, or else its kind."""
        there = self.app.screen.focused
        return "" if there is None else there.id or type(there).__name__

    async def goes_to(self, where: str) -> None:
        """Tab until something has focus."""
        for _ in range(30):
            if self.focused == where:
                return
            await self.pilot.press("tab")
            await self.pilot.pause()
        raise AssertionError(f"Tab does not lead to {where}:\n{self.sees()}")

    async def moves_to(self, name: str) -> None:
        """Move in the list that has focus to a line."""
        chooser = self.app.screen.focused
        assert isinstance(chooser, ChoiceList), self.focused
        await self.pilot.press("g")
        for _ in range(chooser.option_count):
            if chooser.chosen == name:
                return
            await self.pilot.press("j")
        raise AssertionError(f"no line {name}:\n{self.sees()}")

    async def opens(self, step: Step) -> str:
        """Open the form of a step, or, where it is closed, the reasons."""
        if not isinstance(self.app.screen.focused, StepList):
            await self.goes_to("StepList")
        await self.moves_to(step.value)
        return await self.presses("enter")

    async def picks(self, where: str, name: str) -> None:
        """Pick a line of a list in a form."""
        await self.goes_to(where)
        await self.moves_to(name)
        await self.presses("space")

    async def writes(self, where: str, text: str) -> None:
        """Write into a field of a form."""
        await self.goes_to(where)
        await self.types(text)

    async def puts_forward(self) -> str:
        """Put the form that is open forward."""
        return await self.presses(CONTROL)

    async def asks_for_the_list(self) -> None:
        """Have the list of reasons shown, and pick the first of them."""
        await self.goes_to("show-list")
        await self.presses("enter", "space")

    async def records(self, person: str, key: str) -> str:
        """Record something about who sits at a seat."""
        for _ in range(40):
            card = self.app.screen.focused
            if isinstance(card, SeatCard) and card.seat.person.id == person:
                return await self.presses(key)
            await self.pilot.press("tab")
            await self.pilot.pause()
        raise AssertionError(f"Tab does not lead to the seat of {person}:\n{self.sees()}")

    async def leaves(self) -> str:
        """Close the window or the form that is open."""
        return await self.presses("escape")

    async def takes(self, step: Step, **values: Any) -> str:
        """Choose a step, fill in its form and put it forward."""
        await self.opens(step)
        return await self.fills(**values)

    async def judges(self, own: str = "x") -> None:
        """Write the decision whose form is open: every element left open, and the first reason listed."""
        for box in self.app.screen.query(FindingBox):
            await self.picks(f"in-finding-{box.word.id}", "open")
        for name in ("credibility", "reasons"):
            await self.writes(f"in-{name}", own)
        await self.asks_for_the_list()

    async def fills(self, **values: Any) -> str:
        """Fill in the form that is open and put it forward."""
        if self.app.screen.query(FindingBox):
            await self.judges(values.pop("reasons", "x"))
        for name, value in values.items():
            fields = self.app.screen.query(f"#in-{name}")
            if not fields:
                assert name == "who", f"the form does not ask for {name}"
            elif isinstance(field := fields.first(), PickList):
                wanted = value if isinstance(value, list) else ["yes" if value is True else value]
                for other in (*wanted, *field.picked) if field.has_class("-many") else wanted:
                    if (other in wanted) != (other in field.picked):  # a draft may have left something picked
                        await self.picks(f"in-{name}", other)
            else:
                await self.writes(f"in-{name}", value)
        return await self.puts_forward()


class ByMouse(Trainee):
    """The same with a mouse alone, typing excepted: what is clicked is what can be seen."""

    async def begins(self, scenario: str) -> str:
        """Begin a case from the desk, as everybody."""
        await self._points_at(self.app.screen.query(ChoiceList).first(), scenario)
        return await self._points_at(self.app.screen.query(ChoiceList).first(), "0")

    async def opens(self, step: Step) -> str:
        return await self._points_at(self.app.screen.query_one(StepList), step.value)

    async def picks(self, where: str, name: str) -> None:
        await self._points_at(self.app.screen.query_one(f"#{where}", ChoiceList), name)

    async def writes(self, where: str, text: str) -> None:
        await self._clicks_in_sight(f"#{where}")
        await self.types(text)

    async def puts_forward(self) -> str:
        return await self._clicks_in_sight("#submit")

    async def asks_for_the_list(self) -> None:
        await self._clicks_in_sight("#show-list")
        reasons = self.app.screen.query_one("#in-chosen", ChoiceList)
        await self._points_at(reasons, str(reasons.get_option_at_index(0).id))

    async def records(self, person: str, key: str) -> str:
        seat = next(card for card in self.app.screen.query(SeatCard) if card.seat.person.id == person)
        await self._clicks_in_sight(seat)
        bar = self.app.screen.query_one(KeyBar)
        shown = next(one for one in bar._shown if one.key == key)
        return await self.clicks(bar, offset=(shown.start + 1, 0))

    async def leaves(self) -> str:
        return await self.clicks("#back" if self.app.screen.query("#back") else "#button-0")

    async def _clicks_in_sight(self, where: Any) -> str:
        """Scroll, as a wheel does, until it is in sight, and click it."""
        widget = self.app.screen.query_one(where) if isinstance(where, str) else where
        widget.scroll_visible(animate=False, immediate=True)
        await self.settled()
        return await self.clicks(widget, offset=(3, min(1, widget.region.height - 1)))

    async def _points_at(self, chooser: ChoiceList, name: str) -> str:
        """Click the line of a list that says what is wanted."""
        chooser.scroll_visible(animate=False, immediate=True)
        await self.settled()
        said = str(chooser.get_option(name).prompt).split("\n")[0][:24].rstrip()
        rows = self.sees().splitlines()[chooser.region.y : chooser.region.bottom]
        row = next((row for row, text in enumerate(rows) if said in text), None)
        assert row is not None, f"{said!r} is not in sight:\n{self.sees()}"
        return await self.clicks(chooser, offset=(4, row))


@pytest.fixture
def opening(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Opening:
    """Opens the screens with a clock that stands still, counted ids and a home of their own."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    numbers = count(1)

    @asynccontextmanager
    async def open_(
        size: tuple[int, int] = (80, 24),
        journal: Journal | None = None,
        library: Library | None = None,
        theme: str = "",
        hands: type[Trainee] = Trainee,
        **how: Any,
    ) -> AsyncIterator[Trainee]:
        kept = journal or MemoryJournal()
        app = TrainerApp(
            lambda: library or Library(shipped()),
            lambda: kept,
            clock=lambda: datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
            ids=lambda: f"id-{next(numbers)}",
            config=tmp_path / "config",
            state=tmp_path / "state",
            **how,
        )
        if theme:
            app.theme = theme
        async with app.run_test(size=size) as pilot:
            trainee = hands(app, pilot)
            await trainee.settled()
            yield trainee

    return open_


@pytest.fixture
def made(tmp_path: Path) -> Library:
    """A scenario to study: a letter of five lines, and two decisions that are judged."""
    return One(scenario(tmp_path / "made-up"))


@pytest.fixture
def sitting() -> tuple[MemoryJournal, str]:
    """The nail bar at its first sitting, before anybody's attendance is recorded."""
    journal = MemoryJournal()
    scenario = Library(shipped()).find("nail-bar")
    numbers = count(1)
    attempt = Attempt.start(scenario, shipped(), journal, ids=lambda: f"walked-{next(numbers)}")
    for _ in play(attempt, takewhile(lambda line: line.step != Step.RECORD_ATTENDANCE, scenario.file.model)):
        pass
    return journal, attempt.id
