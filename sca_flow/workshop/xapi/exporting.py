"""Exporting attempts: the statements of all of them, or of none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sca_flow.errors import Broken, InputError, ScaFlowError, StoreError
from sca_flow.journal import Journal
from sca_flow.rules.policy import Policy
from sca_flow.scenario.model import Scenario
from sca_flow.training.attempt import Attempt
from sca_flow.workshop.remembering import Remembering
from sca_flow.workshop.trainees import pseudonym, trainees
from sca_flow.workshop.xapi.statements import Statement, Statements


def statements(
    journal: Journal, attempts: Sequence[str], find: Callable[[str], Scenario], policy: Policy
) -> list[Statement]:
    """The statements of some attempts, each attempt once, in the order in which they are named.

    Raises:
        InputError: some of them cannot be exported; everything that is in the way is told at once.
        StoreError: the store failed.
    """
    remembering = Remembering.of(policy)
    found: list[Statement] = []
    problems: list[ScaFlowError] = []
    heads = [head for head in journal.heads() if head.seq]
    people = trainees(journal, heads)
    for attempt in dict.fromkeys(attempts):
        try:
            resumed = Attempt.resume(attempt, find, remembering, journal)
            entries = journal.read(attempt)[: len(resumed.case.history)]
            found += Statements(resumed, entries, people.get(attempt, pseudonym(attempt))).all()
        except ScaFlowError as error:
            if isinstance(error, StoreError) and not isinstance(error, Broken):
                raise
            problems.append(error)
    if len(problems) == 1:
        raise problems[0]
    if problems:
        raise InputError(
            f"{len(problems)} attempts cannot be exported; nothing is written.",
            why="\n".join(_told(problems)),
            do="List the attempts with: sca-flow attempts",
        )
    return found


def _told(problems: Sequence[ScaFlowError]) -> Iterator[str]:
    return (" ".join(part for part in (one.what, one.why, one.do) if part) for one in problems)
