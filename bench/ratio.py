"""Measuring two things side by side."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Ratio:
    """What was measured.  ``goal`` is at most (or, when ``faster``, at least) this many times the peer, if set."""

    what: str
    peer: str
    ratio: float
    goal: float | None
    faster: bool = False
    note: str = ""

    @property
    def met(self) -> bool:
        if self.goal is None:
            return True
        return self.ratio >= self.goal if self.faster else self.ratio <= self.goal

    def __str__(self) -> str:
        told = f"{self.ratio:7.2f}x  {self.what} against {self.peer}"
        if self.goal is None:
            return f"        {told} (no goal: {'faster' if self.faster else 'slower'} by so much) {self.note}".rstrip()
        goal = f"at least {self.goal:g}x faster" if self.faster else f"at most {self.goal:g}x"
        verdict = "met" if self.met else "MISSED"
        return f"{verdict:6}  {told} (goal: {goal}) {self.note}".rstrip()


@dataclass(frozen=True)
class Skipped:
    """What could not be measured here, and why: no goal is met or missed by it."""

    what: str
    why: str
    met = True

    def __str__(self) -> str:
        return f"skipped           {self.what}: {self.why}"


Clock = Callable[[], float]


def seconds(work: Callable[[], object], clock: Clock = time.perf_counter) -> float:
    """How long one run takes."""
    began = clock()
    work()
    return clock() - began


def side_by_side(ours: Callable[[], object], peer: Callable[[], object], rounds: int = 9) -> tuple[float, float]:
    """The median seconds of each, run in turn so that the machine's moods fall on both."""
    ours(), peer()
    pairs = [(seconds(ours), seconds(peer)) for _ in range(rounds)]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def best(*works: Callable[[], object], rounds: int = 3, clock: Clock = time.perf_counter) -> list[float]:
    """The fewest seconds that each took, run in turn: what is left when nothing else disturbed it."""
    taken = [[seconds(work, clock) for work in works] for _ in range(rounds)]
    return [min(each) for each in zip(*taken, strict=True)]
