"""A scenario on paper: what a booklet holds, before it is laid out for those who work the case or who lead them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sca_flow.scenario.judgement import DECISIONS, Judged
from sca_flow.scenario.model import Document
from sca_flow.scenario.vocabulary import Decided, Word
from sca_flow.states.names import Step
from sca_flow.training.study import asked, elements
from sca_flow.training.telling import notice
from sca_flow.workshop.booklets.path import CHOICES, Choice, Played, played
from sca_flow.workshop.booklets.questions import questions
from sca_flow.workshop.booklets.time import JUDGED, OTHER, Part, Slot, reading, schedule
from sca_flow.workshop.draft import ScenarioDraft


@dataclass(frozen=True)
class Paper:
    """A document as it is handed out.  ``came`` is its day on the model path, if it comes there at all."""

    number: int
    document: Document
    text: str
    came: date | None
    at_opening: bool

    @property
    def name(self) -> str:
        """What the sheet is called in both booklets."""
        return f"Document {self.number}" if self.at_opening else f"Envelope {self.number}"

    @property
    def when(self) -> str:
        """When it is to be opened."""
        one = self.document
        if self.at_opening:
            return "on file when the case opens"
        if one.answers is None:
            return f"open on {one.arrives}"
        days = f"{one.after} day{'' if one.after == 1 else 's'} after" if one.after else "on the day of"
        whom = one.answers.replace("_", " ")
        return f"open if information is asked of: {whom}; {days} the request, and not before {one.dated}"

    @property
    def minutes(self) -> float:
        """How long it takes to read."""
        return reading(self.text)


@dataclass(frozen=True)
class Sheet:
    """A choice that a group may come to, with what the author says of it."""

    choice: Choice
    judged: Judged | None = None

    @property
    def title(self) -> str:
        """What it is headed."""
        again = self.judged is not None and self.judged.reconsidered
        return f"{self.choice.title}, taken again after a reconsideration" if again else self.choice.title


@dataclass(frozen=True)
class Point:
    """A decision to be taken in the room; ``played`` is how the model path takes it, if it comes there."""

    number: int
    sheet: Sheet
    played: Played | None

    @property
    def judged(self) -> Judged | None:
        """What the author says of it."""
        return self.sheet.judged

    @property
    def title(self) -> str:
        """Its heading."""
        on = f" ({self.played.on})" if self.played else " (not on the model path)"
        return f"{self.number}. {self.sheet.title}{on}"


class Booklet:
    """Everything that either booklet may hold, of a scenario that can be read."""

    def __init__(self, draft: ScenarioDraft) -> None:
        self.draft, self.file, self.policy = draft, draft.file, draft.rules

    @property
    def notice(self) -> str:
        """The line that every export carries."""
        return notice(self.draft.opens)

    @cached_property
    def path(self) -> Sequence[Played]:
        """The model path."""
        return tuple(played(self.draft))

    @cached_property
    def papers(self) -> Sequence[Paper]:
        """The documents in the order in which they arrive on the model path; those that do not come there last."""
        attempt = self.draft.walked.attempt
        since = asked(attempt.case.history) if attempt else {}
        found = [(document.comes(since), document) for document in self.file.documents]
        found.sort(key=lambda one: (one[0] is None, one[0] or one[1].dated))
        opens = self.draft.opens
        early = [document.arrives is not None and document.arrives <= opens for _, document in found]
        return tuple(
            Paper(
                sum(early[: place + 1]) if early[place] else place + 1 - sum(early[: place + 1]),
                document,
                self.draft.texts[document.id],
                came,
                early[place],
            )
            for place, (came, document) in enumerate(found)
        )

    @cached_property
    def points(self) -> Sequence[Point]:
        """The decisions of the model path, and then those that the author judges and the path does not come to."""
        taken = list(self._taken())
        seen = [sheet for sheet, _ in taken]
        others = [(sheet, None) for sheet in self.sheets if sheet.judged is not None and sheet not in seen]
        return tuple(Point(number, *one) for number, one in enumerate([*taken, *others], start=1))

    def _taken(self) -> Iterator[tuple[Sheet, Played]]:
        again: set[Decided] = set()
        last: Decided | None = None
        for one in self.path:
            step = one.line.step
            if one.choice is not None:
                yield Sheet(one.choice, self.file.judgement.of_step(step, again)), one
                last = DECISIONS.get(step, last)
                if step == Step.ACCEPT_RECONSIDERATION and last is not None:
                    again.add(last)

    @cached_property
    def sheets(self) -> Sequence[Sheet]:
        """The choices that a group may come to, whatever the model path does."""
        judged = self.file.judgement.decisions
        found = []
        for choice in CHOICES:
            mine = [Sheet(choice, one) for one in judged if set(one.outcomes) & set(choice.steps)]
            found += mine or ([Sheet(choice)] if self.within(choice) else [])
        return tuple(found)

    def within(self, choice: Choice) -> Sequence[Step]:
        """The steps of a choice that may be taken with these people, or that the model path takes."""
        taken = {one.line.step for one in self.path if not one.line.refused_by}
        return tuple(step for step in choice.steps if step in self.draft.reach.steps() | taken)

    def elements(self, sheet: Sheet) -> Sequence[Word]:
        """The elements on which a decision needs a finding."""
        return elements(self.file.referral, sheet.judged)

    @cached_property
    def schedule(self) -> Sequence[Slot]:
        """The minutes of the scenario, divided over what is done."""
        return tuple(schedule(self.file.minutes, tuple(self._parts())))

    def _parts(self) -> Iterator[Part]:
        waiting = [paper for paper in self.papers if paper.came is not None]
        for point in self.points:
            upto = point.played.on if point.played else date.max
            there = [paper for paper in waiting if paper.came and paper.came <= upto]
            waiting = [paper for paper in waiting if paper not in there]
            yield from (_to_read(paper) for paper in there)
            yield Part(f"Decide: {point.title}", weight=JUDGED if point.judged else OTHER)
        yield from (_to_read(paper) for paper in waiting)
        yield Part("The three questions, and what each takes away")

    @cached_property
    def questions(self) -> Sequence[str]:
        """Exactly three questions to talk about."""
        return questions(self.file)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The names of people by id."""
        return {person.id: person.name for person in self.file.people}

    def as_json(self) -> dict[str, Any]:
        """Plain values, without anything that the author judges."""
        papers = [{"id": p.document.id, "sheet": p.name, "when": p.when} for p in self.papers]
        return {"scenario": self.file.id, "title": self.file.title, "minutes": self.file.minutes, "documents": papers}

    def notes_as_json(self) -> dict[str, Any]:
        """What a facilitator has besides: timed notes and questions."""
        schedule = [{"what": slot.what, "begin": slot.begin, "end": slot.end} for slot in self.schedule]
        return {"schedule": schedule, "questions": [*self.questions]}


def _to_read(paper: Paper) -> Part:
    return Part(f"Read: {paper.name}, {paper.document.title}", words=len(paper.text.split()) or 1)
