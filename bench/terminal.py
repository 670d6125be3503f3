"""A terminal that takes what is painted and shows it to nobody: unlike a headless run, every line is really drawn."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from time import perf_counter, process_time
from typing import Any

from textual.app import App
from textual.drivers.headless_driver import HeadlessDriver
from textual.events import Key
from textual.widgets import OptionList

SIZE = (80, 24)
WIDE = (120, 36)
EVERY = 0.005
"""Seconds between two presses of who cannot wait."""
MOMENT = 0.025
"""Seconds between two looks: longer than the time between two frames."""
PATIENCE = 60
"""Seconds after which something will not come any more."""
RESTING = 0.0005
"""Seconds of processor time in a moment below which an app counts as resting."""


class Terminal(HeadlessDriver):
    """It keeps what was painted last, and how often something was."""

    painted = ""
    times = 0

    @property
    def is_headless(self) -> bool:
        return False

    def write(self, data: str) -> None:
        self.painted, self.times = data, self.times + 1

    def press(self, key: str) -> None:
        """What a key of the keyboard does."""
        self.process_message(Key(key, " " if key == "space" else key if len(key) == 1 else None))


class Impatient(Terminal):
    """It ends the process once the list is painted and what a key has changed in it is painted too.

    The key is pressed until then: an app may not heed keys when it shows its first frame.
    """

    wanted = ""
    _before: int | None = None
    _seen = False

    def write(self, data: str) -> None:
        if not self._seen and self.wanted in data:
            self._seen = True
            self._before = self._chooser.highlighted
            self._press_down()
        elif self._seen and self._chooser.highlighted != self._before:
            os._exit(0)  # what goes on in the background is not waited for

    @property
    def _chooser(self) -> OptionList:
        return self._app.screen.query(OptionList).first()

    def _press_down(self) -> None:
        self.press("down")
        self._loop.call_later(EVERY, self._press_down)


def first_frame(app: App[Any], wanted: str) -> None:
    """Run an app until its list, which holds some words, was painted and has moved on."""
    Impatient.wanted = wanted
    app.driver_class = Impatient
    asyncio.run(app.run_async(size=SIZE))


@asynccontextmanager
async def opened(app: App[Any], size: tuple[int, int]) -> AsyncIterator[Terminal]:
    """An app that runs beside others, and its terminal."""
    app.driver_class = Terminal
    running = asyncio.create_task(app.run_async(size=size))
    try:
        await until(lambda: isinstance(app._driver, Terminal) and app._driver.times > 0, running)
        assert isinstance(app._driver, Terminal)
        yield app._driver
    finally:
        app.exit()
        await running


async def until(so: Callable[[], bool], running: asyncio.Task[Any] | None = None) -> None:
    """Wait for something that an app does."""
    ends = perf_counter() + PATIENCE
    while not so():
        assert perf_counter() < ends, "it never came"
        if running is not None and running.done():
            running.result()
        await asyncio.sleep(0.001)


async def pressed(terminal: Terminal, key: str) -> float:
    """Seconds of processor time that a key takes, until all it led to is painted and the app rests."""
    began, times = process_time(), terminal.times
    ends = perf_counter() + PATIENCE
    terminal.press(key)
    spent, before = began, -1.0
    while spent - before >= RESTING or terminal.times == times:
        assert perf_counter() < ends, f"nothing was painted for {key}"
        await asyncio.sleep(MOMENT)
        spent, before = process_time(), spent
    return before - began
