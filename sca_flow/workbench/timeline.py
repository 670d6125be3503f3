"""The rules along which an exploration runs: one day's, or all that change between two days, for cases in flight."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sca_flow.rules.policy import Dates, Policy, Rules
from sca_flow.states.names import Step
from sca_flow.states.position import Position

Moment = tuple[int, int]
"""In which era a case is, and in which its decision was served (-1 while none is)."""

NOT_SERVED = -1


@dataclass(frozen=True)
class Timeline:
    """Eras between the days on which some rule begins to say something else; each stands for all its days."""

    days: tuple[date, ...]
    _rules: Callable[[Dates], Rules]

    @classmethod
    def still(cls, rules: Rules) -> Timeline:
        """One era: the rules of one day."""
        return cls((date.min,), lambda dates: rules)

    @classmethod
    def across(cls, policy: Policy, first: date, last: date) -> Timeline:
        """The eras from a first to a last day, both included."""
        changes = sorted({day for day in policy.boundaries() if first < day <= last})
        return cls((first, *changes), lambda dates: policy.in_force(dates).values)

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        """Every moment that a case can be in."""
        return tuple((era, served) for era in range(len(self.days)) for served in (NOT_SERVED, *range(era + 1)))

    @property
    def beginnings(self) -> Iterator[Moment]:
        """A referral can come in any era."""
        return ((era, NOT_SERVED) for era in range(len(self.days)))

    def dates(self, moment: Moment) -> Dates:
        """The dates that pick a rule's version.  The referral's is today's: no guard reads a rule that it picks."""
        era, served = moment
        today = self.days[era]
        return Dates.all_on(today)._replace(decision=self.days[served] if served >= 0 else today)

    def rules(self, moment: Moment) -> Rules:
        """The rules that hold for a case in a moment."""
        return self._rules(self.dates(moment))

    def after(self, moment: Moment, before: Position, step: Step, reached: Position) -> tuple[Moment, ...]:
        """The moments a step can lead to: waiting may lead into the next era; service marks its era."""
        if len(self.days) == 1:
            return (moment,)
        era, served = moment
        if not reached.stage.served:
            served = NOT_SERVED
        elif not before.stage.served:
            served = era
        if step == Step.WAIT and era + 1 < len(self.days):
            return (era, served), (era + 1, served)
        return ((era, served),)
