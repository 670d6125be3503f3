"""The difference between two policies in three layers: what the rules say, what can be done, what is safe."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sca_flow import __version__
from sca_flow.rules.policy import Policy
from sca_flow.training.telling import notice
from sca_flow.workbench.basis import digest, fingerprints, name_of
from sca_flow.workbench.behaviour import Behaviour, compare
from sca_flow.workbench.cases import Under
from sca_flow.workbench.check import Check, Verdict, check
from sca_flow.workbench.citing import Said
from sca_flow.workbench.explore import LIMIT
from sca_flow.workbench.invariants import Invariant
from sca_flow.workbench.sides import Side
from sca_flow.workbench.story import Story, story


@dataclass(frozen=True)
class Change:
    """A rule that says something else, or says the same from another source."""

    old: Said
    new: Said

    @property
    def same_value(self) -> bool:
        """Whether only the source is another."""
        return self.old.value == self.new.value

    def lines(self) -> Iterator[str]:
        """The rule in words."""
        yield f"{self.old.rule}: {self.old.question}"
        for word, said in (("was", self.old), ("is", self.new)):
            yield f"    {word:>3} {said.value}  [{' | '.join(map(str, said.cited))}]"

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {"old": self.old.as_json(), "new": self.new.as_json(), "same_value": self.same_value}


@dataclass(frozen=True)
class Safeguard:
    """One invariant under both, and, where it is broken under one of them alone, the case that breaks it."""

    invariant: Invariant
    a: Verdict
    b: Verdict
    expected: bool
    broken: Story | None

    @property
    def verdict(self) -> str:
        """Both verdicts, and whether the difference was expected."""
        if self.a == self.b:
            return self.a
        return f"{self.a} -> {self.b}" + (" (as its variant expects)" if self.expected else "")

    def lines(self, a: str, b: str) -> Iterator[str]:
        """The verdicts in words, and the case behind a new one."""
        yield f"    {self.invariant.id}: {self.verdict}"
        if self.broken is not None:
            yield f"        Under {a if self.a == 'broken' else b}:"
            yield from (f"      {line}" for line in self.broken.lines())

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "id": self.invariant.id,
            "says": self.invariant.says,
            "kind": self.invariant.kind,
            "source": self.invariant.source,
            "first": self.a,
            "second": self.b,
            "expected": self.expected,
            "trace": self.broken.as_json() if self.broken else None,
        }


@dataclass(frozen=True)
class Diff:
    """Both policies and how they differ.  The ``receipt`` names everything that the answer depends on."""

    a: Side
    b: Side
    text: tuple[Change, ...]
    behaviour: tuple[Behaviour, ...]
    safeguards: tuple[Safeguard, ...]
    receipt: Mapping[str, Any]

    @property
    def notice(self) -> str:
        """The line that every export carries."""
        return notice(max(self.a.on, self.b.on))

    @property
    def equivalent(self) -> bool:
        """Whether everything that can be done under one can be done under the other, and leads to the same."""
        return all(one.outcome == "equivalent" for one in self.behaviour)

    @property
    def incomplete(self) -> bool:
        """Whether some search was cut by the limit."""
        cut = any(not one.complete for one in self.behaviour)
        return cut or any("incomplete" in (one.a, one.b) for one in self.safeguards)

    def lines(self) -> Iterator[str]:
        """The whole difference in words."""
        a, b = self.a.name, self.b.name
        yield self.notice
        yield f"From: {a}. {self.a.basis.count}"
        yield f"To:   {b}. {self.b.basis.count}"
        yield ""
        yield f"What the rules say: {self.differing}"
        for change in self.text:
            yield from change.lines()
        yield ""
        yield "What can be done:"
        for one in self.behaviour:
            yield from one.lines(a, b)
        yield ""
        yield "Safeguards:"
        for safeguard in self.safeguards:
            yield from safeguard.lines(a, b)
        yield ""
        yield from receipt_lines(self.receipt)

    @property
    def differing(self) -> str:
        """How many rules differ, in a sentence."""
        other = sum(not change.same_value for change in self.text)
        same = len(self.text) - other
        more = f", and {same} the same from another source" if same else ""
        return f"{other or 'no'} rule{'' if other == 1 else 's'} with another value{more}."

    def as_json(self) -> dict[str, Any]:
        """The whole difference as plain values."""
        return {
            "notice": self.notice,
            "first": self.a.as_json(),
            "second": self.b.as_json(),
            "text": [change.as_json() for change in self.text],
            "behaviour": [one.as_json() for one in self.behaviour],
            "safeguards": [one.as_json() for one in self.safeguards],
            "receipt": dict(self.receipt),
        }


def diff(
    a: Side, b: Side, baseline: Policy, invariants: Sequence[Invariant], *, members: int = 5, limit: int = LIMIT
) -> Diff:
    """The difference between two sides.

    ``baseline`` gives the rules as published, which some invariants compare with.

    Raises:
        DoesNotReplay: the real door does not follow a case that the search found.
    """
    checks = [
        check(side.policy, baseline, invariants, side.on, members=members, expected=side.expected, limit=limit)
        for side in (a, b)
    ]
    return Diff(
        a,
        b,
        tuple(_changes(a, b)),
        tuple(_behaviours(a, b, checks[0], checks[1], members, limit)),
        tuple(_safeguards(checks[0], checks[1])),
        _receipt(a, b, invariants, members, limit),
    )


def _changes(a: Side, b: Side) -> Iterator[Change]:
    """Every rule that differs: first those that say something else."""
    found = []
    for rule_id in a.policy.rules:
        old, new = (Said.of(side.policy, side.policy.ask(rule_id, side.on)) for side in (a, b))
        if old.value != new.value or [c.source for c in old.cited] != [c.source for c in new.cited]:
            found.append(Change(old, new))
    return iter(sorted(found, key=lambda change: change.same_value))


def _behaviours(a: Side, b: Side, first: Check, second: Check, members: int, limit: int) -> Iterator[Behaviour]:
    """One comparison, or, where the sources leave days open, one for each possibility that can be."""
    mine = list(zip(a.policy.possibilities(a.on, a.on), first.searches, strict=True))
    others = list(zip(b.policy.possibilities(b.on, b.on), second.searches, strict=True))
    for one, found in mine:
        for other, found_there in others:
            if _together(one, a.on, other, b.on):
                words = "; ".join(filter(None, dict.fromkeys((_assuming(a, one), _assuming(b, other)))))
                under = Under.of(one, a.on), Under.of(other, b.on)
                yield compare(*under, (found, found_there), members, assuming=words, limit=limit)


def _together(a: Policy, on_a: date, b: Policy, on_b: date) -> bool:
    """Whether two possibilities can be true at once: what has ended by one day has ended by a later one."""
    shared = [(a.pinned[span], b.pinned[span]) for span in a.pinned if span in b.pinned]
    if on_a == on_b:
        return all(mine == other for mine, other in shared)
    return all((mine >= other) if on_a < on_b else (mine <= other) for mine, other in shared)


def _assuming(side: Side, possible: Policy) -> str:
    new = [pin for span, pin in possible.pinned.items() if span not in side.policy.pinned]
    return f"the older rules {'have ended by' if max(new) < side.on else 'still hold on'} {side.on}" if new else ""


def _safeguards(a: Check, b: Check) -> Iterator[Safeguard]:
    for one, other in zip(a.judged, b.judged, strict=True):
        alone = one.verdict != other.verdict and "broken" in (one.verdict, other.verdict)
        told = (story(a, one) or story(b, other)) if alone else None
        yield Safeguard(one.invariant, one.verdict, other.verdict, one.expected or other.expected, told)


def _receipt(a: Side, b: Side, invariants: Sequence[Invariant], members: int, limit: int) -> Mapping[str, Any]:
    def stated(side: Side) -> Mapping[str, Any]:
        return {"policy": list(side.policy.variants), "on": side.on.isoformat(), "sha256": fingerprints(side.policy)}

    return {
        "program": __version__,
        "first": stated(a),
        "second": stated(b),
        "safeguards": digest([invariant.model_dump(mode="json") for invariant in invariants]),
        "bounds": {"members": members, "limit": limit},
    }


def receipt_lines(receipt: Mapping[str, Any]) -> Iterator[str]:
    """The receipt, an item a line."""
    yield f"Receipt: sca-flow {receipt['program']}; {bounds(receipt)}."
    for side in ("first", "second"):
        stated = receipt[side]
        for what, sha in stated["sha256"].items():
            yield f"    {name_of(stated['policy'])} on {stated['on']}, {what}: sha256 {sha}"
    yield f"    safeguards: sha256 {receipt['safeguards']}"


def bounds(receipt: Mapping[str, Any]) -> str:
    """How far was searched, in words."""
    limits = receipt["bounds"]
    return f"a panel of a chair and {limits['members']} members, at most {limits['limit']:,} positions a search"
