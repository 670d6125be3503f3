"""Reasons: what a refusal says, and on what it rests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

from sca_flow.people import Role
from sca_flow.rules.model import Confidence
from sca_flow.rules.policy import Answer, InForce
from sca_flow.states.guards import Guard
from sca_flow.states.position import Position, Try


@dataclass(frozen=True)
class Citation:
    """One rule's value on the date that counts, with where it comes from."""

    rule: str
    value: str
    on: date
    source: str
    pinpoint: str | None
    confidence: str
    note: str = ""

    @classmethod
    def of(cls, answer: Answer) -> Citation:
        """The citation of an answer."""
        version = answer.version
        confidence = version.confidence.value if answer.confirmed or not version.confidence.confirmed else "assumed"
        return cls(
            answer.rule.id,
            answer.shown,
            answer.on,
            version.source,
            version.pinpoint,
            confidence,
            version.note or version.why,
        )

    @property
    def confirmed(self) -> bool:
        """Whether the value is known, and not only remembered or assumed."""
        return Confidence(self.confidence).confirmed

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "rule": self.rule,
            "value": self.value,
            "on": self.on.isoformat(),
            "source": self.source,
            "pinpoint": self.pinpoint,
            "confidence": self.confidence,
            "note": self.note,
        }

    def __str__(self) -> str:
        place = f", {self.pinpoint}" if self.pinpoint else ""
        return f"{self.rule} = {self.value} (on {self.on}; {self.source}{place}; {self.confidence})"


@dataclass(frozen=True)
class Reason:
    """Why a step is refused.  Unless ``confirmed`` it is a working assumption: never scored, never a fault."""

    guard: str
    text: str
    confirmed: bool
    rules: tuple[Citation, ...] = ()
    who: tuple[Role, ...] = ()
    """The roles whose step it is."""

    @property
    def names(self) -> frozenset[str]:
        """The guard's and the rules' ids: what a script's ``refused_by`` may name."""
        return frozenset({self.guard, *(citation.rule for citation in self.rules)})

    def as_json(self) -> dict[str, Any]:
        """Plain values, as journal, screens and JSON show them."""
        return {
            "guard": self.guard,
            "text": self.text,
            "confirmed": self.confirmed,
            "who": [role.value for role in self.who],
            "rules": [citation.as_json() for citation in self.rules],
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Reason:
        """Read back what the journal holds."""
        rules = tuple(Citation(**{**rule, "on": date.fromisoformat(rule["on"])}) for rule in value["rules"])
        who = tuple(Role(role) for role in value["who"])
        return cls(value["guard"], value["text"], value["confirmed"], rules, who)

    def __str__(self) -> str:
        standing = "confirmed" if self.confirmed else "a working assumption, not confirmed"
        whose = "anybody's" if len(self.who) == len(Role) else " or ".join(role.label for role in self.who)
        who = [f"  Whose step it is: {whose}."] if self.who else []
        return "\n".join(
            [self.text, *who, *(f"  Rule: {citation}" for citation in self.rules), f"  This is {standing}."]
        )


def reason_for(
    guard: Guard, position: Position, rules: InForce, attempt: Try, *, who: tuple[Role, ...] = (), text: str = ""
) -> Reason:
    """The reason a guard gives, with every rule it rests on."""
    cited = tuple(Citation.of(rules.answers[rule]) for rule in guard.rules)
    said = text or guard.missing(position, rules.values, attempt)
    return Reason(guard.id, said, _confirmed(guard, position, rules, attempt), cited, who)


def _confirmed(guard: Guard, position: Position, rules: InForce, attempt: Try) -> bool:
    """Whether the guard's verdict stands whatever its unconfirmed rules say.

    Each unconfirmed rule is given every value that it might have: its open value, both of a flag's, and those between
    which the sources leave the day open.  A verdict that one of them turns rests on an assumption.  An unconfirmed
    standing rule has no other value, and one that was asked at the edge can no longer be: what rests on it is an
    assumption.
    """
    unsure = [rules.answers[rule] for rule in guard.rules if not rules.answers[rule].confirmed]
    if unsure and (guard.at_edge or any(not answer.rule.variable for answer in unsure)):
        return False
    verdict = guard.test(position, rules.values, attempt)
    names = [answer.rule.id for answer in unsure]
    return all(
        guard.test(position, rules.values.setting(dict(zip(names, values, strict=True))), attempt) == verdict
        for values in product(*(answer.possible for answer in unsure))
    )
