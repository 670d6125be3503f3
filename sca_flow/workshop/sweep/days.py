"""The days of a scenario: which rules hold on them, and to which of them a sweep lets time pass.

Time passes to days on which something changes: a rule, a birthday, the end of a recovery period or of a time limit.
The last day is the one before the rules next change after what the scenario itself names, and after the periods that
begin there: what would follow from waiting for other rules is no part of the scenario.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

from sca_flow.case import Case, authority, position
from sca_flow.people import Authority
from sca_flow.rules.model import START, Period
from sca_flow.rules.policy import Dates, Rules
from sca_flow.scenario.model import ScenarioFile
from sca_flow.states.names import Stage, Step
from sca_flow.states.position import Position
from sca_flow.workshop.remembering import Remembering

DAY = timedelta(days=1)
LATEST = date(2099, 12, 31)
"""No day that can be written lies behind it."""


class Clock(NamedTuple):
    """The dates of a case that count: today, and those from which periods run."""

    today: date
    rg_positive_on: date | None = None
    served_on: date | None = None
    requested_on: date | None = None

    def after(self, before: Position, step: Step, reached: Position) -> Clock:
        """The clock after a step that takes no time."""
        today, rg, served, _ = self
        if reached.stage == Stage.RECOVERY_PERIOD and before.stage != Stage.RECOVERY_PERIOD:
            rg = today
        if not reached.stage.served:
            served = None
        elif not before.stage.served:
            served = today
        requested = today if step == Step.REQUEST_RECONSIDERATION else self.requested_on
        return Clock(today, rg, served, None if reached.pending is None else requested)


@dataclass(frozen=True, eq=False)
class Moment:
    """What a clock comes to.  There is one of each; two of one ``number`` lead to the same, as far as time goes."""

    clock: Clock
    rules: Rules
    authority: Authority
    passed: tuple[bool, bool, bool]
    """Whether the 18th birthday, the recovery minimum and the reconsideration limit have passed."""
    number: int
    waits: date | None
    """The next day on which something changes."""


def last_day(file: ScenarioFile) -> date:
    """The last day that a scenario names."""
    model = [line.on for line in file.model if line.on]
    incidents = [one.on for one in file.incidents if one.on]
    documents = [one.arrives or one.dated for one in file.documents]
    return max([file.referral.received, *([file.opens] if file.opens else []), *model, *incidents, *documents])


class Days:
    """The days of one scenario under one policy."""

    def __init__(self, file: ScenarioFile, policy: Remembering) -> None:
        self._file, self._policy = file, policy
        self._opens = file.opens or file.referral.received
        self._moments: dict[Clock, Moment] = {}
        self._numbers: dict[tuple[Any, ...], int] = {}

    @cached_property
    def last(self) -> date:
        """The last day of the sweep."""
        named = max(last_day(self._file), START)  # before it nobody decides anything
        periods = [self._whole(named).recovery_minimum, self._whole(named).reconsideration_limit]
        for period in periods:
            named = period.after(named) if period is not None else named
        return next((day - DAY for day in self._changes if day > named), LATEST)

    @property
    def first(self) -> Clock:
        """The clock on the day on which the scenario opens."""
        return Clock(self._opens)

    @cached_property
    def eras(self) -> tuple[Rules, ...]:
        """The rules of the scenario's time, one after the other."""
        days = [self._opens, *(day for day in self._changes if day <= self.last)]
        return tuple(dict.fromkeys(self._whole(day) for day in days))

    def moment(self, clock: Clock) -> Moment:
        """What a clock comes to."""
        if (known := self._moments.get(clock)) is not None:
            return known
        today, rg, served, requested = clock
        dates = Dates(self._received, rg or today, today, served or today, requested or today, today)
        rules = self._policy.in_force(dates)
        case = Case(self._file.referral, today, rg_positive_on=rg, served_on=served)
        there = position(case, rules)
        passed = there.turned_18, there.recovery_passed, there.limit_passed
        waits = min((day for day in self._ahead(clock) if today < day <= self.last), default=None)
        made = Moment(clock, rules.values, authority(case, rules), passed, self._number(clock), waits)
        return self._moments.setdefault(clock, made)

    def _number(self, clock: Clock) -> int:
        return self._numbers.setdefault(self._key(clock), len(self._numbers))

    @property
    def _received(self) -> date:
        return self._file.referral.received

    def _whole(self, day: date) -> Rules:
        """The rules with every date of the case but the referral's on one day."""
        return self._policy.in_force(Dates(self._received, day, day, day, day, day)).values

    @cached_property
    def _changes(self) -> list[date]:
        """The days, behind the first, on which some rule says something else for this referral."""
        days = [self._opens, *(day for day in self._policy.edges if day > self._opens)]
        return [day for before, day in pairwise(days) if self._whole(before) != self._whole(day)]

    @cached_property
    def _fixed(self) -> list[date]:
        """The days on which something changes whatever is done, and the day behind the last."""
        birthday = self._file.referral.turns_18
        named = [*self._changes, *([birthday] if birthday else [])]
        return [*sorted({day for day in named if self._opens < day <= self.last}), self.last + DAY]

    @cached_property
    def _recoveries(self) -> tuple[Period, ...]:
        return tuple(dict.fromkeys(rules.recovery_minimum for rules in self.eras))

    @cached_property
    def _limits(self) -> tuple[Period, ...]:
        limits = (rules.reconsideration_limit for rules in self.eras)
        return tuple(dict.fromkeys(limit for limit in limits if limit is not None))

    def _ahead(self, clock: Clock) -> Iterator[date]:
        """The days on which something changes, as far as they are known now."""
        yield from self._fixed
        yield from (end for end in self._ends(clock) if end is not None)

    def _ends(self, clock: Clock) -> Iterator[date | None]:
        """From which day each period of the scenario's time has passed; None where it has not begun."""
        rg, served = clock.rg_positive_on, clock.served_on
        yield from (period.after(rg) if rg else None for period in self._recoveries)
        yield from (period.after(served) + DAY if served else None for period in self._limits)

    def _key(self, clock: Clock) -> tuple[Any, ...]:
        """In which stretch of time each date lies, and each end of a period that has not passed."""
        today, rg, served, requested = clock
        ends = (None if end is None else -1 if end <= today else self._stretch(end) for end in self._ends(clock))
        return (
            self._stretch(today),
            *ends,
            *(self._stretch(period.after(today)) for period in (*self._recoveries, *self._limits)),
            self._stretch(rg) if rg and self._asks_rg else None,
            self._stretch(served) if served else None,
            self._stretch(requested) if requested else None,
        )

    @cached_property
    def _asks_rg(self) -> bool:
        """Whether the day of the reasonable grounds decision picks the version of any rule."""
        return any(rule.selected_by == "rg" for rule in self._policy.rules.values())

    def _stretch(self, day: date) -> int:
        return bisect_right(self._fixed, day)
