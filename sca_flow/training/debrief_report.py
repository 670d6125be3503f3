"""A debrief in words: the parts of a report, the same for screens, plain text, pages and JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sca_flow.report import Items, Part, Report, Section, Table, as_text
from sca_flow.training.debrief import Debrief
from sca_flow.training.debrief_json import as_json
from sca_flow.training.decided import Decision
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
        Section("asked", "Who was asked before the decision", tuple(_asked(debrief))),
        Section("passages", "Passages, beside the author's", tuple(_passages(debrief))),
        Section("practise", "One thing to practise", tuple(_practise(debrief))),
    )
    return Report(
        f"Debrief: {attempt.scenario.file.title}",
        notice(attempt.case.today),
        tuple(section for section in sections if section.parts),
    )


def _scores(debrief: Debrief) -> Iterator[Part]:
    if not debrief.attempt.case.ended:
        yield "The case has not come to its end: this is how it stands."
    yield Items(tuple(f"{name.capitalize()}: {score}" for name, score in debrief.scores.items()))
    yield (
        "Process counts steps that were open when they were taken and targets that were met; judgement, outcomes and "
        "findings; reasons, those chosen that hold. They are not added up, and nothing unconfirmed counts."
    )


def _path(debrief: Debrief) -> Iterator[Part]:
    rows = (
        (
            f"{move.seq}. {move.on}",
            move.step.caption,
            move.model.caption if move.model else "",
            _HOW[move.how],
            move.why,
        )
        for move in debrief.path
    )
    yield Table("Each step that moves the case", ("When", "You", "Model", "Beside it", "Why"), tuple(rows))
    parted = debrief.divergence
    if parted is None:
        yield "Nowhere did the path part from the model's in a way that is not as good."
    else:
        model = f", where the model has: {parted.model.label}" if parted.model else ""
        yield f"The path first parted from the model's at step {parted.seq}: {parted.step.label}{model}."


def _decisions(debrief: Debrief) -> Iterator[Part]:
    for decision in debrief.decisions:
        yield f"{decision.seq}. {decision.on}: {decision.step.caption}. Written against: {decision.threshold}"
        if decision.outcome is None:
            yield "The author of the scenario does not judge this decision."
        else:
            yield f"Outcome: {decision.outcome.worth}. {decision.outcome.why}"
        yield from _written(decision)


def _written(decision: Decision) -> Iterator[Part]:
    if decision.findings:
        rows = (
            (
                found.element.label,
                found.given.label if found.given else "nothing written",
                " or ".join(one.label for one in found.sound),
                ("sound" if found.right else "differs") + ("" if found.scored else ", not scored"),
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
        yield "Also sound:"
        yield Items(tuple(f"{reason.says} {reason.why}" for reason in decision.also_sound))
    for label, text in (("On credibility, in your words", decision.credibility), ("In your words", decision.reasons)):
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
                f"{one.deadline.label}: {one.deadline.on}; "
                + (f"{'met' if one.met else 'missed'} on {one.met_on}" if one.met_on else "still open")
                + ("" if one.scored or one.met_on is None else " (not scored)")
                for one in debrief.due
            )
        )


def _asked(debrief: Debrief) -> Iterator[Part]:
    if debrief.asked:
        yield Items(tuple(f"{name.replace('_', ' ')}: asked on {on}" for name, on in debrief.asked.items()))
    if debrief.not_asked:
        names = ", ".join(name.replace("_", " ") for name in debrief.not_asked)
        yield f"Not asked, though a sound caseworker would have: {names}."


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
        yield Items(tuple(f"{one.document}, lines {one.first} to {one.last}: {one.mark}" for one in debrief.own))


def _practise(debrief: Debrief) -> Iterator[Part]:
    practise, nxt = debrief.practise, debrief.attempt.scenario.file.judgement.next
    if practise is not None:
        yield f"{practise.says} {practise.why}"
        yield f"It rests on: {practise.rests_on}"
    if nxt is not None:
        yield f"To do next: sca-flow play {nxt}"
