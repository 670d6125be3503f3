"""What there is to try under two policies beside each other, and how time passes for both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from sca_flow.rules.model import Period
from sca_flow.rules.policy import Rules
from sca_flow.states.names import Stage, Step
from sca_flow.states.position import SECTORS, Position
from sca_flow.states.reads import reads
from sca_flow.states.row import Table
from sca_flow.states.table import TABLE
from sca_flow.workbench.plan import AT_POSITION, Plan, composition, plan


def cells(a: Rules, b: Rules, invited: tuple[int, ...]) -> Mapping[Stage, Sequence[tuple[Plan, Plan]]]:
    """For each stage, what there is to try of each step under each policy: the very same moves, where they agree."""
    found: dict[Stage, list[tuple[Plan, Plan]]] = {stage: [] for stage in Stage}
    for step in Step:
        rows = Table(tuple(row for row in TABLE.rows if row.step == step))
        watch = {step: _told_apart(rows, a, b)}
        first, second = plan(rows, a, invited, watch), plan(rows, b, invited, watch)
        if first.moves == second.moves and step != Step.WAIT:
            second = replace(second, moves=first.moves)
        for stage in {row.stage for row in rows.rows}:
            found[stage].append((first, second))
    return found


def _told_apart(rows: Table, a: Rules, b: Rules) -> frozenset[str]:
    """Every fact about who tries a step, and how, that is read under either policy: so that both try the same."""
    guards = {guard for row in rows.rows for guard in row.guards}
    read = [reads(guard.test, rules)[1] for guard in guards for rules in (a, b)]
    return frozenset().union(*read) - set(AT_POSITION)


def invited(a: Rules, b: Rules, members: int) -> tuple[int, ...]:
    """One panel for both, from every sector that either asks for; from another too, where they ask for one alone."""
    both = a.quorum_sectors_required | b.quorum_sectors_required
    if len(both) == 1:
        both |= {next(sector for sector in SECTORS if sector not in both)}
    return composition(a._replace(quorum_sectors_required=both), members)


def in_time(a: Rules, b: Rules, on: date) -> Callable[[Position, Position], bool]:
    """Whether as much can have passed under one policy and under the other on one day, from a first day on."""
    days = [on + timedelta(days=number) for number in range(_YEAR)]
    recovery = _order(a.recovery_minimum, b.recovery_minimum, days)
    limit = _order(a.reconsideration_limit, b.reconsideration_limit, days)
    return lambda p, q: (
        p.turned_18 == q.turned_18
        and recovery(p.recovery_passed, q.recovery_passed)
        and limit(p.limit_passed, q.limit_passed)
    )


_YEAR = 365
"""How many days are looked at: a month is shorter than 30 days, or longer, depending on when it begins."""


def _order(a: Period | None, b: Period | None, days: Iterable[date]) -> Callable[[bool, bool], bool]:
    """Which of two periods can pass first, as a test of whether each has passed; without a period nothing passes."""
    ends = [(a.after(day) if a else date.max, b.after(day) if b else date.max) for day in days]
    first, second = any(end < other for end, other in ends), any(end > other for end, other in ends)
    return lambda passed, other: passed == other or (first if passed else second)
