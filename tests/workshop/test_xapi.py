"""Attempts as xAPI statements: they hold against the schema, and say nothing of who the trainee is."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from sca_flow.journal import MemoryJournal
from sca_flow.rules.loader import shipped
from sca_flow.scenario.loader import Library
from sca_flow.training.attempt import Attempt
from sca_flow.training.chance import play
from sca_flow.workshop.xapi.exporting import statements
from sca_flow.workshop.xapi.profile import PATH

from .commanding import Command
from .group import ASSUMED, NEGATIVE, ON, POLICY, TOO_EARLY, Group, group

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads(Path(__file__).with_name("xapi_statement.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
PROFILE = json.loads(PATH.read_text(encoding="utf-8"))
EXTENSIONS = {one["id"]: json.loads(one["inlineSchema"]) for one in PROFILE["concepts"]}
Statement = dict[str, Any]


@pytest.fixture
def trainees(tmp_path: Path) -> Group:
    return group(tmp_path)


def exported(sca_flow: Command, *attempts: str) -> list[Statement]:
    said = sca_flow("export", "xapi", *attempts)
    assert said.code == 0, said.err
    found: list[Statement] = json.loads(said.out)
    return found


def verb(statement: Statement) -> str:
    said: str = statement["verb"]["display"]["en"]
    return said


def told(statement: Statement, name: str) -> Any:
    """The value of an extension of its context or result."""
    both = statement["context"]["extensions"] | statement.get("result", {}).get("extensions", {})
    return both.get(f"https://sca-flow.example/xapi/extensions/{name}")


@pytest.fixture(scope="module")
def walks() -> list[Statement]:
    """Random walks of every scenario that ships, with a refusal in each."""
    policy, journal = shipped(), MemoryJournal()
    library = Library(policy)
    attempts = []
    for scenario in library.scenarios():
        attempt = Attempt.start(scenario, policy, journal, name="Zoë Real")
        attempt.take("serve_cg_negative")
        assert sum(1 for _ in play(attempt, 1))
        attempts.append(attempt.id)
    return statements(journal, attempts, library.find, policy)


def test_every_statement_holds_against_the_schema(walks: list[Statement]) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    problems = [error.message for one in walks for error in VALIDATOR.iter_errors(one)]
    assert (len(walks) > 20, problems) == (True, [])


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("id", "1"),
        ("timestamp", "2026-11-24T09:00:00"),
        ("actor.mbox", "mailto:somebody@sca-flow.example"),
        ("actor.account", None),
        ("verb.id", "initialized"),
        ("verb.display", {}),
        ("context.registration", "attempt"),
        ("context.extensions", {"stage": "received"}),
        ("context.extensions", {"https://sca-flow.example/x": None}),
        ("result", {"duration": "12 minutes"}),
        ("result", {"duration": "PT"}),
        ("result", {"score": {"scaled": 2}}),
        ("version", "2.0.0"),
    ],
)
def test_the_schema_refuses_what_is_no_statement(walks: list[Statement], path: str, value: Any) -> None:
    spoilt: Any = deepcopy(walks[0])
    *above, last = path.split(".")
    inner = spoilt
    for name in above:
        inner = inner[name]
    inner[last] = value
    assert not VALIDATOR.is_valid(spoilt)


def test_statements_use_the_profile_and_all_of_it_is_documented(walks: list[Statement]) -> None:
    verbs = {(one["verb"], one["objectActivityType"]) for one in PROFILE["templates"]}
    for one in walks:
        assert (one["verb"]["id"], one["object"]["definition"]["type"]) in verbs
        extensions = one["context"]["extensions"] | one.get("result", {}).get("extensions", {})
        for name, value in extensions.items():
            Draft202012Validator(EXTENSIONS[name]).validate(value)
    page = (ROOT / "docs" / "reference" / "xapi-profile.md").read_text(encoding="utf-8")
    terms = [one["id"] for one in (*PROFILE["concepts"], *PROFILE["templates"])]
    assert [term for term in terms if f"`{term.rpartition('/')[2]}`" not in page] == []
    assert len(set(terms)) == len(terms)


def test_an_attempt_is_told_from_its_beginning_to_its_end(sca_flow: Command, trainees: Group) -> None:
    found = exported(sca_flow, trainees.attempt(ON))
    assert [verb(one) for one in found] == [
        "initialized", "responded", "answered", "responded", "responded", "answered", *["completed"] * 4
    ]  # fmt: skip
    answered = found[2]
    assert answered["result"]["response"] == "decide_rg_positive"
    assert (told(answered, "outcome"), told(answered, "reasons-chosen")) == ("sound", ["low"])
    assert told(answered, "findings")["means"] == "open"
    assert told(found[5], "simulated-date") == "2021-05-01"
    assert found[0]["timestamp"] == "2026-11-24T09:02:00.000Z"
    assert len({one["context"]["registration"] for one in found}) == 1


def test_three_scores_stand_apart_and_nobody_passes_or_fails(sca_flow: Command, trainees: Group) -> None:
    scored = [one for one in exported(sca_flow, trainees.attempt(ON)) if "score" in one.get("result", {})]
    assert [one["object"]["id"].rpartition("/")[2] for one in scored] == ["process", "judgement", "reasons"]
    for one in scored:
        score = one["result"]["score"]
        assert score["scaled"] == pytest.approx(score["raw"] / score["max"], abs=1e-4)
        assert "success" not in one["result"]


def test_a_refusal_by_a_confirmed_rule_is_no_success(sca_flow: Command, trainees: Group) -> None:
    refused = exported(sca_flow, trainees.attempt(TOO_EARLY))[-1]
    assert refused["result"]["success"] is False
    assert "recovery.minimum" in told(refused, "refused-by")
    assert told(refused, "working-assumptions") is None


def test_a_refusal_by_a_working_assumption_alone_is_neither(sca_flow: Command, trainees: Group) -> None:
    refused = exported(sca_flow, trainees.attempt(ASSUMED))[1]
    assert "simulation.dates_run_forward" in told(refused, "working-assumptions")
    assert told(refused, "refused-by") is None
    assert "success" not in refused["result"]


def test_exporting_twice_gives_the_same(sca_flow: Command, trainees: Group) -> None:
    attempt = trainees.attempt(ON)
    once = exported(sca_flow, attempt)
    trainees.attempt(NEGATIVE)
    assert exported(sca_flow, attempt, attempt) == once
    assert len({one["id"] for one in once}) == len(once)


def test_what_came_before_stays_as_it_was_when_the_attempt_goes_on(sca_flow: Command, trainees: Group) -> None:
    attempt = trainees.attempt(TOO_EARLY)
    before = exported(sca_flow, attempt)
    sca_flow("resume", attempt, "--auto", "--seed", 1, "--json")
    assert exported(sca_flow, attempt)[: len(before)] == before


def test_a_long_pause_suspends_and_resumes(sca_flow: Command, trainees: Group) -> None:
    found = exported(sca_flow, trainees.attempt(NEGATIVE, each=timedelta(minutes=20)))
    assert [verb(one) for one in found][:4] == ["initialized", "suspended", "resumed", "responded"]
    [whole] = [one for one in found if "duration" in one.get("result", {})]
    assert whole["result"]["duration"] == "PT0.00S"


def test_nobody_is_named_and_nothing_that_was_written_is_told(sca_flow: Command, trainees: Group) -> None:
    attempts = [trainees.attempt(ON, "Zoë Real"), trainees.attempt(NEGATIVE, "zoë real"), trainees.attempt(NEGATIVE)]
    found = exported(sca_flow, *attempts)
    text = json.dumps(found, ensure_ascii=False)
    for secret in ("Real", "real", "My own words", "I suspect it", "Consistent.", "mbox", *attempts):
        assert secret not in text
    accounts = {one["context"]["registration"]: one["actor"]["account"]["name"] for one in found}
    first, second, third = accounts.values()
    assert (first == second, first == third) == (True, False)


def test_a_step_tried_again_is_told_once(sca_flow: Command, trainees: Group) -> None:
    attempt = trainees.attempt(ON)
    sca_flow("resume", attempt, "--from", 5, "--auto", "--seed", 1, "--json")
    [branch] = [one["attempt"] for one in sca_flow("attempts", "--json").json["attempts"] if one["attempt"] != attempt]
    first, *found = exported(sca_flow, branch)
    assert told(first, "branched-from") == exported(sca_flow, attempt)[0]["context"]["registration"]
    assert min(told(one, "event") for one in found) >= 5
    assert first["actor"] == exported(sca_flow, attempt)[0]["actor"]


def test_what_scripted_people_do_is_not_the_trainee_s(tmp_path: Path) -> None:
    trainees = group(tmp_path, ("documents:", "chairs: [decider]\ndocuments:"))
    journal = MemoryJournal()
    attempt = Attempt.start(trainees.made, POLICY, journal, chair="decider")
    assert attempt.take("accept_referral", "intake").accepted
    assert attempt.take("decide_rg_positive", "decider", {"reasons": "x"}).accepted
    found = statements(journal, [attempt.id], lambda _: trainees.made, shipped())
    assert [verb(one) for one in found] == ["initialized", "answered"]


def test_everything_that_is_wrong_is_told_and_nothing_is_written(
    sca_flow: Command, trainees: Group, tmp_path: Path
) -> None:
    attempt = trainees.attempt(NEGATIVE)
    file = tmp_path / "out.json"
    said = sca_flow("export", "xapi", attempt, attempt[:-1] + "x", "nothing", "--output", file)
    assert (said.code, said.out, file.exists()) == (2, "", False)
    assert f"Did you mean '{attempt}'?" in said.err
    assert "'nothing'" in said.err


def test_a_file_is_written_once(sca_flow: Command, trainees: Group, tmp_path: Path) -> None:
    attempt = trainees.attempt(NEGATIVE)
    file = tmp_path / "out.json"
    assert sca_flow("export", "xapi", attempt, "--output", file).code == 0
    assert json.loads(file.read_text(encoding="utf-8")) == exported(sca_flow, attempt)
    assert sca_flow("export", "xapi", attempt, "--output", file).code == 2
