"""A cohort: the attempts in a store, read one at a time and added up by scenario."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from pydantic_core import from_json

from sca_flow.errors import Broken, ScaFlowError, StoreError, UnknownName
from sca_flow.events import Started
from sca_flow.journal import Entry, Head, Journal
from sca_flow.rules.policy import Policy
from sca_flow.scenario.model import Course, Scenario
from sca_flow.training.attempt import Attempt, Drifted
from sca_flow.training.debrief import Debrief
from sca_flow.workshop.cohorts.counting import Breakdown
from sca_flow.workshop.cohorts.tally import Tally
from sca_flow.workshop.remembering import Remembering
from sca_flow.workshop.trainees import trainees

Find = Callable[[str], Scenario]
GONE = "its scenario or variant is gone"


@dataclass
class Cohort:
    """Everything that a report for a trainer is made from.  ``apart`` counts attempts that cannot be compared."""

    today: date
    course: str | None = None
    tallies: dict[tuple[str, str], Tally] = field(default_factory=dict)
    """By scenario and by the hash of what was written."""
    apart: dict[str, Breakdown] = field(default_factory=dict)
    """Why they cannot, by scenario."""

    @property
    def shown(self) -> Mapping[str, Tally]:
        """The scenarios that enough people tried, by a name that tells each from another of its id."""
        twice = [name for name, _ in self.tallies]
        return {
            name if twice.count(name) == 1 else f"{name}@{sha[:8]}": tally
            for (name, sha), tally in sorted(self.tallies.items())
            if tally.enough
        }

    @property
    def hidden(self) -> list[str]:
        """The ids of those that too few tried: of them nothing else is shown."""
        return sorted({name for (name, _), tally in self.tallies.items() if not tally.enough})

    @property
    def empty(self) -> bool:
        """Whether there is nothing to report on."""
        return not self.tallies and not self.apart


def cohort(
    journal: Journal,
    find: Find,
    courses: Callable[[], list[Course]],
    policy: Policy,
    today: date,
    course: str | None = None,
) -> Cohort:
    """Read a whole store, or the attempts at the scenarios of one course.

    Raises:
        UnknownName: there is no such course.
    """
    known = courses()
    of = {scenario: one.id for one in known for scenario in one.order}
    found, seen = Cohort(today, course), {one.id for one in known}
    for read in _all(journal, _Scenarios(find), Remembering.of(policy), of):
        seen |= {read.course} - {""}
        if course in (None, read.course):
            _count(found, read)
    if course is not None and course not in seen:
        raise UnknownName("course", course, seen)
    return found


@dataclass(frozen=True)
class _Read:
    """An attempt as it was read.  Without a debrief it cannot be compared, and ``why`` says why."""

    scenario: str
    course: str
    person: str
    debrief: Debrief | None = None
    at: tuple[datetime, ...] = ()
    why: str = ""


def _count(found: Cohort, read: _Read) -> None:
    if read.debrief is None:
        found.apart.setdefault(read.scenario, Breakdown()).add(read.why, read.person)
    else:
        scenario = read.debrief.attempt.scenario
        tally = found.tallies.setdefault((scenario.id, scenario.sha), Tally(scenario))
        tally.add(read.debrief, read.at, read.person)


def _all(journal: Journal, scenarios: _Scenarios, policy: Policy, course_of: Mapping[str, str]) -> Iterator[_Read]:
    """Every attempt that was begun, one at a time: nothing of one is kept when the next is read."""
    heads = [head for head in journal.heads() if head.seq]
    people = trainees(journal, heads)
    lost: list[Head] = []
    for find in (scenarios.find, scenarios.met):  # where an erased attempt found its scenario is erased as well
        for head in heads if find == scenarios.find else lost:
            course, person = course_of.get(head.scenario, ""), people.get(head.attempt, head.attempt)
            read = _tried(journal, find, policy, course, head, person)
            if read.why == GONE and find == scenarios.find:
                lost.append(head)
            else:
                yield read


def _tried(journal: Journal, find: Find, policy: Policy, course: str, head: Head, person: str) -> _Read:
    """An attempt, or why it cannot be compared."""
    try:
        return _read(journal, find, policy, course, head, person)
    except StoreError as error:
        if not isinstance(error, Broken):
            raise
        why = "it is broken"
    except ScaFlowError as error:
        why = _why(error)
    except (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError):
        why = "what it says cannot be read"
    return _Read(head.scenario, course, person, why=why)


def _read(journal: Journal, find: Find, policy: Policy, course: str, head: Head, person: str) -> _Read:
    attempt = Attempt.resume(head.attempt, find, policy, journal)
    course = course or attempt.scenario.course
    started = attempt.case.history[0].event
    if isinstance(started, Started) and started.branch_of:
        # What came before is copied from the other one: counted again, it would count twice.
        return _Read(head.scenario, course, person, why="tried again from a step of another attempt")
    if attempt.policy.variants:
        return _Read(head.scenario, course, person, why="walked under a variant: other rules than the others'")
    at = tuple(at for entry in journal.read(head.attempt) if (at := _at(entry)) is not None)
    return _Read(head.scenario, course, person, Debrief.of(attempt), at)


def _at(entry: Entry) -> datetime | None:
    """When an event was recorded; None of an erasure, which is not the trainee's work."""
    fields = from_json(entry.body)
    return None if fields["kind"] == "erased" else datetime.fromisoformat(fields["at"])


def _why(error: ScaFlowError) -> str:
    """Why an attempt cannot be compared."""
    if isinstance(error, Drifted):
        return "its scenario or the rules changed since"
    return GONE if isinstance(error, UnknownName) else "its scenario cannot be read"


class _Scenarios:
    """The scenarios of the attempts, each read once, or not found once."""

    def __init__(self, find: Find) -> None:
        self._find = find
        self._found: dict[str, Scenario | ScaFlowError] = {}

    def find(self, name: str) -> Scenario:
        """One by its id or its folder."""
        if name not in self._found:
            try:
                self._found[name] = self._find(name)
            except ScaFlowError as error:
                self._found[name] = error
        one = self._found[name]
        if isinstance(one, ScaFlowError):
            raise one
        return one

    def met(self, name: str) -> Scenario:
        """One that other attempts found, by its id."""
        known = {one.id: one for one in self._found.values() if isinstance(one, Scenario)}
        if name not in known:
            raise UnknownName("scenario", name, known)
        return known[name]
