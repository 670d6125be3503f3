"""A sitting: attendance, conflicts, leaving, outcomes, and what remains when it is not quorate."""

from __future__ import annotations

import pytest

from sca_flow.people import Role

from ..builders import Walk

INNER = {"record_attendance", "declare_conflict", "leave_sitting"}
ANYWHERE = {"adjourn_sitting", "suspend", "withdraw", "wait"}
OUTCOMES = {"publish_agreement": {}, "refer_back": {"look_at_again": "The letter."}}


@pytest.fixture
def sitting() -> Walk:
    return Walk.of().to_sitting()


@pytest.fixture
def quorate() -> Walk:
    return Walk.of().to_quorate()


def test_attendance_is_recorded_by_the_secretariat_alone(sitting: Walk) -> None:
    for by in ("chair-1", "police-1", "manager"):
        assert "role" in sitting.refused("record_attendance", by, member="police-1", status="present")


def test_an_absence_is_recorded_with_its_reason(sitting: Walk) -> None:
    assert list(sitting.refused("record_attendance", "secretary", member="police-1", status="absent")) == [
        "form_complete"
    ]
    assert sitting.absent("police-1").attempt.case.sitting.statuses["police-1"] == "absent"


def test_nobody_is_present_who_was_not_invited(sitting: Walk) -> None:
    assert list(sitting.refused("record_attendance", "secretary", member="nurse-1", status="present")) == ["at_sitting"]


def test_somebody_thought_absent_may_still_arrive(sitting: Walk) -> None:
    assert sitting.absent("police-1").present("police-1").attempt.case.sitting.statuses["police-1"] == "present"


def test_a_member_who_declares_a_conflict_leaves_the_case(quorate: Walk) -> None:
    quorate.takes("declare_conflict", "police-1", reason="I know them.")

    assert quorate.attempt.case.sitting.statuses["police-1"] == "conflicted"
    assert list(quorate.refused("record_attendance", "secretary", member="police-1", status="present")) == [
        "not_conflicted"
    ]
    assert list(quorate.refused("declare_conflict", "police-1", reason="Again.")) == ["not_conflicted"]


@pytest.mark.parametrize(
    "panel", [{"members": ["police-1", "council-1"]}, {"chair": "all-rounder", "members": ["police-1"]}]
)
def test_a_conflicted_member_cannot_be_invited_again(quorate: Walk, panel: dict[str, object]) -> None:
    quorate.takes("declare_conflict", "police-1", reason="I know them.").takes("adjourn_sitting", "chair-1")

    reasons = quorate.refused("convene_panel", "secretary", **{"chair": "chair-2", **panel})

    assert list(reasons) == ["nobody_with_a_hand"]
    assert "left this case for a conflict of interest" in reasons["nobody_with_a_hand"].text


def test_a_conflicted_chair_cannot_chair_again(quorate: Walk) -> None:
    quorate.takes("declare_conflict", "chair-1", reason="I know them.").takes("adjourn_sitting", "secretary")

    assert "nobody_with_a_hand" in quorate.refused("convene_panel", "secretary", chair="chair-1", members=["police-1"])
    assert quorate.convenes(chair="chair-2").stage == "panel_sitting"


@pytest.mark.parametrize(("step", "form"), [("declare_conflict", {"reason": "They know them."}), ("leave_sitting", {})])
def test_a_member_speaks_for_their_own_seat_and_the_secretariat_for_any(
    quorate: Walk, step: str, form: dict[str, str]
) -> None:
    assert list(quorate.refused(step, "council-1", member="police-1", **form)) == ["own_seat"]
    assert list(quorate.refused(step, "chair-1", member="police-1", **form)) == ["own_seat"]
    assert quorate.takes(step, "secretary", member="police-1", **form).attempt.case.sitting.statuses["police-1"] in (
        "conflicted",
        "left",
    )


def test_only_somebody_present_leaves_early(sitting: Walk) -> None:
    assert list(sitting.refused("leave_sitting", "police-1")) == ["was_present"]


def test_a_conflict_needs_a_reason(quorate: Walk) -> None:
    assert list(quorate.refused("declare_conflict", "police-1")) == ["form_complete"]


@pytest.mark.parametrize("step", OUTCOMES)
@pytest.mark.parametrize("by", ["chair-2", "police-1", "secretary", "manager", "decider"])
def test_only_the_chair_of_this_very_sitting_records_an_outcome(quorate: Walk, step: str, by: str) -> None:
    reasons = quorate.refused(step, by, **OUTCOMES[step])

    assert list(reasons)[:1] == (["the_chair"] if by == "chair-2" else ["role"])


def test_a_referral_back_says_what_to_look_at_again(quorate: Walk) -> None:
    assert list(quorate.refused("refer_back", "chair-1")) == ["form_complete"]


@pytest.mark.parametrize("step", OUTCOMES)
def test_an_outcome_never_changes_the_decision(quorate: Walk, step: str) -> None:
    before = quorate.attempt.case

    quorate.takes(step, "chair-1", **OUTCOMES[step])

    after = quorate.attempt.case
    assert (after.decision, after.drafter, after.reviewer) == (before.decision, before.drafter, before.reviewer)
    assert after.outcome_quorate
    assert after.sitting is None


def test_a_panel_has_no_power_to_overturn(quorate: Walk) -> None:
    reasons = quorate.refused("overturn_decision", "chair-1", reasons="We would decide otherwise.")

    assert list(reasons) == ["power_to_overturn"]
    assert reasons["power_to_overturn"].confirmed


LOST = {
    "a member leaves early": ("leave_sitting", "police-1", {}),
    "a member has a conflict": ("declare_conflict", "police-1", {"reason": "I know them."}),
    "the chair leaves early": ("leave_sitting", "chair-1", {}),
    "the chair has a conflict": ("declare_conflict", "chair-1", {"reason": "I know them."}),
    "a member turns out absent": (
        "record_attendance",
        "secretary",
        {"member": "police-1", "status": "absent", "reason": "Ill."},
    ),
}


@pytest.mark.parametrize("how", LOST)
def test_a_sitting_that_loses_its_quorum_halfway_is_closed_to_any_outcome(how: str) -> None:
    case = Walk.of().to_sitting(members=["police-1", "council-1"]).present("chair-1", "police-1", "council-1")
    assert set(OUTCOMES) <= case.open_steps()
    step, by, form = LOST[how]

    case.takes(step, by, **form)

    assert case.attempt.quorum().quorate is False
    assert case.open_steps() == INNER | ANYWHERE
    for outcome, recorded in OUTCOMES.items():
        assert set(case.refused(outcome, "chair-1", **recorded)) & {"chair_present", "enough_members"}


def test_a_sitting_that_has_just_begun_is_not_quorate(sitting: Walk) -> None:
    assert sitting.open_steps() == INNER | ANYWHERE


def test_a_quorum_that_is_lost_may_be_found_again(quorate: Walk) -> None:
    quorate.takes("leave_sitting", "police-1").takes("leave_sitting", "council-1")
    assert "publish_agreement" not in quorate.open_steps()

    quorate.present("police-1")

    assert quorate.takes("publish_agreement", "chair-1").stage == "ready_to_serve"


@pytest.mark.parametrize("how", ["absent", "left", "conflicted"])
def test_nobody_deputises_for_the_chair(how: str) -> None:
    """However many members are there, and even where one of them may chair panels."""
    case = Walk.of().to_sitting(members=["police-1", "council-1", "charity-1", "all-rounder"])
    case.present("police-1", "council-1", "charity-1", "all-rounder")
    if how == "absent":
        case.absent("chair-1")
    else:
        case.present("chair-1")
        case.takes(
            *{"left": ("leave_sitting", "chair-1"), "conflicted": ("declare_conflict", "chair-1")}[how], reason="x"
        )

    for by in ("chair-1", "chair-2", "all-rounder"):
        assert "chair_present" in case.refused("publish_agreement", by)
    assert case.takes("adjourn_sitting", "secretary").stage == "panel_listing"


def test_an_adjourned_case_is_listed_and_convened_again(quorate: Walk) -> None:
    quorate.takes("adjourn_sitting", "chair-1")
    assert (quorate.stage, quorate.attempt.case.sitting, quorate.attempt.case.adjournments) == (
        "panel_listing",
        None,
        1,
    )

    quorate.convenes(chair="chair-2")

    assert set(quorate.attempt.case.sitting.statuses.values()) == {"invited"}  # nothing carries over
    quorate.present("chair-2", "police-1", "council-1")
    assert "the_chair" in quorate.refused("publish_agreement", "chair-1")
    assert quorate.takes("publish_agreement", "chair-2").stage == "ready_to_serve"


def test_adjourning_is_always_open_to_chair_and_secretariat() -> None:
    for by in ("chair-1", "secretary"):
        for case in (Walk.of().to_sitting(), Walk.of().to_quorate()):
            assert case.takes("adjourn_sitting", by).stage == "panel_listing"


def test_members_of_one_sector_are_counted_one_by_one() -> None:
    case = Walk.of().to_sitting(members=["police-1", "police-2"]).present("chair-1", "police-1")
    assert case.attempt.quorum().quorate is False

    assert case.present("police-2").attempt.quorum().quorate is True


def test_the_journal_keeps_whether_the_outcome_was_quorate(quorate: Walk) -> None:
    event = quorate.refers_back().attempt.case.history[-1].event

    assert event.quorate is True


def test_whoever_has_a_conflict_says_so_as_themselves(quorate: Walk) -> None:
    quorate.takes("declare_conflict", "charity-1", reason="I know them.")

    last = quorate.attempt.case.history[-1]
    assert (last.actor, last.role, last.event.member) == ("charity-1", Role.PANEL_MEMBER, "charity-1")


def test_without_a_name_the_chair_of_this_sitting_is_who_records_its_outcome() -> None:
    """Left to whoever would usually do it, an outcome is recorded by this chair and not by another."""
    case = Walk.of().to_sitting(chair="chair-2").present("chair-2", "police-1", "council-1")

    assert case.takes("publish_agreement").attempt.case.history[-1].actor == "chair-2"
