"""A policy that remembers: what rules say changes on few days, and checking many scenarios asks for many.

It answers as the policy that it is made from; only sooner.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date, timedelta
from functools import cached_property

from sca_flow.rules.model import START, Range
from sca_flow.rules.policy import Answer, Dates, InForce, Policy, Rules


class Remembering(Policy):
    """The same rules, whose values are worked out once for all days between two on which something changes."""

    @classmethod
    def of(cls, policy: Policy) -> Remembering:
        """From any policy."""
        return cls(**{field.name: getattr(policy, field.name) for field in fields(Policy)})

    def in_force(self, dates: Dates) -> InForce:
        """Every rule for a case; an answer is made when somebody looks at it."""
        key = tuple(bisect_right(self.edges, day) for day in dates)
        if key not in self._values:
            self._values[key] = super().in_force(dates).values
        return InForce(self._values[key], _Answers(self, dates))

    def assuming(self, assume: Mapping[str, date]) -> Policy:
        """The same rules with days pinned; the very same policy for the same days."""
        key = tuple(sorted(assume.items()))
        if key not in self._assuming:
            self._assuming[key] = super().assuming(assume) if assume else self
        return self._assuming[key]

    @cached_property
    def edges(self) -> list[date]:
        """The days on which some rule begins to say something else, or may."""
        found = {START, *(day + timedelta(days=1) for day in self._pins.values())}
        for rule in self.rules.values():
            found |= set(rule.begins())
            for version in rule.values:
                last = version.until.latest if isinstance(version.until, Range) else version.until
                found |= {last + timedelta(days=1)} if last is not None else set()
        return sorted(found)

    @cached_property
    def _values(self) -> dict[tuple[int, ...], Rules]:
        return {}

    @cached_property
    def _assuming(self) -> dict[tuple[tuple[str, date], ...], Policy]:
        return {}


class _Answers(Mapping[str, Answer]):
    """The answers of a policy for some dates, each made when it is asked for."""

    def __init__(self, policy: Policy, dates: Dates) -> None:
        self._policy, self._dates = policy, dates

    def __getitem__(self, rule: str) -> Answer:
        if rule not in self._policy.rules:
            raise KeyError(rule)
        return self._policy.ask_for(rule, self._dates)

    def __iter__(self) -> Iterator[str]:
        return iter(self._policy.rules)

    def __len__(self) -> int:
        return len(self._policy.rules)
