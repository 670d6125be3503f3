"""The debrief: path, decisions, mistakes, faults and passages, each beside what the author holds to be good."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sca_flow.journal import MemoryJournal
from sca_flow.rules.loader import shipped
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
    assert (found.practise.says, found.practise.rests_on) == ("Proof was asked for.", "PQ-86506")


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
    assert "  - Process: 5 of 5" in lines
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
