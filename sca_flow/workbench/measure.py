"""What rule tests can cover: guards, dated values, days of change, outcomes, variants and safeguards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from sca_flow.deadlines import deadlines
from sca_flow.forms import read
from sca_flow.rules import loader
from sca_flow.rules.model import Rule, Version
from sca_flow.rules.policy import Policy
from sca_flow.rules.variant import Variant
from sca_flow.states.compiled import after
from sca_flow.states.guards import Guard
from sca_flow.states.names import Step
from sca_flow.states.panel_guards import quorate
from sca_flow.states.position import Try
from sca_flow.states.row import Row, Table
from sca_flow.states.table import TABLE
from sca_flow.take import trying
from sca_flow.workbench.explore import Edge
from sca_flow.workbench.facts import Sight, test_of
from sca_flow.workbench.invariants import SHIPPED, Invariant, read_invariants
from sca_flow.workbench.nearest import days_of_change
from sca_flow.workbench.rule_tests import Run, Seen

Key = tuple[str, str, str]
"""The kind of a thing to cover, its id, and which side of it."""

KINDS = {
    "guard": "guards, each seen allowing and refusing",
    "value": "dated values, each read",
    "day": "days of change, each tested on the day before and the day",
    "outcome": "outcomes, each reached",
    "variant": "what the shipped variants set, each read",
    "safeguard": "safeguards, each case that they are about",
}
STAYS, NOT_QUORATE = "in place", "not quorate"
_MOMENT = (0, -1)


@dataclass(frozen=True)
class Looked:
    """A step that was tried, with everything it was judged by."""

    seen: Seen
    row: Row
    attempt: Try
    refusing: tuple[Guard, ...]

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules on which it rested; letting time pass to the next date rests on those of all dates ahead."""
        scene = self.seen.scene
        names = [*self.row.when.rules, *(rule for guard in self.row.guards for rule in guard.rules)]
        if self.row.step == Step.WAIT and "until" not in self.seen.event.form:
            names += [ahead.citation.rule for ahead in deadlines(scene.case, scene.rules) if ahead.citation]
        return tuple(name for name in dict.fromkeys(names) if scene.policy.rules[name].variable)


def looked(run: Run) -> Iterator[Looked]:
    """Every step of a run that its stage knows."""
    for seen in run.seen:
        scene, event = seen.scene, seen.event
        row = scene.row(event.step)
        if row is not None:
            filled = read(event.step, event.form, scene.people)
            attempt = trying(scene, event.step, seen.actor, seen.role, filled)
            mask = row.mask(scene.position, scene.rules.values, attempt)
            yield Looked(seen, row, attempt, row.refusing(mask))


@dataclass(frozen=True)
class Measure:
    """What coverage is measured against."""

    policy: Policy
    invariants: Sequence[Invariant] = ()
    variants: Mapping[str, Variant] = field(default_factory=dict)
    table: Table = TABLE

    @classmethod
    def shipped(cls) -> Measure:
        """The rules, safeguards and variants that come with the program."""
        policy = loader.shipped()
        return cls(policy, read_invariants(SHIPPED, policy.sources), loader.shipped_variants().by_id)

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        """Everything there is to cover."""
        return tuple(dict.fromkeys(self._keys()))

    def _keys(self) -> Iterator[Key]:
        for row in self.table.rows:
            for guard in row.guards:
                yield "guard", guard.id, "allows"
                yield "guard", guard.id, "refuses"
        for rule in self.rules:
            yield from (("value", rule.id, str(place)) for place, v in enumerate(rule.values) if self._askable(rule, v))
        for rule in self.rules:
            for day in days_of_change(rule):
                if all(self._askable(rule, version) for version in rule.versions_on(day)):
                    yield "day", rule.id, day.isoformat()
        yield from (outcome(row) for row in self.table.rows)
        yield "outcome", Step.ADJOURN_SITTING, NOT_QUORATE
        for variant in self.variants.values():
            yield from (("variant", variant.id, rule_id) for rule_id in variant.set_)
        yield from (("safeguard", invariant.id, "") for invariant in self.invariants)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that can vary and that something in the process reads."""
        unread = set(self.unread)
        return tuple(rule for rule in self.policy.rules.values() if rule.variable and rule.id not in unread)

    @cached_property
    def unread(self) -> tuple[str, ...]:
        """The rules that can vary and that nothing in the process reads."""
        names = (rule.id for rule in self.policy.rules.values() if rule.variable and rule.type != "period")
        return tuple(name for name in names if name not in self._asked)

    @cached_property
    def _asked(self) -> frozenset[str]:
        """The rules that a guard or a route asks; a period that neither asks is an aim, known by its deadline."""
        rows = self.table.rows
        return frozenset(
            {rule for row in rows for guard in row.guards for rule in guard.rules}
            | {rule for row in rows for rule in row.when.rules}
        )

    def _askable(self, rule: Rule, version: Version) -> bool:
        """Whether some step can read a version: an aim that is not known makes no deadline."""
        return version.known or rule.id in self._asked

    def covered(self, run: Run) -> set[Key]:
        """What one run covers."""
        found: set[Key] = set()
        for one in looked(run):
            found |= set(self._by_guards(one))
            found |= set(self._by_rules(one, run))
            if one.seen.accepted:
                found |= set(self._by_outcome(one, run))
        return found

    def _by_guards(self, one: Looked) -> Iterator[Key]:
        guards = one.row.guards if one.seen.accepted else one.refusing
        yield from (("guard", guard.id, "allows" if one.seen.accepted else "refuses") for guard in guards)

    def _by_rules(self, one: Looked, run: Run) -> Iterator[Key]:
        scene = one.seen.scene
        for name in one.rules:
            rule, published, answer = scene.policy.rules[name], self.policy.rules[name], scene.rules.answers[name]
            if rule is published or rule == published:
                yield from (("value", name, str(rule.values.index(v))) for v in (answer.version,) if answer.versions)
                yield "day", name, answer.on.isoformat()
            for variant in run.policy.split("+"):
                if variant in self.variants and name in self.variants[variant].set_:
                    yield "variant", variant, name

    def _by_outcome(self, one: Looked, run: Run) -> Iterator[Key]:
        scene = one.seen.scene
        position, rules = scene.position, scene.rules.values
        yield outcome(one.row)
        if one.row.step == Step.ADJOURN_SITTING and not quorate(position, rules):
            yield "outcome", Step.ADJOURN_SITTING, NOT_QUORATE
        edge = Edge(position, one.row.step, one.attempt, after(one.row, position, rules, one.attempt), _MOMENT)
        published = self.policy.assuming(run.test.assume).in_force(scene.case.dates).values
        sight = Sight(position, rules, published, edge)
        for invariant in self.invariants:
            if test_of(invariant.when)(sight) and _put_to_the_test(invariant, edge):
                yield "safeguard", invariant.id, ""


def _put_to_the_test(invariant: Invariant, edge: Edge) -> bool:
    if invariant.kind == "always_possible":
        return edge.step == invariant.step and edge.attempt.role in invariant.by
    return edge.after.stage.end if invariant.kind == "can_always_finish" else True


def outcome(row: Row) -> Key:
    """The key of what a row leads to."""
    return "outcome", row.step, STAYS if row.to == row.stage else row.to


def span(rule: Rule, place: int) -> tuple[date, date]:
    """The first and the last day on which a rule's version may hold."""
    begin, version = rule.begins()[place], rule.values[place]
    until = version.until
    return begin, date.max if until is None else until if isinstance(until, date) else until.latest
