"""Where the rules come from: what one has said over time, which were last looked at long ago, and every source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sca_flow.errors import InputError
from sca_flow.rules.model import UNKNOWN, Period, Range, Source
from sca_flow.rules.policy import Policy, in_words
from sca_flow.training.telling import notice
from sca_flow.workbench.basis import Basis, name_of, unsure
from sca_flow.workbench.citing import Cited, Otherwise, otherwise


@dataclass(frozen=True)
class Dated:
    """What a rule says from a day on.  ``until`` is a day, the days between which the sources leave it, or open.

    ``follows`` is true where it begins when the value before it ends, on a day that the sources leave open.
    """

    begins: date
    until: date | Range | None
    value: str
    confirmed: bool
    cited: Cited
    follows: bool

    @property
    def span(self) -> str:
        """The days in words."""
        begins = "from then on" if self.follows else f"from {self.begins}"
        if self.until is None:
            return begins if self.follows else f"{begins} onward"
        if isinstance(self.until, Range):
            return f"{begins} to a day from {self.until.earliest} to {self.until.latest}"
        return f"{begins} to {self.until}"

    def as_json(self) -> dict[str, Any]:
        """Plain values; ``from`` is the earliest day, where it is not known."""
        open_day = isinstance(self.until, Range)
        until = self.until.model_dump(mode="json") if isinstance(self.until, Range) else self.until
        return {
            "from": self.begins.isoformat(),
            "until": until if open_day or until is None else str(until),
            "value": self.value,
            "confirmed": self.confirmed,
        } | self.cited.as_json()


@dataclass(frozen=True)
class History:
    """Everything a rule has said, and the public sources that say otherwise."""

    policy: tuple[str, ...]
    on: date
    rule: str
    question: str
    selected_by: str
    selected_by_confidence: str
    last_checked: date
    values: tuple[Dated, ...]
    otherwise: tuple[Otherwise, ...]

    @property
    def unconfirmed(self) -> int:
        """How many of its values are not confirmed."""
        return sum(not value.confirmed for value in self.values)

    def lines(self) -> Iterator[str]:
        """The history in words, the oldest value first."""
        yield notice(self.on)
        yield f"Policy: {name_of(self.policy)}. {unsure(self.unconfirmed, len(self.values))}"
        yield f"{self.rule}: {self.question}"
        sure = self.selected_by_confidence
        yield f"The date of the case's {self.selected_by} counts ({sure}); last checked on {self.last_checked}."
        for value in self.values:
            yield f"{value.span}: {value.value}{'' if value.confirmed else ' (not confirmed)'}"
            yield f"    {value.cited}"
            yield from (f"    {note}" for note in [value.cited.note] if note)
        yield from map(str, self.otherwise)

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "notice": notice(self.on),
            "policy": list(self.policy),
            "unconfirmed": self.unconfirmed,
            "rule": self.rule,
            "question": self.question,
            "selected_by": self.selected_by,
            "selected_by_confidence": self.selected_by_confidence,
            "last_checked": self.last_checked.isoformat(),
            "values": [value.as_json() for value in self.values],
            "contradictions": [other.as_json() for other in self.otherwise],
        }


def history(policy: Policy, rule_id: str, on: date) -> History:
    """What a rule has said, day by day; `UnknownName` when there is none of that id.  ``on`` is the day of asking."""
    rule = policy.rule(rule_id)
    before = (None, *(version.until for version in rule.values))
    return History(
        policy=policy.variants,
        on=on,
        rule=rule.id,
        question=rule.question,
        selected_by=rule.selected_by,
        selected_by_confidence=rule.selected_by_confidence.value,
        last_checked=rule.last_checked,
        values=tuple(
            Dated(
                begins=begins,
                until=version.until,
                value=in_words(version.value),
                confirmed=version.confidence.confirmed and version.value != UNKNOWN,
                cited=Cited.of(policy, version),
                follows=isinstance(ended, Range),
            )
            for begins, version, ended in zip(rule.begins(), rule.values, before, strict=False)
        ),
        otherwise=otherwise(policy, rule.id),
    )


@dataclass(frozen=True)
class Stale:
    """The rules that were last checked longer ago than so many months, the longest ago first."""

    basis: Basis
    months: int
    rules: tuple[tuple[str, date], ...]

    def lines(self) -> Iterator[str]:
        """The rules in words."""
        yield from self.basis.lines()
        yield f"{len(self.rules) or 'No'} rules were last checked more than {self.months} months ago."
        yield from (f"{checked}  {rule}" for rule, checked in self.rules)

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        rules = [{"rule": rule, "last_checked": checked.isoformat()} for rule, checked in self.rules]
        return self.basis.as_json() | {"months": self.months, "rules": rules}


def stale(policy: Policy, today: date, months: int = 12) -> Stale:
    """The rules that nobody has checked for longer than some months; `InputError` for a number below 0."""
    if months < 0:
        raise InputError(f"{months} months cannot have gone by.", do="Give 0 or more.")
    age = Period(months, "months")
    found = [(r.id, r.last_checked) for r in policy.rules.values() if age.after(r.last_checked) < today]
    found.sort(key=lambda one: (one[1], one[0]))
    return Stale(Basis.of(policy, today, [rule for rule, _ in found]), months, tuple(found))


@dataclass(frozen=True)
class Used:
    """A source, the rules that take a value from it, and those that it contradicts."""

    source: Source
    rules: tuple[str, ...]
    contradicts: tuple[str, ...]

    def lines(self) -> Iterator[str]:
        """The source in words."""
        published = f", {self.source.published}" if self.source.published is not None else ""
        yield f"{self.source.id}: {self.source.title} ({self.source.publisher}{published})"
        yield from (f"    {text}" for text in (self.source.address, self.source.note) if text)
        yield f"    used by: {', '.join(self.rules) or 'no rule'}"
        if self.contradicts:
            yield f"    says otherwise than: {', '.join(self.contradicts)}"

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        used = {"rules": list(self.rules), "contradicts": list(self.contradicts)}
        return self.source.model_dump(mode="json") | used


@dataclass(frozen=True)
class Registry:
    """Every source, in the order of the registry."""

    basis: Basis
    sources: tuple[Used, ...]

    def lines(self) -> Iterator[str]:
        """The registry in words."""
        yield from self.basis.lines()
        for used in self.sources:
            yield from used.lines()

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return self.basis.as_json() | {"sources": [used.as_json() for used in self.sources]}


def sources(policy: Policy, on: date) -> Registry:
    """The registry of sources, with the rules that use each; ``on`` is the day of asking."""
    rules = policy.rules.values()
    found = (
        Used(
            source,
            tuple(rule.id for rule in rules if any(value.source == name for value in rule.values)),
            tuple(rule.id for rule in rules if any(one.source == name for one in rule.contradictions)),
        )
        for name, source in policy.sources.items()
    )
    return Registry(Basis.of(policy, on), tuple(found))
