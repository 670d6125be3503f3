"""The model path, played through the one door that a trainee's steps come through."""

from __future__ import annotations

from dataclasses import dataclass

from sca_flow.errors import InputError
from sca_flow.journal import MemoryJournal
from sca_flow.rules.policy import Policy
from sca_flow.scenario.model import Scenario
from sca_flow.training.attempt import Attempt
from sca_flow.training.script import play

MOST_STEPS = 1_000
"""A model path that is longer is not played."""


@dataclass(frozen=True)
class Walked:
    """How far the model path goes.  ``at`` is the step at which it stops, ``why`` what stops it."""

    attempt: Attempt | None
    at: int | None = None
    why: str = ""

    @property
    def through(self) -> bool:
        """Whether every step went as the path says."""
        return self.attempt is not None and self.at is None

    @classmethod
    def of(cls, scenario: Scenario, policy: Policy) -> Walked:
        """Play the model path of a scenario, step by step, until one does not go as it says."""
        model = scenario.file.model
        if len(model) > MOST_STEPS:
            return cls(None, MOST_STEPS, f"the model path is longer than {MOST_STEPS:,} steps, and is not played.")
        try:
            attempt = Attempt.start(scenario, policy, MemoryJournal())
        except InputError as error:  # a day that cannot be assumed
            return cls(None, None, str(error))
        marks: dict[str, int] = {}
        for at, line in enumerate(model):
            try:
                for played in play(attempt, [line], marks):
                    if played.surprise:
                        reasons = " ".join(reason.text for reason in played.result.reasons)
                        return cls(attempt, at, f"{played.surprise} {reasons}".strip())
            except InputError as error:
                return cls(attempt, at, str(error))
        return cls(attempt)
