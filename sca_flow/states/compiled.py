"""The process as a plain lookup, compiled from the same table: for exploring many positions quickly."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from sca_flow.rules.policy import Rules
from sca_flow.states.names import Stage, Step
from sca_flow.states.position import Position, Try
from sca_flow.states.row import Row, Table
from sca_flow.states.table import TABLE

Key = tuple[Stage, Step, str]


@cache
def compiled(table: Table = TABLE) -> Mapping[Key, tuple[Stage, int]]:
    """Where each stage, step and route leads, and the mask it asks for."""
    return {(row.stage, row.step, row.when.id): (row.to, row.full) for row in table.rows}


def fire(stage: Stage, step: Step, route: str, mask: int, table: Table = TABLE) -> Stage | None:
    """Where a step leads from a stage on a route, given the mask of its guards; None when it is refused."""
    found = compiled(table).get((stage, step, route))
    return found[0] if found is not None and found[1] == mask else None


def advance(position: Position, step: Step, rules: Rules, attempt: Try, table: Table = TABLE) -> Position | None:
    """The position after a step, or None when it is refused or not known here."""
    row = table.route(position, step, rules)
    if row is None or fire(row.stage, step, row.when.id, row.mask(position, rules, attempt), table) is None:
        return None
    return after(row, position, rules, attempt)


def after(row: Row, position: Position, rules: Rules, attempt: Try) -> Position:
    """The position that an accepted row leads to."""
    reached = row.effect(position, rules, attempt)
    return reached if row.to is row.stage else reached._replace(stage=row.to)
