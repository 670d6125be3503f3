"""What holds of every difference: it is mirrored from the other side, and its cases are played under both policies."""

from __future__ import annotations

import json
from datetime import date

import pytest

from sca_flow.scenario.model import ScriptStep
from sca_flow.states.names import Stage, Step

from .comparing import (
    MIRROR,
    VARIANTS,
    at_sitting,
    between,
    by_role,
    changed,
    only,
    setting_apart,
    steps,
    what_if,
)


@pytest.mark.parametrize("name", ["rules", "no-panel", "every-sector-present", "2022-12-10", "2024-02-12"])
def test_a_policy_is_equivalent_to_itself(name: str) -> None:
    found = between(name, name)
    assert found.equivalent
    assert found.text == ()
    assert steps(found) == set()
    assert changed(found) == {}


NEIGHBOURS = list(zip(VARIANTS[::2], VARIANTS[1::2], strict=True))


@pytest.mark.parametrize(
    ("a", "b"), [*NEIGHBOURS, ("no-panel", "overturning-panel"), ("2022-12-12", "2022-12-13"), ("rules", "2024-02-12")]
)
def test_seen_from_the_other_side_what_was_gained_is_lost(a: str, b: str) -> None:
    here, there = between(a, b, members=2), between(b, a, members=2)
    assert by_role(there) == {(MIRROR[kind], *rest) for kind, *rest in by_role(here)}
    assert only(there) == only(here)[::-1]
    assert changed(there) == {name: pair[::-1] for name, pair in changed(here).items()}
    assert sorted(one.outcome for one in here.behaviour) == sorted(one.outcome for one in there.behaviour)
    never = {(d.stage, d.step, d.never) for one in here.behaviour for d in one.differences if d.kind != "elsewhere"}
    assert never == {
        (d.stage, d.step, d.never) for one in there.behaviour for d in one.differences if d.kind != "elsewhere"
    }


@pytest.mark.parametrize(
    "rule",
    [
        "further_consideration.round_limit=1|further_consideration.round_limit=2",
        "panel.adjournment_limit=1|panel.adjournment_limit=2",
        "reconsideration.number=1|reconsideration.number=2",
        "reconsideration.limit=none|reconsideration.limit=1 month",
        "recovery.minimum=1 day|recovery.minimum=0 days",
        "further_consideration.another_caseworker=true|further_consideration.another_caseworker=false",
        "further_consideration.who_may_direct=second_reviewer+manager|referral_back.binding=true",
        "consent.confirmed_at_18=true|consent.confirmed_at_18=false",
        "competent_authority.sca=true|competent_authority.sca=false",
    ],
)
def test_every_case_that_is_shown_is_played_under_both_policies_whatever_rule_differs(rule: str) -> None:
    a, b = (what_if(text, on=date(2021, 1, 31)) for text in rule.split("|"))
    here, there = setting_apart(a, b), setting_apart(b, a)
    assert not here.equivalent
    assert by_role(there) == {(MIRROR[kind], *rest) for kind, *rest in by_role(here)}


@pytest.mark.parametrize(
    ("first", "second", "stage", "roles"),
    [
        (
            "panel.adjournment_limit=1",
            "panel.adjournment_limit=2",
            "panel_sitting",
            {"panel_chair", "panel_secretariat"},
        ),
        (
            "further_consideration.round_limit=1",
            "further_consideration.round_limit=2",
            "further_consideration",
            {"manager", "experienced_staff"},
        ),
    ],
)
def test_everybody_who_gains_a_step_is_named(first: str, second: str, stage: str, roles: set[str]) -> None:
    found = setting_apart(what_if(first), what_if(second))
    assert {(kind, where) for kind, where, _ in steps(found)} == {("gained", stage)}
    assert {role for *_, role in by_role(found)} == roles


def test_a_period_in_months_can_end_before_or_after_one_in_days() -> None:
    found = setting_apart(what_if("recovery.minimum=30 days"), what_if("recovery.minimum=1 month"), members=1)
    assert {kind for kind, *_ in steps(found)} == {"lost", "gained"}


def test_a_sector_that_must_be_present_is_missed_by_a_panel_that_others_sit_on_too() -> None:
    found = setting_apart(what_if(), what_if("quorum.sectors_required=ngo"), members=4)
    assert steps(found) == at_sitting("lost", "publish_agreement", "refer_back")


def test_where_the_policies_come_by_ways_of_their_own_both_are_told() -> None:
    found = between("no-panel", "binding-referral-back")
    assert by_role(found) == {
        (MIRROR[kind], *rest) for kind, *rest in by_role(between("binding-referral-back", "no-panel"))
    }
    apart = between("no-second-pair-of-eyes", "chair-plus-three")
    lost = [d for d in apart.behaviour[0].differences if d.stage == Stage.PANEL_SITTING]
    assert {d.step for d in lost} == {Step.PUBLISH_AGREEMENT, Step.REFER_BACK}
    assert all(d.shown.detour for d in lost)
    assert "which comes there otherwise" in "\n".join(apart.lines())


def test_a_script_that_is_shown_is_in_the_one_script_format() -> None:
    for difference in between("rules", "chair-optional").behaviour[0].differences:
        told = json.loads(json.dumps(difference.as_json()))["case"]["script"]
        assert [ScriptStep.model_validate(line).step for line in told][-1] == difference.step
