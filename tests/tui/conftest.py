"""Screens driven by a pilot, and their text as a grid of characters."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sca_flow.journal import MemoryJournal
from sca_flow.rules.loader import shipped
from sca_flow.scenario.loader import Library
from tui.app import TrainerApp

Opening = Callable[..., AbstractAsyncContextManager["Trainee"]]


class Trainee:
    """Somebody at the screens: presses keys, clicks, and reads."""

    def __init__(self, app: TrainerApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    async def settled(self) -> None:
        for _ in range(4):
            await self.pilot.pause()
            await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    async def presses(self, *keys: str) -> str:
        for key in keys:
            await self.pilot.press(key)
            await self.settled()
        return self.sees()

    async def types(self, text: str) -> None:
        await self.pilot.press(*("space" if letter == " " else letter for letter in text))
        await self.settled()

    async def clicks(self, selector: str, **where: Any) -> str:
        await self.pilot.click(selector, **where)
        await self.settled()
        return self.sees()

    def sees(self) -> str:
        """The screen as plain text.  The compositor is private to Textual: only this line knows it."""
        return "\n".join(strip.text.rstrip() for strip in self.app.screen._compositor.render_strips())


@pytest.fixture
def opening(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Opening:
    """Opens the screens with a clock that stands still, counted ids and a home of their own."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    numbers = count(1)

    @asynccontextmanager
    async def open_(
        size: tuple[int, int] = (80, 24), journal: MemoryJournal | None = None, **how: Any
    ) -> AsyncIterator[Trainee]:
        kept = journal or MemoryJournal()
        app = TrainerApp(
            Library(shipped()),
            lambda: kept,
            clock=lambda: datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
            ids=lambda: f"id-{next(numbers)}",
            config=tmp_path / "config",
            state=tmp_path / "state",
            **how,
        )
        async with app.run_test(size=size) as pilot:
            trainee = Trainee(app, pilot)
            await trainee.settled()
            yield trainee

    return open_
