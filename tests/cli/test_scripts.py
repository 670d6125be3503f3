"""Playing a script, and what stops one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from sca_flow.rules.loader import shipped
from sca_flow.scenario.loader import Library
from sca_flow.states.names import Step

from .conftest import Command

pytestmark = pytest.mark.usefixtures("made")
Write = Callable[[str], Path]


@pytest.mark.parametrize("name", ["nail-bar", "county-lines", "domestic-servitude"])
def test_the_model_path_of_every_scenario_can_be_played_from_a_file(
    sca_flow: Command, script: Write, name: str
) -> None:
    model = Library(shipped()).find(name).file.model
    steps = [
        step.model_dump(mode="json", by_alias=True, exclude={"why", "sources"}, exclude_none=True) for step in model
    ]
    said = sca_flow("walk", name, "--script", script(yaml.safe_dump(steps, allow_unicode=True)), "--json")
    assert said.code == 0
    assert said.json["ended"] is True
    waits = sum(event["kind"] == Step.WAIT for event in said.json["events"])
    assert len(said.json["events"]) == 1 + waits + len(model)
    assert len(said.json["refusals"]) == sum(bool(step.refused_by) for step in model)
    assert said.err.count("saved ") == len(said.json["events"]) - len(said.json["refusals"]) - 1


def test_a_script_that_ends_before_the_case_leaves_it_to_be_gone_on_with(sca_flow: Command, script: Write) -> None:
    said = sca_flow("walk", "nail-bar", "--script", script("- {step: accept_referral, on: 2020-02-04}\n"))
    assert said.code == 0
    assert said.lines[-1].startswith("It is kept. Go on with: sca-flow resume ")
    attempt = said.lines[0].removeprefix("attempt ")
    again = sca_flow("resume", attempt, "--json", "--script", script("- {step: withdraw, by: ms-dinh}\n"))
    assert (again.json["stage"], again.json["ended"]) == ("withdrawn", True)


@pytest.mark.parametrize(
    ("step", "says"),
    [
        ("{step: serve_cg_negative}", "'serve_cg_negative' was refused, but was expected to be taken."),
        ("{step: accept_referral, expect: {refused_by: [role]}}", "was expected to be refused by role"),
        ("{step: resume, expect: {refused_by: [role]}}", "'resume' was refused, but not by role."),
        ("{step: accept_referral, on: 2019-01-01}", "is to be taken on 2019-01-01, which does not lie ahead."),
    ],
)
def test_a_surprise_stops_the_script_with_its_line_and_reasons(
    sca_flow: Command, script: Write, step: str, says: str
) -> None:
    path = script(f"- {{step: wait, with: {{until: 2020-02-04}}}}\n- {step}\n- {{step: withdraw}}\n")
    said = sca_flow("walk", "nail-bar", "--script", path)
    assert said.code == 1
    assert f"{path}:2:" in said.err
    assert says in said.err
    assert "Withdraw" not in said.out


def test_under_json_a_surprise_is_told_on_stderr_and_what_came_of_it_on_stdout(
    sca_flow: Command, script: Write
) -> None:
    path = script("- {step: serve_cg_negative}\n")
    said = sca_flow("walk", "nail-bar", "--script", path, "--json")
    assert said.code == 1
    assert said.json["refusals"][0]["step"] == "serve_cg_negative"
    assert (said.error["code"], said.error["file"], said.error["line"]) == ("no", str(path), 1)
    assert "not a step of this stage" in said.error["why"]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("- {step: acept_referral}\n", 1, "0.step"),
        ("- step: accept_referral\n  bye: ms-dinh\n", 2, "'0.bye' is not a known key"),
        ("- {step: accept_referral}\n- {step: accept_referral, on: soon}\n", 2, "date"),
        ("- {step: accept_referral, by: nobody}\n", 1, "There is no person or role called 'nobody'."),
        ("- {step: accept_referral, with: {notes: x}}\n", 1, "notes"),
        ("- {step: wait, with: {until: yesterday}}\n", 1, "is not a date"),
        ("- {step: accept_referral, expect: maybe}\n", 1, "expect"),
        ("step: accept_referral\n", 1, "list"),
        ("- {step: accept_referral\n", 2, ""),
        ("", 1, "is empty"),
        ("- &a {step: accept_referral}\n", 1, "anchors"),
        ("- {step: accept_referral, step: withdraw}\n", 1, "twice"),
        ("- {step: accept_referral, by: '\u202e'}\n", 1, "U+202E"),
    ],
)
def test_a_script_that_cannot_be_used_is_refused_with_file_and_line(
    sca_flow: Command, script: Write, text: str, line: int | None, says: str
) -> None:
    path = script(text)
    said = sca_flow("walk", "nail-bar", "--script", path)
    assert said.code == 2
    assert f"{path}:{line}:" in said.err if line else f"{path}: " in said.err
    assert says in said.err


def test_a_script_that_cannot_be_used_begins_no_attempt(sca_flow: Command, script: Write) -> None:
    sca_flow("walk", "nail-bar", "--script", script("- {step: dance}\n"))
    assert sca_flow("attempts", "--json").json["attempts"] == []


def test_a_script_and_chance_do_not_go_together(sca_flow: Command, script: Write) -> None:
    said = sca_flow("walk", "nail-bar", "--auto", "--script", script("- {step: withdraw}\n"), "--json")
    assert (said.code, said.error["code"]) == (2, "bad-input")
