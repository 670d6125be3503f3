"""Scripted people act for the others, and incidents happen of themselves; all of it stands in the journal."""

from __future__ import annotations

from pathlib import Path

import pytest

from sca_flow.errors import FileError, UnknownName
from sca_flow.events import Taken
from sca_flow.journal import MemoryJournal
from sca_flow.rules.loader import shipped
from sca_flow.scenario.loader import Library
from sca_flow.states.names import Step
from sca_flow.training.attempt import Attempt
from sca_flow.training.company import Company

from .making import played, scenario

CHAIRS = ("model:\n", "chairs: [decider, reviewer]\nmodel:\n")
INCIDENT = (
    "model:\n",
    "incidents:\n"
    "  - {id: ill, stage: rg_consideration, after: 3, step: suspend, by: intake, with: {reason: Illness},\n"
    "     tells: The decision maker is ill.}\n"
    "  - {id: well, on: 2021-03-20, step: resume, by: intake, tells: The decision maker is back.}\n"
    "model:\n",
)


def seated(made: object, chair: str | None) -> Attempt:
    return Attempt.start(made, shipped(), MemoryJournal(), chair=chair)  # type: ignore[arg-type]


def steps(attempt: Attempt) -> list[tuple[str, str]]:
    return [(one.actor, one.event.step.value) for one in attempt.case.history if isinstance(one.event, Taken)]


def test_the_others_act_until_it_is_the_trainee_s_turn(tmp_path: Path) -> None:
    attempt = seated(scenario(tmp_path / "a", CHAIRS), "decider")
    company = Company(attempt)
    assert [act.result.step for act in company.go_on()] == [Step.ACCEPT_REFERRAL]
    assert attempt.case.stage == "rg_consideration"
    assert list(company.go_on()) == []
    mine = [offer.step for offer in company.mine() if offer.open]
    assert Step.DECIDE_RG_POSITIVE in mine
    assert Step.SUSPEND not in mine
    assert Step.WAIT in mine


def test_where_nobody_is_scripted_to_go_on_the_trainee_acts_for_all(tmp_path: Path) -> None:
    attempt = seated(scenario(tmp_path / "a", CHAIRS), "decider")
    company = Company(attempt)
    list(company.go_on())
    played(attempt, "[{step: draft_rg_negative, by: decider, with: {reasons: I do not}}]")
    assert list(company.go_on()) == []
    assert Step.CONFIRM_RG_NEGATIVE in [offer.step for offer in company.mine() if offer.open]


def test_without_a_chair_nobody_acts_and_every_step_is_the_trainee_s(tmp_path: Path) -> None:
    attempt = seated(scenario(tmp_path / "a", CHAIRS), None)
    company = Company(attempt)
    assert list(company.go_on()) == []
    assert company.mine() == attempt.offers()


@pytest.mark.parametrize("chair", ["nobody", "intake"])
def test_only_a_chair_that_the_scenario_offers_can_be_taken(tmp_path: Path, chair: str) -> None:
    with pytest.raises(UnknownName):
        seated(scenario(tmp_path / "a", CHAIRS), chair)


def test_a_chair_and_an_incident_are_of_people_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="reviewer"):
        scenario(tmp_path / "a", ("model:\n", "chairs: [revewer]\nmodel:\n"))
    with pytest.raises(FileError, match="intake"):
        scenario(
            tmp_path / "b", INCIDENT, ("by: intake, with: {reason: Illness}", "by: intak, with: {reason: Illness}")
        )


def test_an_incident_happens_once_when_it_is_due_and_is_told(tmp_path: Path) -> None:
    attempt = seated(scenario(tmp_path / "a", INCIDENT), None)
    company = Company(attempt)
    played(attempt, "[{step: accept_referral}, {step: wait, with: {until: 2021-03-03}}]")
    assert list(company.go_on()) == []
    played(attempt, "[{step: wait, with: {until: 2021-03-04}}]")
    assert [act.tells for act in company.go_on()] == ["The decision maker is ill."]
    assert attempt.case.suspended
    played(attempt, "[{step: wait, with: {until: 2021-03-20}}]")
    assert [act.tells for act in company.go_on()] == ["The decision maker is back."]
    assert list(company.go_on()) == []
    assert not attempt.case.suspended


def test_an_incident_is_part_of_the_attempt_and_does_not_happen_again_when_it_is_resumed(tmp_path: Path) -> None:
    made, journal = scenario(tmp_path / "a", INCIDENT), MemoryJournal()
    attempt = Attempt.start(made, shipped(), journal)
    played(attempt, "[{step: accept_referral}, {step: wait, with: {until: 2021-03-10}}]")
    assert len(list(Company(attempt).go_on())) == 1
    again = Attempt.resume(attempt.id, lambda _: made, shipped(), journal)
    assert list(Company(again).go_on()) == []
    assert [one.event.incident for one in again.case.history if isinstance(one.event, Taken)][-1] == "ill"


@pytest.mark.parametrize("name", ["nail-bar", "county-lines", "domestic-servitude"])
def test_from_every_chair_the_model_path_is_walked_to_its_end(name: str) -> None:
    """The trainee takes the model's steps of their own chair; everybody else does their part."""
    made = Library(shipped()).find(name)
    people = dict.fromkeys(line.by for line in made.file.model if line.by)
    file = made.file.model_copy(update={"chairs": tuple(people)})
    for chair in people:
        offered = type(made)(file, made.course, made.texts, made.sha, made.folder)
        attempt = seated(offered, chair)
        company = Company(attempt)
        list(company.go_on())
        for line in (line for line in file.model if line.by == chair and not line.refused_by):
            played(attempt, [line.model_dump(by_alias=True, exclude={"why", "sources"})])
            list(company.go_on())
        assert attempt.case.ended, (chair, attempt.case.stage, steps(attempt)[-3:])
