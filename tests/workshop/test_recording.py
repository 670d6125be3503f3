"""Recording a test from an attempt: played on a new attempt, it comes to the same case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sca_flow.errors import InputError, UnknownName
from sca_flow.events import Refused, Taken
from sca_flow.forms import clean
from sca_flow.journal import MemoryJournal
from sca_flow.reading import parse_yaml
from sca_flow.rules.loader import shipped, shipped_variants
from sca_flow.scenario.loader import SHIPPED, Library, load
from sca_flow.scenario.model import Scenario, ScriptStep
from sca_flow.scenario.script import Script
from sca_flow.states.names import Step, form
from sca_flow.training import chance
from sca_flow.training.attempt import Attempt
from sca_flow.training.company import Company
from sca_flow.training.script import play
from sca_flow.training.verify import erase
from sca_flow.workshop.recording import Recording, recorded
from sca_flow.workshop.starting import begin
from sca_flow.writing import as_yaml

NAMES = sorted(path.parent.name for path in SHIPPED.glob("*/*/scenario.yaml"))


def scenario(name: str = "nail-bar") -> Scenario:
    return Library(shipped()).find(name)


def opened(name: str = "nail-bar", chair: str | None = None) -> Attempt:
    return Attempt.start(scenario(name), shipped(), MemoryJournal(), chair=chair)


def happened(attempt: Attempt) -> list[Any]:
    """What happened to the case, without ids, times and what brought an incident; free text as text."""
    return list(_happened(attempt))


def _happened(attempt: Attempt) -> Iterator[Any]:
    texts = attempt.texts()
    for one in attempt.case.history:
        if isinstance(one.event, (Taken, Refused)):
            free = {field.name for field in form(one.event.step) if field.asks == "text"}
            said = {name: texts[ref] if name in free else ref for name, ref in one.event.form.items()}
            event = one.event.model_dump() | {"form": said, "incident": None}
            yield one.actor, one.role, one.on, event


def record(attempt: Attempt) -> Recording:
    return recorded(attempt.journal, attempt.id)


def text(recording: Recording) -> str:
    return "\n".join(recording.lines()) + "\n"


def again(recording: Recording) -> Attempt:
    """A new attempt that plays what was recorded, from the text of its file."""
    attempt = opened(recording.scenario)
    script = parse_yaml(text(recording), "recorded").as_(list[ScriptStep])
    surprises = [played.surprise for played in play(attempt, script) if played.surprise]
    assert surprises == []
    return attempt


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", NAMES)
def test_whatever_was_walked_comes_to_the_same_case_when_its_recording_is_played(name: str, seed: int) -> None:
    attempt = opened(name)
    list(chance.play(attempt, seed))

    assert happened(again(record(attempt))) == happened(attempt)


@pytest.mark.parametrize("name", NAMES)
def test_a_model_path_comes_to_the_same_case_with_its_refusals(name: str) -> None:
    attempt = opened(name)
    list(play(attempt, scenario(name).file.model))
    recording = record(attempt)

    assert happened(again(recording)) == happened(attempt)
    assert sum("expect" in step for step in recording.steps) == sum(
        bool(s.refused_by) for s in scenario(name).file.model
    )


def test_what_scripted_people_and_incidents_did_is_recorded_as_their_steps() -> None:
    attempt = opened("domestic-servitude", chair="f-rahmani")
    company = Company(attempt)
    list(company.go_on())
    attempt.take(Step.DECIDE_RG_POSITIVE, "f-rahmani", {"reasons": "I suspect it."})
    attempt.take(Step.WAIT, with_={"until": "2021-05-18"})
    list(company.go_on())

    assert happened(again(record(attempt))) == happened(attempt)


def test_a_wait_goes_into_the_day_of_the_next_step() -> None:
    attempt = opened()
    attempt.take(Step.WAIT, with_={"until": "2020-02-04"})
    attempt.take(Step.ACCEPT_REFERRAL)

    assert record(attempt).steps == [{"step": "accept_referral", "by": "o-tregear", "on": "2020-02-04"}]


def test_a_wait_that_a_script_would_not_make_so_stays_a_step_of_its_own() -> None:
    attempt = opened()
    attempt.take(Step.WAIT, "ms-dinh", {"until": "2020-02-04"})
    attempt.take(Step.ACCEPT_REFERRAL)
    attempt.take(Step.WAIT)  # to the next deadline
    attempt.take(Step.WAIT, with_={"until": "2020-02-20"})
    attempt.take(Step.WAIT, with_={"until": "2020-02-24"})

    steps = record(attempt).steps
    assert [(step["step"], step.get("with")) for step in steps] == [
        ("wait", {"until": "2020-02-04"}),
        ("accept_referral", None),
        ("wait", None),
        ("wait", {"until": "2020-02-20"}),
        ("wait", {"until": "2020-02-24"}),
    ]
    assert happened(again(record(attempt))) == happened(attempt)


def test_somebody_who_acts_in_their_other_role_is_named_by_it(tmp_path: Path) -> None:
    folder = begin("made-up", tmp_path)
    file = folder / "scenario.yaml"
    file.write_text(file.read_text().replace("roles: [decision_maker]", "roles: [decision_maker, manager]"))
    made_up = load(folder, shipped())
    attempt = Attempt.start(made_up, shipped(), MemoryJournal())
    list(play(attempt, Script.read(folder / "tests" / "negative.yaml").steps[:-1]))
    attempt.take(Step.RECALL_FOR_NEW_EVIDENCE, "manager", {"what_is_new": "A letter."})
    recording = record(attempt)

    assert recording.steps[-1]["by"] == "manager"
    played = Attempt.start(made_up, shipped(), MemoryJournal())
    list(play(played, parse_yaml(text(recording), "recorded").as_(list[ScriptStep])))
    assert happened(played) == happened(attempt)


def studied() -> Attempt:
    """An attempt with marks, one of them taken back and made again, and a decision that was written twice."""
    attempt = opened()
    attempt.take(Step.ACCEPT_REFERRAL)
    first = attempt.mark("referral-form", 1, 2, "for", "action")
    attempt.unmark(first)
    attempt.unmark(attempt.mark("referral-form", 7, 8, "against", "action"))
    second = attempt.mark("referral-form", 1, 2, "for", "action")
    attempt.take(Step.WAIT, with_={"until": "2020-02-07"})
    attempt.mark("referral-form", 3, 3, "inconsistency")
    attempt.write(Step.DECIDE_RG_POSITIVE, {"reasons": "At first.", "findings": {"action": "open"}})
    attempt.write(
        Step.DECIDE_RG_POSITIVE,
        {"reasons": "true", "credibility": "12:30", "findings": {"action": "met"}, "relied": {"action": [second]}},
    )
    attempt.take(Step.DECIDE_RG_POSITIVE, with_={"reasons": "true"})
    attempt.mark("referral-form", 4, 4, "inconsistency")
    return attempt


def test_marks_and_the_decision_as_it_was_put_forward_are_recorded() -> None:
    attempt = studied()
    recording = record(attempt)
    played = again(recording)

    assert happened(played) == happened(attempt)
    there = {(made.document, made.first, str(made.mark)) for made in attempt.study().marks.values()}
    assert {(made.document, made.first, str(made.mark)) for made in played.study().marks.values()} == {
        mark for mark in there if mark[1] != 4
    }
    wrote, before = (one.study().written[Step.DECIDE_RG_POSITIVE] for one in (played, attempt))
    assert wrote.findings == before.findings
    assert {(played.texts()[wrote.reasons or ""]), played.texts()[wrote.credibility or ""]} == {"true", "12:30"}
    assert recording.notes == [
        "Marks taken back before a decision relied on them, and left out: 2.",
        "Marks made after the last step, and left out: 1.",
        "Writings of a decision that were changed again or never put forward, and left out: 1.",
    ]


def test_erased_text_is_shown_as_such_and_told_and_the_script_plays_all_the_same() -> None:
    attempt = studied()
    erase(attempt.journal, attempt.id)
    recording = record(attempt)

    assert recording.notes[0] == "Texts that were erased, and stand here as '[text erased]': 3."
    assert recording.steps[-1]["with"] == {"reasons": "[text erased]"}
    assert "# Texts that were erased" in text(recording)
    assert again(recording).case.stage == attempt.case.stage


def test_an_attempt_whose_scenario_is_gone_is_recorded_all_the_same(tmp_path: Path) -> None:
    attempt = Attempt.start(load(begin("made-up", tmp_path), shipped()), shipped(), MemoryJournal())
    attempt.take(Step.WAIT, with_={"until": "2024-02-06"})
    attempt.take(Step.ACCEPT_REFERRAL)
    erase(attempt.journal, attempt.id)  # where its folder lies is text too
    recording = record(attempt)

    assert [step["step"] for step in recording.steps] == ["wait", "accept_referral"]
    assert "cannot be opened" in recording.notes[0]


def test_an_attempt_under_a_variant_says_so() -> None:
    policy = shipped_variants().apply(shipped(), ["no-panel"])
    attempt = Attempt.start(scenario(), policy, MemoryJournal())
    attempt.take(Step.ACCEPT_REFERRAL)

    assert record(attempt).notes == ["It was walked under no-panel: a what-if, and tests are played by the rules."]


def test_nothing_is_recorded_of_an_attempt_in_which_nothing_was_done() -> None:
    attempt = opened()
    with pytest.raises(InputError, match="Nothing was done"):
        record(attempt)
    with pytest.raises(UnknownName):
        recorded(attempt.journal, "nobody")


@given(st.text(), st.text(alphabet="#:-'\"[]{}!&*|>%@`,? \n\t0.truenl~"))
def test_whatever_was_typed_is_read_back_as_it_was(one: str, other: str) -> None:
    said = {"reasons": clean("reasons", one), "note": clean("note", other), "on": date(2021, 6, 1).isoformat()}

    assert parse_yaml(as_yaml([said]), "f").value == [said]
