"""Soundness of a table: what must hold of the process before a single case is worked.

`unsound` finds every row or stage that breaks it, by name; the tests and ``sca-flow doctor`` ask it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from sca_flow.people import Role, Sector
from sca_flow.rules.model import Decision, Ground, Period, Rule
from sca_flow.rules.policy import Rules
from sca_flow.states.names import ENDS, Stage, Step
from sca_flow.states.position import Position, Try
from sca_flow.states.reads import reads
from sca_flow.states.routes import WITNESSES
from sca_flow.states.row import Row, Table

_DOMAINS: Mapping[str, tuple[Any, ...]] = {
    "flag": (False, True),
    "count": (None, 0, 2),
    "period": (None, Period(45, "days")),
    "roles": (frozenset({Role.MANAGER}), frozenset(Role)),
    "sectors": (frozenset(), frozenset(Sector)),
    "decisions": tuple(
        frozenset(some)
        for some in ((), (Decision.CG_NEGATIVE,), (Decision.RG_NEGATIVE,), (Decision.CG_NEGATIVE, Decision.RG_NEGATIVE))
    ),
    "grounds": (frozenset(Ground),),
}
"""Values that stand for all a rule of each type can say."""


def unsound(table: Table, rules: Mapping[str, Rule], base: Rules) -> list[str]:
    """Every fault of a table, each naming its row or stage; ``base`` fills in the rules that do not matter."""
    return [
        *_unknown_rules(table, rules),
        *_unreachable(table),
        *_routes(table, rules, base),
        *_traps(table, rules, base),
    ]


def _unknown_rules(table: Table, rules: Mapping[str, Rule]) -> Iterator[str]:
    for row in table.rows:
        for rule in row.when.rules:
            if rule not in rules:
                yield f"{row.name}: its route rests on '{rule}', which is no rule."
        for guard in row.guards:
            for rule in guard.rules:
                if rule not in rules:
                    yield f"{row.name}: guard '{guard.id}' rests on '{rule}', which is no rule."
        if len({guard.id for guard in row.guards}) != len(row.guards):
            yield f"{row.name}: a guard stands there twice."


def _unreachable(table: Table) -> Iterator[str]:
    reached = {Stage.RECEIVED}
    while more := {row.to for row in table.rows if row.stage in reached} - reached:
        reached |= more
    for stage in Stage:
        if stage not in reached:
            rows = ", ".join(row.name for row in table.rows if row.stage == stage)
            yield f"stage '{stage}' is reached by no row (rows that start there: {rows or 'none'})."


def _routes(table: Table, rules: Mapping[str, Rule], base: Rules) -> Iterator[str]:
    """Rows of one stage and step exclude each other and leave nothing out, whatever the rules say."""
    for (stage, step), rows in table.cells.items():
        if len(rows) == 1 and not rows[0].when.rules and rows[0].when.id == "always":
            continue
        read = sorted({rule for row in rows for rule in row.when.rules if rule in rules})
        faults = {
            len(taken)
            for values in _every(read, rules, base)
            for position in WITNESSES
            if len(taken := [row for row in rows if row.when.test(position, values)]) != 1
        }
        names = "; ".join(row.name for row in rows)
        if 0 in faults:
            yield f"{stage} -> {step}: there is a case that no route takes: {names}."
        if faults - {0}:
            yield f"{stage} -> {step}: there is a case that more than one route takes: {names}."


def _traps(table: Table, rules: Mapping[str, Rule], base: Rules) -> Iterator[str]:
    """Every stage that is no end has a way out under every policy, whoever the person is and however the case stands.

    A way out that depends on somebody else's doing (withdrawing, suspending, new evidence) is none; a guard that only
    time or resuming has to meet does not bar one.  Limits that a variant may set on purpose are left at none.
    """
    for stage in Stage:
        if stage in ENDS:
            continue
        leaving = [row for row in table.rows if row.stage == stage and row.to != stage and row.step not in _BY_CHANCE]
        read = sorted({rule for row in leaving for guard in row.guards if guard.rules_only for rule in guard.rules})
        read = [rule for rule in read if rule in rules and rules[rule].variable]
        if not all(any(_passable(row, values) for row in leaving) for values in _every(read, rules, base)):
            names = "; ".join(row.name for row in leaving) or "no row leaves it"
            yield f"stage '{stage}' has no way out under some policy: {names}."


_BY_CHANCE = {Step.WITHDRAW, Step.SUSPEND, Step.RECALL_FOR_NEW_EVIDENCE}
_MET_IN_TIME = {"suspended", "recovery_passed", "turned_18"}


def _passable(row: Row, values: Rules) -> bool:
    nobody = Try(Role.PERSON)
    blocked = any(not guard.test(Position(row.stage), values, nobody) for guard in row.guards if guard.rules_only)
    standing = any(reads(guard.test, values)[0] - _MET_IN_TIME for guard in row.guards)
    return not blocked and not standing and any(row.when.test(position, values) for position in WITNESSES)


def _every(read: list[str], rules: Mapping[str, Rule], base: Rules) -> Iterator[Rules]:
    """The base rules with every combination of values of the rules that are read."""
    for values in product(*(_DOMAINS[rules[rule].type] for rule in read)):
        yield base.setting(dict(zip(read, values, strict=True)))
