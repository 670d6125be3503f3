"""The path of an attempt beside the model path: where they first part, and whether that is as good."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sca_flow.events import Happened, Taken
from sca_flow.scenario.judgement import Judgement
from sca_flow.scenario.model import ModelStep
from sca_flow.scenario.vocabulary import Decided
from sca_flow.states.names import Step
from sca_flow.training.study import reopened

INNER = {
    Step.REQUEST_INFORMATION,
    Step.RECORD_INFORMATION,
    Step.RECORD_ATTENDANCE,
    Step.DECLARE_CONFLICT,
    Step.LEAVE_SITTING,
    Step.WAIT,
}
"""Steps whose order is nobody's path: they are left out where two paths are compared."""

How = Literal["same", "alternative", "different", "after", "incident"]


@dataclass(frozen=True)
class Move:
    """One step of the path beside the model's; ``after`` the two have parted they are not compared any more.

    An ``incident`` that the model path does not have is nobody's step.
    """

    seq: int
    on: date
    step: Step
    model: Step | None
    how: How
    why: str = ""
    actor: str = ""
    sources: tuple[str, ...] = ()
    """Those of the model's step."""


def path(history: Sequence[Happened], model: Sequence[ModelStep], judgement: Judgement) -> Iterator[Move]:
    """Every step that counts, beside the one that the model takes there."""
    ahead = [line for line in model if not line.refused_by and line.step not in INNER]
    how: How = "same"
    place = 0
    again: set[Decided] = set()
    for happened in history:
        event = happened.event
        if not isinstance(event, Taken) or event.step in INNER:
            continue
        expected = ahead[place] if place < len(ahead) and how == "same" else None
        if event.incident is not None and (expected is None or expected.step != event.step):
            yield Move(happened.seq, happened.on, event.step, None, "incident", actor=happened.actor)
            how = how if event.to == event.from_ else "after"  # where it led, the model path says nothing
            continue
        how, why = _beside(event.step, expected, judgement, again)
        model_step, sources = (expected.step, expected.sources) if expected else (None, ())
        yield Move(happened.seq, happened.on, event.step, model_step, how, why, happened.actor, sources)
        if (decision := reopened(event)) is not None:
            again.add(decision)
        place += 1


def _beside(
    step: Step, expected: ModelStep | None, judgement: Judgement, again: Collection[Decided]
) -> tuple[How, str]:
    """How a step stands beside the model's at the same place, and why."""
    if expected is None:
        return "after", ""
    if step == expected.step:
        return "same", expected.why
    for other in judgement.alternatives:
        if (other.step, other.instead_of) == (step, expected.step):
            return "alternative", other.why
    judged = judgement.of_step(step, again)
    outcome = judged.outcomes.get(step) if judged else None
    if outcome is not None and outcome.worth != "unsound":
        return "alternative", outcome.why
    return "different", outcome.why if outcome is not None else expected.why
