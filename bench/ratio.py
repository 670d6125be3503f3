"""Measuring two things side by side."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Ratio:
    """What was measured.  ``goal`` is at most (or, when ``faster``, at least) this many times the peer."""

    what: str
    peer: str
    ratio: float
    goal: float
    faster: bool = False
    note: str = ""

    @property
    def met(self) -> bool:
        return self.ratio >= self.goal if self.faster else self.ratio <= self.goal

    def __str__(self) -> str:
        goal = f"at least {self.goal:g}x faster" if self.faster else f"at most {self.goal:g}x"
        verdict = "met" if self.met else "MISSED"
        return f"{verdict:6}  {self.ratio:7.2f}x  {self.what} against {self.peer} (goal: {goal}) {self.note}".rstrip()


def seconds(work: Callable[[], object]) -> float:
    """How long one run takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def side_by_side(ours: Callable[[], object], peer: Callable[[], object], rounds: int = 9) -> tuple[float, float]:
    """The median seconds of each, run in turn so that the machine's moods fall on both."""
    ours(), peer()
    pairs = [(seconds(ours), seconds(peer)) for _ in range(rounds)]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)
