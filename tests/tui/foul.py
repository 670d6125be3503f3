"""The screens in a terminal, over a scenario whose every free text is foul, or harmless and of the same shape.

Run as a program of its own: ``python -m tests.tui.foul hostile|harmless FOLDER``.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from textual.pilot import Pilot

from sca_flow.journal import MemoryJournal
from sca_flow.rules.loader import shipped
from sca_flow.scenario.listing import Card, Shelf
from sca_flow.scenario.loader import Library
from sca_flow.scenario.model import Scenario
from sca_flow.states.names import Step, form
from sca_flow.training.attempt import Attempt
from sca_flow.training.script import play
from tui import messages
from tui.app import TrainerApp

from .conftest import Trainee

HOSTILE = (
    "[/] [@click=app.quit]x[/] [$no]y [link=https://a.example]z[/link] \\[ "
    "\x1b]0;title\x07 \x1b]52;c;aGk=\x07 \x1b]8;;https://a.example\x1b\\ \x1b[2J \x1b[?1003h "
    "\x1bP1$r\x1b\\ \x1b_G\x1b\\ \x1bc "
    "\x9b31m \x9d0;t\x9c \x90q\x9c \x0e \r\b\x7f "
    "\u202egnp\u202c \u2066x\u2069 \u200f\u061c \u200b\u2028\ufeff \U000e0041 "
    "\u05d0\u05d1 e\u0301\u0301\u0301\u0301 \U0001f468\u200d\U0001f469 " + "w" * 120
)
HARMLESS = "".join(char if char.isascii() and (char.isalnum() or char == " ") else "x" for char in HOSTILE)
"""As long, and broken at the same places."""
FREE = {
    *("title", "name", "nationality", "organisation", "conflict", "hand", "summary", "content_note", "from_"),
    *("why", "says", "comes_from", "tells"),
}


class Foul(Library):
    """The shipped library with every free text of its scenarios replaced, or, of documents, added to."""

    def __init__(self, text: str) -> None:
        super().__init__(shipped())
        self.text = text
        self._found: dict[str, Scenario] = {}

    def find(self, name: str) -> Scenario:
        """One of them."""
        if name not in self._found:
            self._found[name] = self._fouled(super().find(name))
        return self._found[name]

    def _fouled(self, found: Scenario) -> Scenario:
        texts = {name: f"{self.text}\n{text}\n{self.text}" for name, text in found.texts.items()}
        return replace(found, file=self.fouled(found.file), texts=texts)

    def fouled(self, part: Any) -> Any:
        """A part of a scenario, and all parts of it."""
        if isinstance(part, tuple):
            return tuple(self.fouled(one) for one in part)
        if not isinstance(part, BaseModel):
            return part
        there = dict(part)
        changed = {name: self.fouled(value) for name, value in there.items()}
        changed |= {name: self.text for name in FREE if there.get(name) and isinstance(there[name], str)}
        if "with_" in there:
            changed["with_"] = self._typed(there["step"], there["with_"])
        if there.get("questions"):
            changed["questions"] = (self.text,) * len(there["questions"])
        return part.model_copy(update=changed)

    def _typed(self, step: Step, values: dict[str, Any]) -> dict[str, Any]:
        """What is typed with a step; ids of people and choices stay."""
        free = {field.name for field in form(step) if field.asks == "text"}
        return {name: self.text if name in free else value for name, value in values.items()}

    def shelves(self) -> tuple[Shelf, ...]:
        """What the desk lists."""
        return (Shelf(self.text, "60", (Card("nail-bar", self.text, "60", self.text, self.text, "2020-02-03"),)),)

    def walked(self, journal: MemoryJournal, until: Step | None) -> str:
        """An attempt at the nail bar along its model path, before a step comes, or to its end."""
        scenario = self.find("nail-bar")
        attempt = Attempt.start(scenario, shipped(), journal)
        for line in scenario.file.model:
            if line.step == until:
                break
            for _ in play(attempt, [line]):
                pass
        return attempt.id


class Brisk(Trainee):
    """Somebody who goes on as soon as it is drawn."""

    async def settled(self) -> None:
        await self.pilot.pause()
        while self.app.work.busy:
            await self.app.workers.wait_for_complete()
            await self.pilot.pause()


class Visit:
    """A way through every screen that shows what somebody else wrote."""

    def __init__(self, trainee: Trainee, library: Foul, journal: MemoryJournal) -> None:
        self.trainee, self.library, self.journal = trainee, library, journal

    async def everywhere(self) -> None:
        """All of it; what is not there stops it."""
        await self.trainee.settled()
        await self._deciding(self.library.walked(self.journal, Step.DECIDE_RG_POSITIVE))
        await self._sitting(self.library.walked(self.journal, Step.ADJOURN_SITTING))
        await self._ended(self.library.walked(self.journal, None))
        await self._as_somebody()

    async def _opens(self, attempt: str, screen: str) -> None:
        self.trainee.app.post_message(messages.Resume(attempt))
        await self.trainee.settled()
        await self.trainee.settled()
        while type(self.trainee.app.screen).__name__ == "NewsWindow":
            await self.trainee.presses("escape")
        self._at(screen)

    def _at(self, screen: str) -> None:
        there = type(self.trainee.app.screen).__name__
        assert there == screen, f"{there}, not {screen}:\n{self.trainee.sees()}"

    async def _deciding(self, attempt: str) -> None:
        """Reader, search, marks, the form of a decision with its list."""
        presses = self.trainee.presses
        await self._opens(attempt, "CaseScreen")
        await presses("f6", "enter", "n", "p", "slash")
        await self.trainee.types("wwww")
        await presses("escape", "enter", "enter")
        self._at("MarkWindow")
        await presses("enter", "f8")
        self._at("MarksScreen")
        await presses("enter", "f5", "t")
        self._at("Window")
        await presses("escape", "f3", "f6")
        await self.trainee.opens(Step.DECIDE_RG_POSITIVE)
        self._at("DecisionScreen")
        await presses("space", "tab", "space")
        await self.trainee.goes_to("in-reasons")
        await self.trainee.types("x")
        await self.trainee.asks_for_the_list()
        assert self.trainee.focused == "in-chosen"
        await presses("end", "G", "f6", "f6", "ctrl+s", "escape")

    async def _sitting(self, attempt: str) -> None:
        """Panel room, a seat, forms, timeline, map, help, palette."""
        presses = self.trainee.presses
        await self._opens(attempt, "PanelScreen")
        await presses("enter")
        self._at("Window")
        await presses("escape", "c")
        self._at("FormScreen")
        await presses("escape", "f6", "enter", "escape", "G", "enter", "escape", "f10", "f3", "f6", "f1")
        self._at("HelpWindow")
        await presses("escape", "ctrl+p")
        await self.trainee.types("read")
        await self.trainee.pilot.pause(0.3)
        await presses("escape", "f2")
        self._at("DeskScreen")
        await presses("tab", "down", "down", "tab", "down")

    async def _ended(self, attempt: str) -> None:
        """The ending and the debrief that belongs to it."""
        await self._opens(attempt, "EndingScreen")
        await self.trainee.presses("shift+tab", "end", "f9")
        self._at("DebriefScreen")
        for _ in range(3):
            await self.trainee.presses("n", "n")
        await self.trainee.presses("tab", "enter", "escape", "f2")

    async def _as_somebody(self) -> None:
        """The question who one would be, and what the others did meanwhile."""
        await self.trainee.goes_to("scenarios")
        await self.trainee.presses("enter", "tab", "enter")
        self._at("ChairWindow")
        await self.trainee.presses("down", "enter")
        self._at("NewsWindow")
        await self.trainee.presses("end", "enter")


def main(kind: str, folder: str) -> int:
    """Open the screens in this terminal, and go everywhere."""
    library, journal = Foul(HOSTILE if kind == "hostile" else HARMLESS), MemoryJournal()
    app = TrainerApp(
        lambda: library,
        lambda: journal,
        shelves=library.shelves(),
        clock=lambda: datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
        config=Path(folder) / "config",
        state=Path(folder) / "state",
    )
    app.animation_level = "none"

    async def goes(pilot: Pilot[None]) -> None:
        await Visit(Brisk(app, pilot), library, journal).everywhere()
        app.exit(return_code=0)

    app.run(auto_pilot=goes)  # type: ignore[arg-type]
    return app.return_code or 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
