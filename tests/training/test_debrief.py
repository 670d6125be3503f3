"""The debrief: path, decisions, mistakes, faults and passages, each beside what the author holds to be good."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sca_flow.journal import MemoryJournal
from sca_flow.rules.loader import shipped, shipped_variants
from sca_flow.training.attempt import Attempt
from sca_flow.training.company import Company
from sca_flow.training.debrief import Debrief
from sca_flow.training.debrief_report import Told

from .making import WRITTEN, begun, played, rg, scenario

CG_WRITTEN = {
    "findings": {"action": "met", "means": "met", "purpose": "met"},
    "relied": {"action": ["m"], "means": ["m"], "purpose": ["m"]},
    "credibility": "Consistent.",
    "reasons": "Each is met.",
    "chosen": ["all"],
}
MODEL = [
    *rg(),
    {"step": "request_information", "with": {"of": "police", "question": "What is known?"}},
    {"step": "begin_cg_consideration"},
    {"step": "decide_cg_positive", "on": "2021-05-01", "with": {"reasons": "Each is met."}, "write": CG_WRITTEN},
]


UNWRITTEN = [{"step": "accept_referral"}, {"step": "decide_rg_positive", "with": {"reasons": "Suspicion."}}]


@pytest.fixture
def attempt(tmp_path: Path) -> Attempt:
    return begun(scenario(tmp_path / "made-up"))


def debriefed(attempt: Attempt, script: Any) -> Debrief:
    return Debrief.of(played(attempt, script))


def hows(found: Debrief) -> list[str]:
    return [move.how for move in found.path]


def scores(found: Debrief) -> dict[str, tuple[int, int]]:
    return {name: (score.got, score.of) for name, score in found.scores.items()}


def test_along_the_model_path_nothing_parts_and_everything_counts(attempt: Attempt) -> None:
    found = debriefed(attempt, MODEL)
    assert hows(found) == ["same"] * 4
    assert found.divergence is None
    assert found.mistakes == ()
    # 4 steps and the target for the first decision; 2 outcomes and 3 + 3 findings that are confirmed; 2 reasons
    assert scores(found) == {"process": (5, 5), "judgement": (8, 8), "reasons": (2, 2)}


def test_where_the_path_parts_is_marked_once_and_what_follows_is_not_compared(attempt: Attempt) -> None:
    found = debriefed(
        attempt, [{"step": "suspend", "by": "intake", "with": {"reason": "Illness."}}, {"step": "resume"}]
    )
    assert hows(found) == ["different", "after"]
    assert found.divergence is not None
    assert (found.divergence.step, found.divergence.model) == ("suspend", "accept_referral")


def test_an_alternative_that_the_author_accepts_counts_as_right(attempt: Attempt) -> None:
    script = [*MODEL[:-1], {"step": "draft_cg_negative", "on": "2021-05-01", "with": {"reasons": "Not enough."}}]
    found = debriefed(attempt, script)
    assert hows(found) == ["same", "same", "same", "alternative"]
    assert found.divergence is None
    cg_outcome = found.decisions[-1].outcome
    assert cg_outcome is not None
    assert (cg_outcome.worth, cg_outcome.why) == ("acceptable", "It can be argued.")
    assert found.scores["judgement"].of == found.scores["judgement"].got


def test_an_unsound_outcome_is_told_apart_from_its_reasons(attempt: Attempt) -> None:
    written = WRITTEN | {"chosen": ["low", "proof"]}
    script = [rg()[0], {**rg()[1], "step": "draft_rg_negative", "write": written}]
    [decision] = debriefed(attempt, script).decisions
    assert decision.outcome is not None
    assert decision.outcome.worth == "unsound"
    assert [(reason.id, reason.sound) for reason in decision.chosen] == [("low", True), ("proof", False)]
    assert decision.threshold.rule == "rg.threshold"
    assert "suspect" in decision.threshold.value


def test_a_finding_on_an_element_that_is_only_remembered_is_shown_and_never_scored(attempt: Attempt) -> None:
    found = debriefed(attempt, rg())
    by_element = {one.element.id: one for one in found.decisions[0].findings}
    assert not by_element["menace_of_penalty"].right
    assert not by_element["menace_of_penalty"].scored
    assert by_element["means"].right
    assert scores(found)["judgement"] == (4, 4)


def test_a_finding_that_differs_lowers_the_judgement_alone(attempt: Attempt) -> None:
    findings = WRITTEN["findings"] | {"action": "not_met"}
    assert scores(debriefed(attempt, rg(findings=findings))) == {
        "process": (3, 3),
        "judgement": (3, 4),
        "reasons": (1, 1),
    }


def test_what_was_written_last_before_the_step_counts(attempt: Attempt) -> None:
    first = {**rg()[1], "step": "accept_referral", "write": None}
    played(attempt, [{key: value for key, value in first.items() if key not in ("write", "with")}])
    attempt.write("decide_rg_positive", {"reasons": "A first thought.", "chosen": ["proof"]})
    attempt.write("decide_rg_positive", {"reasons": "A second thought.", "chosen": ["low"]})
    [decision] = debriefed(
        attempt, [{"step": "decide_rg_positive", "with": {"reasons": "A second thought."}}]
    ).decisions
    assert decision.reasons == "A second thought."
    assert [reason.id for reason in decision.chosen] == ["low"]


def test_a_decision_without_anything_written_is_judged_by_its_outcome_alone(attempt: Attempt) -> None:
    found = debriefed(
        attempt, [{"step": "accept_referral"}, {"step": "decide_rg_positive", "with": {"reasons": "Yes."}}]
    )
    assert scores(found)["judgement"] == (1, 1)
    assert scores(found)["reasons"] == (0, 0)
    assert found.decisions[0].reasons == "Yes."


def test_known_mistakes_are_named_with_what_they_come_from(attempt: Attempt) -> None:
    script = [
        *rg(chosen=["proof"]),
        {"step": "begin_cg_consideration"},
        {"step": "draft_cg_negative", "with": {"reasons": "No."}, "expect": {"refused_by": ["recovery.minimum"]}},
        {"step": "draft_cg_negative", "on": "2021-05-01", "with": {"reasons": "No."}},
    ]
    found = debriefed(attempt, script)
    assert [one.id for one in found.mistakes] == ["proof-asked", "too-early", "police-not-asked"]
    assert found.not_asked == ("police", "person")
    assert found.practise is not None
    assert (found.practise.says, found.practise.rests_on) == (
        "Proof was asked for.",
        "“He kept her passport” (A letter); PQ-86506, Written answer 86506: slavery",
    )


def test_whoever_was_asked_in_time_is_no_mistake(attempt: Attempt) -> None:
    script = [*MODEL[:-1], {"step": "draft_cg_negative", "on": "2021-05-01", "with": {"reasons": "No."}}]
    found = debriefed(attempt, script)
    assert "police-not-asked" not in [one.id for one in found.mistakes]
    assert found.not_asked == ("person",)


def test_a_refusal_that_is_confirmed_is_a_fault_and_a_working_assumption_is_none(attempt: Attempt) -> None:
    early = {"step": "draft_cg_negative", "with": {"reasons": "No."}, "expect": {"refused_by": ["recovery.minimum"]}}
    found = debriefed(attempt, [*rg(), {"step": "begin_cg_consideration"}, early])
    [fault] = found.faults
    assert fault.confirmed
    assert scores(found)["process"] == (4, 5)
    back = {"step": "wait", "with": {"until": "2021-02-01"}, "expect": {"refused_by": ["simulation.dates_run_forward"]}}
    found = debriefed(attempt, [back])
    assert [fault.confirmed for fault in found.faults] == [True, False]
    assert scores(found)["process"] == (4, 5)


def test_a_target_is_met_or_missed_by_the_day_of_the_decision(attempt: Attempt, tmp_path: Path) -> None:
    [met] = debriefed(attempt, rg()).due
    assert (met.deadline.id, met.met, met.scored) == ("rg.target", True, True)
    late = begun(scenario(tmp_path / "late"))
    script = [rg()[0], {**rg()[1], "on": "2021-03-09"}]
    [missed] = debriefed(late, script).due
    assert (str(missed.deadline.on), missed.met, str(missed.met_on)) == ("2021-03-08", False, "2021-03-09")
    [open_] = Debrief.of(begun(scenario(tmp_path / "open"))).due
    assert (open_.met_on, open_.scored) == (None, False)


def test_marks_are_compared_with_the_author_s_passage_by_passage(attempt: Attempt) -> None:
    attempt.mark("letter", 1, 1, "for", "action")
    attempt.mark("letter", 3, 3, "against", "means")  # a line of the passage, but not what the author says of it
    attempt.mark("letter", 4, 5, "against", "purpose")  # no passage of the author's
    assert Debrief.of(attempt).noticed == ()  # nothing is given away before a decision
    found = debriefed(attempt, UNWRITTEN)
    assert [(one.passage.id, one.first, one.last, one.found) for one in found.noticed] == [
        ("brought", 1, 1, True),
        ("passport", 2, 3, False),
    ]
    assert [(made.first, made.last) for made in found.own] == [(4, 5)]


def test_what_stands_in_a_document_that_never_came_is_not_held_against_anybody(tmp_path: Path) -> None:
    made = scenario(
        tmp_path / "x",
        ("document: letter\n      text: He kept her passport", "document: reply\n      text: Nothing is known"),
    )
    assert [one.passage.id for one in debriefed(begun(made), UNWRITTEN).noticed] == ["brought"]


def test_it_ends_with_one_thing_to_practise_and_the_passage_that_it_rests_on(attempt: Attempt) -> None:
    found = debriefed(attempt, MODEL)
    assert found.practise is not None
    assert found.practise.says == "A passage worth marking."
    assert found.practise.rests_on == "“He kept her passport” (A letter)"
    attempt.mark("letter", 2, 3, "indicator", "control")
    assert Debrief.of(attempt).practise is None


def test_it_is_told_in_words_and_as_plain_values_with_the_same_scores(attempt: Attempt) -> None:
    told = Told(debriefed(attempt, MODEL))
    assert told.as_json()["scores"] == {
        "process": {"got": 5, "of": 5},
        "judgement": {"got": 8, "of": 8},
        "reasons": {"got": 2, "of": 2},
    }
    lines = list(told.lines())
    assert "  - Process: 5 of 5. Steps taken when the rules allowed them, and targets met." in lines
    assert "To do next: sca-flow play nail-bar" in lines
    assert told.report.notice == lines[0] == told.as_json()["notice"]


def test_what_a_scripted_person_decided_is_not_the_trainee_s_decision(tmp_path: Path) -> None:
    made = scenario(tmp_path / "made-up", ("model:\n", "chairs: [reviewer, decider]\nmodel:\n"))
    attempt = Attempt.start(made, shipped(), MemoryJournal(), chair="reviewer")
    list(Company(attempt).go_on())
    assert attempt.case.ended
    assert Debrief.of(attempt).decisions == ()
    attempt = Attempt.start(made, shipped(), MemoryJournal(), chair="decider")
    list(Company(attempt).go_on())
    played(attempt, [{"step": "decide_rg_positive", "with": {"reasons": "Suspicion."}}])
    assert len(Debrief.of(attempt).decisions) == 1


def test_a_target_of_a_case_that_was_withdrawn_or_not_accepted_is_neither_met_nor_missed(tmp_path: Path) -> None:
    for name, script in (
        ("withdrawn", [rg()[0], {"step": "withdraw", "by": "person"}]),
        ("late", [rg()[0], {"step": "withdraw", "by": "person", "on": "2021-06-01"}]),
        ("rejected", [{"step": "reject_referral", "with": {"reason": "duplicate"}}]),
    ):
        made = scenario(
            tmp_path / name, ("documents:\n", "  - {id: person, name: Per Son, roles: [person]}\ndocuments:\n")
        )
        found = debriefed(begun(made), script)
        assert found.attempt.case.ended
        assert found.due == ()
        assert found.scores["process"].got == found.scores["process"].of == len(script)


def test_a_reason_that_was_thought_better_of_before_the_decision_is_no_mistake(attempt: Attempt) -> None:
    attempt.take("accept_referral")
    attempt.write("decide_rg_positive", {"reasons": "No proof.", "chosen": ["proof"]})
    assert Debrief.of(attempt).mistakes == ()
    attempt.write("decide_rg_positive", {"reasons": "Suspicion.", "chosen": ["low"]})
    attempt.take("decide_rg_positive", None, {"reasons": "Suspicion."})
    assert Debrief.of(attempt).mistakes == ()


def test_from_a_chair_only_what_was_the_trainee_s_is_scored_and_only_that_is_their_mistake(tmp_path: Path) -> None:
    made = scenario(tmp_path / "made-up", ("model:\n", "chairs: [reviewer, decider]\nmodel:\n"))
    attempt = Attempt.start(made, shipped(), MemoryJournal(), chair="reviewer")
    list(Company(attempt).go_on())
    found = Debrief.of(attempt)
    assert scores(found) == {"process": (0, 0), "judgement": (0, 0), "reasons": (0, 0)}
    assert found.mistakes == ()
    assert any("Accept referral (In Take)" in line for line in Told(found).lines())
    attempt = Attempt.start(made, shipped(), MemoryJournal(), chair="decider")
    list(Company(attempt).go_on())
    played(attempt, [{"step": "decide_rg_positive", "with": {"reasons": "Suspicion."}}])
    assert scores(Debrief.of(attempt))["process"] == (2, 2)  # the step, and the target


def test_what_is_asked_after_the_decision_was_not_asked_before_it(attempt: Attempt) -> None:
    late = {"step": "request_information", "with": {"of": "police", "question": "What is known?"}}
    script = [*rg(), {"step": "begin_cg_consideration"}]
    script += [{"step": "draft_cg_negative", "on": "2021-05-01", "with": {"reasons": "No."}}]
    script += [{"step": "return_cg_draft", "with": {"reasons": "Ask first."}}, late]
    found = debriefed(attempt, script)
    assert found.not_asked == ("police", "person")
    assert "police" in found.asked


def test_where_the_path_parted_is_something_to_practise_where_nothing_else_is(tmp_path: Path) -> None:
    made = scenario(
        tmp_path / "made-up",
        ("  alternatives:\n    - {step: reject_referral, instead_of: accept_referral, why: For the test.}\n", ""),
    )
    found = debriefed(begun(made), [{"step": "reject_referral", "with": {"reason": "duplicate"}}])
    assert found.practise is not None
    assert found.practise.says == "Reject referral, where the model has: accept referral."
    assert found.practise.rests_on.startswith("FRG-2025, ")


def test_a_target_that_is_overdue_is_told_as_missed_and_a_finding_that_was_not_written_as_no_difference(
    attempt: Attempt,
) -> None:
    attempt.take("wait", None, {"until": "2021-04-01"})
    lines = list(Told(Debrief.of(attempt)).lines())
    assert any("missed, and still open" in line for line in lines)
    assert "No step has moved the case yet." in lines
    lines = list(Told(debriefed(attempt, UNWRITTEN)).lines())
    assert any("yours: nothing written" in line and line.endswith("not scored") for line in lines)
    assert not any("differs" in line for line in lines)


def test_an_outcome_against_a_threshold_that_is_not_confirmed_is_told_and_not_scored(tmp_path: Path) -> None:
    day = "2023-07-05"  # on which the sources do not agree which text was in use
    made = scenario(tmp_path / "july")
    script = [{**rg()[0], "on": day}, {"step": "draft_rg_negative", "with": {"reasons": "No."}}]
    found = debriefed(begun(made), script)
    [decision] = found.decisions
    assert not decision.threshold.confirmed
    assert found.scores["judgement"].of == 0
    assert found.practise is None or "outcome" not in found.practise.says
    assert any("Not scored: the threshold of the day is not confirmed." in line for line in Told(found).lines())


def test_a_what_if_is_said_to_be_one(tmp_path: Path) -> None:
    made, policy = scenario(tmp_path / "made-up"), shipped_variants().apply(shipped(), ["no-panel"])
    found = Debrief.of(Attempt.start(made, policy, MemoryJournal()))
    assert "Walked under the variant 'no-panel': a what-if, not the rules." in list(Told(found).lines())
