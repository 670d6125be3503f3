"""A record of completed attempts, for a professional-development file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sca_flow.errors import ScaFlowError
from sca_flow.journal import Head, Journal
from sca_flow.report import Items, Part, Report, Section, Table, as_text
from sca_flow.scenario.model import Course, Scenario
from sca_flow.training.telling import notice


@dataclass(frozen=True)
class Completed:
    """One attempt that came to an end.  Of a scenario that is not there any more, only its id is known."""

    attempt: str
    scenario: str
    title: str
    course: str
    aims: tuple[str, ...]
    minutes: int | None
    begun: date
    ended: date

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "attempt": self.attempt,
            "scenario": self.scenario,
            "title": self.title,
            "course": self.course,
            "aims": list(self.aims),
            "minutes": self.minutes,
            "begun": self.begun.isoformat(),
            "ended": self.ended.isoformat(),
        }


@dataclass(frozen=True)
class Record:
    """Every completed attempt, the first begun first."""

    completed: tuple[Completed, ...]
    today: date

    @property
    def report(self) -> Report:
        """As the parts of a report."""
        rows = (
            (one.title, one.course, str(one.minutes or "not known"), str(one.begun), str(one.ended), one.attempt)
            for one in self.completed
        )
        head = ("Scenario", "Course", "Minutes", "Begun", "Ended", "Attempt")
        parts: tuple[Part, ...] = (
            (Table("Completed attempts", head, tuple(rows)),) if self.completed else ("None yet.",)
        )
        aims = {one.course: one.aims for one in self.completed if one.aims}
        learned = tuple(
            Section(f"aims-{n}", f"Aims of {course}", (Items(found),)) for n, (course, found) in enumerate(aims.items())
        )
        return Report(
            "Record of completed attempts", notice(self.today), (Section("attempts", "Attempts", parts), *learned)
        )

    def lines(self) -> Iterator[str]:
        """In words."""
        return as_text(self.report)

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {"notice": notice(self.today), "completed": [one.as_json() for one in self.completed]}


def record(
    journal: Journal, find: Callable[[str], Scenario], courses: Callable[[], list[Course]], today: date
) -> Record:
    """The completed attempts of a journal."""
    known = {scenario: course for course in courses() for scenario in course.order}
    found = [_completed(journal, head, find, known.get(head.scenario)) for head in journal.heads() if head.ended]
    return Record(tuple(sorted(found, key=lambda one: (one.begun, one.attempt))), today)


def _completed(journal: Journal, head: Head, find: Callable[[str], Scenario], course: Course | None) -> Completed:
    first = journal.beginnings([head.attempt])[head.attempt].fields["at"]
    try:
        file = find(head.scenario).file
    except ScaFlowError:
        file = None
    return Completed(
        attempt=head.attempt,
        scenario=head.scenario,
        title=file.title if file else head.scenario,
        course=course.title if course else "",
        aims=course.aims if course else (),
        minutes=file.minutes if file else None,
        begun=datetime.fromisoformat(str(first)).date(),
        ended=head.updated.date(),
    )
