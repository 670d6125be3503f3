"""The worker's side of a preview: the scenario of a folder, played in memory, and played again on a new text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain, count

from textual.message import Message

from sca_flow.errors import InputError
from sca_flow.journal import MemoryJournal
from sca_flow.scenario.model import Scenario, ScriptStep
from sca_flow.states.names import Stage
from sca_flow.training.attempt import Attempt
from sca_flow.workshop.preview import Folder, Stop, problems, replay, steps_of, up_to
from tui import messages
from tui.session import Clock, Session

PREVIEW = "the preview"
"""The id of its attempt: none that would be kept, since drafts take only plain names to disk."""


@dataclass
class Played(Message):
    """The scenario was read and played; ``stopped`` is where what was done before could not be done any more."""

    opened: messages.Opened
    steps: int
    stopped: Stop | None


@dataclass
class Unreadable(Message):
    """The scenario cannot be read, or not begun where it is to begin."""

    problems: Sequence[str]


class PreviewSession(Session):
    """A session on one folder.  Every reading has a store of its own, in memory."""

    def __init__(self, folder: Folder, stage: Stage | None, clock: Clock | None = None) -> None:
        numbers = count(1)
        super().__init__(folder, MemoryJournal, clock, lambda: f"preview {next(numbers)}")
        self.folder, self._stage = folder, stage
        self._done: tuple[Attempt, int, Sequence[ScriptStep]] | None = None
        """The attempt that was played last, how far it then was, and the steps that were to be played."""

    def again(self) -> Played | Unreadable:
        """Read the folder, and play what was done so far; at first, what leads to where it begins."""
        try:
            scenario = self.folder.find("")
            return self._played(scenario, self._steps(scenario))
        except InputError as error:
            return Unreadable(problems(self.folder.folder, self.folder.policy, error))

    def _steps(self, scenario: Scenario) -> Sequence[ScriptStep]:
        """What is to be played: where nothing was done since the last time, all of what was to be played then."""
        attempt = self._attempt
        if attempt is None:
            return up_to(scenario, self.folder.policy, self._stage) if self._stage else ()
        if self._done is not None and (attempt, attempt.seq) == self._done[:2]:
            return self._done[2]
        return steps_of(attempt)

    def _played(self, scenario: Scenario, steps: Sequence[ScriptStep]) -> Played:
        chair = self._attempt.chair if self._attempt else None
        attempt = Attempt.start(
            scenario,
            self.folder.policy,
            MemoryJournal(),
            chair=chair if chair in scenario.file.chairs else None,
            clock=self.clock,
            ids=_named(self.ids),
        )
        stop = replay(attempt, steps)
        self._journal = attempt.journal
        opened = self._hold(attempt)
        self._done = attempt, attempt.seq, steps
        return Played(opened, len(steps), stop)


def _named(ids: Callable[[], str]) -> Callable[[], str]:
    """Ids of which the first, the attempt's, is the preview's: what is typed is found again after each reading."""
    names = chain([PREVIEW], iter(ids, None))
    return lambda: next(names)
