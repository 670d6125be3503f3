"""A difference against an independent oracle: every guard asked for everybody, wherever both policies come."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from itertools import product

import pytest

from sca_flow.people import Role, Sector
from sca_flow.rules.loader import shipped, shipped_variants
from sca_flow.rules.policy import Dates, Rules
from sca_flow.states.compiled import advance
from sca_flow.states.names import Stage, Step
from sca_flow.states.position import SECTORS, Position, Try
from sca_flow.states.table import TABLE
from sca_flow.workbench.explore import accepted, explore, starts
from sca_flow.workbench.plan import plan
from sca_flow.workbench.sides import sides

from .comparing import (
    TODAY,
    VARIANTS,
    Open,
    between,
    by_role,
)

INNER = {Step.RECORD_ATTENDANCE, Step.DECLARE_CONFLICT, Step.LEAVE_SITTING, Step.WAIT}
PANEL = dict.fromkeys(VARIANTS, (3, 0, 0, 0, 0)) | {"every-sector-present": (1, 1, 1, 0, 0)}
BY_POSITION = [name for name in VARIANTS if name != "recovery-30-from-2019"]
"""All that change a step at one and the same position; another period changes when a position is reached."""


def rules_of(name: str) -> tuple[Rules, Rules]:
    named = sides("rules", name, None, shipped(), shipped_variants(), TODAY)
    a, b = (side.policy.in_force(Dates.all_on(side.on)).values for side in named)
    return a, b


TRIES = [
    Try(role, **{hand: True} if hand else {})  # type: ignore[arg-type]
    for role, hand in product(Role, ("", "drafted", "reviewed", "decided_earlier"))
]


def open_at(position: Position, rules: Rules) -> dict[tuple[Step, Try], Stage]:
    """What is open at a position, found by asking every row and guard for everybody."""
    found = {}
    for step in TABLE.steps(position.stage):
        row = TABLE.route(position, step, rules)
        if row is not None and step not in INNER:
            found |= {
                (step, one): row.to for one in TRIES if all(guard.test(position, rules, one) for guard in row.guards)
            }
    return found


def parted(position: Position, a: Rules, b: Rules) -> set[Open]:
    here, there = open_at(position, a), open_at(position, b)
    stage = position.stage.value
    found = {("lost", stage, step.value, one.role.value) for step, one in here.keys() - there.keys()}
    found |= {("gained", stage, step.value, one.role.value) for step, one in there.keys() - here.keys()}
    both = here.keys() & there.keys()
    return found | {("elsewhere", stage, s.value, one.role.value) for s, one in both if here[s, one] != there[s, one]}


def nearest(
    a: Rules, b: Rules, panel: tuple[int, ...], parts: Mapping[Position, set[Open]]
) -> dict[tuple[str, str, str], int]:
    """How many steps both policies take together before they part, found breadth first over positions they share."""
    what = plan(TABLE, a, panel, {})
    far = {what.normal(start): 0 for start in starts()}
    waiting, found = deque(far), {}
    while waiting:
        position = waiting.popleft()
        for kind, stage, step, _ in parts[position]:
            found.setdefault((kind, stage, step), far[position])
        for row, attempt in accepted(what, position):
            reached = advance(position, row.step, a, attempt)
            if reached is not None and reached == advance(position, row.step, b, attempt):
                normal = what.normal(reached)
                if normal not in far:
                    far[normal] = far[position] + 1
                    waiting.append(normal)
    return found


@pytest.mark.parametrize("name", BY_POSITION)
def test_what_is_gained_and_lost_is_what_every_guard_says_at_every_common_position_and_the_cases_are_the_shortest(
    name: str,
) -> None:
    a, b = rules_of(name)
    common = set(explore(a, members=PANEL[name]).order) & set(explore(b, members=PANEL[name]).order)
    parts = {position: parted(position, a, b) for position in common}
    assert by_role(between("rules", name)) == set().union(*parts.values())
    found: dict[tuple[str, str, str], int] = {}
    for difference in between("rules", name).behaviour[0].differences:
        key = (difference.kind, difference.stage.value, difference.step.value)
        length = len(difference.shown.script) - 1
        found[key] = min(length, found.get(key, length))
        assert difference.shown.detour == ()
    assert found == nearest(a, b, PANEL[name], parts)


def test_sectors_of_a_panel_are_in_the_order_that_members_are_counted_in() -> None:
    assert tuple(Sector) == SECTORS  # the oracle's panel of one police, one local authority and one NGO rests on it
    assert SECTORS[:3] == (Sector.POLICE, Sector.LOCAL_AUTHORITY, Sector.NGO)
