"""Running rule tests: on a date, under a policy, from a position, when steps are tried, then what comes of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from sca_flow.errors import FileError, InputError, Problem
from sca_flow.events import Refused, Taken
from sca_flow.journal import Head, MemoryJournal
from sca_flow.people import Role
from sca_flow.reasons import Reason
from sca_flow.rules.loader import shipped, shipped_variants
from sca_flow.rules.policy import Policy
from sca_flow.states.row import Table
from sca_flow.states.table import TABLE
from sca_flow.take import Scene
from sca_flow.training.attempt import Attempt, new_id, wall_clock
from sca_flow.training.script import Played, play
from sca_flow.workbench.given import Given
from sca_flow.workbench.rule_test_files import RULES, RuleTest, Then, read_tests

Applied = Callable[[Sequence[str]], Policy]
"""Gives the policy for a list of variant names."""


@dataclass(frozen=True)
class Seen:
    """One step as it was tried: the scene before it, who tried it, and what came of it."""

    scene: Scene
    actor: str
    role: Role
    event: Taken | Refused

    @classmethod
    def last(cls, attempt: Attempt, scene: Scene) -> Seen:
        """The last step of an attempt."""
        happened = attempt.case.history[-1]
        assert isinstance(happened.event, (Taken, Refused)), "an attempt that a test opens has only steps"
        return cls(scene, happened.actor, Role(happened.role), happened.event)

    @property
    def accepted(self) -> bool:
        """Whether the step was taken."""
        return isinstance(self.event, Taken)


@dataclass(frozen=True)
class Run:
    """One test on one date under one policy.  ``surprises`` says, in words, what was expected and did not come."""

    test: RuleTest
    file: str
    line: int | None
    on: date
    policy: str
    surprises: tuple[str, ...]
    seen: tuple[Seen, ...]
    attempt: Attempt

    @property
    def passed(self) -> bool:
        """Whether everything came as expected."""
        return not self.surprises

    @property
    def name(self) -> str:
        """The test with its date and policy."""
        return f"{self.test.name} [{self.on}, {self.policy}]"


def shipped_policy(names: Sequence[str]) -> Policy:
    """The shipped rules under shipped variants; each combination is made once."""
    return _shipped_policy(tuple(names))


@cache
def _shipped_policy(names: tuple[str, ...]) -> Policy:
    return shipped_variants().apply(shipped(), names)


def run_file(path: Path, applied: Applied = shipped_policy, table: Table = TABLE) -> Iterator[Run]:
    """Run every test of a file, for each of its dates and policies.

    Raises:
        FileError: the file cannot be read as rule tests, or one names a person, a form's field or a policy that
            does not exist; with its line.
    """
    for test, line in read_tests(path):
        for policy in test.policies:
            for on in test.on:
                try:
                    yield run(test, on, policy, applied, str(path), line, table)
                except InputError as error:
                    raise FileError(str(path), [Problem(line, f"{test.name}: {error}")]) from error


def run(
    test: RuleTest,
    on: date,
    policy: str = RULES,
    applied: Applied = shipped_policy,
    file: str = "",
    line: int | None = None,
    table: Table = TABLE,
) -> Run:
    """Run one test on one date under one policy: ``rules``, a variant's id, or several joined by ``+``."""
    names = [name for name in policy.split("+") if name != RULES]
    attempt = opened(test.given, on, test.ruled(applied(names), on), table)
    surprises: list[str] = []
    seen: list[Seen] = []
    reasons: tuple[Reason, ...] = ()
    scene = attempt.scene
    try:
        for played in play(attempt, test.steps):
            seen.append(Seen.last(attempt, scene))
            scene, reasons = attempt.scene, played.result.reasons
            if played.surprise:
                surprises.append(_explained(played))
    except (LookupError, ValueError) as error:  # a loosened guard let something through that cannot be recorded
        if table is TABLE:
            raise
        surprises.append(f"A step that should have been refused cannot be recorded: {type(error).__name__}.")
    if not surprises:
        surprises += _not_as_then(test.then, attempt, reasons)
    return Run(test, file, line, on, policy, tuple(surprises), tuple(seen), attempt)


def opened(given: Given, on: date, policy: Policy, table: Table = TABLE) -> Attempt:
    """An attempt that stands at a given position."""
    journal = MemoryJournal()
    attempt_id = new_id()
    journal.begin(Head(attempt_id, "rule-test", "", ""))
    case = given.case(on)
    return Attempt(attempt_id, given.scenario(on), policy, journal, case, clock=wall_clock, ids=new_id, table=table)


def _explained(played: Played) -> str:
    return "\n".join([played.surprise, *(str(reason) for reason in played.result.reasons)])


def _not_as_then(then: Then, attempt: Attempt, reasons: Sequence[Reason]) -> Iterator[str]:
    case = attempt.case
    if then.stage is not None and case.stage != then.stage:
        yield f"The case stands at '{case.stage}', not at '{then.stage}'."
    if then.decision is not None and case.decision != then.decision:
        yield f"The decision is '{case.decision}', not '{then.decision}'."
    quorum = attempt.quorum()
    if then.quorate is not None and (quorum is None or quorum.quorate is not then.quorate):
        found = "No sitting is on." if quorum is None else quorum.words
        yield f"Expected the sitting to be {'quorate' if then.quorate else 'not quorate'}. {found}"
    if then.confirmed is not None and any(reason.confirmed for reason in reasons) is not then.confirmed:
        yield f"The refusal was expected to be {'confirmed' if then.confirmed else 'a working assumption'}, and is not."
