"""What the measures and keys of a cohort mean, in the words of the process and of the scenario's author."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sca_flow.scenario.judgement import Judged, Reasoned
from sca_flow.scenario.model import Scenario
from sca_flow.scenario.vocabulary import Finding, vocabulary
from sca_flow.states.names import Stage, Step
from sca_flow.workshop.cohorts.tally import NOT_REACHED, WITH_THE_MODEL

_DECISIONS = {"rg": "Reasonable grounds", "cg": "Conclusive grounds"}
_MEASURES = {
    "parted": "Where they first parted from the model path",
    "mistake": "Known mistakes",
    "refusal": "Tried and refused by a confirmed rule",
    "working_assumption": "Refused by a working assumption alone, and no fault",
}


@dataclass(frozen=True)
class Wording:
    """The words for one scenario."""

    scenario: Scenario

    def measure(self, name: str) -> str:
        """What is measured."""
        match name.split("."):
            case ["decision", decision, "finding", element]:
                return f"{_DECISIONS[decision]}: finding on {vocabulary().element[element].label}"
            case ["decision", decision, what]:
                return f"{_DECISIONS[decision]}: {what}"
            case ["target", *rule]:
                return f"Target {'.'.join(rule)}"
        return _MEASURES[name]

    def key(self, measure: str, key: str) -> str:
        """One of the things that are told apart, with how the author judges it."""
        if key == NOT_REACHED:
            return "attempts without it"
        match measure.split("."):
            case ["decision", _, "finding", _]:
                said = Finding(key).label if key in list(Finding) else key.replace("_", " ")
            case ["decision", _, "outcome"]:
                said = Step(key).caption
            case ["decision", decision, "reason"]:
                said = next((reason.says for reason in self._reasons(decision) if reason.id == key), key)
            case ["mistake"]:
                said = next((one.says for one in self.scenario.file.judgement.mistakes if one.id == key), key)
            case ["parted"] if " for " in key:
                taken, model = key.split(" for ")
                return f"{Step(taken).caption}, where the model has: {Step(model).label}"
            case ["refusal" | "working_assumption"]:
                step, guard = key.split(" by ")
                return f"{Step(step).caption}, refused by {guard}"
            case _:
                return key
        judged = self.judged(measure, key)
        return f"{said} ({judged})" if judged else said

    def stage(self, key: str) -> str:
        """A stage by its label."""
        return Stage(key).label

    def good(self, measure: str, key: str) -> bool:
        """Whether it is what the author, or the process, holds to be good."""
        return self.judged(measure, key) in ("sound", "acceptable", "holds") or key in (WITH_THE_MODEL, "met")

    def judged(self, measure: str, key: str) -> str:
        """How the author judges an outcome, a finding or a reason; nothing where it is not judged."""
        match measure.split("."):
            case ["decision", decision, "outcome"]:
                worth: dict[str, str] = {
                    step: of.worth for one in self._judged(decision) for step, of in one.outcomes.items()
                }
                return worth.get(key, "")
            case ["decision", decision, "finding", element] if key in list(Finding):
                sound = [found for one in self._judged(decision) for found in one.findings.get(element, ())]
                return ("sound" if key in sound else "differs") if sound else ""
            case ["decision", decision, "reason"]:
                holds = [reason.sound for reason in self._reasons(decision) if reason.id == key]
                return ("holds" if holds[0] else "does not hold") if holds else ""
        return ""

    def _judged(self, decision: str) -> Iterator[Judged]:
        return (one for one in self.scenario.file.judgement.decisions if one.decision == decision)

    def _reasons(self, decision: str) -> Iterator[Reasoned]:
        return (reason for judged in self._judged(decision) for reason in judged.reasons)
