"""Screens driven by a pilot, and their text as a grid of characters."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from itertools import count, takewhile
from pathlib import Path
from typing import Any

import pytest
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
from tui.widgets.lists import ChoiceList
from tui.widgets.steps import StepList

Opening = Callable[..., AbstractAsyncContextManager["Trainee"]]
CONTROL, KEY = "ctrl+s", {" ": "space", "-": "minus", ".": "full_stop", ",": "comma"}


class Trainee:
    """Somebody at the screens: presses keys, clicks, and reads."""

    def __init__(self, app: TrainerApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    async def settled(self) -> None:
        await self.pilot.pause()
        while self.app.work.busy:
            await self.app.workers.wait_for_complete()
            await self.pilot.pause()
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

    async def takes(self, step: Step, **values: Any) -> str:
        """Choose a step by keyboard, fill in its form and put it forward."""
        if not isinstance(self.app.screen.focused, StepList):
            await self.goes_to("StepList")
        await self.moves_to(step.value)
        await self.presses("enter")
        return await self.fills(**values)

    async def judges(self, own: str = "x") -> None:
        """Write the decision whose form is open, by keyboard: every element left open, and the first reason listed."""
        for box in self.app.screen.query(FindingBox):
            await self.goes_to(f"in-finding-{box.word.id}")
            await self.moves_to("open")
            await self.presses("space")
        for name in ("credibility", "reasons"):
            await self.goes_to(f"in-{name}")
            await self.types(own)
        await self.goes_to("show-list")
        await self.presses("enter", "space")

    async def fills(self, **values: Any) -> str:
        """Fill in the form that is open by keyboard and put it forward."""
        if self.app.screen.query(FindingBox):
            await self.judges(values.pop("reasons", "x"))
        for name, value in values.items():
            if not self.app.screen.query(f"#in-{name}"):
                assert name == "who", f"the form does not ask for {name}"
                continue
            await self.goes_to(f"in-{name}")
            if isinstance(self.app.screen.focused, ChoiceList):
                for picked in value if isinstance(value, list) else ["yes" if value is True else value]:
                    await self.moves_to(picked)
                    await self.pilot.press("space")
            else:
                await self.types(value)
        return await self.presses(CONTROL)


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
            trainee = Trainee(app, pilot)
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
