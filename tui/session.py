"""The worker's side: the library, the journal and the attempt that is open.  Every call may block.

It is imported after the first frame, because it brings the process with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sca_flow.journal import Head, Journal
from sca_flow.scenario.loader import Library
from sca_flow.states.names import Step
from sca_flow.training.attempt import Attempt, Result, new_id, wall_clock
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
    ) -> None:
        self.library = library
        self.clock, self.ids = clock or wall_clock, ids or new_id
        self._open_journal = open_journal
        self._journal: Journal | None = None
        self._attempt: Attempt | None = None

    @property
    def journal(self) -> Journal:
        """The journal, opened when it is first asked for; a failure is tried again the next time."""
        if self._journal is None:
            self._journal = self._open_journal()
        return self._journal

    def heads(self) -> tuple[Head, ...]:
        """Every attempt, the last updated first."""
        return tuple(self.journal.heads())

    def start(self, scenario: str) -> CaseView:
        """Begin a new attempt."""
        library = self.library
        return self._hold(
            Attempt.start(library.find(scenario), library.policy, self.journal, clock=self.clock, ids=self.ids)
        )

    def resume(self, attempt: str) -> CaseView:
        """Go on with an attempt; also how one that changed elsewhere is read again."""
        library = self.library
        return self._hold(
            Attempt.resume(attempt, library.find, library.policy, self.journal, clock=self.clock, ids=self.ids)
        )

    def take(self, step: Step, by: str | None, values: Mapping[str, Any], event_id: str) -> tuple[CaseView, Result]:
        """Take a step of the open attempt; recorded before this returns."""
        assert self._attempt is not None, "a step is offered only by an open attempt"
        result = self._attempt.take(step, by, values, event_id=event_id)
        return view_of(self._attempt), result

    def _hold(self, attempt: Attempt) -> CaseView:
        view = view_of(attempt)
        self._attempt = attempt
        return view
