"""Who and what stands in for the trainee, the store and the rules where one of them is slow or fails."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sca_flow.errors import StoreError
from sca_flow.journal import MemoryJournal
from sca_flow.workbench.check import Check
from tui.rulebook import RuleBook

from .conftest import Trainee

FULL = StoreError("The disk is full.", why="Nothing can be written.", do="Make room and try again.")


class Hasty(Trainee):
    """Somebody who looks before what is under way has come to its end."""

    async def settled(self) -> None:
        """Only until it is drawn."""
        for _ in range(3):
            await self.pilot.pause()


class Held(MemoryJournal):
    """A journal that answers once it may."""

    def __init__(self, free: threading.Event) -> None:
        super().__init__()
        self._free, self.held = free, False

    def heads(self, *given: Any, **more: Any) -> Any:
        self._wait()
        return super().heads(*given, **more)

    def texts(self, attempt: str) -> Any:
        self._wait()
        return super().texts(attempt)

    def _wait(self) -> None:
        if self.held:
            self._free.wait(60)


class Failing(MemoryJournal):
    """A journal that fails at what it is told to fail at."""

    fails: frozenset[str] = frozenset()

    def heads(self, *given: Any, **more: Any) -> Any:
        return self._may("heads", super().heads(*given, **more))

    def append(self, *given: Any, **more: Any) -> Any:
        self._may("append", None)
        return super().append(*given, **more)

    def _may(self, what: str, answer: Any) -> Any:
        if what in self.fails:
            raise FULL
        return answer


class Book(RuleBook):
    """Rules of which a check always takes as long, and stops half way until it may go on."""

    free: threading.Event | None = None

    def check(self, names: Any, on: Any, progress: Callable[[int], None]) -> Check:
        """As it is, in the same time on every machine."""

        def held(visited: int) -> None:
            progress(visited)
            if self.free is not None and visited >= 512:
                self.free.wait(60)
                progress(visited)

        return replace(super().check(names, on, held), seconds=0.5)
