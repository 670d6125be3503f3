"""Marking a file and writing decisions: recorded, taken back, and apart from the process."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sca_flow.errors import InputError, UnknownName
from sca_flow.events import happened
from sca_flow.journal import MemoryJournal, check_chain
from sca_flow.rules.loader import shipped
from sca_flow.states.names import Step
from sca_flow.training import telling
from sca_flow.training.attempt import Attempt
from sca_flow.training.verify import erase, verdicts

from .making import WRITTEN, begun, played, scenario


@pytest.fixture
def attempt(tmp_path: Path) -> Attempt:
    return begun(scenario(tmp_path / "made-up"))


def test_a_mark_stands_under_its_number_and_is_gathered_under_its_element(attempt: Attempt) -> None:
    number = attempt.mark("letter", 1, 1, "for", "action")
    attempt.mark("letter", 4, 4, "against", "purpose")
    attempt.mark("letter", 5, 5, "mitigation", "health")
    gathered = {word.id: [made.number for made in marks] for word, marks in attempt.study().gathered().items()}
    assert gathered == {"action": [number], "purpose": [number + 1]}
    assert len(attempt.study().marks) == 3


def test_a_mark_is_taken_back_once(attempt: Attempt) -> None:
    number = attempt.mark("letter", 1, 2, "inconsistency")
    attempt.unmark(number)
    assert attempt.study().marks == {}
    with pytest.raises(UnknownName):
        attempt.unmark(number)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (("lettre", 1, 1, "for", "action"), "letter"),
        (("reply", 1, 1, "for", "action"), "letter"),  # it is not on file yet
        (("letter", 0, 1, "for", "action"), "no lines"),
        (("letter", 3, 2, "for", "action"), "no lines"),
        (("letter", 1, 6, "for", "action"), "no lines"),
        (("letter", 1, 1, "four", "action"), "for"),
        (("letter", 1, 1, "for", "acton"), "action"),
        (("letter", 1, 1, "for", None), "action"),
        (("letter", 1, 1, "inconsistency", "action"), "action"),
        (("letter", 1, 1, "indicator", "means"), "control"),
    ],
)
def test_what_cannot_be_marked_is_refused_and_nothing_is_recorded(attempt: Attempt, given: Any, why: str) -> None:
    before = attempt.seq
    with pytest.raises(InputError, match=why):
        attempt.mark(*given)
    assert attempt.seq == before


def test_the_same_mark_is_not_made_twice(attempt: Attempt) -> None:
    attempt.mark("letter", 1, 1, "for", "action")
    attempt.mark("letter", 1, 1, "for", "means")
    with pytest.raises(InputError, match="already"):
        attempt.mark("letter", 1, 1, "for", "action")


def test_marks_and_decisions_change_nothing_in_the_process(attempt: Attempt) -> None:
    position, offers, timeline = attempt.scene.position, attempt.offers(), telling.timeline(attempt)
    attempt.mark("letter", 1, 1, "for", "action")
    attempt.write("decide_rg_positive", {"reasons": "So far."})
    assert attempt.scene.position == position
    assert [(offer.step, offer.open) for offer in attempt.offers()] == [(offer.step, offer.open) for offer in offers]
    assert telling.timeline(attempt) == timeline


def test_they_are_journalled_in_a_family_of_their_own_and_are_there_again(tmp_path: Path) -> None:
    journal, made = MemoryJournal(), scenario(tmp_path / "made-up")
    attempt = begun(made, journal)
    attempt.mark("letter", 2, 3, "for", "means")
    attempt.write("decide_rg_positive", {"findings": {"means": "met"}, "relied": {"means": [2]}})
    entries = journal.read(attempt.id)
    check_chain(entries)
    assert [json.loads(entry.body)["family"] for entry in entries] == ["case", "study", "study"]
    assert [happened(entry).event.kind for entry in entries] == ["started", "marked", "wrote"]
    again = Attempt.resume(attempt.id, lambda _: made, shipped(), journal)
    assert again.study() == attempt.study()


def test_a_decision_says_what_it_still_lacks(attempt: Attempt) -> None:
    number = attempt.mark("letter", 1, 1, "for", "action")
    lacks = attempt.write(Step.DECIDE_RG_POSITIVE, {"findings": {"action": "met"}})
    assert lacks == (
        "a finding on means",
        "a finding on purpose",
        "a finding on menace of a penalty",
        "a passage relied on for action",
        "what is made of the account (credibility)",
        "your own reasons",
        "a reason from the list",
    )
    written = WRITTEN | {"relied": {name: [number] for name in ("action", "purpose", "menace_of_penalty")}}
    assert attempt.write(Step.DECIDE_RG_POSITIVE, written) == ()


def test_reasons_are_chosen_only_after_some_were_written(attempt: Attempt) -> None:
    with pytest.raises(InputError, match="before any were written"):
        attempt.write("decide_rg_positive", {"chosen": ["low"]})


def test_means_is_not_asked_of_somebody_exploited_as_a_child(tmp_path: Path) -> None:
    child = scenario(tmp_path / "child", ("age_at_exploitation: adult", "age_at_exploitation: child"))
    assert not any("means" in one for one in begun(child).write("decide_rg_positive", {}))


def test_where_the_author_judges_nothing_nothing_is_missing(tmp_path: Path) -> None:
    made = scenario(tmp_path / "made-up")
    bare = type(made)(made.file.model_copy(update={"judgement": type(made.file.judgement)()}), "", made.texts, "")
    assert begun(bare).write("decide_rg_positive", {}) == ()


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"findings": {"acton": "met"}}, "action"),
        ({"findings": {"action": "proved"}}, "findings.action"),
        ({"relied": {"action": [99]}}, "99"),
        ({"mitigation": [99]}, "99"),
        ({"reasons": "x", "chosen": ["lo"]}, "low"),
        ({"reasons": "x" * 20_001}, "20,000"),
        ({"reason": "x"}, "reason"),
        ({"reasons": None}, "reasons"),
    ],
)
def test_what_cannot_be_written_is_refused_and_nothing_is_recorded(attempt: Attempt, given: Any, why: str) -> None:
    before = attempt.seq
    with pytest.raises(InputError, match=why):
        attempt.write("decide_rg_positive", given)
    assert attempt.seq == before


def test_only_a_decision_can_be_written(attempt: Attempt) -> None:
    with pytest.raises(InputError, match="decides nothing"):
        attempt.write("accept_referral", {})


def test_what_was_written_is_forgettable_and_the_chain_still_verifies(tmp_path: Path) -> None:
    journal = MemoryJournal()
    attempt = begun(scenario(tmp_path / "made-up"), journal)
    attempt.write("decide_rg_positive", {"reasons": "About Alex.", "credibility": "About Alex too."})
    bodies = "".join(entry.body for entry in journal.read(attempt.id))
    assert "About Alex" not in bodies
    erase(journal, attempt.id)
    assert "About Alex" not in str(dict(journal.texts(attempt.id)))
    assert all(verdict.sound for verdict in verdicts(journal))


def test_a_reply_comes_so_many_days_after_it_was_asked_for_and_not_otherwise(attempt: Attempt) -> None:
    played(attempt, "[{step: accept_referral}, {step: wait, with: {until: 2021-03-31}}]")
    assert [document.id for _, document in attempt.documents()] == ["letter"]
    played(attempt, "[{step: request_information, with: {of: police, question: What is known}}]")
    played(attempt, "[{step: wait, with: {until: 2021-04-09}}]")
    assert [document.id for _, document in attempt.documents()] == ["letter"]
    played(attempt, "[{step: wait, with: {until: 2021-04-10}}]")
    assert [(str(on), document.id) for on, document in attempt.documents()][1:] == [("2021-04-10", "reply")]


def test_a_reply_never_comes_before_the_day_it_is_dated(attempt: Attempt) -> None:
    played(attempt, "[{step: accept_referral}, {step: request_information, with: {of: police, question: What}}]")
    played(attempt, "[{step: wait, with: {until: 2021-03-20}}]")
    assert [(str(on), document.id) for on, document in attempt.documents()][1:] == [("2021-03-20", "reply")]


def test_a_script_marks_and_writes_before_it_takes_a_step(attempt: Attempt) -> None:
    with pytest.raises(UnknownName, match="n"):
        played(attempt, [{"step": "accept_referral", "write": {"mitigation": ["n"]}}])
    with pytest.raises(InputError, match="stand there no times"):
        played(attempt, [{"step": "accept_referral", "marks": [{"document": "letter", "text": "gold", "as": "for"}]}])
