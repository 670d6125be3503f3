"""What a report rests on: which rules, as on which date, and how many of their values are not confirmed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sca_flow.journal import canonical
from sca_flow.rules.policy import Policy
from sca_flow.training.telling import notice

PUBLISHED = "the rules as published"


@dataclass(frozen=True)
class Basis:
    """The head of a report: it rests on ``rules`` of a policy as on a date, and ``unconfirmed`` are those not sure."""

    policy: tuple[str, ...]
    on: date
    rules: tuple[str, ...]
    unconfirmed: tuple[str, ...]

    @classmethod
    def of(cls, policy: Policy, on: date, rules: Iterable[str] | None = None) -> Basis:
        """What rests on some rules of a policy, or on all of them."""
        names = tuple(dict.fromkeys(policy.rules if rules is None else rules))
        unsure = tuple(name for name in names if not policy.ask(name, on).confirmed)
        return cls(policy.variants, on, names, unsure)

    @property
    def name(self) -> str:
        """The policy in words."""
        return name_of(self.policy)

    @property
    def count(self) -> str:
        """How many values are not confirmed, in a sentence."""
        return unsure(len(self.unconfirmed), len(self.rules))

    def lines(self) -> Iterator[str]:
        """The head in words."""
        yield notice(self.on)
        yield f"Policy: {self.name}, as on {self.on}. {self.count}"

    def as_json(self) -> dict[str, Any]:
        """The head as plain values, to stand in front of a report's own."""
        return {
            "notice": notice(self.on),
            "policy": list(self.policy),
            "on": self.on.isoformat(),
            "unconfirmed": len(self.unconfirmed),
            "unconfirmed_rules": list(self.unconfirmed),
        }


def name_of(variants: Iterable[str]) -> str:
    """A policy in words: its variants, or the rules as published."""
    return " + ".join(variants) or PUBLISHED


def unsure(unconfirmed: int, rules: int) -> str:
    """How many values are not confirmed, in a sentence."""
    if not rules:
        return "It rests on no value."
    values = "value" if rules == 1 else "values"
    return f"Of the {rules} {values} that this rests on, {unconfirmed or 'none'} {_are(unconfirmed)} unconfirmed."


def _are(number: int) -> str:
    return "are" if number > 1 else "is"


def fingerprints(policy: Policy) -> Mapping[str, str]:
    """SHA-256 of the rules, of the sources, and of both with what is assumed: what a receipt names."""
    rules = {key: rule.model_dump(mode="json") for key, rule in policy.rules.items()}
    sources = {key: source.model_dump(mode="json") for key, source in policy.sources.items()}
    return {"policy": policy.sha, "rules": digest(rules), "sources": digest(sources)}


def digest(stated: object) -> str:
    """SHA-256 of plain values, in canonical JSON."""
    return hashlib.sha256(canonical(stated).encode()).hexdigest()
