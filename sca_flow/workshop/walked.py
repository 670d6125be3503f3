"""A script of a scenario's, or its model path, played through the one door that a trainee's steps come through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sca_flow.errors import InputError
from sca_flow.journal import MemoryJournal
from sca_flow.reasons import Reason
from sca_flow.rules.policy import Policy
from sca_flow.scenario.model import Scenario, ScriptStep
from sca_flow.training.attempt import Attempt
from sca_flow.training.script import Played, play

MOST_STEPS = 1_000
"""A script that is longer is not played."""


@dataclass(frozen=True)
class Departure:
    """Where a script departs: what was expected of the step, what came, the reasons, and what to do about it."""

    expected: str
    came: str
    do: str
    reasons: tuple[Reason, ...] = ()

    @classmethod
    def of(cls, line: ScriptStep, played: Played, attempt: Attempt) -> Departure:
        """From a step that went otherwise than its script says."""
        result = played.result
        expected = f"refused by {', '.join(line.refused_by)}" if line.refused_by else "taken"
        if result.step != line.step:  # the day before it
            do = f"Name a day after {attempt.case.today}, or leave 'on' out."
            return cls(f"{expected}, on {line.on}", f"today is {attempt.case.today} already", do, result.reasons)
        if result.accepted:
            came = f"taken; the case stands at '{attempt.case.stage}'"
            return cls(expected, came, "Leave 'expect' out if that is right; else change what leads here.")
        guards = ", ".join(dict.fromkeys(reason.guard for reason in result.reasons))
        do = f"Do what the reasons ask for, or expect it: 'expect: {{refused_by: [{guards}]}}'."
        return cls(expected, f"refused by {guards}", do, result.reasons)

    @classmethod
    def by_error(cls, error: InputError) -> Departure:
        """From a step that could not be tried at all."""
        came = " ".join(part for part in (error.what, error.why) if part)
        return cls("something that can be tried", came, error.do or "Correct the step.")


@dataclass(frozen=True)
class Walked:
    """How far a script goes.  ``at`` is the step at which it stops, counted from 0, ``why`` what stops it."""

    attempt: Attempt | None
    at: int | None = None
    why: str = ""
    departure: Departure | None = None

    @property
    def through(self) -> bool:
        """Whether every step went as the script says."""
        return self.attempt is not None and self.at is None

    @classmethod
    def of(cls, scenario: Scenario, policy: Policy, steps: Sequence[ScriptStep] | None = None) -> Walked:
        """Play a script, or the model path, step by step, until one does not go as it says."""
        steps = scenario.file.model if steps is None else steps
        if len(steps) > MOST_STEPS:
            return cls(None, MOST_STEPS, f"the model path is longer than {MOST_STEPS:,} steps, and is not played.")
        try:
            attempt = Attempt.start(scenario, policy, MemoryJournal())
        except InputError as error:  # a day that cannot be assumed
            return cls(None, None, str(error))
        marks: dict[str, int] = {}
        for at, line in enumerate(steps):
            try:
                for played in play(attempt, [line], marks):
                    if played.surprise:
                        reasons = " ".join(reason.text for reason in played.result.reasons)
                        departure = Departure.of(line, played, attempt)
                        return cls(attempt, at, f"{played.surprise} {reasons}".strip(), departure)
            except InputError as error:
                return cls(attempt, at, str(error), Departure.by_error(error))
        return cls(attempt)
