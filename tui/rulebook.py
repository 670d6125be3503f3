"""What the policy room asks: the rules on a date under chosen what-ifs, a check of them, and how they differ.

Everything here is slow to import, and some of it to answer: the room calls it in a thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sca_flow.errors import InputError
from sca_flow.rules.loader import shipped, shipped_variants
from sca_flow.rules.model import START
from sca_flow.rules.policy import Policy, in_words
from sca_flow.rules.variant import Setting, Variant, Variants
from sca_flow.workbench import check as checks
from sca_flow.workbench.basis import Basis
from sca_flow.workbench.check import Check, Judged
from sca_flow.workbench.citing import Said
from sca_flow.workbench.diff import Diff, diff
from sca_flow.workbench.invariants import SHIPPED, Invariant, read_invariants
from sca_flow.workbench.provenance import History, history
from sca_flow.workbench.sides import Side
from sca_flow.workbench.stepping import stepped
from sca_flow.workbench.traces import Walked


@dataclass(frozen=True)
class Set:
    """One value that a what-if sets: what the rule says as published on the date, and what it says under it."""

    rule: str
    question: str
    before: str
    after: str


@dataclass(frozen=True)
class WhatIf:
    """A what-if: what it asks, for which date it is written, and what it sets."""

    id: str
    why: str
    judged_on: date | None
    sets: tuple[Set, ...]


class RuleBook:
    """The rules as published and the what-ifs there are."""

    def __init__(self, published: Policy, variants: Variants, chosen: Sequence[str] = ()) -> None:
        self.published, self.variants, self.chosen = published, variants, tuple(chosen)
        self.invariants: Sequence[Invariant] = read_invariants(SHIPPED, published.sources)

    @classmethod
    def opened(cls, named: Sequence[str] = ()) -> RuleBook:
        """The shipped rules and variants, and those named by file; what is named is chosen.

        Raises:
            FileError, UnknownName: one that is named cannot be used.
        """
        policy, known = shipped(), dict(shipped_variants().by_id)
        found = [shipped_variants().find(name, policy) for name in named]
        return cls(policy, Variants(known | {one.id: one for one in found}), [one.id for one in found])

    def under(self, names: Iterable[str]) -> Policy:
        """The rules under some what-ifs; `InputError` when two of them clash."""
        return self.variants.apply(self.published, list(names))

    def whatifs(self, on: date) -> tuple[WhatIf, ...]:
        """Every what-if, beside what the rules say on a date."""
        return tuple(self._whatif(variant, on) for variant in self.variants.by_id.values())

    def _whatif(self, variant: Variant, on: date) -> WhatIf:
        policy = self.under([variant.id])
        day = max(policy.judged_on or on, START)
        settings = [setting for one in self.variants.lineage(variant, self.published) for setting in one.settings]
        return WhatIf(variant.id, variant.why, policy.judged_on, tuple(self._set(*one, day) for one in settings))

    def _set(self, rule_id: str, setting: Setting, on: date) -> Set:
        rule = self.published.rule(rule_id)
        span = "" if setting.from_ == START else f" from {setting.from_}"
        span += f" until {setting.until}" if setting.until else ""
        return Set(
            rule_id, rule.question, self.published.ask(rule_id, on).shown, f"{in_words(rule.read(setting.value))}{span}"
        )

    def said(self, policy: Policy, on: date, words: str = "") -> list[Said]:
        """What every rule says on a date, as far as some words stand in it."""
        wanted = words.casefold().replace("not confirmed", "unconfirmed").split()
        every = (Said.of(policy, policy.ask(rule_id, on)) for rule_id in policy.rules)
        return [said for said in every if all(word in _text(said) for word in wanted)]

    def basis(self, policy: Policy, on: date) -> Basis:
        """The head: how many values are not confirmed."""
        return Basis.of(policy, on)

    def history(self, policy: Policy, rule_id: str, on: date) -> History:
        """What a rule has said over time, and who says otherwise."""
        return history(policy, rule_id, on)

    def check(self, names: Sequence[str], on: date, progress: Callable[[int], None]) -> Check:
        """Judge every safeguard on a date; what ``progress`` raises ends it."""
        policy, expected = self.under(names), self._expected(names)
        return checks.check(policy, self.published, self.invariants, on, expected=expected, progress=progress)

    def stepped(self, check: Check, judged: Judged) -> Walked | None:
        """The case that breaks a safeguard, to step through."""
        return stepped(check, judged)

    def diff(self, names: Sequence[str], on: date, other: date) -> Diff:
        """How the chosen what-ifs on a date differ from the rules as published on another, or on the same."""
        ours = Side(self.under(names), on, self._expected(names))
        return diff(Side(self.published, other), ours, self.published, self.invariants)

    def _expected(self, names: Iterable[str]) -> frozenset[str]:
        return frozenset(broken for name in names for broken in self.variants.by_id[name].expect_break)


def day_of(text: str) -> date:
    """A date as it is typed; `InputError` for one that is none, or that lies before the SCA began."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise InputError("This is no date.", do="Write it as 2021-06-01.") from None
    if day < START:
        raise InputError(f"There are no rules before {START}.", why="The SCA decides from that day.")
    return day


def _text(said: Said) -> str:
    places = " ".join(f"{place} {place.note}" for place in said.cited)
    sure = "confirmed" if said.confirmed else "unconfirmed"
    return f"{said.rule} {said.question} {said.value} {places} {sure}".casefold()
