"""A debrief as plain values."""

from __future__ import annotations

from typing import Any

from sca_flow.training.debrief import Debrief
from sca_flow.training.decided import Decision
from sca_flow.training.telling import notice


def as_json(debrief: Debrief) -> dict[str, Any]:
    """The debrief as plain values."""
    attempt = debrief.attempt
    practise = debrief.practise
    return {
        "notice": notice(attempt.case.today),
        "attempt": attempt.id,
        "scenario": attempt.scenario.id,
        "policy": list(attempt.policy.variants),
        "ended": attempt.case.ended,
        "scores": {name: {"got": score.got, "of": score.of} for name, score in debrief.scores.items()},
        "path": [
            {
                "seq": move.seq,
                "on": move.on.isoformat(),
                "step": move.step.value,
                "model": move.model.value if move.model else None,
                "beside": move.how,
                "why": move.why,
            }
            for move in debrief.path
        ],
        "divergence": debrief.divergence.seq if debrief.divergence else None,
        "decisions": [_decision_json(decision) for decision in debrief.decisions],
        "mistakes": [one.model_dump(mode="json", exclude={"when"}) for one in debrief.mistakes],
        "faults": [
            {
                "seq": one.seq,
                "on": one.on.isoformat(),
                "step": one.step.value,
                "confirmed": one.confirmed,
                "reasons": [reason.as_json() for reason in one.reasons],
            }
            for one in debrief.faults
        ],
        "targets": [
            {
                "id": one.deadline.id,
                "on": one.deadline.on.isoformat(),
                "met_on": one.met_on.isoformat() if one.met_on else None,
                "met": one.met,
                "scored": one.scored,
            }
            for one in debrief.due
        ],
        "asked": {name: on.isoformat() for name, on in debrief.asked.items()},
        "not_asked": list(debrief.not_asked),
        "passages": [
            {
                "id": one.passage.id,
                "document": one.passage.document,
                "lines": [one.first, one.last],
                "found": one.found,
                "author": [mark.model_dump(mode="json", by_alias=True) for mark in one.passage.marks],
                "yours": [made.number for made in one.marks],
                "why": one.passage.why,
            }
            for one in debrief.noticed
        ],
        "practise": {"says": practise.says, "why": practise.why, "rests_on": practise.rests_on} if practise else None,
        "next": attempt.scenario.file.judgement.next,
    }


def _decision_json(decision: Decision) -> dict[str, Any]:
    return {
        "seq": decision.seq,
        "on": decision.on.isoformat(),
        "step": decision.step.value,
        "threshold": decision.threshold.as_json(),
        "outcome": decision.outcome.model_dump(mode="json") if decision.outcome else None,
        "findings": [
            {
                "element": found.element.id,
                "given": found.given.value if found.given else None,
                "sound": [one.value for one in found.sound],
                "right": found.right,
                "scored": found.scored,
            }
            for found in decision.findings
        ],
        "chosen": [{"id": one.id, "sound": one.sound, "why": one.why} for one in decision.chosen],
        "also_sound": [one.id for one in decision.also_sound],
        "reasons": decision.reasons,
        "credibility": decision.credibility,
    }
