"""A debrief in words: the parts of a report, the same for screens, plain text, pages and JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sca_flow.report import Items, Part, Report, Section, Table, as_text
from sca_flow.states.names import Step
from sca_flow.training.debrief import Debrief
from sca_flow.training.debrief_json import as_json
from sca_flow.training.decided import Decision
from sca_flow.training.noticed import Due
from sca_flow.training.path import Move
from sca_flow.training.study import Made
from sca_flow.training.telling import notice, reasons_in_words

_HOW = {
    "same": "as the model",
    "alternative": "as good",
    "different": "differs",
    "after": "not compared",
    "incident": "happened of itself",
}


@dataclass(frozen=True)
class Told:
    """A debrief in every form in which it is told."""

    debrief: Debrief

    @cached_property
    def report(self) -> Report:
        """Its parts."""
        return report(self.debrief)

    def lines(self) -> Iterator[str]:
        """It in words."""
        return as_text(self.report)

    def as_json(self) -> dict[str, Any]:
        """It as plain values."""
        return as_json(self.debrief)


def report(debrief: Debrief) -> Report:
    """The debrief as a report."""
    attempt = debrief.attempt
    sections = (
        Section("scores", "Three scores", tuple(_scores(debrief))),
        Section("path", "Your path beside the model path", tuple(_path(debrief))),
        Section("decisions", "Decisions, outcome and reasons apart", tuple(_decisions(debrief))),
        Section("mistakes", "Known mistakes", tuple(_mistakes(debrief))),
        Section("process", "Process: refusals and dates", tuple(_process(debrief))),
        Section("asked", "Who was asked", tuple(_asked(debrief))),
        Section("passages", "Passages, beside the author's", tuple(_passages(debrief))),
        Section("sources", "Sources that are named", tuple(_sources(debrief))),
        Section("practise", "One thing to practise", tuple(_practise(debrief))),
    )
    return Report(
        f"Debrief{'' if attempt.case.ended else ' so far'}: {attempt.scenario.file.title}",
        notice(attempt.case.today),
        tuple(section for section in sections if section.parts),
    )


def _scores(debrief: Debrief) -> Iterator[Part]:
    for variant in debrief.attempt.policy.variants:
        yield f"Walked under the variant '{variant}': a what-if, not the rules."
    if not debrief.attempt.case.ended:
        yield "The case has not come to its end: this is how it stands."
    yield Items(tuple(f"{name.capitalize()}: {score}. {_COUNTS[name]}" for name, score in debrief.scores.items()))
    yield "The three are not added up. Nothing that is unconfirmed counts."


_COUNTS = {
    "process": "Steps taken when the rules allowed them, and targets met.",
    "judgement": "Outcomes and findings that the author holds to be right, or acceptable.",
    "reasons": "Reasons chosen from the list that hold.",
}
"""What each score counts."""


def _path(debrief: Debrief) -> Iterator[Part]:
    if not debrief.path:
        yield "No step has moved the case yet."
        return
    rows = (
        (
            f"{move.seq}. {move.on}",
            f"{move.step.caption}{_others(debrief, move)}",
            move.model.caption if move.model else "",
            _HOW[move.how],
            move.why,
        )
        for move in debrief.path
    )
    columns = ("When", "Taken", "Model", "Beside it", "What the author says")
    yield Table("Each step that moves the case", columns, tuple(rows))
    parted = debrief.divergence
    if parted is None:
        yield "Nowhere did the path part from the model's in a way that is not as good."
    else:
        model = f", where the model has: {parted.model.label}" if parted.model else ""
        yield f"The path first parted from the model's at step {parted.seq}: {parted.step.label}{model}."


def _others(debrief: Debrief, move: Move) -> str:
    """Whose step it was, where it was not the trainee's."""
    person = debrief.attempt.scenario.people.get(move.actor)
    return "" if debrief.is_own(move) or person is None else f" ({person.name})"


def _decisions(debrief: Debrief) -> Iterator[Part]:
    for decision in debrief.decisions:
        yield f"{decision.seq}. {decision.on}: {decision.step.caption}. Written against: {decision.threshold}"
        if decision.outcome is None:
            yield "The author of the scenario does not judge this decision."
        else:
            unsure = "" if decision.scored else " Not scored: the threshold of the day is not confirmed."
            yield f"Outcome: {decision.outcome.worth}. {decision.outcome.why}{unsure}"
        yield from _written(decision)


def _written(decision: Decision) -> Iterator[Part]:
    if decision.findings:
        rows = (
            (
                found.element.label,
                found.given.label if found.given else "nothing written",
                " or ".join(one.label for one in found.sound),
                found.beside,
            )
            for found in decision.findings
        )
        yield Table("Findings", ("Element", "Yours", "Sound", "Beside it"), tuple(rows))
    if decision.chosen:
        chosen = (
            (reason.says, "holds" if reason.sound else "does not hold", reason.why, ", ".join(reason.sources))
            for reason in decision.chosen
        )
        yield Table("Reasons chosen", ("Reason", "Judged", "Why", "Sources"), tuple(chosen))
    if decision.also_sound:
        yield "Sound reasons that were not chosen:"
        yield Items(tuple(f"{reason.says} {reason.why}" for reason in decision.also_sound))
    own = ("On credibility, in your words", decision.credibility), ("Your reasons, in your words", decision.reasons)
    for label, text in own:
        if text:
            yield f"{label} (kept for the trainer, not scored): {text}"


def _mistakes(debrief: Debrief) -> Iterator[Part]:
    if not debrief.mistakes:
        if debrief.attempt.scenario.file.judgement.mistakes:
            yield "None of those that the author knows."
        return
    yield Items(
        tuple(
            f"{one.says} It usually comes from this: {one.comes_from} {one.why} [{', '.join(one.sources)}]"
            for one in debrief.mistakes
        )
    )


def _process(debrief: Debrief) -> Iterator[Part]:
    for confirmed, heading in (
        (True, "Tried and refused:"),
        (False, "Refused by a working assumption alone, and no fault:"),
    ):
        faults = [fault for fault in debrief.faults if fault.confirmed == confirmed]
        if faults:
            yield heading
            yield Items(
                tuple(f"{one.seq}. {one.step.caption}: {' '.join(reasons_in_words(one.reasons))}" for one in faults)
            )
    if not debrief.faults:
        yield "No step was tried that was not open."
    if debrief.due:
        yield Items(
            tuple(
                f"{one.deadline.label}: {one.deadline.on}; {_when(one)}"
                + ("" if one.scored or not one.decided else " (not scored)")
                for one in debrief.due
            )
        )


def _when(due: Due) -> str:
    """When a target was met, or how it stands."""
    if due.met_on is None:
        return "missed, and still open" if due.decided else "still open"
    return f"met on {due.met_on}" if due.met else f"missed: done on {due.met_on}"


def _asked(debrief: Debrief) -> Iterator[Part]:
    if debrief.asked:
        yield Items(tuple(f"{name.replace('_', ' ')}: asked on {on}" for name, on in debrief.asked.items()))
    if debrief.not_asked:
        names = ", ".join(name.replace("_", " ") for name in debrief.not_asked)
        negative = any(one.step == Step.DRAFT_CG_NEGATIVE for one in debrief.decisions)
        what = "though a sound caseworker would have" if negative else "as they should be before a negative"
        yield f"Not asked before the decision, {what}: {names}."


def _passages(debrief: Debrief) -> Iterator[Part]:
    if not debrief.noticed:
        return
    found = sum(one.found for one in debrief.noticed)
    yield f"{found} of the {len(debrief.noticed)} that the author marks, among the documents on file."
    rows = (
        (
            debrief.quote(one.passage),
            "; ".join(map(str, one.passage.marks)),
            "; ".join(f"{made.mark}" for made in one.marks) or "not marked",
            one.passage.why,
        )
        for one in debrief.noticed
    )
    yield Table("Passage by passage", ("Passage", "The author", "You", "Why"), tuple(rows))
    if debrief.own:
        yield "Yours alone, which is not to say wrong:"
        yield Items(tuple(_own(debrief, one) for one in debrief.own))


def _own(debrief: Debrief, made: Made) -> str:
    title = next(one.title for one in debrief.attempt.scenario.file.documents if one.id == made.document)
    lines = f"line {made.first}" if made.first == made.last else f"lines {made.first} to {made.last}"
    return f"{title}, {lines}: {made.mark}"


def _practise(debrief: Debrief) -> Iterator[Part]:
    practise, nxt = debrief.practise, debrief.attempt.scenario.file.judgement.next
    if practise:
        yield f"{practise.says} {practise.why}"
        yield from (f"It rests on: {practise.rests_on}",) if practise.rests_on else ()
    elif debrief.decisions:
        yield "Nothing stands out: what was done is what the author holds to be good."
    if nxt is not None:
        yield f"To do next: sca-flow play {nxt}"


def _sources(debrief: Debrief) -> Iterator[Part]:
    """What the sources are that mistakes and chosen reasons name by id."""
    chosen = (reason for one in debrief.decisions for reason in one.chosen)
    named = {name for mistake in debrief.mistakes for name in mistake.sources}
    named |= {name for reason in chosen for name in reason.sources}
    named |= {decision.threshold.source for decision in debrief.decisions}
    if named:
        yield Items(tuple(debrief.source(name) for name in sorted(named)))
