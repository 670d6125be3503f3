"""Studying a file in plain text: marking lines, seeing what was marked, and writing a decision."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sca_flow.cli.asking import Asker
from sca_flow.errors import InputError
from sca_flow.report import as_text
from sca_flow.scenario.judgement import Judged
from sca_flow.scenario.vocabulary import As, Finding, vocabulary
from sca_flow.states.names import Step
from sca_flow.training.attempt import Attempt
from sca_flow.training.debrief import Debrief
from sca_flow.training.debrief_report import report
from sca_flow.training.offers import Offer
from sca_flow.training.study import Made, elements, last_written, threshold

Say = Callable[[str], None]
HELP = """\
mark N 12-14 for means: mark lines of document N; as: for, against (an element), indicator, inconsistency,
mitigation, vulnerability.   words: what a mark can be about.   marks: those you made.   unmark M: take one back.
write N: write a decision, as often as you like, before it is put forward.
debrief: what you did beside what the author holds to be good."""


class Studying:
    """One person at one file."""

    def __init__(self, attempt: Attempt, say: Say, asker: Asker) -> None:
        self.attempt, self.say, self._asker = attempt, say, asker
        self.commands: dict[str, Callable[[str], None]] = {
            "mark": self._mark,
            "marks": lambda _: self._marks(),
            "unmark": self._unmark,
            "words": lambda _: self._words(),
            "debrief": lambda _: self._debrief(),
        }

    def before(self, offer: Offer) -> dict[str, str]:
        """What was written of a decision that is about to be put forward; what it still lacks is said."""
        written = self.attempt.study().written.get(offer.step)
        if offer.open and (lacks := self.attempt.missing(offer.step)):
            self.say(f"Written so far, it lacks: {'; '.join(lacks)}. 'write {offer.step}' writes it.")
        reasons = self.attempt.texts().get(written.reasons or "") if written else None
        return {"reasons": reasons} if reasons else {}

    def write(self, step: Step) -> None:
        """Ask for everything a decision holds, and keep it; what was written before stays where nothing is said.

        The list of reasons comes last: whoever reads it first writes the list's reasons, not their own.
        """
        judged = self.attempt.judged(step)
        if judged is None:
            raise InputError(f"'{step}' is no decision that the author of this scenario judges.")
        against = threshold(self.attempt.policy, step, self.attempt.case.today)
        self.say(f"{step.caption}. Written against: {against}")
        self._marks()
        before = last_written(self.attempt.study(), self.attempt.texts(), step)
        lacks = self.attempt.write(step, self._asked(judged, before.model_dump(mode="json")))
        self.say(f"Kept. It still lacks: {'; '.join(lacks)}." if lacks else f"Kept. '{step}' puts it forward.")

    def _asked(self, judged: Judged, given: dict[str, Any]) -> dict[str, Any]:
        """The decision as it is answered, beside what was written before."""
        asker = self._asker
        for word in elements(self.attempt.scenario.file.referral, judged):
            before = given["findings"].get(word.id)
            said = asker.one(_now(f"Finding on {word.label}", before), {one.value: one.label for one in Finding})
            if said or before:
                given["findings"][word.id] = said or before
                relied = self._numbers(f"Passages relied on for {word.label}")
                given["relied"][word.id] = relied or given["relied"].get(word.id, [])
        for name, label in (("credibility", "What is made of the account, and why"), ("reasons", "Your reasons")):
            if name == "reasons":
                given["mitigation"] = self._numbers("Mitigating circumstances considered") or given["mitigation"]
            given[name] = asker.line(_now(f"{label} (no real names or cases)", given[name]) + ": ") or given[name]
        if given["reasons"]:
            listed = {reason.id: reason.says for reason in judged.reasons}
            given["chosen"] = asker.several("Now choose the reasons that hold", listed) or given["chosen"]
        return given

    def _numbers(self, label: str) -> list[int] | None:
        marks = {str(made.number): self._told(made) for made in self.attempt.study().marks.values()}
        return [int(number) for number in self._asker.several(label, marks) or []] if marks else None

    def _mark(self, said: str) -> None:
        parts = said.split()
        if len(parts) not in (3, 4):
            raise InputError("A mark is written as: mark 2 12-14 for means.", do="See 'help', and 'words'.")
        first, _, last = parts[1].partition("-")
        if not (first.isdecimal() and (not last or last.isdecimal())):
            raise InputError(f"'{parts[1]}' names no lines.", do="Give a line or two, such as 12 or 12-14.")
        number = self.attempt.mark(
            self._document(parts[0]), int(first), int(last or first), parts[2], parts[3] if len(parts) > 3 else None
        )
        self.say(f"saved {number}")

    def _document(self, said: str) -> str:
        documents = [document.id for _, document in self.attempt.documents()]
        return documents[int(said) - 1] if said.isdecimal() and 0 < int(said) <= len(documents) else said

    def _unmark(self, said: str) -> None:
        if not said.isdecimal():
            raise InputError(f"'{said}' is no number of a mark.", do="'marks' lists them.")
        self.attempt.unmark(int(said))
        self.say("Taken back.")

    def _marks(self) -> None:
        study = self.attempt.study()
        if not study.marks:
            self.say("Nothing is marked yet.")
        for word, marks in study.gathered().items():
            self.say(f"{word.label.capitalize()}:")
            self._list(marks)
        others = [made for made in study.marks.values() if made.mark.as_ not in (As.FOR, As.AGAINST)]
        if others:
            self.say("Others:")
            self._list(others)

    def _list(self, marks: Sequence[Made]) -> None:
        for made in marks:
            self.say(f"  {made.number}. {self._told(made)}")

    def _told(self, made: Made) -> str:
        lines = self.attempt.scenario.texts[made.document].splitlines()[made.first - 1 : made.last]
        where = f"line {made.first}" if made.first == made.last else f"lines {made.first} to {made.last}"
        return f"{made.mark}, {made.document}, {where}: {' '.join(' '.join(lines).split())}"

    def _words(self) -> None:
        for as_ in As:
            words: Mapping[str, Any] = vocabulary().words(as_)
            if as_ == As.VULNERABILITY and not self.attempt.scenario.file.judgement.vulnerability:
                continue
            self.say(f"{as_.value}: {as_.label}{': ' + ', '.join(words) if words else ''}")

    def _debrief(self) -> None:
        if not (self.attempt.case.ended or self.attempt.scenario.file.judgement.coaching):
            raise InputError("This scenario is debriefed at its end.", do="Go on to an end first.")
        for line in as_text(report(Debrief.of(self.attempt))):
            self.say(line)


def _now(label: str, before: str | None) -> str:
    """A question with what was written before, which stays where nothing is said."""
    return f"{label} (now: {before})" if before else label
