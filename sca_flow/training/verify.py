"""Verifying attempts, and erasing what can be forgotten, from the journal alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sca_flow.case import fold, folded
from sca_flow.errors import Broken, ScaFlowError
from sca_flow.events import Erased, Happened, happened
from sca_flow.journal import Draft, Head, Journal, check_chain
from sca_flow.training.attempt import TRAINEE, Clock, new_id, wall_clock


@dataclass(frozen=True)
class Verdict:
    """Whether one attempt is sound, and if not, why."""

    attempt: str
    events: int
    sound: bool
    why: str = ""

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {"attempt": self.attempt, "events": self.events, "sound": self.sound, "why": self.why}


def verdicts(journal: Journal, attempt: str | None = None) -> Iterator[Verdict]:
    """Verify one attempt, or all of them; `UnknownName` when there is no such attempt."""
    for head in [journal.head(attempt)] if attempt is not None else journal.heads():
        yield _verdict(journal, head)


def _verdict(journal: Journal, head: Head) -> Verdict:
    events = 0
    try:
        entries = journal.read(head.attempt)
        events = len(entries)
        if head.seq == events == 0:  # killed between the head and the first event: nothing was acknowledged
            return Verdict(head.attempt, events, sound=True, why="It was never begun.")
        check_chain(entries)
        case = folded(happened(entry) for entry in entries)
        if (head.seq, head.stage, head.ended) != (events, case.stage, case.ended):
            raise Broken(
                f"The list says {head.seq} events and stage '{head.stage}', the events {events} and '{case.stage}'.",
                why="Something is missing, or the list was changed.",
            )
    except ScaFlowError as error:
        return Verdict(head.attempt, events, sound=False, why=str(error))
    except Exception as error:  # whatever a damaged text makes of itself, it is a broken attempt and no crash
        return Verdict(head.attempt, events, sound=False, why=f"An event cannot be read ({type(error).__name__}).")
    return Verdict(head.attempt, events, sound=True)


def erase(journal: Journal, attempt: str, clock: Clock = wall_clock) -> int:
    """Remove an attempt's free text and its person's name, and record that; how many pieces of text went.

    It needs no scenario: what was played may be gone or changed.  Behind what is broken nothing can be recorded, but
    what was written goes all the same.
    """
    try:
        case = folded(happened(entry) for entry in journal.read(attempt))
    except Broken:
        return journal.erase(attempt)
    last = case.history[-1].seq
    event = Erased(texts=len(journal.texts(attempt)))
    draft = Draft(new_id(), "study", event.kind, event.version, TRAINEE, TRAINEE, case.today, clock(), event.payload())
    after = fold(case, Happened(last + 1, TRAINEE, TRAINEE, case.today, event))
    journal.append(attempt, last, [draft], stage=after.stage, ended=after.ended)
    return journal.erase(attempt)
