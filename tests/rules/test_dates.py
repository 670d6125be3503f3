"""Rules at the days on which they change, through real cases."""

from __future__ import annotations

from datetime import date

import pytest

from sca_flow.errors import InputError, UnknownName
from sca_flow.rules.model import START
from sca_flow.rules.policy import Policy

from ..builders import Walk, rules_on

CG = {"reasons": "Shown."}


def shown(policy: Policy, rule: str, day: str) -> tuple[str, bool]:
    answer = policy.ask(rule, date.fromisoformat(day))
    return answer.shown, answer.confirmed


@pytest.mark.parametrize(
    ("day", "value", "source"),
    [
        ("2022-12-12", "45 days", "WMS-22"),
        ("2022-12-13", "30 days", "WMS-22"),
        ("2023-01-29", "30 days", "WMS-22"),
        ("2023-01-30", "30 days", "NABA-2022"),
    ],
)
def test_the_recovery_minimum_changes_by_guidance_and_then_by_statute(
    policy: Policy, day: str, value: str, source: str
) -> None:
    answer = policy.ask("recovery.minimum", date.fromisoformat(day))

    assert (answer.shown, answer.version.source, answer.confirmed) == (value, source, True)


def test_on_12_december_2022_the_44th_day_is_too_early_and_the_next_day_30_are_enough() -> None:
    case = Walk.of(received="2022-10-25").to_rg().until("2022-10-29")
    case.takes("decide_rg_positive", "decider", reasons="I suspect.").takes("begin_cg_consideration", "decider")

    reason = case.until("2022-12-12").refused("decide_cg_positive", "decider", **CG)["recovery_minimum"]
    assert "45 days" in reason.text
    assert "runs until 2022-12-13" in reason.text
    assert case.until("2022-12-13").takes("decide_cg_positive", "decider", **CG).stage == "cg_positive_served"


def test_the_minimum_in_force_on_the_day_of_the_decision_counts() -> None:
    case = Walk.of(received="2022-11-20").to_recovery().takes("begin_cg_consideration", "decider")

    assert (
        case.until("2022-12-12")
        .refused("decide_cg_positive", "decider", **CG)["recovery_minimum"]
        .text.startswith("The minimum recovery period of 45 days")
    )
    assert (
        case.until("2022-12-19")
        .refused("decide_cg_positive", "decider", **CG)["recovery_minimum"]
        .text.startswith("The minimum recovery period of 30 days")
    )
    assert case.until("2022-12-20").takes("decide_cg_positive", "decider", **CG).attempt.case.ended


@pytest.mark.parametrize(("received", "days"), [("2021-03-01", 45), ("2023-03-01", 30)])
def test_the_decision_waits_for_the_last_day_of_the_minimum(received: str, days: int) -> None:
    case = Walk.of(received=received).to_recovery().takes("begin_cg_consideration", "decider")
    end = date.fromordinal(date.fromisoformat(received).toordinal() + days)

    case.until(date.fromordinal(end.toordinal() - 1).isoformat())
    assert "recovery_minimum" in case.refused("draft_cg_negative", "decider", reasons="Not shown.")
    assert case.until(end.isoformat()).drafts().stage == "second_pair_of_eyes"


@pytest.mark.parametrize("step", ["accept_referral", "reject_referral", "suspend"])
def test_no_step_of_the_sca_predates_29_april_2019(step: str) -> None:
    case = Walk.of(received="2019-04-01")

    reason = (
        case.refused(step, "intake", reason="duplicate" if step == "reject_referral" else "x")
        if step != "accept_referral"
        else case.refused(step, "intake")
    )
    assert list(reason) == ["sca_decides"]
    assert "29 April 2019" in reason["sca_decides"].text
    assert reason["sca_decides"].confirmed


def test_a_referral_not_decided_then_is_transferred() -> None:
    case = Walk.of(received="2019-04-01").until("2019-04-28")
    assert "sca_decides" in case.refused("accept_referral", "intake")

    case.until("2019-04-29").to_rg()

    assert case.stage == "rg_consideration"
    assert case.attempt.scene.position.transferred


@pytest.mark.parametrize(("received", "transferred"), [("2019-04-28", True), ("2019-04-29", False)])
def test_a_referral_received_before_the_sca_began_is_transferred(received: str, transferred: bool) -> None:
    assert Walk.of(received=received).attempt.scene.position.transferred is transferred


@pytest.mark.parametrize(
    ("received", "theirs", "others"),
    [("2021-11-07", "sca-intake", "ieca-intake"), ("2021-11-08", "ieca-intake", "sca-intake")],
)
def test_people_of_the_ieca_act_for_its_cohort_from_8_november_2021(received: str, theirs: str, others: str) -> None:
    case = Walk.of(received=received, ieca_cohort=True)

    assert list(case.refused("accept_referral", others)) == ["right_authority"]
    assert case.takes("accept_referral", theirs).stage == "rg_consideration"


def test_a_child_of_the_cohort_stays_with_the_sca() -> None:
    case = Walk.of(received="2022-02-01", ieca_cohort=True, age_at_referral="child")

    assert "right_authority" in case.refused("accept_referral", "ieca-intake")
    assert case.takes("accept_referral", "sca-intake").stage == "rg_consideration"


def test_nobody_else_of_the_cohort_goes_to_the_ieca() -> None:
    assert "right_authority" in Walk.of(received="2022-02-01").refused("accept_referral", "ieca-intake")


def test_a_refusal_of_the_wrong_authority_is_confirmed_where_the_day_is() -> None:
    case = Walk.of(received="2021-11-08", ieca_cohort=True)

    assert case.refused("accept_referral", "sca-intake")["right_authority"].confirmed


def test_whose_a_case_is_that_began_before_the_ieca_is_a_working_assumption() -> None:
    """Whether such a case moved to the IECA was not found, so nobody is marked wrong for it."""
    case = Walk.of(received="2021-10-01", ieca_cohort=True).until("2021-12-01")

    reason = case.refused("accept_referral", "ieca-intake")["right_authority"]

    assert not case.attempt.scene.rules.answers["competent_authority.ieca"].confirmed
    assert not reason.confirmed


def eighteen(received: str, birthday: str) -> Walk:
    case = Walk.of(received=received, age_at_referral="child", turns_18=birthday).to_cg()
    return case.until(birthday)


def test_in_2026_a_person_who_turned_18_confirms_that_they_consent() -> None:
    case = eighteen("2026-05-05", "2026-07-01")

    for step in ("decide_cg_positive", "draft_cg_negative"):
        reason = case.refused(step, "decider", reasons="Because.")["consent_at_18"]
        assert reason.confirmed
        assert "consent_at_18" in case.refused(step, "decider", reasons="Because.", consent_confirmed=False)
    assert case.takes("decide_cg_positive", "decider", reasons="Shown.", consent_confirmed=True).attempt.case.ended


def test_before_the_birthday_nothing_is_to_be_confirmed() -> None:
    case = Walk.of(received="2026-05-05", age_at_referral="child", turns_18="2026-12-01").to_cg()

    assert case.takes("decide_cg_positive", "decider", reasons="Shown.").attempt.case.ended


@pytest.mark.parametrize(("received", "birthday"), [("2021-03-01", "2021-06-01"), ("2026-02-15", "2026-04-15")])
def test_while_the_sources_are_silent_the_step_is_open_and_unconfirmed(received: str, birthday: str) -> None:
    case = eighteen(received, birthday)

    assert not case.attempt.scene.rules.answers["consent.confirmed_at_18"].confirmed
    assert case.takes("decide_cg_positive", "decider", reasons="Shown.").attempt.case.ended


@pytest.mark.parametrize(
    ("day", "value", "confirmed"),
    [
        ("2022-11-30", "yes", True),
        ("2022-12-01", "unconfirmed: yes or no", False),
        ("2022-12-31", "unconfirmed: yes or no", False),
        ("2023-01-01", "no", True),
    ],
)
def test_inside_the_unknown_days_both_possibilities_are_told(
    policy: Policy, day: str, value: str, confirmed: bool
) -> None:
    assert shown(policy, "panel.in_force", day) == (value, confirmed)


def test_a_pin_picks_one_of_the_two_and_stays_unconfirmed(policy: Policy) -> None:
    pinned = policy.assuming({"panel.in_force": date(2022, 12, 10)})

    assert [pinned.ask("panel.in_force", date(2022, 12, day)).value for day in (10, 11)] == [True, False]
    assert shown(pinned, "panel.in_force", "2022-12-11") == ("unconfirmed: yes or no", False)


@pytest.mark.parametrize("day", ["2022-11-30", "2023-01-01"])
def test_a_pin_outside_the_unknown_days_is_an_error_that_says_which_they_are(policy: Policy, day: str) -> None:
    with pytest.raises(InputError, match="2022-12-01 to 2022-12-31"):
        policy.assuming({"panel.in_force": date.fromisoformat(day)})


def test_a_pin_on_a_rule_without_unknown_days_is_an_error(policy: Policy) -> None:
    with pytest.raises(InputError, match="none"):
        policy.assuming({"rg.target": date(2022, 12, 10)})


def test_a_pin_on_no_rule_offers_the_nearest(policy: Policy) -> None:
    with pytest.raises(UnknownName, match=r"panel\.in_force"):
        policy.assuming({"panel.in_forse": date(2022, 12, 10)})


def test_two_pins_that_contradict_each_other_are_an_error(policy: Policy) -> None:
    """Rules that change on the same unknown day change on one day: it cannot be both."""
    with pytest.raises(InputError):
        policy.assuming({"panel.in_force": date(2022, 12, 10), "quorum.chair_required": date(2022, 12, 20)})


def test_before_the_start_no_rule_holds_and_no_panel_sits(policy: Policy) -> None:
    day = date(2019, 4, 28)

    assert policy.ask("panel.in_force", day).value is False
    assert policy.ask("competent_authority.sca", day).value is False
    assert shown(policy, "panel.in_force", "2019-04-28")[0] == "not in force before 2019-04-29"
    assert policy.ask("panel.in_force", START).value is True


def test_every_rule_says_something_on_every_day_since_the_start(policy: Policy) -> None:
    days = {START, date(2026, 11, 24), *policy.boundaries()}
    for rule in policy.rules.values():
        for day in days:
            assert 1 <= len(rule.versions_on(day)) <= 2, (rule.id, day)


def test_an_unknown_value_stands_as_the_value_that_leaves_the_step_open(policy: Policy) -> None:
    for rule in policy.rules.values():
        for version in rule.values:
            if not version.known and rule.variable and version.from_:
                answer = policy.ask(rule.id, version.from_)
                assert answer.value == rule.read(rule.open_value), rule.id
                assert not answer.confirmed or version.value == "not_applicable", rule.id


def test_no_value_is_given_without_its_source_and_confidence(policy: Policy) -> None:
    for rule in policy.rules.values():
        for version in rule.values:
            assert version.source in policy.sources, rule.id
            assert version.source not in ("MEMORY", "SIM") or not version.confidence.confirmed, rule.id


def test_the_target_for_reasonable_grounds_skips_weekends_and_bank_holidays() -> None:
    case = Walk.of(received="2021-03-31")  # Good Friday is 2 April, Easter Monday 5 April

    (target,) = [deadline for deadline in case.attempt.deadlines() if deadline.id == "rg.target"]
    assert target.on == date(2021, 4, 9)


def test_a_target_is_an_aim_and_refuses_nothing() -> None:
    case = Walk.of().to_rg().until("2021-06-01")

    assert case.takes("decide_rg_positive", "decider", reasons="Late.").stage == "recovery_period"


def test_all_rules_of_a_day_can_be_asked_at_once() -> None:
    values = rules_on("2021-06-01").values

    assert (values.quorum_members_besides_chair, values.quorum_chair_required, values.referral_back_binding) == (
        2,
        True,
        False,
    )
