"""Telling a rule test that failed: the rules it came up against, and the nearest change under which it would pass.

One thing is changed at a time: a rule's value, the date, who attends the sitting, who does a step.  Changes of
different kinds cannot be compared, so the smallest of each kind is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from sca_flow.errors import InputError
from sca_flow.people import Role, Sector
from sca_flow.reasons import Citation
from sca_flow.rules.model import MAX_COUNT, NONE, Decision, Ground, Period, Range, Rule
from sca_flow.rules.policy import in_words
from sca_flow.states.names import Stage, Status
from sca_flow.states.panel_guards import QUORUM
from sca_flow.states.table import TABLE
from sca_flow.take import Scene
from sca_flow.workbench.rule_test_files import RuleTest
from sca_flow.workbench.rule_tests import Applied, Run, run, shipped_policy

Kind = Literal["rule", "date", "sitting", "person"]
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Change:
    """One thing that could be otherwise.  ``words`` go on from 'It would be taken'."""

    kind: Kind
    size: int
    words: str
    test: RuleTest
    on: date


def told(failed: Run, applied: Applied = shipped_policy) -> list[str]:
    """A failure in words, a line each: what came otherwise, on which rules it rests, and what would pass."""
    said = [line for surprise in failed.surprises for line in surprise.splitlines()]
    cited = [f"  Rule: {citation}" for citation in _rests_on(failed)]
    return [*said, *(line for line in cited if line not in said), *nearest(failed, applied)]


def nearest(failed: Run, applied: Applied = shipped_policy) -> list[str]:
    """The smallest change of each kind under which the test would pass, as sentences."""
    found: dict[Kind, str] = {}
    for change in sorted(changes(failed), key=lambda change: change.size):
        if change.kind in found:
            continue
        try:
            then = run(change.test, change.on, failed.policy, applied)
        except InputError:  # what makes no sense is no change to propose
            continue
        if then.passed:
            found[change.kind] = f"{_comes_out(failed, then)} {change.words}."
    return list(found.values()) or ["No single change of a rule, a date, the sitting or a person would make it pass."]


def changes(failed: Run) -> Iterator[Change]:
    """Every single change to a test that is worth trying."""
    test, scene = failed.test, _scene(failed)
    near = _rules_of(failed, scene)
    for name in (*near, *(name for name, rule in scene.policy.rules.items() if rule.variable and name not in near)):
        rule, now = scene.policy.rules[name], scene.rules.answers[name].value
        for size, value in alternatives(rule, now):
            words = f"if {name} were {_said(value)} instead of {_said(now)}"
            yield Change("rule", size, words, _with(test, set_={**test.set_, name: value}), failed.on)
    yield from _on_another_day(failed, scene)
    if test.given.stage == Stage.PANEL_SITTING:
        yield from _attended_otherwise(failed)
    yield from _by_somebody_else(failed)


def alternatives(rule: Rule, now: Any) -> Iterator[tuple[int, Any]]:
    """Other values of a rule as a file gives them, each with how far it is from the one that holds."""
    others = [version.value for version in rule.values if version.known and rule.read(version.value) != now]
    kinds: dict[str, Iterable[Any]] = {"roles": Role, "sectors": Sector, "decisions": Decision, "grounds": Ground}
    if rule.type == "flag":
        yield 1, not now
    elif rule.type == "count":
        steps = range(1, MAX_COUNT)
        for number in {max(0, (now or 0) + sign * step) for step in steps for sign in (1, -1)} - {now}:
            if number <= MAX_COUNT:
                yield max(1, abs(number - (now or 0))), number
        if rule.open_value == NONE and now is not None:
            yield MAX_COUNT, NONE
    elif rule.type in kinds:
        for item in kinds[rule.type]:
            yield 1, sorted(now ^ {item})
        yield from ((len(now ^ frozenset(value)), sorted(value)) for value in others)
    else:
        yield from ((1, value) for value in (*others, rule.open_value) if rule.read(value) != now)


def _said(value: Any) -> str:
    return str(value) if isinstance(value, Period) else in_words(value)


def days_of_change(rule: Rule) -> Iterator[date]:
    """The days about which a rule changes: the last and the first one, or those around days the sources leave open."""
    for version in rule.values:
        if isinstance(version.until, Range):
            yield from (version.until.earliest - DAY, version.until.earliest, version.until.latest)
            yield version.until.latest + DAY
        elif version.until is not None:
            yield from (version.until, version.until + DAY)


def _on_another_day(failed: Run, scene: Scene) -> Iterator[Change]:
    rules = [rule for rule in scene.policy.rules.values() if rule.variable]
    days = {day for rule in rules for day in days_of_change(rule)}
    days |= {day for deadline in failed.attempt.deadlines() for day in (deadline.on, deadline.on + DAY)}
    test = failed.test
    for day in sorted(days - {failed.on}, reverse=True):
        words = f"from {day}" if day > failed.on else f"until {day}"
        yield Change("date", abs((day - failed.on).days), words, test, day)
        for place, step in enumerate(test.steps):
            if step.on is not None and day != step.on:
                moved = _at(test, place, on=day)
                words = f"if '{step.step}' were done on {day} instead of {step.on}"
                yield Change("date", abs((day - step.on).days), words, moved, failed.on)


def _attended_otherwise(failed: Run) -> Iterator[Change]:
    given = failed.test.given
    here = {sector: found if isinstance(found, list) else [found] for sector, found in given.members.items()}
    for sector in (*here, *(sector for sector in Sector if sector not in here)):
        seats = here.get(sector, [])
        more = {**here, sector: [*seats, Status.PRESENT]}
        yield _sitting(failed, f"if one more member were present ({sector.label})", members=more)
        if Status.PRESENT in seats:
            fewer = list(seats)
            fewer.remove(Status.PRESENT)
            words = f"if one member fewer were present ({sector.label})"
            yield _sitting(failed, words, members={**here, sector: [*fewer, Status.ABSENT]})
    other = Status.ABSENT if given.chair == Status.PRESENT else Status.PRESENT
    yield _sitting(failed, f"if the chair were {other.label}", chair=other)


def _sitting(failed: Run, words: str, **otherwise: Any) -> Change:
    given = failed.test.given.model_copy(update=otherwise)
    return Change("sitting", 1, words, _with(failed.test, given=given), failed.on)


def _by_somebody_else(failed: Run) -> Iterator[Change]:
    for place, step in enumerate(failed.test.steps):
        for name in failed.attempt.scenario.people:
            if name != step.by:
                words = f"if '{step.step}' were done by {name}" + (f" instead of {step.by}" if step.by else "")
                yield Change("person", 1, words, _at(failed.test, place, by=name), failed.on)


def _with(test: RuleTest, **otherwise: Any) -> RuleTest:
    return test.model_copy(update=otherwise)


def _at(test: RuleTest, place: int, **otherwise: Any) -> RuleTest:
    step = test.steps[place].model_copy(update=otherwise)
    return _with(test, steps=(*test.steps[:place], step, *test.steps[place + 1 :]))


def _scene(failed: Run) -> Scene:
    """The scene in which it went otherwise."""
    return failed.seen[-1].scene if failed.seen else failed.attempt.scene


def _comes_out(failed: Run, then: Run) -> str:
    """How the step that went otherwise would go: taken, refused, or as it did, but to another end."""
    place = len(failed.seen) - 1
    if not 0 <= place < len(then.seen) or failed.seen[place].accepted == then.seen[place].accepted:
        return "It would come out as expected"
    return "It would be taken" if then.seen[place].accepted else "It would be refused"


def _rules_of(failed: Run, scene: Scene) -> tuple[str, ...]:
    """The variable rules on which the step rested that went otherwise."""
    row = scene.row(failed.seen[-1].event.step) if failed.seen else None
    names = (*row.when.rules, *(rule for guard in row.guards for rule in guard.rules)) if row else ()
    return tuple(dict.fromkeys(name for name in names if scene.policy.rules[name].variable))


def _rests_on(failed: Run) -> Iterator[Citation]:
    """The rules that a test expected to refuse, or to lead elsewhere."""
    scene, test = _scene(failed), failed.test
    expected = {name for step in test.steps for name in step.refused_by}
    guards = {guard.id: guard.rules for row in TABLE.rows for guard in row.guards}
    names = [rule for name in sorted(expected) for rule in guards.get(name, (name,))]
    if test.then.quorate is not None:
        names += [rule for guard in QUORUM for rule in guard.rules]
    if test.then.stage is not None and failed.seen:
        row = scene.row(failed.seen[-1].event.step)
        names += row.when.rules if row else ()
    for name in dict.fromkeys(names):
        if name in scene.rules.answers:
            yield Citation.of(scene.rules.answers[name])
