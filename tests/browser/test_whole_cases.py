"""A whole case in a real browser, key by key as it was walked at the screens: each moment shows the same."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from sca_flow.journal import MemoryJournal
from sca_flow.rules.loader import shipped
from sca_flow.scenario.loader import Library
from tests.tui.conftest import KEY, Trainee
from tests.tui.walking import Walk
from tui.app import TrainerApp

from .conftest import Person, Served

pytestmark = pytest.mark.browser
Visit = Callable[..., Awaitable[Person]]
KEYS = {"enter": "Enter", "tab": "Tab", "escape": "Escape", "space": "Space", "ctrl+s": "Control+s", "f9": "F9"}
KEYS |= {name: letter for letter, name in KEY.items() if letter != " "}


class Remembering(Trainee):
    """Keeps what was pressed, and what was to be seen then."""

    def __init__(self, app: TrainerApp, pilot: Any) -> None:
        super().__init__(app, pilot)
        self.moments: list[tuple[list[str], str]] = []
        self._pressed: list[str] = []
        self._press, pilot.press = pilot.press, self._remembers

    async def _remembers(self, *keys: str) -> None:
        self._pressed += keys
        await self._press(*keys)

    async def settled(self) -> None:
        await super().settled()
        if self._pressed:
            self.moments.append((self._pressed, self.sees()))
            self._pressed = []


async def _walked(name: str, size: tuple[int, int], home: Path) -> list[tuple[list[str], str]]:
    """The model path of a scenario to its debrief, by keyboard: each moment at which the screens were at rest."""
    journal = MemoryJournal()
    app = TrainerApp(lambda: Library(shipped()), lambda: journal, config=home / "config", state=home / "state")
    async with app.run_test(size=size) as pilot:
        trainee = Remembering(app, pilot)
        await trainee.settled()
        await trainee.moves_to(name)
        await trainee.presses("enter", "enter")  # as everybody
        await Walk(trainee, Library(shipped()).find(name), journal).along()
        await trainee.presses("f9", *"n" * 12)
    return trainee.moments


@pytest.mark.parametrize(
    "name",
    [
        "county-lines",
        pytest.param("domestic-servitude", marks=pytest.mark.faults),
        pytest.param("nail-bar", marks=pytest.mark.faults),
    ],
)
async def test_a_whole_case_to_its_debrief_shows_the_same_at_every_moment_and_after_a_reload(
    served: Served, visit: Visit, tmp_path: Path, name: str
) -> None:
    person = await visit()
    await person.waits_for("Begin a case")
    moments = await _walked(name, await person.size(), tmp_path / "home")
    # What is new on file is forgotten with the page, so the page is read anew before anything is.
    calm = [n for n, (_, seen) in enumerate(moments) if "┏━ What can be done" in seen and " new" not in seen]
    for number, (keys, seen) in enumerate(moments):
        await person.presses(*(KEYS.get(key, key) for key in keys))
        await person.waits_until_it_shows(seen)
        if number == calm[-1]:
            await person.page.reload()
            await person.waits_for(seen.splitlines()[0].strip())
            await person.waits_for("What can be done now")
    assert "One thing to practise" in await person.sees()
    assert [head.ended for head in served.attempts] == [True]
    assert served.sound
