"""What happens of itself, beside the model path; and a decision that is taken again after reconsideration."""

from __future__ import annotations

from pathlib import Path

import pytest

from sca_flow.journal import MemoryJournal
from sca_flow.rules.loader import shipped
from sca_flow.states.names import Step
from sca_flow.training.attempt import Attempt
from sca_flow.training.company import Company
from sca_flow.training.debrief import Debrief

from .making import begun, played, scenario

ILL_AND_WELL = (
    "judgement:\n",
    "incidents:\n"
    "  - {id: ill, stage: rg_consideration, step: suspend, by: intake, with: {reason: Illness}, tells: She is ill.}\n"
    "  - {id: well, on: 2021-03-02, step: resume, by: intake, tells: She is back.}\n"
    "judgement:\n",
)
WITHDRAWN = (
    "judgement:\n",
    "incidents:\n  - {id: gone, stage: recovery_period, step: withdraw, by: alex, tells: They withdraw.}\njudgement:\n",
)
ALEX = ("documents:\n", "  - {id: alex, name: Alex Doe, roles: [person, first_responder]}\ndocuments:\n")
AGAIN = (
    "  alternatives:\n",
    "    - decision: cg\n"
    "      reconsidered: true\n"
    "      outcomes: {decide_cg_positive: {worth: acceptable, why: There is more now.}}\n"
    "      findings: {action: [met]}\n"
    "      reasons:\n"
    "        - {id: more, says: There is more now., sound: true, why: There is.}\n"
    "        - {id: changed, says: It was changed., sound: false, why: That is no reason.}\n"
    "  alternatives:\n",
)
TO_SERVICE = """
- {step: accept_referral}
- {step: decide_rg_positive, with: {reasons: Suspicion.}}
- {step: begin_cg_consideration}
- {step: draft_cg_negative, 'on': 2021-05-01, with: {reasons: Not enough.},
   write: {reasons: Not enough., chosen: [vague]}}
- {step: uphold_cg_negative}
- {step: convene_panel, with: {chair: chair, members: [one, two]}}
- {step: record_attendance, with: {member: chair, status: present}}
- {step: record_attendance, with: {member: one, status: present}}
- {step: record_attendance, with: {member: two, status: present}}
- {step: publish_agreement}
- {step: serve_cg_negative, with: {recipient: the_person, safe_to_contact: true}}
- {step: request_reconsideration, by: alex, with: {ground: new_evidence, what: A report.}}
- {step: accept_reconsideration}
"""
PANEL = (
    "documents:\n",
    "  - {id: clerk, name: Cle Rk, roles: [panel_secretariat]}\n"
    "  - {id: chair, name: Cha Ir, roles: [panel_chair]}\n"
    "  - {id: one, name: One Member, roles: [panel_member], sector: ngo}\n"
    "  - {id: two, name: Two Member, roles: [panel_member], sector: police}\n"
    "documents:\n",
)


def gone_on(attempt: Attempt, script: str) -> Debrief:
    """The debrief of an attempt in which everything that is due happens of itself before each step."""
    company = Company(attempt)
    list(company.go_on())
    for line in [part for part in script.strip().split("\n") if part]:
        played(attempt, line)
        list(company.go_on())
    return Debrief.of(attempt)


def beside(found: Debrief) -> list[tuple[str, str]]:
    return [(move.step.value, move.how) for move in found.path]


def test_what_happens_of_itself_is_no_divergence_and_the_paths_are_compared_on(tmp_path: Path) -> None:
    found = gone_on(
        begun(scenario(tmp_path / "a", ILL_AND_WELL)),
        "- {step: accept_referral}\n- {step: wait, with: {until: 2021-03-02}}\n"
        "- {step: decide_rg_positive, with: {reasons: Suspicion.}}",
    )
    assert beside(found) == [
        ("accept_referral", "same"),
        ("suspend", "incident"),
        ("resume", "incident"),
        ("decide_rg_positive", "same"),
    ]
    assert found.divergence is None
    assert (found.scores["process"].got, found.scores["process"].of) == (3, 3)  # two steps and the target; no incident


def test_where_an_incident_has_led_elsewhere_nothing_more_is_compared(tmp_path: Path) -> None:
    made = scenario(
        tmp_path / "a",
        ALEX,
        WITHDRAWN,
    )
    found = gone_on(begun(made), "- {step: accept_referral}\n- {step: decide_rg_positive, with: {reasons: Suspicion.}}")
    assert beside(found)[-1] == ("withdraw", "incident")
    assert found.divergence is None
    assert found.attempt.case.stage == "withdrawn"


def test_an_incident_is_nobody_s_mistake(tmp_path: Path) -> None:
    taken = ("      when: {chosen: proof}\n", "      when: {taken: suspend}\n")
    script = "- {step: accept_referral}"
    assert not gone_on(begun(scenario(tmp_path / "a", ILL_AND_WELL, taken)), script).mistakes
    by_hand = begun(scenario(tmp_path / "b", taken))
    found = gone_on(by_hand, "- {step: suspend, by: intake, with: {reason: Illness}}")
    assert [one.id for one in found.mistakes] == ["proof-asked"]


def test_an_incident_that_the_model_path_has_too_stands_for_its_step(tmp_path: Path) -> None:
    accepts = (
        "judgement:\n",
        "chairs: [decider]\n"
        "incidents:\n"
        "  - {id: taken-in, on: 2021-03-01, step: accept_referral, by: intake, tells: It is accepted.}\n"
        "judgement:\n",
    )
    attempt = Attempt.start(scenario(tmp_path / "a", accepts), shipped(), MemoryJournal(), chair="decider")
    assert [(act.result.step, act.tells) for act in Company(attempt).go_on()] == [
        (Step.ACCEPT_REFERRAL, "It is accepted.")
    ]
    assert beside(Debrief.of(attempt)) == [("accept_referral", "same")]


def test_what_somebody_has_done_by_hand_does_not_happen_of_itself_as_well(tmp_path: Path) -> None:
    attempt = begun(scenario(tmp_path / "a", ILL_AND_WELL))
    played(attempt, "[{step: accept_referral}, {step: suspend, by: intake, with: {reason: A fever}}]")
    assert list(Company(attempt).go_on()) == []
    played(attempt, "[{step: wait, with: {until: 2021-03-02}}]")
    assert [act.tells for act in Company(attempt).go_on()] == ["She is back."]


@pytest.mark.parametrize("again", [False, True])
def test_the_others_go_on_behind_an_incident_also_when_the_trainee_repeats_it(tmp_path: Path, again: bool) -> None:
    """Who repeats what was recorded already has not done somebody else's part with it."""
    asks = "  - {step: request_information, by: decider, with: {of: WHOM, question: Why}, why: W, sources: [SIM]}\n"
    changes = (
        (
            "  - {step: begin_cg",
            asks.replace("WHOM", "police") + asks.replace("WHOM", "person") + "  - {step: begin_cg",
        ),
        (
            "judgement:\n",
            "chairs: [intake]\nincidents:\n"
            "  - {id: asked, stage: recovery_period, step: request_information, by: decider, "
            "with: {of: police, question: Where?}, tells: They were asked.}\njudgement:\n",
        ),
    )
    attempt = Attempt.start(scenario(tmp_path / "a", *changes), shipped(), MemoryJournal(), chair="intake")
    played(attempt, "[{step: accept_referral}, {step: decide_rg_positive, with: {reasons: Suspicion.}}]")
    company = Company(attempt)
    first = next(company.go_on())
    assert first.tells == "They were asked."
    if again:
        played(attempt, "[{step: request_information, with: {of: police, question: Who is it}}]")
    then = next(company.go_on()).result
    told = attempt.case.history[then.seq - 1].event
    assert then.step == Step.REQUEST_INFORMATION
    assert told.form["of"] == "person"  # type: ignore[union-attr]


def test_a_decision_taken_again_is_judged_by_what_the_author_says_of_that_one(tmp_path: Path) -> None:
    made = scenario(tmp_path / "a", ALEX, PANEL, AGAIN)
    attempt = played(begun(made), TO_SERVICE)
    assert Step.DRAFT_CG_NEGATIVE not in attempt.study().written
    attempt.write(Step.DECIDE_CG_POSITIVE, {"reasons": "There is more.", "chosen": ["more"]})
    played(attempt, "[{step: decide_cg_positive, with: {reasons: There is more.}}]")
    first, second = (one for one in Debrief.of(attempt).decisions if one.step != Step.DECIDE_RG_POSITIVE)
    assert [one.id for one in first.chosen] == ["vague"]
    assert [one.id for one in second.chosen] == ["more"]
    assert (first.outcome and first.outcome.why, second.outcome and second.outcome.why) == (
        "It can be argued.",
        "There is more now.",
    )


def test_without_words_of_its_own_a_decision_taken_again_is_judged_as_the_first(tmp_path: Path) -> None:
    attempt = played(begun(scenario(tmp_path / "a", ALEX, PANEL)), TO_SERVICE)
    attempt.write(Step.DECIDE_CG_POSITIVE, {"reasons": "Each is met.", "chosen": ["all"]})
    played(attempt, "[{step: decide_cg_positive, with: {reasons: Each is met.}}]")
    outcome = Debrief.of(attempt).decisions[-1].outcome
    assert outcome is not None
    assert outcome.why == "All is met."
