"""A policy: the rules of a date.  It answers what a rule says for a case, and with what confidence."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from sca_flow.errors import InputError, UnknownName
from sca_flow.people import Role, Sector
from sca_flow.rules.model import NOT_APPLICABLE, START, UNKNOWN, Decision, Ground, Period, Range, Rule, Source, Version


class Rules(NamedTuple):
    """The plain values that guards read: one field for each rule that can vary, dots written as underscores.

    A value that is unknown, or that does not apply, stands here as the rule's open value.
    """

    competent_authority_sca: bool
    competent_authority_ieca: bool
    panel_in_force: bool
    panel_reviews: frozenset[Decision]
    panel_covers_transferred: bool
    panel_full_complement: int | None
    panel_may_overturn: bool
    panel_fresh_negative_returns: bool
    panel_adjournment_limit: int | None
    quorum_members_besides_chair: int
    quorum_chair_required: bool
    quorum_sectors_required: frozenset[Sector]
    quorum_conflicted_counted: bool
    quorum_present_throughout: bool
    referral_back_binding: bool
    further_consideration_who_may_direct: frozenset[Role]
    further_consideration_another_caseworker: bool
    further_consideration_reviewer_may_answer: bool
    further_consideration_round_limit: int | None
    second_review_required_for: frozenset[Decision]
    second_review_reviewer_must_differ: bool
    consent_confirmed_at_18: bool
    recovery_minimum: Period
    rg_target: Period | None
    reconsideration_who_may_ask: frozenset[Role]
    reconsideration_grounds: frozenset[Ground]
    reconsideration_limit: Period | None
    reconsideration_number: int | None
    reconsideration_reply_target: Period | None

    def setting(self, values: Mapping[str, Any]) -> Rules:
        """The same values with some rules, by id, given others."""
        return self._replace(**{field_of(rule_id): value for rule_id, value in values.items()})


def field_of(rule: str) -> str:
    """The name under which a rule's value stands in `Rules`."""
    return rule.replace(".", "_")


class Dates(NamedTuple):
    """The dates of a case that pick a rule's version, and the day on which the question is put."""

    referral: date
    rg: date
    sitting: date
    decision: date
    request: date
    today: date

    @classmethod
    def all_on(cls, day: date) -> Dates:
        """Every date of the case on one day: the rules of that day."""
        return cls(day, day, day, day, day, day)


@dataclass(frozen=True)
class Answer:
    """What a rule says on the date that counts.  Two versions mean that the sources do not give the day."""

    rule: Rule
    on: date
    versions: tuple[Version, ...]
    pinned: date | None = None
    sure_of_date: bool = True

    @property
    def version(self) -> Version:
        """The version that is used: on a day left open, the one that the pinned day picks, else the earlier."""
        if len(self.versions) > 1 and self.pinned is not None and self.on > self.pinned:
            return self.versions[1]
        return self.versions[0] if self.versions else self.rule.values[0]

    @property
    def value(self) -> Any:
        """The plain value that guards use."""
        if not self.versions:
            return False if self.rule.type == "flag" else self.rule.read(self.rule.open_value)
        return self.rule.read(self.version.value if self.version.known else self.rule.open_value)

    @property
    def possible(self) -> tuple[Any, ...]:
        """Every value that it might have, for all that is confirmed: never fewer than the one used."""
        known = [version.value for version in self.versions if version.known]
        flags = [True, False] if self.rule.type == "flag" else []
        return (self.value, *(self.rule.read(value) for value in (self.rule.open_value, *known, *flags)))

    @property
    def confirmed(self) -> bool:
        """Whether a refusal may rest on this value as fact."""
        version = self.version
        said = version.value != UNKNOWN  # that nothing applies can be as certain as any value
        return len(self.versions) < 2 and self.sure_of_date and said and version.confidence.confirmed

    @property
    def shown(self) -> str:
        """The value in words, with both possibilities on a day that the sources leave open."""
        if not self.versions:
            return f"not in force before {START}"
        if len(self.versions) > 1:
            return "unconfirmed: " + " or ".join(in_words(version.value) for version in self.versions)
        return in_words(self.version.value)


def in_words(value: Any) -> str:
    """A rule's value as people read it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value in (None, "none"):
        return "no limit"
    if value == NOT_APPLICABLE:
        return "not applicable"
    if isinstance(value, (list, tuple, frozenset, set)) and not isinstance(value, Period):
        return ", ".join(sorted(str(item).replace("_", " ") for item in value)) or "none"
    return str(value)


@dataclass(frozen=True)
class InForce:
    """All answers for one case at one moment, and their plain values."""

    values: Rules
    answers: Mapping[str, Answer]


@dataclass(frozen=True)
class Policy:
    """The dated rules, and the days pinned for what the sources do not give.

    ``assume`` maps a rule to the last day of its older value; rules that change on the same unknown day share it.
    """

    rules: Mapping[str, Rule]
    sources: Mapping[str, Source]
    assume: Mapping[str, date] = field(default_factory=dict)
    variants: tuple[str, ...] = ()
    """The ids of the variants that were applied; none: the rules as they were."""
    pinned: Mapping[Range, date] = field(default_factory=dict)
    """The last day of the older value for whole ranges of open days, when a check tries one possibility."""
    judged_on: date | None = None
    """The date on which the variants ask to be judged, when no other is given."""

    def __post_init__(self) -> None:
        for rule_id, day in self.assume.items():
            ranges = [value.until for value in self.rule(rule_id).values if isinstance(value.until, Range)]
            if not any(span.earliest <= day <= span.latest for span in ranges):
                open_days = "; ".join(f"{span.earliest} to {span.latest}" for span in ranges) or "none"
                raise InputError(
                    f"'{rule_id}' cannot be assumed to change after {day}.",
                    why=f"The days that the sources leave open: {open_days}.",
                    do="Pin one of those days, or take the assumption out.",
                )
        self._pins  # noqa: B018 - found once, so that two days for one change are told at once

    def rule(self, rule_id: str) -> Rule:
        """One rule; `UnknownName` when there is none of that id."""
        if rule_id not in self.rules:
            raise UnknownName("rule", rule_id, self.rules)
        return self.rules[rule_id]

    def ask(self, rule_id: str, on: date) -> Answer:
        """What a rule says on a day."""
        rule = self.rule(rule_id)
        versions = rule.versions_on(on)
        return Answer(rule, on, versions, self._pins.get(versions[0].until) if versions else None)

    def _picked(self, rule: Rule, dates: Dates) -> date:
        """The date of the case that picks a rule's version; a referral from before the start is transferred to it."""
        day: date = getattr(dates, rule.selected_by)
        return max(day, START) if rule.selected_by in ("referral", "rg") else day

    def ask_for(self, rule_id: str, dates: Dates) -> Answer:
        """What a rule says for a case, on the date of the case that picks the version."""
        rule = self.rule(rule_id)
        answer = self.ask(rule_id, self._picked(rule, dates))
        if rule.selected_by_confidence.confirmed:
            return answer
        same_either_way = self.ask(rule_id, dates.today).version == answer.version
        return Answer(rule, answer.on, answer.versions, answer.pinned, sure_of_date=same_either_way)

    def in_force(self, dates: Dates) -> InForce:
        """Every rule for a case, by the dates that count."""
        answers = {rule_id: self.ask_for(rule_id, dates) for rule_id in self.rules}
        varying = {field_of(rule_id): a.value for rule_id, a in answers.items() if a.rule.variable}
        return InForce(Rules(**varying), answers)

    def assuming(self, assume: Mapping[str, date]) -> Policy:
        """The same rules with days pinned for what the sources leave open."""
        return replace(self, assume={**self.assume, **assume})

    def held_still(self, day: date) -> Policy:
        """The rules of one day, in force on every day; where the sources leave that day open, the pinned version."""
        still = {
            rule_id: rule.model_copy(update={"values": (self.ask(rule_id, day).version.for_always(),)})
            for rule_id, rule in self.rules.items()
        }
        return replace(self, rules=still, assume={})

    def boundaries(self) -> Iterator[date]:
        """Every day on which some rule begins to say something else; after a range, the day after the pinned one."""
        for rule in self.rules.values():
            for before, begin in zip(rule.values, rule.begins()[1:], strict=False):
                pinned = self._pins.get(before.until)
                yield pinned + timedelta(days=1) if pinned else begin

    def possibilities(self, first: date, last: date) -> list[Policy]:
        """Every policy that is possible where the sources leave days open between two dates.

        Each rule's older value goes on as long as it can, or ends as soon as it can; rules that change on the same
        unknown day change together.
        """
        spans = {
            version.until
            for rule in self.rules.values()
            for version in rule.values
            if isinstance(version.until, Range) and version.until not in self._pins
        }
        found = [self]
        for span in sorted(spans, key=lambda span: span.earliest):
            if first <= span.latest and span.earliest <= last:
                either = (span.latest, span.earliest - timedelta(days=1))
                found = [replace(policy, pinned={**policy.pinned, span: day}) for policy in found for day in either]
        return found

    @cached_property
    def _pins(self) -> Mapping[object, date]:
        """The pinned day for each range of days that the sources leave open."""
        pins: dict[Any, date] = {**self.pinned}
        for rule_id, day in self.assume.items():
            spans = [version.until for version in self.rule(rule_id).values if isinstance(version.until, Range)]
            span = next(span for span in spans if span.earliest <= day <= span.latest)
            if pins.setdefault(span, day) != day:
                raise InputError(
                    f"Two days are assumed for one change: {pins[span]} and {day}.",
                    why=f"'{rule_id}' changes on the same unknown day as another rule that is pinned.",
                    do="Pin one day.",
                )
        return pins

    @cached_property
    def sha(self) -> str:
        """The hash an attempt pins: of every rule, source and assumption."""
        stated = {
            "rules": {key: rule.model_dump(mode="json") for key, rule in self.rules.items()},
            "sources": {key: source.model_dump(mode="json") for key, source in self.sources.items()},
            "assume": {key: day.isoformat() for key, day in self.assume.items()},
        }
        return hashlib.sha256(json.dumps(stated, sort_keys=True).encode()).hexdigest()
