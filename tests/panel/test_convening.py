"""Convening: one chair, members of the pool, and nobody who had a hand in the case."""

from __future__ import annotations

import pytest

from sca_flow.errors import InputError

from ..builders import PANEL, Walk


@pytest.fixture
def listed() -> Walk:
    return Walk.of().to_listing()


def test_everybody_named_is_invited_and_nobody_is_present_yet(listed: Walk) -> None:
    sitting = listed.convenes().attempt.case.sitting

    assert set(sitting.statuses) == {"chair-1", "police-1", "council-1", "charity-1"}
    assert set(sitting.statuses.values()) == {"invited"}
    assert {name: sector.value for name, sector in sitting.sectors.items()} == {
        "police-1": "police", "council-1": "local_authority", "charity-1": "ngo",
    }  # fmt: skip


def test_one_chair_is_named(listed: Walk) -> None:
    assert list(listed.refused("convene_panel", "secretary", members=["police-1"])) == ["form_complete"]


@pytest.mark.parametrize("chair", ["police-1", "manager", "secretary", "subject"])
def test_only_a_panel_chair_chairs(listed: Walk, chair: str) -> None:
    assert "one_chair" in listed.refused("convene_panel", "secretary", chair=chair, members=["council-1", "charity-1"])


def test_the_chair_is_not_one_of_the_two(listed: Walk) -> None:
    reasons = listed.refused("convene_panel", "secretary", chair="all-rounder", members=["all-rounder", "police-1"])

    assert "one_chair" in reasons


@pytest.mark.parametrize("member", ["manager", "chair-2", "no-sector", "responder"])
def test_a_member_comes_from_the_pool(listed: Walk, member: str) -> None:
    reasons = listed.refused("convene_panel", "secretary", chair="chair-1", members=["police-1", member])

    assert "members_from_pool" in reasons
    assert member.replace("-", " ").title() in reasons["members_from_pool"].text


def test_a_member_with_a_hand_in_the_case_may_not_be_invited(listed: Walk) -> None:
    reasons = listed.refused("convene_panel", "secretary", chair="chair-1", members=["police-1", "had-a-hand"])

    assert list(reasons) == ["nobody_with_a_hand"]
    assert "She wrote the referral." in reasons["nobody_with_a_hand"].text


def test_a_chair_with_a_hand_in_the_case_may_not_chair(listed: Walk) -> None:
    reasons = listed.refused("convene_panel", "secretary", **{**PANEL, "chair": "chair-with-a-hand"})

    assert list(reasons) == ["nobody_with_a_hand"]


@pytest.mark.parametrize("panel", [{"chair": "all-rounder"}, {"members": ["police-1", "all-rounder"]}])
def test_whoever_acted_in_the_case_may_neither_chair_nor_sit(panel: dict[str, object]) -> None:
    listed = Walk.of().to_second_pair(by="all-rounder").takes("uphold_cg_negative", "reviewer")

    assert list(listed.refused("convene_panel", "secretary", **{**PANEL, **panel})) == ["nobody_with_a_hand"]


def test_the_same_person_may_sit_while_they_had_no_hand_in_it(listed: Walk) -> None:
    assert listed.convenes(chair="all-rounder").stage == "panel_sitting"


def test_trying_and_being_refused_is_no_hand_in_the_case() -> None:
    listed = Walk.of().to_second_pair()
    listed.refused("uphold_cg_negative", "police-1")

    assert listed.takes("uphold_cg_negative", "reviewer").convenes().stage == "panel_sitting"


def test_nobody_sits_twice_on_one_panel(listed: Walk) -> None:
    with pytest.raises(InputError, match="twice"):
        listed.tries("convene_panel", "secretary", chair="chair-1", members=["police-1", "police-1"])


@pytest.mark.parametrize("by", ["chair-1", "police-1", "manager", "decider", "intake"])
def test_only_the_secretariat_convenes(listed: Walk, by: str) -> None:
    assert "role" in listed.refused("convene_panel", by, **PANEL)


def test_nothing_is_released_while_panels_sit(listed: Walk) -> None:
    reasons = listed.refused("release_from_panel", "secretary")

    assert list(reasons) == ["panels_ended"]
    assert not reasons["panels_ended"].confirmed


def test_every_reason_against_a_panel_is_given_at_once(listed: Walk) -> None:
    reasons = listed.refused("convene_panel", "manager", chair="police-1", members=["had-a-hand", "no-sector"])

    assert set(reasons) == {"role", "one_chair", "members_from_pool", "nobody_with_a_hand"}
