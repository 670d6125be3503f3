"""The report of random runs of a scenario: how they ended, what failed, and how much of it all they came through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sca_flow.rules.policy import Policy
from sca_flow.scenario.model import Scenario
from sca_flow.workshop.sweep.covered import Covered, both, collected, of_history, of_sweep
from sca_flow.workshop.sweep.report import script_lines
from sca_flow.workshop.sweep.runs import Failure, failure, run, seeds
from sca_flow.workshop.sweep.search import LIMIT, Progress, dead_stages, sweep
from sca_flow.workshop.sweep.share import Share

SELDOM = ("refusals", "rules")
"""A random run tries only what is open, so that what it is not refused is not told one by one."""


@dataclass(frozen=True)
class AtRandom:
    """What random runs of one scenario came to; ``seed`` is the one from which each run's own is made."""

    scenario: str
    file: Path
    seed: int
    runs: int
    came_to: Counter[str]
    incomplete: int
    failures: int
    first: Failure | None
    all: Covered
    walked: Covered
    complete: bool

    @classmethod
    def of(
        cls,
        scenario: Scenario,
        file: Path,
        policy: Policy,
        *,
        seed: int,
        runs: int,
        limit: int = LIMIT,
        progress: Progress | None = None,
    ) -> AtRandom:
        """Play the runs, and hold them against a sweep."""
        swept = sweep(scenario.file, policy, limit=limit)
        dead = dead_stages(swept)
        walked, came_to, incomplete, failures = collected(()), Counter[str](), 0, 0
        first: Failure | None = None
        for number, own in enumerate(seeds(seed, runs)):
            if progress is not None:
                progress(number)
            one = run(scenario, policy, own, dead)
            walked = both(walked, of_history(one.history))
            failures += bool(one.wrong)
            incomplete += one.incomplete
            if one.wrong and first is None:
                first = failure(scenario, policy, one, dead)
            if not one.wrong and not one.incomplete:
                came_to[one.stage] += 1
        return cls(
            scenario.id, file, seed, runs, came_to, incomplete, failures, first, of_sweep(swept), walked, swept.complete
        )

    @property
    def failed(self) -> bool:
        """Whether a run failed."""
        return self.failures > 0

    @cached_property
    def shares(self) -> Sequence[Share]:
        """What the runs came through, of what can be reached."""
        return Share.each(self.all, self.walked)

    def endings(self, *, tested: bool) -> Share:
        """How many of the endings that can be reached the runs came to."""
        return next(share for share in self.shares if share.kind == "endings")

    def lines(self) -> Iterator[str]:
        """It in words."""
        ended = ", ".join(f"{number} {name}" for name, number in sorted(self.came_to.items()))
        yield f"{self.scenario}: {self.runs:,} random runs, --seed {self.seed}. They ended: {ended or 'none did'}."
        if self.incomplete:
            yield f"  {self.incomplete:,} came to no end in the steps that a run has."
        if self.first is not None:
            yield f"{self.failures:,} FAILED. The first, of seed {self.first.seed}: {self.first.wrong}"
            yield "  The shortest script found that still fails so:"
            yield from script_lines(self.first.script)
        yield f"{'Coverage':<12}of what can be reached"
        for share in self.shares:
            yield f"  {share.kind:<10}{share.words}"
        for share in self.shares:
            if share.missing and share.kind not in SELDOM:
                yield f"Not come to, {share.kind}: {', '.join(share.missing)}."

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        first = self.first
        return {
            "scenario": self.scenario,
            "file": str(self.file),
            "seed": self.seed,
            "runs": self.runs,
            "ended": dict(sorted(self.came_to.items())),
            "incomplete": self.incomplete,
            "failed": self.failures,
            "failure": {"seed": first.seed, "what": first.wrong, "script": list(first.script)} if first else None,
            "complete": self.complete,
            "coverage": {share.kind: share.as_json() for share in self.shares},
        }
