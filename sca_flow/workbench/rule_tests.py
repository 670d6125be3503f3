"""Rule tests: on a date, under a policy, from a position, when steps are tried, then what comes of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from sca_flow.errors import InputError
from sca_flow.journal import Head, MemoryJournal
from sca_flow.reading import Tree, read_yaml
from sca_flow.reasons import Reason
from sca_flow.rules.model import Day, Decision
from sca_flow.rules.policy import Policy
from sca_flow.scenario.model import ScriptStep
from sca_flow.states.names import Stage
from sca_flow.states.row import Table
from sca_flow.states.table import TABLE
from sca_flow.training.attempt import Attempt, new_id, wall_clock
from sca_flow.training.script import Played, play
from sca_flow.workbench.given import Given

RULES = "rules"
"""How a test names the rules as published."""


class Then(BaseModel):
    """What holds when all steps are taken."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    stage: Stage | None = None
    decision: Decision | None = None
    quorate: bool | None = None


class RuleTest(BaseModel):
    """One test.  ``on`` and ``policies`` may be lists: then it is run for each of them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    on: tuple[Day, ...] = Field(min_length=1)
    policies: tuple[str, ...] = (RULES,)
    given: Given
    steps: tuple[ScriptStep, ...] = ()
    then: Then = Then()

    @field_validator("on", "policies", mode="before")
    @classmethod
    def _one_or_many(cls, given: Any) -> Any:
        return given if isinstance(given, list) else [given]


@dataclass(frozen=True)
class Run:
    """One test on one date under one policy.  ``surprises`` says, in words, what was expected and did not come."""

    test: RuleTest
    file: str
    line: int | None
    on: date
    policy: str
    surprises: tuple[str, ...]
    reasons: tuple[Reason, ...]
    attempt: Attempt

    @property
    def passed(self) -> bool:
        """Whether everything came as expected."""
        return not self.surprises

    @property
    def name(self) -> str:
        """The test with its date and policy."""
        return f"{self.test.name} [{self.on}, {self.policy}]"


Applied = Callable[[Sequence[str]], Policy]
"""Gives the policy for a list of variant names."""


def read_tests(path: Path) -> list[tuple[RuleTest, int | None]]:
    """The tests of a file with their lines; `FileError` with every problem."""
    tree: Tree = read_yaml(path)
    return [(test, tree.line((place,))) for place, test in enumerate(tree.as_(list[RuleTest]))]


def files(paths: Sequence[Path]) -> Iterator[Path]:
    """Every test file named, or under a folder named."""
    for path in paths:
        if path.is_dir():
            yield from sorted(path.rglob("*.yaml"))
        elif path.exists():
            yield path
        else:
            raise InputError(f"There is no file or folder '{path}'.", do="Name a rule test file, or a folder of them.")


def run_file(path: Path, applied: Applied, table: Table = TABLE) -> Iterator[Run]:
    """Run every test of a file, for each of its dates and policies."""
    for test, line in read_tests(path):
        for policy in test.policies:
            for on in test.on:
                yield run(test, on, policy, applied, str(path), line, table)


def run(
    test: RuleTest,
    on: date,
    policy: str,
    applied: Applied,
    file: str = "",
    line: int | None = None,
    table: Table = TABLE,
) -> Run:
    """Run one test on one date under one policy: ``rules``, a variant's id, or several joined by ``+``."""
    names = [name for name in policy.split("+") if name != RULES]
    attempt = opened(test.given, on, applied(names), table)
    surprises: list[str] = []
    reasons: tuple[Reason, ...] = ()
    for played in play(attempt, test.steps):
        reasons = played.result.reasons
        if played.surprise:
            surprises.append(_explained(played))
    if not surprises:
        surprises += _not_as_then(test.then, attempt)
    return Run(test, file, line, on, policy, tuple(surprises), reasons, attempt)


def opened(given: Given, on: date, policy: Policy, table: Table = TABLE) -> Attempt:
    """An attempt that stands at a given position."""
    journal = MemoryJournal()
    attempt_id = new_id()
    journal.begin(Head(attempt_id, "rule-test", "", policy.sha))
    return Attempt(
        attempt_id, given.scenario(on), policy, journal, given.case(on), clock=wall_clock, ids=new_id, table=table
    )


def _explained(played: Played) -> str:
    return "\n".join([played.surprise, *(str(reason) for reason in played.result.reasons)])


def _not_as_then(then: Then, attempt: Attempt) -> Iterator[str]:
    case = attempt.case
    if then.stage is not None and case.stage != then.stage:
        yield f"The case stands at '{case.stage}', not at '{then.stage}'."
    if then.decision is not None and case.decision != then.decision:
        yield f"The decision is '{case.decision}', not '{then.decision}'."
    quorum = attempt.quorum()
    if then.quorate is not None and (quorum is None or quorum.quorate is not then.quorate):
        found = "No sitting is on." if quorum is None else quorum.words
        yield f"Expected the sitting to be {'quorate' if then.quorate else 'not quorate'}. {found}"
