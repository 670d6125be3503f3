"""A script played under one side of a comparison: what is said to each step, and where the case comes to.

Expectations are not heeded: the script goes on until a step is refused that it expects to be taken, since what follows
presupposes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sca_flow.errors import InputError
from sca_flow.reasons import Citation, Reason
from sca_flow.scenario.model import ScriptStep
from sca_flow.take import Scene
from sca_flow.training.attempt import Attempt
from sca_flow.training.script import play
from sca_flow.workshop.scripts import ToPlay
from sca_flow.workshop.sides import Side


@dataclass(frozen=True)
class Said:
    """What one side said to one step.  ``error`` is why it could not be tried at all."""

    scene: Scene
    line: ScriptStep
    reasons: tuple[Reason, ...]
    stage: str
    error: str = ""

    @property
    def taken(self) -> bool:
        """Whether the step was taken."""
        return not self.reasons and not self.error

    @property
    def goes_on(self) -> bool:
        """Whether the script can go on behind it."""
        return self.taken or (bool(self.line.refused_by) and not self.error)

    @property
    def key(self) -> tuple[Any, ...]:
        """What has to be the same for two sides not to part."""
        return self.taken, self.stage, frozenset(reason.guard for reason in self.reasons), self.error

    @property
    def came(self) -> str:
        """It in words."""
        if self.error:
            return f"cannot be tried: {self.error}"
        return f"taken; the case stands at '{self.stage}'" if self.taken else "refused"

    @property
    def rests_on(self) -> tuple[str, ...]:
        """The rules behind what was said: those that refuse the step, or that lead it where it goes."""
        if self.reasons:
            return tuple(dict.fromkeys(cited.rule for reason in self.reasons for cited in reason.rules))
        row = self.scene.row(self.line.step)
        return row.when.rules if row is not None else ()

    def cited(self, rule: str) -> Citation:
        """What a rule says here."""
        return Citation.of(self.scene.rules.answers[rule])

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "taken": self.taken,
            "stage": self.stage,
            "reasons": [reason.as_json() for reason in self.reasons],
            "error": self.error or None,
        }


@dataclass(frozen=True)
class Walk:
    """How a script went under one side: what was said to each step that could be tried, and where the case stands."""

    said: Sequence[Said]
    stage: str
    ended: bool
    steps: int
    error: str = ""
    """Why it could not begin."""

    @classmethod
    def of(cls, one: ToPlay, side: Side) -> Walk:
        """Play a script under a side."""
        assert one.scenario is not None
        assert one.script is not None
        steps = one.script.steps
        try:
            attempt = side.begin(one.scenario)
        except InputError as error:
            return cls((), "received", False, len(steps), str(error))
        said = tuple(_all_said(attempt, steps))
        return cls(said, attempt.case.stage.value, attempt.case.ended, len(steps))

    @property
    def through(self) -> bool:
        """Whether the script could be played to its end."""
        return not self.error and len(self.said) == self.steps and (not self.said or self.said[-1].goes_on)

    @property
    def came_to(self) -> str:
        """Where it came to, in words."""
        if self.error:
            return f"cannot be begun: {self.error}"
        stands = f"comes to '{self.stage}'" + ("" if self.ended else ", which is no end")
        if self.through:
            return stands
        last = self.said[-1]
        why = last.error or " ".join(reason.text for reason in last.reasons)
        return f"{stands}. It goes no further than step {len(self.said)}, {last.line.step}: {why}"

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "stage": self.stage,
            "ended": self.ended,
            "through": self.through,
            "steps": len(self.said),
            "error": self.error or None,
        }


def _all_said(attempt: Attempt, steps: Iterable[ScriptStep]) -> Iterator[Said]:
    """What is said to each step, up to the first behind which the script cannot go on."""
    marks: dict[str, int] = {}
    for line in steps:
        scene, error = attempt.scene, ""
        reasons: tuple[Reason, ...] = ()
        try:
            for played in play(attempt, [line], marks):
                reasons = played.result.reasons
                if played.result.step != line.step and played.surprise:
                    error = played.surprise
                scene = scene if played.result.step == line.step else attempt.scene
        except InputError as failed:
            error = str(failed)
        said = Said(scene, line, reasons, attempt.case.stage.value, error)
        yield said
        if not said.goes_on:
            return
