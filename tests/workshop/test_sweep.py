"""What a sweep calls reachable is, through the one door; and nothing that random play reaches is missing from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from random import Random
from typing import Any

import pytest

from sca_flow.errors import Incomplete
from sca_flow.journal import MemoryJournal
from sca_flow.rules.loader import shipped
from sca_flow.scenario.loader import Library
from sca_flow.scenario.model import Scenario, ScriptStep
from sca_flow.states.names import Stage, Status, Step
from sca_flow.states.position import STATUSES, Position
from sca_flow.training.attempt import Attempt
from sca_flow.training.chance import play
from sca_flow.workshop.remembering import Remembering
from sca_flow.workshop.sweep.covered import KINDS, of_history, of_sweep
from sca_flow.workshop.sweep.found import Found
from sca_flow.workshop.sweep.script import script
from sca_flow.workshop.sweep.search import Swept, sweep
from sca_flow.workshop.walked import Walked

from ..builders import CAST, scenario

POLICY = Remembering.of(shipped())
ENOUGH = (
    *("intake", "decider", "reviewer", "secretary", "chair-1", "police-1", "charity-2", "council-1"),
    *("manager", "expert", "responder", "subject"),
)
DAYS = ("2019-02-20", "2021-03-01", "2022-11-20", "2024-01-05", "2026-02-20")


def cast(names: Iterable[str]) -> Sequence[Mapping[str, Any]]:
    return [one for one in CAST if one["id"] in set(names)]


def without(*names: str) -> Found:
    return Found.of(scenario(people=cast(set(ENOUGH) - set(names))).file, POLICY)


def some_casts() -> Iterator[Scenario]:
    """Casts drawn at random, on days under different rules; some people hold many roles, some have had a hand."""
    random = Random(5)
    for day in DAYS * 2:
        names = [name for name in ENOUGH if random.random() < 0.9]
        others = random.sample(["all-rounder", "decider-2", "chair-with-a-hand", "ieca-decider", "had-a-hand"], 2)
        turning: dict[str, Any] = {"age_at_referral": "child", "consent": "not_needed", "turns_18": "2026-04-10"}
        of = turning if day == "2026-02-20" and random.random() < 0.5 else {}
        yield scenario(received=day, people=cast([*names, *others]), **of)


@cache
def of_the_library() -> tuple[Scenario, Swept]:
    """The smallest that ships."""
    found = Library(POLICY).find("domestic-servitude")
    return found, sweep(found.file, POLICY)


def played(case: Scenario, lines: Sequence[dict[str, Any]]) -> Attempt:
    """A script played through the one door, where every step of it is taken."""
    walked = Walked.of(case, POLICY, [ScriptStep.model_validate(line) for line in lines])
    assert walked.through, f"{walked.why} {lines}"
    assert walked.attempt is not None
    return walked.attempt


def seen(position: Position, swept: Swept) -> tuple[Any, ...]:
    """A position as a sweep tells it from others: sectors nobody asks about, and who of those away came how."""

    def away(status: Status | None) -> Status | None:
        out = swept.going.cast.together and status in (Status.ABSENT, Status.LEFT)
        return Status.INVITED if out else status

    counts = Counter[Status | None]()
    for place, number in enumerate(position.members):
        counts[away(STATUSES[place % len(STATUSES)])] += number
    normal = swept.normal(position)
    return normal[:14], normal[16:], away(position.chair), frozenset((+counts).items())


def comes_to_every_place_it_is_said_to(case: Scenario, swept: Swept, places: Sequence[int]) -> None:
    for place in places:
        state = swept.states[place]
        attempt = played(case, script(swept, swept.way(place)))
        assert seen(attempt.scene.position, swept) == seen(state.position, swept)
        assert attempt.case.today == state.moment.clock.today


def holds_all_that_random_play_comes_to(case: Scenario, swept: Swept, seeds: range) -> None:
    known = {seen(state.position, swept) for state in swept.states}
    covered = of_sweep(swept)
    for seed in seeds:
        attempt = Attempt.start(case, POLICY, MemoryJournal())
        try:
            for _ in play(attempt, seed, limit=60):
                if attempt.case.today > swept.going.days.last:
                    break
                assert seen(attempt.scene.position, swept) in known, seed
            else:
                walked = of_history(attempt.case.history)
                assert all(walked[kind] <= covered[kind] for kind in KINDS), seed
        except Incomplete:
            continue


@pytest.mark.parametrize("case", list(some_casts()))
def test_of_a_small_scenario_everything_reached_can_be_played_and_nothing_played_is_missing(case: Scenario) -> None:
    swept = sweep(case.file, POLICY)
    places = Random(1).sample(range(len(swept.states)), min(12, len(swept.states)))
    comes_to_every_place_it_is_said_to(case, swept, places)
    holds_all_that_random_play_comes_to(case, swept, range(4))


def test_of_a_scenario_that_ships_everything_reached_can_be_played() -> None:
    case, swept = of_the_library()
    comes_to_every_place_it_is_said_to(case, swept, Random(2).sample(range(len(swept.states)), 15))


def test_of_a_scenario_that_ships_nothing_played_at_random_is_missing() -> None:
    holds_all_that_random_play_comes_to(*of_the_library(), range(12))


def test_the_shortest_script_to_an_ending_ends_there() -> None:
    case = scenario(people=cast(ENOUGH))
    found = Found.of(case.file, POLICY)
    assert [ending.stage for ending in found.endings] == [stage for stage in Stage if stage.end]
    for ending in found.endings:
        attempt = played(case, ending.script)
        assert (attempt.case.stage, attempt.case.ended) == (ending.stage, True)


def test_the_shortest_script_is_no_longer_than_it_has_to_be() -> None:
    lengths = {ending.stage: len(ending.script) for ending in without().endings}
    assert lengths[Stage.NOT_ACCEPTED] == lengths[Stage.WITHDRAWN] == 1
    assert lengths[Stage.CG_POSITIVE_SERVED] == 4
    assert lengths[Stage.CG_NEGATIVE_SERVED] == 11  # a chair and two members are recorded as present


@pytest.mark.parametrize(
    ("nobody", "ending", "why"),
    [
        (["reviewer"], Stage.RG_NEGATIVE_SERVED, "nobody is second reviewer"),
        (["secretary"], Stage.CG_NEGATIVE_SERVED, "nobody is panel secretariat"),
        (["chair-1"], Stage.CG_NEGATIVE_SERVED, "cannot be quorate: nobody is there"),
        (["police-1", "council-1"], Stage.CG_NEGATIVE_SERVED, "cannot be quorate: Not quorate: chair present, 1 of 2"),
        (["subject", "responder"], Stage.WITHDRAWN, "nobody is first responder or the person"),
    ],
)
def test_an_ending_out_of_reach_says_why(nobody: Sequence[str], ending: Stage, why: str) -> None:
    found = without(*nobody)
    assert why in found.missing[ending]
    assert ending not in found.reached["endings"]


def test_a_case_that_can_come_to_no_end_is_a_dead_end_with_a_script_that_leads_there() -> None:
    case = scenario(people=cast(set(ENOUGH) - {"manager", "expert"}))
    found = Found.of(case.file, POLICY)
    (dead,) = found.dead_ends
    assert dead.stage == Stage.FURTHER_CONSIDERATION
    assert set(dead.why.values()) == {"nobody is manager or experienced staff"}
    assert played(case, dead.script).case.stage == dead.stage
    assert not found.missing  # every ending is reached all the same


def test_waiting_until_panels_are_no_more_is_no_way_out_of_a_listing() -> None:
    stages = [dead.stage for dead in without("chair-1").dead_ends]
    assert stages == [Stage.PANEL_LISTING]


def test_a_conflict_that_the_scenario_gives_nobody_makes_no_dead_end() -> None:
    found = without()
    assert not list(found.dead_ends)
    assert any(tag.had for group in found.swept.going.cast.groups for tag in group)  # and yet it is looked at


def test_a_conflict_that_the_scenario_gives_makes_one() -> None:
    chair = {**next(one for one in CAST if one["id"] == "chair-1"), "conflict": "I know him."}
    found = Found.of(scenario(people=[*cast(set(ENOUGH) - {"chair-1"}), chair]).file, POLICY)
    assert Stage.PANEL_LISTING in {dead.stage for dead in found.dead_ends}


def test_whoever_has_had_a_hand_in_the_case_never_sits() -> None:
    found = Found.of(scenario(people=cast([*ENOUGH, "chair-with-a-hand"])).file, POLICY)
    assert not any("chair-with-a-hand" in str(ending.script) for ending in found.endings)
    assert "nobody_with_a_hand" in found.reached["refusals"]


def test_one_person_who_decides_and_reviews_comes_to_no_negative() -> None:
    both = {"id": "both", "name": "Both", "roles": ["decision_maker", "second_reviewer"]}
    found = Found.of(scenario(people=[*cast(set(ENOUGH) - {"decider", "reviewer"}), both]).file, POLICY)
    assert "somebody else than the decision maker" in found.missing[Stage.RG_NEGATIVE_SERVED]


def test_what_a_child_cannot_do_is_not_asked_for() -> None:
    child = scenario(people=cast(ENOUGH), age_at_referral="child", consent="not_needed")
    found = Found.of(child.file, POLICY)
    assert Stage.WITHDRAWN not in found.all["endings"]
    assert "adult" in found.reached["refusals"]


def test_what_the_rules_of_the_time_do_not_have_is_not_asked_for() -> None:
    found = without()
    assert {Step.OVERTURN_DECISION, Step.RELEASE_FROM_PANEL}.isdisjoint(found.all["steps"])
    assert found.all == found.reached
    late = Found.of(scenario(received="2024-03-01", people=cast(ENOUGH)).file, POLICY)
    assert Stage.PANEL_LISTING not in late.all["stages"]
    assert "within_limit" in late.reached["refusals"]


def test_a_limit_ends_a_sweep_that_is_not_complete() -> None:
    found = Found.of(scenario(people=cast(ENOUGH)).file, POLICY, limit=20)
    assert not found.complete
    assert not found.dead_ends


def test_people_who_differ_in_nothing_are_one() -> None:
    twins = [{"id": f"twin-{number}", "name": "Twin", "roles": ["decision_maker"]} for number in range(9)]
    one = sweep(scenario(people=cast(ENOUGH)).file, POLICY)
    many = sweep(scenario(people=[*cast(ENOUGH), *twins]).file, POLICY)
    assert len(many.states) == len(one.states)


def test_a_case_in_flight_is_swept_under_each_of_the_rules_that_it_meets() -> None:
    found = Found.of(scenario(received="2022-11-20", people=cast(ENOUGH)).file, POLICY)
    days = {state.moment.clock.today.isoformat() for state in found.swept.states}
    assert {"2022-11-20", "2022-12-13", "2023-01-01"} <= days
    assert {Step.PUBLISH_AGREEMENT, Step.RELEASE_FROM_PANEL} <= found.reached["steps"]
