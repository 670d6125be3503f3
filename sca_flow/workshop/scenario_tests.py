"""Testing scenarios: their model paths and tests, played through the one door, and how each went."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from sca_flow.errors import place
from sca_flow.rules.policy import Policy
from sca_flow.workshop.remembering import Remembering
from sca_flow.workshop.scripts import FOLDER, ToPlay, to_play
from sca_flow.workshop.walked import Walked

Outcome = Literal["passed", "failed", "unreadable"]


@dataclass(frozen=True)
class Tested(ToPlay):
    """A script as it went."""

    walked: Walked | None = field(default=None, repr=False)

    @property
    def outcome(self) -> Outcome:
        """Whether everything went as the script says."""
        if self.walked is None:
            return "unreadable"
        return "passed" if self.walked.through else "failed"

    @property
    def stage(self) -> str | None:
        """The stage it came to."""
        attempt = self.walked.attempt if self.walked else None
        return attempt.case.stage.value if attempt else None

    @property
    def came_to(self) -> str:
        """The same, and whether that is an end."""
        attempt = self.walked.attempt if self.walked else None
        ended = attempt is not None and attempt.case.ended
        return f"{self.stage}{'' if ended else ', which is no end'}"

    @property
    def step(self) -> int | None:
        """The number of the step at which it departs, counted from 1."""
        return self.walked.at + 1 if self.walked is not None and self.walked.at is not None else None

    @property
    def line(self) -> int | None:
        """The line of that step, or of what cannot be read."""
        if self.problems:
            return self.problems[0].line
        return self.script.line(self.step - 1) if self.script is not None and self.step is not None else None

    def lines(self) -> Iterator[str]:
        """It in words."""
        if self.script is not None and not self.script.steps and not self.problems:
            yield f"none    {self.file}: there is no model path"
        elif self.outcome == "passed":
            yield f"passed  {self.file}: {self.name} -> {self.came_to}"
        elif self.outcome == "failed":
            yield f"FAILED  {self._place}: {self.name}, {self._step}"
            yield from (f"  {line}" for line in self.told())
        yield from self.complaints()

    def told(self) -> Iterator[str]:
        """What was expected, what came, why, and what to do about it."""
        assert self.walked is not None
        departure = self.walked.departure
        if departure is None:
            yield self.walked.why
            return
        yield f"Expected: {departure.expected}."
        yield f"Came: {departure.came.rstrip('.')}."
        for reason in departure.reasons:
            yield from str(reason).splitlines()
        yield departure.do

    @property
    def _place(self) -> str:
        return place(self.file, self.line)

    @property
    def _step(self) -> str:
        if self.script is None or self.step is None or self.step > len(self.script.steps):
            return "not played"
        step = self.script.steps[self.step - 1]
        return f"step {self.step}, {step.step}" + (f" by {step.by}" if step.by else "")

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        attempt = self.walked.attempt if self.walked else None
        departure = self.walked.departure if self.walked else None
        step = self.script.steps[self.step - 1] if self.script and departure and self.step else None
        return {
            "scenario": self.scenario.id if self.scenario else None,
            "name": self.name,
            "file": str(self.file),
            "outcome": self.outcome,
            "stage": self.stage,
            "ended": attempt.case.ended if attempt else None,
            "number": self.step,
            "step": step.step.value if step else None,
            "line": self.line,
            "expected": departure.expected if departure else None,
            "came": departure.came if departure else (self.walked.why or None) if self.walked else None,
            "reasons": [reason.as_json() for reason in departure.reasons] if departure else [],
            "do": departure.do if departure else None,
            "problems": self.problems_as_json(),
        }


@dataclass(frozen=True)
class Report:
    """Every script as it went, and the scenarios that have no tests."""

    tested: Sequence[Tested]
    without: Sequence[Path]

    @cached_property
    def counts(self) -> Mapping[Outcome, int]:
        """How many scripts came out how."""
        outcomes: tuple[Outcome, ...] = ("passed", "failed", "unreadable")
        return {outcome: sum(one.outcome == outcome for one in self.tested) for outcome in outcomes}

    def lines(self) -> Iterator[str]:
        """It in words."""
        for one in self.tested:
            yield from one.lines()
        for folder in self.without:
            yield f"{folder} has no tests: there is no file {FOLDER}/*.yaml, and only its model path was played."
        yield ", ".join(f"{number} {outcome}" for outcome, number in self.counts.items()) + "."

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        without = [str(folder) for folder in self.without]
        counts: dict[str, Any] = dict(self.counts.items())
        return {**counts, "without_tests": without, "tests": [one.as_json() for one in self.tested]}


def play_all(paths: Iterable[Path], policy: Policy) -> Report:
    """Play the model path and the tests of every scenario that paths name, or the one test that one names."""
    policy = Remembering.of(policy)
    scripts = list(to_play(paths, policy))
    tested = [played(one, policy) for one in scripts]
    bare = {one.file.parent for one in scripts if one.of_model and one.scenario is not None}
    bare -= {one.file.parent.parent for one in scripts if not one.of_model}
    return Report(tested, sorted(bare))


def played(one: ToPlay, policy: Policy) -> Tested:
    """Play a script, if it can be read."""
    known = {name: getattr(one, name) for name in ("name", "file", "scenario", "script", "problems")}
    if one.scenario is None or one.script is None or one.problems:
        return Tested(**known)
    return Tested(**known, walked=Walked.of(one.scenario, policy, one.script.steps))
