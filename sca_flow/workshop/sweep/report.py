"""The report of a sweep, for a trainer: endings with their scripts, dead ends, and coverage with what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sca_flow.rules.policy import Policy
from sca_flow.scenario.model import Scenario
from sca_flow.states.names import Stage
from sca_flow.workshop.sweep.found import Found
from sca_flow.workshop.sweep.script import Line
from sca_flow.workshop.sweep.search import LIMIT, Progress
from sca_flow.workshop.sweep.share import Share
from sca_flow.workshop.sweep.tested import Tests
from sca_flow.writing import as_yaml

WIDE = 10_000
"""A step of a script stands on one line, however long."""


@dataclass(frozen=True)
class Exhaustive:
    """What a sweep found out about one scenario."""

    scenario: str
    file: Path
    found: Found
    tests: Tests

    @classmethod
    def of(
        cls, scenario: Scenario, file: Path, policy: Policy, *, limit: int = LIMIT, progress: Progress | None = None
    ) -> Exhaustive:
        """Sweep a scenario, and play its model path and tests."""
        found = Found.of(scenario.file, policy, limit=limit, progress=progress)
        return cls(scenario.id, file, found, Tests.of(file.parent, policy))

    @property
    def complete(self) -> bool:
        """Whether everything was visited."""
        return self.found.complete

    @property
    def failed(self) -> bool:
        """Whether there are dead ends."""
        return bool(self.found.dead_ends)

    @cached_property
    def reached(self) -> Sequence[Share]:
        """What is reached of what such a case has."""
        return Share.each(self.found.all, self.found.reached)

    @cached_property
    def tested(self) -> Sequence[Share]:
        """What is tested of what such a case has."""
        return Share.each(self.found.all, self.tests.covered)

    def endings(self, *, tested: bool) -> Share:
        """How many endings are reached, of all; or tested, of those reached."""
        reached = self.found.reached
        shares = Share.each(reached, self.tests.covered) if tested else self.reached
        return next(share for share in shares if share.kind == "endings")

    def lines(self) -> Iterator[str]:
        """It in words."""
        swept = self.found.swept
        last = swept.going.days.last
        yield f"{self.scenario}: {len(swept.states):,} positions, {swept.edges:,} steps between them, up to {last}."
        if not self.complete:
            yield "  The limit was reached: there is more, and dead ends were not looked for."
        yield from self._endings()
        yield from self._dead_ends()
        yield from self._coverage()

    def _endings(self) -> Iterator[str]:
        if self.complete:
            reached, tested = (self.endings(tested=tested).words for tested in (False, True))
            yield f"Endings: {reached} reached, {tested} of them tested."
        else:
            yield f"Endings: {len(self.found.endings)} reached so far."
        for ending in self.found.endings:
            aside = "" if ending.stage in self.tests.covered["endings"] else "; no test comes to it"
            yield f"  {_stage(ending.stage)}{aside}. The shortest script:"
            yield from script_lines(ending.script)
        for stage, why in self.found.missing.items():
            yield f"  {_stage(stage)} is NOT REACHED: {why}."

    def _dead_ends(self) -> Iterator[str]:
        if not self.found.dead_ends:
            yield "No dead ends." if self.complete else "Dead ends: not known."
            return
        yield "DEAD ENDS: no end can be reached from here, but by withdrawing or by evidence that nobody had."
        for dead in self.found.dead_ends:
            yield f"  {_stage(dead.stage)}, {dead.positions:,} position{'s' * (dead.positions != 1)}."
            yield from (f"    {step}: {why}." for step, why in dead.why.items())
            yield "    The shortest script that comes here:" if dead.script else "    The case begins here."
            yield from script_lines(dead.script)

    def _coverage(self) -> Iterator[str]:
        yield f"{'Coverage':<12}{'reached':<22}tested"
        for reached, tested in zip(self.reached, self.tested, strict=True):
            yield f"  {reached.kind:<10}{reached.words:<22}{tested.words}"
        for what, shares in (("Not reached", self.reached), ("Not tested", self._reached_and_tested)):
            for share in shares:
                if share.missing:
                    yield f"{what}, {share.kind}: {', '.join(share.missing)}."
        if self.tests.failed:
            yield f"{self.tests.failed} of {self.tests.scripts} scripts do not go as they say, and cover nothing."

    @cached_property
    def _reached_and_tested(self) -> Sequence[Share]:
        """What is tested of what is reached."""
        return Share.each(self.found.reached, self.tests.covered)

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        swept = self.found.swept
        return {
            "scenario": self.scenario,
            "file": str(self.file),
            "positions": len(swept.states),
            "transitions": swept.edges,
            "until": swept.going.days.last.isoformat(),
            "complete": self.complete,
            "endings": [
                {
                    "ending": ending.stage.value,
                    "steps": len(ending.script),
                    "script": list(ending.script),
                    "tested": ending.stage in self.tests.covered["endings"],
                }
                for ending in self.found.endings
            ],
            "not_reached": [{"ending": stage.value, "why": why} for stage, why in self.found.missing.items()],
            "dead_ends": [
                {
                    "stage": dead.stage.value,
                    "positions": dead.positions,
                    "why": {step.value: why for step, why in dead.why.items()},
                    "script": list(dead.script),
                }
                for dead in self.found.dead_ends
            ],
            "scripts": self.tests.scripts,
            "scripts_failed": self.tests.failed,
            "coverage": {
                reached.kind: {
                    "all": sorted(map(str, reached.all)),
                    "reached": reached.as_json(),
                    "tested": tested.as_json(),
                }
                for reached, tested in zip(self.reached, self.tested, strict=True)
            },
        }


def _stage(stage: Stage) -> str:
    return f"{stage.label} ({stage})"


def script_lines(script: Sequence[Line]) -> Iterator[str]:
    """A script, a step a line: as it can stand in a test."""
    for line in script:
        yield f"    - {as_yaml(line, inline=True, width=WIDE)}"
