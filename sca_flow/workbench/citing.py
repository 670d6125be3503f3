"""What a rule says and where it says so, in full: every source with its title, and those that say otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sca_flow.reasons import Citation
from sca_flow.rules.model import Version
from sca_flow.rules.policy import Answer, Policy

NO_PLACE = "paragraph not known"


@dataclass(frozen=True)
class Cited:
    """A place in a source, and how far the value may be relied on."""

    source: str
    title: str
    pinpoint: str | None
    confidence: str
    note: str = ""

    @classmethod
    def of(cls, policy: Policy, version: Version, confidence: str | None = None) -> Cited:
        """Where one version of a rule comes from."""
        title = policy.sources[version.source].title
        sure = confidence or version.confidence.value
        return cls(version.source, title, version.pinpoint, sure, version.note or version.why)

    def __str__(self) -> str:
        return f"{self.source}: {self.title}; {self.pinpoint or NO_PLACE}; {self.confidence}"

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "source": self.source,
            "title": self.title,
            "pinpoint": self.pinpoint,
            "confidence": self.confidence,
            "note": self.note,
        }


@dataclass(frozen=True)
class Otherwise:
    """A public source that contradicts a rule."""

    source: str
    title: str
    says: str

    def __str__(self) -> str:
        return f"{self.source}: {self.title}, says otherwise: {self.says}"

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {"source": self.source, "title": self.title, "says": self.says}


@dataclass(frozen=True)
class Said:
    """What a rule says on a day.  Two places are cited where the sources leave open which value holds."""

    rule: str
    question: str
    on: date
    value: str
    cited: tuple[Cited, ...]
    confirmed: bool
    otherwise: tuple[Otherwise, ...]

    @classmethod
    def of(cls, policy: Policy, answer: Answer) -> Said:
        """What an answer says."""
        rule, versions = answer.rule, answer.versions
        sure = Citation.of(answer).confidence if len(versions) == 1 else None
        cited = tuple(Cited.of(policy, version, sure) for version in versions)
        return cls(rule.id, rule.question, answer.on, answer.shown, cited, answer.confirmed, otherwise(policy, rule.id))

    @property
    def to_paste(self) -> str:
        """One line that can be pasted into a minute."""
        places = " or ".join(f"{c.title}, {c.pinpoint or NO_PLACE}, {c.confidence}" for c in self.cited)
        return f"{self.rule} = {self.value} on {self.on}, {places or 'no source'}"

    def lines(self) -> Iterator[str]:
        """The value, where it comes from, and who says otherwise."""
        yield f"{self.rule} = {self.value} (on {self.on}{'' if self.confirmed else '; not confirmed'})"
        yield from (f"  {place}" for place in self.cited)
        yield from (f"  {other}" for other in self.otherwise)

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "rule": self.rule,
            "question": self.question,
            "on": self.on.isoformat(),
            "value": self.value,
            "confirmed": self.confirmed,
            "cited": [place.as_json() for place in self.cited],
            "contradictions": [other.as_json() for other in self.otherwise],
        }


def otherwise(policy: Policy, rule: str) -> tuple[Otherwise, ...]:
    """The public sources that contradict a rule."""
    contradictions = policy.rule(rule).contradictions
    return tuple(Otherwise(one.source, policy.sources[one.source].title, one.says) for one in contradictions)
