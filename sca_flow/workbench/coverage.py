"""What rule tests cover, and why not the rest.  Only runs that passed cover anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import Any

from sca_flow.people import Role
from sca_flow.rules.model import Ground
from sca_flow.rules.policy import Rules, in_words
from sca_flow.states.guards import Guard
from sca_flow.states.names import Stage, Status
from sca_flow.states.position import CAP, NOBODY, Position, Seat, Try
from sca_flow.states.reads import reads
from sca_flow.workbench.measure import KINDS, Key, Looked, Measure, looked, outcome, span
from sca_flow.workbench.rule_tests import Run


@dataclass(frozen=True)
class Item:
    """One thing to cover: the tests that do, or why none does."""

    key: Key
    what: str
    tests: tuple[str, ...]
    why: str

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        kind, name, side = self.key
        tests, why = list(self.tests), self.why or None
        return {"kind": kind, "id": name, "side": side, "what": self.what, "tests": tests, "why": why}


@dataclass(frozen=True)
class Coverage:
    """What some runs cover of a measure."""

    measure: Measure
    items: tuple[Item, ...]
    tests: int
    runs: int
    failed: int

    @property
    def missing(self) -> tuple[Item, ...]:
        """What no test covers."""
        return tuple(item for item in self.items if not item.tests)

    def lines(self) -> Iterator[str]:
        """The coverage in words."""
        failed = f"; {self.failed} failed, and what failed covers nothing" if self.failed else ""
        yield f"{self.tests} tests, {self.runs} runs (one for each date and policy){failed}."
        for kind, says in KINDS.items():
            of_kind = [item for item in self.items if item.key[0] == kind]
            missing = [item for item in of_kind if not item.tests]
            yield f"{len(of_kind) - len(missing):>4} of {len(of_kind):>3} {says}"
            yield from (f"       {item.what}: {item.why}." for item in missing)
        if self.measure.unread:
            yield f"Not counted, since nothing in the process reads it: {', '.join(self.measure.unread)}."

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "tests": self.tests,
            "runs": self.runs,
            "failed": self.failed,
            "covered": len(self.items) - len(self.missing),
            "of": len(self.items),
            "unread": list(self.measure.unread),
            "items": [item.as_json() for item in self.items],
        }


def coverage(runs: Sequence[Run], measure: Measure) -> Coverage:
    """What runs cover."""
    ledger = _Ledger(measure)
    for run in runs:
        if run.passed:
            ledger.enter(run)
    items = tuple(ledger.item(key) for key in measure.keys)
    tests = len({(run.file, run.test.name) for run in runs})
    return Coverage(measure, items, tests, len(runs), sum(not run.passed for run in runs))


@dataclass
class _Ledger:
    """What was seen in the runs that passed."""

    measure: Measure
    by_key: dict[Key, list[str]] = field(default_factory=dict)
    steps: list[Looked] = field(default_factory=list)
    variants: set[str] = field(default_factory=set)
    asked_on: dict[str, set[date]] = field(default_factory=dict)

    def enter(self, run: Run) -> None:
        for key in self.measure.covered(run):
            self.by_key.setdefault(key, []).append(run.name)
        self.variants |= set(run.policy.split("+"))
        for one in looked(run):
            self.steps.append(one)
            for name in one.rules:
                self.asked_on.setdefault(name, set()).add(one.seen.scene.rules.answers[name].on)

    def item(self, key: Key) -> Item:
        tests = tuple(self.by_key.get(key, ()))
        what, why = getattr(self, f"_{key[0]}")(*key[1:])
        return Item(key, what, tests, "" if tests else why)

    def _guard(self, name: str, side: str) -> tuple[str, str]:
        asked = [(one, guard) for one in self.steps for guard in one.row.guards if guard.id == name]
        what = f"{name} {side}"
        if not asked:
            return what, "no test tries a step that it guards"
        if side == "allows":
            return what, f"asked {_times(asked)}, and the step was never taken"
        under = {one.seen.scene.rules.values for one, _ in asked}
        if not any(can_refuse(asked[0][1], rules) for rules in under):
            return what, "no test under a policy where it can refuse"
        return what, f"asked {_times(asked)}, and every time it allowed"

    def _value(self, name: str, side: str) -> tuple[str, str]:
        rule, place = self.measure.policy.rules[name], int(side)
        first, last = span(rule, place)
        ends = "onward" if last == date.max else f"to {last}"
        return f"{name} = {in_words(rule.values[place].value)} ({first} {ends})", self._not_on(name, first, last)

    def _day(self, name: str, side: str) -> tuple[str, str]:
        day = date.fromisoformat(side)
        return f"{name} on {day}", self._not_on(name, day, day)

    def _not_on(self, name: str, first: date, last: date) -> str:
        days = self.asked_on.get(name)
        if not days:
            return "no test reads the rule"
        if max(days) < first:
            return f"tests end before (the last reads it on {max(days)})"
        if min(days) > last:
            return f"tests begin after (the first reads it on {min(days)})"
        return "no test reads it as published on that day" if first == last else "no test reads it in that time"

    def _outcome(self, step: str, side: str) -> tuple[str, str]:
        tried = [one for one in self.steps if one.row.step == step]
        rows = [row for row in self.measure.table.rows if outcome(row)[1:] == (step, side)]
        what = f"{step} leads to {side}" if side in set(Stage) else f"{step}, {side}"
        if not tried:
            return what, "no test tries the step"
        under = {one.seen.scene.rules.values for one in tried}
        if rows and not any(row.when.possible(rules) for row in rows for rules in under):
            return what, "no test under a policy where it can lead there"
        if not any(one.seen.accepted for one in tried):
            return what, f"tried {_times(tried)}, and never taken"
        return what, f"tried {_times(tried)}, and it came out otherwise"

    def _variant(self, name: str, side: str) -> tuple[str, str]:
        ran = "no test under this variant reads the rule" if name in self.variants else "no test under this variant"
        return f"{name} sets {side}", ran

    def _safeguard(self, name: str, _: str) -> tuple[str, str]:
        return name, "no test comes to the case that it is about"


def _times(found: Sequence[Any]) -> str:
    return "once" if len(found) == 1 else f"{len(found)} times"


_DOMAINS: dict[str, tuple[Any, ...]] = {
    "role": tuple(Role),
    "ground": (None, *Ground),
    "pending": (None, *Ground),
    "seat": (None, *(Seat(True, None, before, Status.PRESENT) for before in Status)),
    "chair": (None, *Status),
    "members": (NOBODY, tuple(1 for _ in NOBODY)),
    "invited": ((), (1,)),
    **dict.fromkeys(("round", "adjournments", "requests"), (0, CAP)),
}


def can_refuse(guard: Guard, rules: Rules) -> bool:
    """Whether a guard refuses anything at all under some rules: asked with every value of what it reads."""
    of_position, of_try = (sorted(fields) for fields in reads(guard.test, rules))
    domains = [_DOMAINS.get(name, (False, True)) for name in (*of_position, *of_try)]
    return any(
        not guard.test(
            Position(**dict(zip(of_position, values, strict=False))),
            rules,
            Try(**{"role": Role.PERSON, **dict(zip(of_try, values[len(of_position) :], strict=True))}),
        )
        for values in product(*domains)
    )
