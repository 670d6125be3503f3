"""What is offered is what the door will do."""

from __future__ import annotations

from typing import Any

import pytest

from sca_flow.states.names import Step, form
from sca_flow.states.table import TABLE

from ..builders import Walk

STAGES = [
    "to_rg",
    "to_rg_review",
    "to_recovery",
    "to_cg",
    "to_second_pair",
    "to_listing",
    "to_sitting",
    "to_quorate",
    "to_further",
    "to_ready",
    "to_served",
]


def worlds() -> list[Any]:
    return [
        *[pytest.param(lambda stage=stage: getattr(Walk.of(), stage)(), id=stage) for stage in STAGES],
        pytest.param(lambda: Walk.of(consent="not_given"), id="no consent"),
        pytest.param(lambda: Walk.of(received="2019-04-01"), id="before the start"),
        pytest.param(lambda: Walk.of(age_at_referral="child").to_cg(), id="a child"),
        pytest.param(lambda: Walk.of(received="2022-01-10", ieca_cohort=True), id="the IECA's cohort"),
        pytest.param(lambda: Walk.of().to_recovery().takes("begin_cg_consideration", "decider"), id="too early"),
        pytest.param(lambda: Walk.of().to_sitting().takes("suspend", "intake", reason="x"), id="suspended"),
        pytest.param(lambda: Walk.of().to_served().requests(), id="a request pending"),
        pytest.param(
            lambda: Walk.of(received="2022-10-03").to_listing("2022-11-30").until("2023-01-05"), id="panels ended"
        ),
    ]


def filled(step: Step) -> dict[str, Any]:
    """A form as good as it can be without knowing the case."""
    given: dict[str, Any] = {}
    for field in form(step):
        given[field.name] = {
            "choice": field.choices[0] if field.choices else None,
            "flag": True,
            "person": "police-1",
            "people": ["council-1", "charity-1"],
            "date": "2027-01-04",
        }.get(field.asks, "words")
    return given | ({"chair": "chair-2"} if step == Step.CONVENE_PANEL else {})


@pytest.mark.parametrize("world", worlds())
def test_every_step_of_the_stage_is_offered_in_the_order_of_the_table(world: Any) -> None:
    case = world()

    assert [offer.step for offer in case.attempt.offers()] == list(TABLE.steps(case.stage))


@pytest.mark.parametrize("world", worlds())
def test_what_is_closed_is_refused_to_everybody_whatever_they_record(world: Any) -> None:
    for offer in world().attempt.offers():
        case = world()
        for person in case.attempt.scenario.people if not offer.open else ():
            case.refused(offer.step.value, person, **filled(offer.step))


@pytest.mark.parametrize("world", worlds())
def test_what_is_open_is_refused_to_those_offered_it_for_nothing_but_what_they_record(world: Any) -> None:
    about_the_form = {guard.id for row in TABLE.rows for guard in row.guards if guard.form}
    for offer in world().attempt.offers():
        for person in offer.people if offer.open else ():
            refused = {reason.guard for reason in world().tries(offer.step.value, person.id).reasons}
            assert refused <= about_the_form, (offer.step, person.id, refused)


@pytest.mark.parametrize("world", worlds())
def test_a_closed_step_says_why_and_whose_it_is(world: Any) -> None:
    for offer in world().attempt.offers():
        if not offer.open:
            assert all(reason.text and reason.rules for reason in offer.reasons)
            assert offer.roles


def test_a_step_is_offered_to_everybody_who_may_take_it() -> None:
    case = Walk.of().to_further()

    assert {person.id for person in case.offer("direct_further_consideration").people} == {
        "manager",
        "expert",
        "all-rounder",
    }


def test_an_outcome_is_offered_to_the_chair_of_this_sitting_alone() -> None:
    case = Walk.of().to_quorate()

    assert [person.id for person in case.offer("publish_agreement").people] == ["chair-1"]


def test_a_step_that_nobody_in_the_scenario_can_take_is_closed_and_says_so() -> None:
    case = Walk.of(people=[{"id": "intake", "name": "In", "roles": ["competent_authority"]}]).takes("accept_referral")

    offer = case.offer("decide_rg_positive")

    assert not offer.open
    assert "Nobody in this scenario is decision maker" in offer.reasons[0].text


def test_the_step_of_the_drafter_is_offered_to_another_reviewer() -> None:
    case = Walk.of().to_second_pair(by="all-rounder")

    assert [person.id for person in case.offer("uphold_cg_negative").people] == ["reviewer"]
