"""Playing a script through the one door."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sca_flow.scenario.model import ScriptStep
from sca_flow.states.names import Step
from sca_flow.training.attempt import Attempt, Result


@dataclass(frozen=True)
class Played:
    """One step of a script as it went.  ``surprise`` says, in words, what was expected and did not come."""

    result: Result
    surprise: str = ""


def play(attempt: Attempt, script: Iterable[ScriptStep]) -> Iterator[Played]:
    """Play a script step by step; it stops behind the first surprise."""
    for line in script:
        if line.on is not None and line.on != attempt.case.today:
            waited = Played(attempt.take(Step.WAIT, with_={"until": line.on}))
            if not waited.result.accepted:
                yield Played(waited.result, f"'{line.step}' is to be taken on {line.on}, which does not lie ahead.")
                return
            yield waited
        played = _one(attempt, line)
        yield played
        if played.surprise:
            return


def _one(attempt: Attempt, line: ScriptStep) -> Played:
    result = attempt.take(line.step, line.by, line.with_)
    named = frozenset().union(*(reason.names for reason in result.reasons))
    absent = [name for name in line.refused_by if name not in named]
    if line.refused_by and result.accepted:
        return Played(
            result, f"'{line.step}' was taken, but was expected to be refused by {', '.join(line.refused_by)}."
        )
    if absent:
        return Played(result, f"'{line.step}' was refused, but not by {', '.join(absent)}.")
    if not result.accepted and not line.refused_by:
        return Played(result, f"'{line.step}' was refused, but was expected to be taken.")
    return Played(result)
