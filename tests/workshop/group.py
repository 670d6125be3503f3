"""A group of trainees: attempts at a small scenario, kept in a store, by a clock that is set by hand."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sca_flow.journal import Draft, Journal, MemoryJournal, Text
from sca_flow.rules.loader import shipped
from sca_flow.scenario.model import Scenario
from sca_flow.store import open_journal
from sca_flow.training.attempt import Attempt
from sca_flow.workshop.remembering import Remembering

from ..training.making import played, rg, scenario

POLICY = Remembering.of(shipped())
NEGATIVE: list[dict[str, Any]] = [
    {"step": "accept_referral"},
    {"step": "draft_rg_negative", "with": {"reasons": "My own words."}},
    {"step": "confirm_rg_negative"},
]
POSITIVE = [*rg(), {"step": "begin_cg_consideration"}]
ON = [*POSITIVE, {"step": "decide_cg_positive", "on": "2021-05-01", "with": {"reasons": "My own words."}}]
"""Through to a positive conclusive grounds decision."""
TOO_EARLY = [
    *POSITIVE,
    {"step": "draft_cg_negative", "with": {"reasons": "x"}, "expect": {"refused_by": ["recovery.minimum"]}},
]

ASSUMED = [
    {"step": "wait", "with": {"until": "2021-02-01"}, "expect": {"refused_by": ["simulation.dates_run_forward"]}},
    *POSITIVE,
]
"""With a refusal that only a working assumption gives."""


class Group:
    """Attempts in one store."""

    def __init__(self, store: Path, made: Scenario) -> None:
        self.store, self.made = store, made
        self.now = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
        self._numbers = iter(range(1_000_000))

    def attempt(
        self, lines: list[dict[str, Any]], name: str | None = None, *, each: timedelta = timedelta(minutes=1)
    ) -> str:
        """An attempt whose events come one by one; of somebody of their own, unless they are named."""
        [made] = self.attempts(1, lines, name, each=each)
        return made

    def attempts(
        self,
        count: int,
        lines: list[dict[str, Any]],
        name: str | None = None,
        *,
        each: timedelta = timedelta(minutes=1),
    ) -> list[str]:
        """As many attempts, each of somebody else: walked in memory, then kept in the store."""
        made = []
        with closing(open_journal(str(self.store))) as journal:
            for _ in range(count):
                person = f"Person Number {next(self._numbers)}" if name is None else name
                memory = MemoryJournal()
                attempt = Attempt.start(self.made, POLICY, memory, name=person, clock=lambda: self._tick(each))
                played(attempt, lines)
                _keep(memory, attempt, person, journal)
                made.append(attempt.id)
        return made

    def _tick(self, each: timedelta) -> datetime:
        self.now += each
        return self.now


def _keep(memory: MemoryJournal, attempt: Attempt, person: str, journal: Journal) -> None:
    """Record an attempt as it is in another journal, all at once: waiting for the disk takes the time of a test."""
    head = memory.head(attempt.id)
    journal.begin(replace(head, seq=0), person)
    drafts = []
    for entry in memory.read(attempt.id):
        fields: dict[str, Any] = {name: one for name, one in entry.fields.items() if name not in ("attempt", "seq")}
        fields |= {"on": date.fromisoformat(fields["on"]), "at": datetime.fromisoformat(fields["at"])}
        drafts.append(Draft(**fields))
    texts = [Text(ref, "salt", text) for ref, text in memory.texts(attempt.id).items()]
    journal.append(attempt.id, 0, drafts, stage=head.stage, ended=head.ended, texts=texts)


def group(folder: Path, *changes: tuple[str, str]) -> Group:
    """A group whose store and scenario lie in a folder."""
    (folder / "a-course").mkdir(exist_ok=True)
    return Group(folder / "attempts.db", scenario(folder / "a-course" / "made-up", *changes))
