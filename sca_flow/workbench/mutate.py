"""Loosening each guard in turn, to see who notices: a safeguard that nobody watches is no safeguard."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from sca_flow.rules.policy import Policy
from sca_flow.states.guards import Guard
from sca_flow.states.row import Row, Table
from sca_flow.states.table import TABLE
from sca_flow.workbench.check import check
from sca_flow.workbench.invariants import Invariant
from sca_flow.workbench.rule_tests import Applied, run_file

MEMBERS = 3
"""Three members show every way a quorum can be missed by one."""


@dataclass(frozen=True)
class Mutant:
    """One guard that always allows, and which invariants and rule tests notice it."""

    guard: str
    rows: int
    invariants: tuple[str, ...]
    tests: tuple[str, ...]

    @property
    def noticed(self) -> bool:
        """Whether anything notices."""
        return bool(self.invariants or self.tests)

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "guard": self.guard,
            "rows": self.rows,
            "noticed": self.noticed,
            "invariants": list(self.invariants),
            "tests": list(self.tests),
        }


def guards(table: Table = TABLE) -> tuple[str, ...]:
    """Every guard of a table, in its order."""
    return tuple(dict.fromkeys(guard.id for row in table.rows for guard in row.guards))


def loosened(guard: str, table: Table = TABLE) -> Table:
    """The table in which one guard always allows."""
    return Table(tuple(_loosened(row, guard) for row in table.rows))


def _loosened(row: Row, name: str) -> Row:
    def loose(guard: Guard) -> Guard:
        return replace(guard, test=lambda p, r, t: True) if guard.id == name else guard

    return replace(row, guards=tuple(loose(guard) for guard in row.guards))


def mutate(
    policy: Policy,
    on: date,
    invariants: Sequence[Invariant],
    tests: Sequence[Path],
    applied: Applied,
    *,
    progress: Callable[[str], None] = lambda guard: None,
) -> Iterator[Mutant]:
    """Loosen every guard in turn and ask the invariants and the rule tests.  A test counts when it fails only then."""
    sound = {judged.invariant.id for judged in _judged(policy, on, invariants, TABLE) if judged.verdict != "broken"}
    failing = set(_failing(tests, applied, TABLE))
    for guard in guards():
        progress(guard)
        table = loosened(guard)
        judged = _judged(policy, on, invariants, table)
        broken = tuple(j.invariant.id for j in judged if j.verdict == "broken" and j.invariant.id in sound)
        rows = sum(any(g.id == guard for g in row.guards) for row in table.rows)
        newly = tuple(name for name in dict.fromkeys(_failing(tests, applied, table)) if name not in failing)
        yield Mutant(guard, rows, broken, newly)


def _judged(policy: Policy, on: date, invariants: Sequence[Invariant], table: Table) -> Iterable[Any]:
    return check(policy, policy, invariants, on, members=MEMBERS, table=table).judged


def _failing(tests: Sequence[Path], applied: Applied, table: Table) -> Iterator[str]:
    for path in tests:
        for run in run_file(path, applied, table):
            if not run.passed:
                yield run.name
