"""What is told of a case: its dates, its timeline, how it ended."""

from __future__ import annotations

import pytest

from sca_flow.rules.loader import shipped
from sca_flow.training.attempt import Attempt
from sca_flow.training.telling import duplicate_note, ending, header, notice, reasons_in_words, timeline
from sca_flow.training.verify import erase

from ..builders import Walk


def deadline_ids(case: Walk) -> dict[str, str]:
    return {deadline.id: deadline.on.isoformat() for deadline in case.attempt.deadlines()}


def test_the_dates_ahead_follow_the_stage(case: Walk) -> None:
    assert deadline_ids(case) == {"rg.target": "2021-03-08"}
    assert deadline_ids(case.to_recovery()) == {"recovery.minimum": "2021-04-15"}
    assert deadline_ids(case.until("2021-04-15").takes("begin_cg_consideration", "decider").drafts()) == {}


def test_a_deadline_says_how_far_away_it_is_and_on_which_rule_it_rests(case: Walk) -> None:
    (target,) = case.attempt.deadlines()

    assert target.words.endswith("2021-03-08 (in 7 days)")
    assert target.citation.source == "PQ-86506"
    assert case.until("2021-03-08").attempt.deadlines()[0].words.endswith("(today)")
    assert case.until("2021-03-09").attempt.deadlines()[0].words.endswith("(1 day ago)")


def test_a_birthday_ahead_is_a_date_that_matters() -> None:
    case = Walk.of(age_at_referral="child", turns_18="2021-08-01").to_recovery()

    assert deadline_ids(case)["turns_18"] == "2021-08-01"


def test_a_pending_request_has_a_target_once_one_is_known() -> None:
    case = Walk.of(received="2026-01-05").to_rg_review().takes("confirm_rg_negative", "reviewer").requests()

    assert deadline_ids(case)["reconsideration.reply_target"] == "2026-01-16"
    assert "reconsideration.reply_target" not in deadline_ids(Walk.of().to_served().requests())


def test_the_target_of_a_request_is_that_of_the_day_on_which_it_was_made() -> None:
    """The date of the request picks the version: in 2023 no target is known, and waiting does not make one."""
    case = Walk.of(received="2023-06-01").to_rg_review().takes("confirm_rg_negative", "reviewer").requests()

    assert "reconsideration.reply_target" not in deadline_ids(case.until("2026-02-02"))


def test_the_header_says_where_the_case_stands() -> None:
    case = Walk.of(received="2019-03-01", opens="2019-05-01").to_recovery()
    told = header(case.attempt)

    assert (told.person, told.stage, told.authority) == ("Alex Doe", "recovery_period", "Single Competent Authority")
    assert "transferred to the SCA" in told.standing
    assert "SUSPENDED" in header(case.takes("suspend", "intake", reason="x").attempt).standing


def test_the_header_says_what_is_assumed() -> None:
    told = header(Walk.of(received="2022-10-03", assume={"panel.in_force": "2022-12-10"}).attempt)

    assert any("panel.in_force" in line and "2022-12-10" in line for line in told.assumed)


def test_the_notice_is_one_line_and_says_when_panels_have_ended(case: Walk) -> None:
    for day, ended in ((case.today, False), (case.today.replace(year=2024), True)):
        line = notice(day)
        assert "\n" not in line
        assert "fictional people" in line
        assert "not legal advice" in line
        assert "not Home Office material" in line
        assert f"Rules as on {day}" in line
        assert ("Panels ended in December 2022" in line) is ended


def test_the_timeline_tells_every_event_in_order_with_what_was_recorded(case: Walk) -> None:
    case.to_rg().refused("decide_rg_positive", "reviewer", reasons="Mine to decide?")
    lines = timeline(case.takes("decide_rg_positive", "decider", reasons="I suspect.").attempt)

    assert [line.seq for line in lines] == [1, 2, 3, 4]
    assert lines[1].who == "Intake (competent authority)"
    assert lines[2].refused
    assert lines[2].reasons[0].guard == "role"
    assert lines[3].details == ("Reasons: I suspect.",)
    assert "Recovery period" in lines[3].text


def test_an_erased_text_is_told_as_erased(case: Walk) -> None:
    case.to_recovery()
    erase(case.journal, case.attempt.id)

    told = timeline(Attempt.resume(case.attempt.id, lambda _: case.attempt.scenario, shipped(), case.journal))

    assert told[2].details == ("Reasons: [text erased]",)
    assert "erased" in told[-1].text


def test_the_ending_retells_the_path_and_what_it_came_to() -> None:
    case = Walk.of().to_further()
    case.refused("decline_further_consideration", "decider", reasons="x")
    case.takes("decline_further_consideration", "manager", reasons="It would not end otherwise.").serves()
    told = ending(case.attempt)

    assert any("That is a suggestion" in line for line in told)
    assert any("A referral back does not oblige" in line for line in told)
    assert any("It came to: Negative conclusive grounds decision served." in line for line in told)
    assert any("refused on the way: 1" in line for line in told)


@pytest.mark.parametrize(("of", "words"), [("open", "merged into the open case"), ("decided", "decided already")])
def test_what_becomes_of_a_duplicate_is_told(of: str, words: str) -> None:
    case = Walk.of(duplicate_of=of).takes("reject_referral", "intake", reason="duplicate")

    assert words in duplicate_note(case.attempt)
    assert any(words in line for line in ending(case.attempt))


def test_what_becomes_of_a_duplicate_is_told_even_when_time_has_passed_since() -> None:
    case = Walk.of(duplicate_of="open").takes("reject_referral", "intake", reason="duplicate").until("2021-04-01")

    assert "merged into the open case" in " ".join(ending(case.attempt))


def test_confirmed_reasons_are_told_before_working_assumptions() -> None:
    case = Walk.of().to_listing()
    reasons = case.tries("convene_panel", "secretary", chair="police-1", members=["had-a-hand", "manager"]).reasons
    told = reasons_in_words(reasons)

    confirmed = [text.endswith("This is confirmed.") for text in told]
    assert confirmed == [True, False, False]
