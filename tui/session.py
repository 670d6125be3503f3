"""The worker's side: the library, the journal and the attempt that is open.  Every call may block.

It is imported after the first frame, because it brings the process with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sca_flow.errors import ScaFlowError
from sca_flow.journal import Entry, Journal
from sca_flow.people import Person
from sca_flow.scenario.loader import Library
from sca_flow.states.names import Step
from sca_flow.training import telling
from sca_flow.training.attempt import Attempt, Result, new_id, wall_clock
from sca_flow.training.branch import branch
from sca_flow.training.company import Company
from sca_flow.training.debrief import Debrief
from sca_flow.training.debrief_report import report
from sca_flow.training.study import Writing, last_written
from tui import messages
from tui.messages import News
from tui.screens.desk import MOST
from tui.views import CaseView, view_of

Clock = Callable[[], datetime]
Ids = Callable[[], str]


class Session:
    """One attempt at a time, through the one door.  Errors of ours pass through; nothing is recorded then."""

    def __init__(
        self,
        library: Library,
        open_journal: Callable[[], Journal],
        clock: Clock | None = None,
        ids: Ids | None = None,
        name: str = "",
    ) -> None:
        self.library, self.name = library, name
        self.clock, self.ids = clock or wall_clock, ids or new_id
        self._open_journal = open_journal
        self._journal: Journal | None = None
        self._attempt: Attempt | None = None
        self._people: dict[str, Mapping[str, Person]] = {}
        """Of the scenarios in which somebody took a chair, as the desk names them."""
        self._company: Company

    @property
    def journal(self) -> Journal:
        """The journal, opened when it is first asked for; a failure is tried again the next time."""
        if self._journal is None:
            self._journal = self._open_journal()
        return self._journal

    def listed(self) -> messages.Listed:
        """The attempts that the desk shows: those under the trainee's name first, each part the last updated first."""
        mine = self.journal.heads(MOST, self.name)
        own = {head.attempt for head in mine}
        others = [head for head in self.journal.heads(MOST) if head.attempt not in own][: MOST - len(mine)]
        names = self.journal.names([head.person for head in others])
        heads = (*mine, *others)
        began = self.journal.beginnings([head.attempt for head in heads])
        return messages.Listed(
            heads,
            {attempt: words for attempt, entry in began.items() if (words := self._began(entry))},
            {head.attempt: names.get(head.person, "") for head in others},
            self.journal.count(),
        )

    def _began(self, entry: Entry) -> str:
        """How an attempt began, in words, where it is not the plain way."""
        said: Any = entry.fields["payload"]
        words = [f"as {self._called(said['scenario'], said['chair'])}"] if said.get("chair") else []
        if said.get("branch_of"):
            words.append(f"a branch: from step {said['branch_at']} of {said['branch_of']}")
        return " · ".join(words)

    def _called(self, scenario: str, person: str) -> str:
        """The name of somebody in a scenario; the id where it cannot be read, or has nobody of that id any more."""
        if scenario not in self._people:
            try:
                self._people[scenario] = self.library.find(scenario).people
            except ScaFlowError:
                self._people[scenario] = {}
        found = self._people[scenario].get(person)
        return found.name if found else person

    def chairs(self, scenario: str) -> messages.Chairs:
        """Who the trainee may be in a scenario."""
        found = self.library.find(scenario)
        return messages.Chairs(scenario, tuple(found.people[who] for who in found.file.chairs))

    def start(self, scenario: str, chair: str | None = None) -> messages.Opened:
        """Begin a new attempt, as somebody if a chair is named."""
        found, policy = self.library.find(scenario), self.library.policy
        return self._hold(
            Attempt.start(found, policy, self.journal, name=self.name, chair=chair, clock=self.clock, ids=self.ids)
        )

    def resume(self, attempt: str) -> messages.Opened:
        """Go on with an attempt; also how one that changed elsewhere is read again."""
        library = self.library
        return self._hold(
            Attempt.resume(attempt, library.find, library.policy, self.journal, clock=self.clock, ids=self.ids)
        )

    def branch(self, seq: int) -> messages.Opened:
        """Try the open attempt again from a step, as a new one."""
        return self._hold(branch(self.attempt, seq))

    def tour(self) -> messages.Opened:
        """The practice case as far as the tour has it, in memory."""
        from tui.practice import practise

        return self._hold(practise(self.library.policy))

    @property
    def attempt(self) -> Attempt:
        """The attempt that is open."""
        assert self._attempt is not None, "steps and documents are shown only of an open attempt"
        return self._attempt

    def take(
        self,
        step: Step,
        by: str | None,
        values: Mapping[str, Any],
        event_id: str,
        writing: Mapping[str, Any] | None = None,
    ) -> tuple[CaseView, Result, tuple[News, ...]]:
        """Take a step of the open attempt, and keep first how it was written; recorded before this returns.

        Then the others act, each act recorded by itself.
        """
        if writing is not None:
            self._write(step, writing)
        result = self.attempt.take(step, by, values, event_id=event_id)
        news = self._others() if result.accepted else ()
        return self._view(), result, news

    def mark(self, document: str, first: int, last: int, as_: str, of: str | None) -> CaseView:
        """Mark lines of a document."""
        self.attempt.mark(document, first, last, as_, of)
        return self._view()

    def unmark(self, number: int) -> CaseView:
        """Take a mark back."""
        self.attempt.unmark(number)
        return self._view()

    def write(self, step: Step, writing: Mapping[str, Any]) -> CaseView:
        """Keep a decision as far as it has come."""
        self._write(step, writing)
        return self._view()

    def debrief(self) -> messages.Debriefed:
        """The debrief of the open attempt as it stands."""
        debrief = Debrief.of(self.attempt)
        places = tuple((one.passage.document, one.first) for one in debrief.noticed)
        moves, decided = (move.seq for move in debrief.path), (one.seq for one in debrief.decisions)
        return messages.Debriefed(
            self.attempt.id, self.attempt.seq, report(debrief), places, tuple(moves), tuple(decided)
        )

    def _write(self, step: Step, writing: Mapping[str, Any]) -> None:
        """Record it, unless it says what was written last."""
        attempt = self.attempt
        if last_written(attempt.study(), attempt.texts(), step) != Writing.model_validate(dict(writing)):
            attempt.write(step, writing)

    def _hold(self, attempt: Attempt) -> messages.Opened:
        company = Company(attempt)
        self._attempt, self._company = attempt, company
        news = self._others()
        return messages.Opened(self._view(), news)

    def _view(self) -> CaseView:
        return view_of(self.attempt, self._company.mine())

    def _others(self) -> tuple[News, ...]:
        """What the others do, and what happens of itself, until it is the trainee's turn."""
        news = []
        for act in self._company.go_on():
            line = telling.timeline(self.attempt)[-1]
            news.append(News(line, act.result.step == Step.WAIT))
        return tuple(news)
