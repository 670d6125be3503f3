"""From a case to its position and then an effect, or the event folded and then to the position: the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

import pytest

from sca_flow import forms
from sca_flow.case import folded, position, rules_for
from sca_flow.events import Refused, happened
from sca_flow.journal import check_chain
from sca_flow.states import compiled
from sca_flow.states.guards import roles_of
from sca_flow.states.names import Field, Stage, Step, form
from sca_flow.states.table import TABLE
from sca_flow.take import Scene, trying, who

from ..builders import Walk, rules_on


def about_rg(walk: Walk) -> Walk:
    """To a sitting on a negative reasonable grounds decision, under a variant."""
    walk.to_rg_review().takes("confirm_rg_negative", "reviewer").convenes()
    return walk.present("chair-1", "police-1", "council-1")


START = [lambda walk: walk]
PANEL = [*START, Walk.to_listing, Walk.to_sitting, Walk.to_quorate, Walk.to_further, Walk.to_served]
DECEMBER = [*START, lambda walk: walk.to_listing("2022-12-06"), lambda walk: walk.to_sitting("2022-12-10"),
            lambda walk: walk.to_listing("2022-12-06").until("2023-01-03")]  # fmt: skip

WORLDS: dict[str, tuple[dict[str, Any], list[Callable[[Walk], Walk]]]] = {
    "an adult while panels sat": ({}, PANEL),
    "a transferred referral": ({"received": "2019-02-01", "opens": "2019-04-20"}, START),
    "a child who turns 18": ({"received": "2026-02-01", "age_at_referral": "child", "turns_18": "2026-04-20"}, START),
    "an adult of the IECA's cohort": ({"received": "2021-11-08", "ieca_cohort": True}, PANEL),
    "panels that end on a day assumed": (
        {"received": "2022-10-20", "assume": {"panel.in_force": "2022-12-10"}},
        DECEMBER,
    ),
    "panels that end on a day left open": ({"received": "2022-10-20"}, DECEMBER),
    "a time limit on reconsideration": ({"received": "2024-03-01"}, [*START, Walk.to_served]),
    "no consent": ({"consent": "not_given"}, START),
    "a binding referral back and two rounds": (
        {"rules": {"referral_back.binding": True, "further_consideration.round_limit": 2}},
        PANEL,
    ),
    "panels on reasonable grounds that may overturn": (
        {"rules": {"panel.reviews": ["rg_negative", "cg_negative"], "panel.may_overturn": True}},
        [*START, Walk.to_quorate, about_rg],
    ),
    "no second pair of eyes and no return to the panel": (
        {"rules": {"second_review.required_for": [], "panel.fresh_negative_returns": False}},
        [*START, lambda walk: walk.to_cg().drafts().convenes()],
    ),
    "a recovery minimum of no days": ({"rules": {"recovery.minimum": "0 days"}}, START),
}
WALKS, STEPS = 10, 40
WEIGHTS = {
    **dict.fromkeys((Step.WITHDRAW, Step.SUSPEND, Step.REJECT_REFERRAL, Step.DECIDE_CG_POSITIVE), 0.1),
    **dict.fromkeys(
        (Step.CONVENE_PANEL, Step.RECORD_ATTENDANCE, Step.UPHOLD_CG_NEGATIVE, Step.REQUEST_RECONSIDERATION), 5
    ),
    **dict.fromkeys((Step.DRAFT_CG_NEGATIVE, Step.PUBLISH_AGREEMENT, Step.REFER_BACK, Step.LEAVE_SITTING), 3),
    Step.OVERTURN_DECISION: 6,
    Step.DRAFT_RG_NEGATIVE: 0.4,
}
BASE = rules_on("2021-06-01").values


@dataclass
class Chance:
    """Somebody who tries anything, though mostly what is open and makes sense."""

    walk: Walk
    dice: Random

    def step(self) -> Step:
        """Mostly a step that the stage knows, and more often one that leads deeper into the process."""
        if self.walk.attempt.case.suspended and self.dice.random() < 0.7:
            return Step.RESUME
        known = TABLE.steps(self.walk.stage)
        if self.dice.random() < 0.9:
            return self.dice.choices(known, [WEIGHTS.get(step, 1) for step in known])[0]
        return self.dice.choice(list(Step))

    def actor(self, step: Step) -> str:
        """Mostly somebody whose step it is."""
        people = self.walk.attempt.scenario.people.values()
        allowed = set().union(*(roles_of(row.by, BASE) for row in TABLE.rows if row.step == step))
        able = [person.id for person in people if allowed & set(person.roles)]
        sitting = self.walk.attempt.case.sitting
        if sitting is not None and sitting.chair in able and self.dice.random() < 0.8:
            return sitting.chair
        return self.dice.choice(able) if self.dice.random() < 0.9 else self.dice.choice([p.id for p in people])

    def recorded(self, step: Step) -> dict[str, Any]:
        values = {field.name: self._value(step, field) for field in form(step) if self.dice.random() < 0.97}
        return {name: value for name, value in values.items() if value is not None}

    def _value(self, step: Step, field: Field) -> Any:
        match field.asks:
            case "choice":
                return self.dice.choice(field.choices + field.choices[:1])
            case "flag":
                return self.dice.random() < 0.8
            case "person":
                return self._somebody(step)
            case "people":
                pool = [p.id for p in self.walk.attempt.scenario.people.values() if p.sector and not p.hand]
                return self.dice.sample(pool, self.dice.randint(2, 5))
            case "date":
                days = self.dice.choice((-3, 1, 9, 40, 200, None))
                return days and str(self.walk.today.fromordinal(self.walk.today.toordinal() + days))
        return "words"

    def _somebody(self, step: Step) -> str | None:
        sitting = self.walk.attempt.case.sitting
        if step == Step.CONVENE_PANEL:
            return self.dice.choice(("chair-1", "chair-2", "all-rounder", "police-1"))
        if sitting and self.dice.random() < 0.9:
            return self.dice.choice(list(sitting.statuses))
        return self.dice.choice(list(self.walk.attempt.scenario.people))


def commutes(walk: Walk, step: Step, by: str, recorded: dict[str, Any]) -> None:
    """Take a step both ways and compare where they lead."""
    attempt = walk.attempt
    scene = Scene.of(attempt.case, attempt.scenario.people, attempt.policy)
    actor, role = who(scene, step, by)
    row = TABLE.route(scene.position, step, scene.rules.values)
    tried = trying(scene, step, actor, role, forms.read(step, recorded, scene.people))
    result = walk.tries(step.value, by, **recorded)

    after = position(attempt.case, rules_for(attempt.case, attempt.policy))
    expected = compiled.advance(scene.position, step, scene.rules.values, tried)
    assert result.accepted == (expected is not None)
    if row is not None and expected is not None:
        assert expected == row.effect(scene.position, scene.rules.values, tried)._replace(stage=row.to)
    assert after == (scene.position if expected is None else expected)


def is_as_recorded(walk: Walk) -> None:
    """The case is the fold of its journal, and the head says what the fold says."""
    attempt, entries = walk.attempt, walk.journal.read(walk.attempt.id)
    case = folded(happened(entry) for entry in entries)
    head = walk.journal.head(attempt.id)

    assert case == attempt.case
    assert (head.stage, head.ended, head.seq) == (case.stage, case.ended, len(entries))
    check_chain(entries)


@cache
def walked(world: str) -> tuple[frozenset[str], frozenset[str], tuple[str, ...]]:
    """The steps taken and stages reached in one world, and what did not commute."""
    taken: set[str] = set()
    reached: set[str] = set()
    for seed in range(WALKS):
        changes, starts = WORLDS[world]
        walk = starts[seed % len(starts)](Walk.of(**changes))
        chance = Chance(walk, Random(f"{world} {seed}"))
        for _ in range(STEPS):
            step = chance.step()
            by, recorded = chance.actor(step), chance.recorded(step)
            told = f"{step} by {by} with {recorded}, at {walk.stage} on {walk.today} (seed {seed})"
            try:
                commutes(walk, step, by, recorded)
            except AssertionError as error:
                return frozenset(taken), frozenset(reached), (f"{told}\n{error}",)
            if not isinstance(walk.attempt.case.history[-1].event, Refused):
                taken.add(step.value)
            reached.add(walk.stage.value)
        is_as_recorded(walk)
    return frozenset(taken), frozenset(reached), ()


@pytest.mark.parametrize("world", WORLDS)
def test_position_and_fold_lead_to_the_same_place(world: str) -> None:
    _, _, faults = walked(world)

    assert not faults, "\n".join(faults)


def test_the_walks_of_chance_come_far_enough_to_say_something() -> None:
    """Between them they reach every stage and take nearly every step of the process."""
    taken, reached, _ = zip(*(walked(world) for world in WORLDS), strict=True)

    assert {stage.value for stage in Stage} - set().union(*reached) == set()
    assert len({step.value for step in Step} - set().union(*taken)) <= 2


@pytest.mark.parametrize("seed", range(6))
def test_at_every_point_of_a_walk_the_journal_folds_to_the_case(seed: int) -> None:
    walk = Walk.of()
    chance = Chance(walk, Random(seed))
    is_as_recorded(walk)
    for _ in range(STEPS):
        step = chance.step()
        walk.tries(step.value, chance.actor(step), **chance.recorded(step))
        is_as_recorded(walk)


@pytest.mark.parametrize(("by", "reviewed"), [("all-rounder", "by_self"), ("reviewer", "by_another")])
def test_who_reviewed_a_draft_is_told_apart_where_a_variant_lets_its_writer_do_it(by: str, reviewed: str) -> None:
    walk = Walk.of(rules={"second_review.reviewer_must_differ": False}).to_second_pair(by="all-rounder")

    commutes(walk, Step.UPHOLD_CG_NEGATIVE, by, {})

    assert walk.attempt.scene.position.reviewed == reviewed
