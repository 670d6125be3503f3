"""How to come to every screen in every state."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from sca_flow.journal import MemoryJournal
from sca_flow.rules.loader import shipped
from sca_flow.scenario.loader import Library
from sca_flow.states.names import Step
from sca_flow.training.attempt import Attempt
from sca_flow.training.script import play
from tests.training.making import begun, played, rg, scenario
from tui.rulebook import RuleBook

from .conftest import Trainee
from .standing_in import Book, Failing, Hasty, Held
from .studying import One

Size = tuple[int, int]
ONE: tuple[Size, ...] = ((80, 24),)
MAIN: tuple[Size, ...] = ((60, 20), (80, 24), (120, 36), (160, 50))
CHAIRS = ("model:\n", "chairs: [decider, reviewer]\nmodel:\n")
COACHED = ("judgement:\n", "judgement:\n  coaching: true\n")
ILL = (
    "model:\n",
    "incidents:\n"
    "  - {id: ill, on: 2021-03-04, step: suspend, by: intake, with: {reason: Illness},\n"
    "     tells: The decision maker is ill.}\n"
    "model:\n",
)
BROKEN = "chair-optional"


@dataclass
class Scene:
    """A picture while it is made: files of its own, and what waits until the picture is taken."""

    folder: Path
    free: threading.Event = field(default_factory=threading.Event)
    trainee: Trainee = field(init=False)

    async def goes(self, ways: tuple[Way, ...]) -> None:
        """Press each key, and do what is more than a key."""
        for way in ways:
            await (self.trainee.presses(way) if isinstance(way, str) else way(self.trainee))

    async def at(self, size: Size) -> None:
        """Give the terminal a size."""
        if self.trainee.app.size != size:
            await self.trainee.pilot.resize_terminal(*size)
            await self.trainee.settled()


Way = str | Callable[[Any], Awaitable[Any]]


@dataclass(frozen=True)
class Picture:
    """Where the screens open, how to go on from there, and the sizes at which it is looked at."""

    opens: Callable[[Scene], dict[str, Any]]
    ways: tuple[Way, ...] = ()
    sizes: tuple[Size, ...] = ONE


# Where the screens open


def desk(_: Scene) -> dict[str, Any]:
    """Nothing was ever done."""
    return {}


def new(name: str) -> Callable[[Scene], dict[str, Any]]:
    """A scenario that has just been begun."""
    return lambda _: {"scenario": name}


def walked(until: Step | None, times: int = 1, into: MemoryJournal | None = None) -> dict[str, Any]:
    """The nail bar along its model path, before a step comes for so many times, or to its end."""
    journal, numbers = into or MemoryJournal(), count(1)
    found = Library(shipped()).find("nail-bar")
    clock, ids = (lambda: datetime(2026, 11, 20, 9, 0, tzinfo=UTC)), (lambda: f"walked-{next(numbers)}")
    attempt, left = Attempt.start(found, shipped(), journal, clock=clock, ids=ids), times
    for _ in play(attempt, _before(found.file.model, until, left)):
        pass
    return {"journal": journal, "attempt": attempt.id}


def _before(model: Any, until: Step | None, left: int) -> Any:
    for line in model:
        left -= line.step == until
        if left == 0:
            return
        yield line


def nail_bar(until: Step | None, times: int = 1) -> Callable[[Scene], dict[str, Any]]:
    """The same, for the table."""
    return lambda _: walked(until, times)


def with_attempts(_: Scene) -> dict[str, Any]:
    """One attempt that ended."""
    return {"journal": walked(None)["journal"]}


def looking(scene: Scene) -> dict[str, Any]:
    """The store does not answer yet."""
    journal = Held(scene.free)
    journal.held = True
    return {"journal": journal, "hands": Hasty}


def failing(*at: str, **how: Any) -> Callable[[Scene], dict[str, Any]]:
    """The store fails."""

    def opens(_: Scene) -> dict[str, Any]:
        journal = Failing()
        journal.fails = frozenset(at)
        return {"journal": journal, **how}

    return opens


def changed(_: Scene) -> dict[str, Any]:
    """An attempt whose scenario is another one now."""
    journal = MemoryJournal()
    found = Library(shipped()).find("nail-bar")
    other = type(found)(found.file, found.course, found.texts, "another")
    clock = lambda: datetime(2026, 11, 20, 9, 0, tzinfo=UTC)  # noqa: E731
    return {
        "journal": journal,
        "attempt": Attempt.start(other, shipped(), journal, clock=clock, ids=lambda: "old").id,
    }


def made_up(*changes: tuple[str, str], **how: Any) -> Callable[[Scene], dict[str, Any]]:
    """The scenario that is made up."""
    return lambda scene: {
        "library": One(scenario(scene.folder / "made-up", *changes)),
        "scenario": "made-up",
        **how,
    }


def coached(scene: Scene) -> dict[str, Any]:
    """The made-up one after its first decision, with coaching."""
    made, journal = scenario(scene.folder / "made-up", COACHED), MemoryJournal()
    return {"library": One(made), "journal": journal, "attempt": played(begun(made, journal), rg()).id}


def not_yet_told(scene: Scene) -> dict[str, Any]:
    """The case at its end, and a store that is slow from here on."""
    return walked(None, into=Held(scene.free))


def room(**how: Any) -> Callable[[Scene], dict[str, Any]]:
    """A case, from which the policy room opens on a date that does not move."""
    shipped_ = RuleBook.opened()

    def opens(scene: Scene) -> dict[str, Any]:
        book = Book(shipped_.published, shipped_.variants)
        book.free = scene.free if how.get("held") else None
        return {"scenario": "nail-bar", "open_rules": lambda: book}

    return opens


def wrong_room(_: Scene) -> dict[str, Any]:
    """A variant that there is none of."""
    return {"scenario": "nail-bar", "open_rules": lambda: RuleBook.opened(["chair-optinal"])}


# What is more than a key


async def waits(trainee: Trainee) -> None:
    """Let the threads of the policy room come to their end."""
    await trainee.app.workers.wait_for_complete()
    await trainee.settled()


async def half_way(trainee: Trainee) -> None:
    """Let a check come to where it is held."""
    while "512 positions" not in trainee.sees():
        await trainee.pilot.pause(0.01)


async def slowly(trainee: Trainee) -> None:
    """From here on the store is slow, and nobody waits for it."""
    trainee.app.work._session.journal.held = True
    await trainee.pilot.press("f9")
    await Hasty(trainee.app, trainee.pilot).settled()


async def breaks(trainee: Trainee) -> None:
    """From here on the store fails."""
    trainee.app.work._session.journal.fails = frozenset({"append"})


async def elsewhere(trainee: Trainee) -> None:
    """The case goes on in another window."""
    attempt = trainee.app.view.attempt
    journal = trainee.app.work._session.journal
    Attempt.resume(attempt, Library(shipped()).find, shipped(), journal).take(Step.ACCEPT_REFERRAL)


def step(name: Step) -> Way:
    """Move to a step in the list that has focus, and open it."""
    return lambda trainee: trainee.opens(name)


def takes(name: Step, **values: Any) -> Way:
    """Take a step."""
    return lambda trainee: trainee.takes(name, **values)


def to(where: str) -> Way:
    """Tab to something."""
    return lambda trainee: trainee.goes_to(where)


def line(name: str) -> Way:
    """To a line of the list that has focus."""
    return lambda trainee: trainee.moves_to(name)


def writes(text: str) -> Way:
    """Type."""
    return lambda trainee: trainee.types(text)


def seat(person: str, key: str) -> Way:
    """Record something at a seat."""
    return lambda trainee: trainee.records(person, key)
