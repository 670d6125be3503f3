"""Take the pictures of the documentation: ``make screenshots``.  They are taken from the program as it is."""

from __future__ import annotations

import asyncio
from itertools import takewhile
from pathlib import Path

from sca_flow.journal import MemoryJournal
from sca_flow.rules.loader import shipped
from sca_flow.scenario.loader import Library
from sca_flow.states.names import Step
from sca_flow.training.attempt import Attempt
from sca_flow.training.script import play
from tui.app import TrainerApp

IMAGES = Path(__file__).parent / "images"
SIZE = (120, 36)


async def take(name: str, journal: MemoryJournal, *keys: str, **opens: str) -> None:
    """One picture, of the screen that opens once some keys were pressed."""
    app = TrainerApp(lambda: Library(shipped()), lambda: journal, **opens)
    async with app.run_test(size=SIZE) as pilot:
        for key in ("", *keys):
            if key:
                await pilot.press(key)
            for _ in range(5):
                await pilot.pause()
                await app.workers.wait_for_complete()
        (IMAGES / name).write_text(app.export_screenshot(title="sca-flow"), encoding="utf-8")


def at_the_sitting() -> tuple[MemoryJournal, str]:
    """The nail bar, where a member has just left for a conflict of interest."""
    journal = MemoryJournal()
    scenario = Library(shipped()).find("nail-bar")
    attempt = Attempt.start(scenario, shipped(), journal)
    until = list(takewhile(lambda line: line.step != Step.ADJOURN_SITTING, scenario.file.model))
    for _ in play(attempt, until):
        pass
    return journal, attempt.id


def main() -> None:
    """Take them all."""
    IMAGES.mkdir(exist_ok=True)
    asyncio.run(take("desk.svg", MemoryJournal()))
    asyncio.run(take("case.svg", MemoryJournal(), scenario="nail-bar"))
    journal, attempt = at_the_sitting()
    asyncio.run(take("sitting.svg", journal, attempt=attempt))
    asyncio.run(take("debrief.svg", journal, "f9", attempt=attempt))
    asyncio.run(take("map.svg", journal, "f10", attempt=attempt))


if __name__ == "__main__":
    main()
