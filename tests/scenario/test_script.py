"""Playing a script through the one door."""

from __future__ import annotations

from pathlib import Path

import pytest

from sca_flow.errors import FileError
from sca_flow.scenario.model import ScriptStep
from sca_flow.scenario.script import read_script
from sca_flow.training.script import Played, play

from ..builders import Walk


def played(walk: Walk, *lines: dict[str, object]) -> list[Played]:
    return list(play(walk.attempt, [ScriptStep.model_validate(line) for line in lines]))


def test_the_date_moves_forward_to_the_day_of_a_step(case: Walk) -> None:
    first, second = played(case, {"step": "accept_referral", "by": "intake", "on": "2021-03-05"})

    assert (first.result.step, second.result.step) == ("wait", "accept_referral")
    assert case.today.isoformat() == "2021-03-05"


def test_a_step_on_the_same_day_waits_for_nothing(case: Walk) -> None:
    assert len(played(case, {"step": "accept_referral", "by": "intake", "on": "2021-03-01"})) == 1


def test_an_expected_refusal_is_no_surprise_and_the_script_goes_on(case: Walk) -> None:
    lines = played(
        case,
        {"step": "accept_referral", "by": "decider", "expect": {"refused_by": ["role"]}},
        {"step": "accept_referral", "by": "intake"},
    )

    assert [bool(line.surprise) for line in lines] == [False, False]
    assert case.stage == "rg_consideration"


@pytest.mark.parametrize("named", [["role"], ["roles.competent_authority"], ["role", "roles.competent_authority"]])
def test_a_refusal_can_be_expected_by_guard_or_by_rule(case: Walk, named: list[str]) -> None:
    (line,) = played(case, {"step": "accept_referral", "by": "decider", "expect": {"refused_by": named}})

    assert not line.surprise


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({"step": "accept_referral", "by": "decider"}, "was refused, but was expected to be taken"),
        (
            {"step": "accept_referral", "by": "intake", "expect": {"refused_by": ["role"]}},
            "was taken, but was expected to be refused by role",
        ),
        (
            {"step": "accept_referral", "by": "decider", "expect": {"refused_by": ["recovery.minimum"]}},
            "not by recovery.minimum",
        ),
        ({"step": "accept_referral", "by": "intake", "on": "2021-02-01"}, "does not lie ahead"),
    ],
)
def test_a_script_stops_at_the_first_surprise_and_says_what_it_was(
    case: Walk, line: dict[str, object], words: str
) -> None:
    lines = played(case, line, {"step": "reject_referral", "by": "intake", "with": {"reason": "duplicate"}})

    assert words in lines[-1].surprise
    assert len(lines) == 1
    assert case.stage != "not_accepted"


def test_a_script_is_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "script.yaml"
    path.write_text(
        "- {step: wait, with: {until: 2021-03-09}}\n- {step: withdraw, expect: {refused_by: [adult]}}\n",
        encoding="utf-8",
    )

    first, second = read_script(path)

    assert (first.step, first.with_, first.expect) == ("wait", {"until": "2021-03-09"}, "ok")
    assert second.refused_by == ("adult",)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("- {step: wait}\n- {step: wiat}\n", 2),
        ("- step: wait\n  bye: intake\n", 2),
        ("- step: wait\n- {step: wait, expect: perhaps}\n", 2),
        ("- step: wait\n  expect: {refused_by: []}\n", 2),
        ("- step: wait\n  on: tomorrow\n", 2),
        ("step: wait\n", 1),
    ],
)
def test_a_script_that_cannot_be_used_is_refused_on_its_line(tmp_path: Path, text: str, line: int) -> None:
    path = tmp_path / "script.yaml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(FileError) as caught:
        read_script(path)

    assert line in {problem.line for problem in caught.value.problems}


def test_a_misspelt_step_offers_the_nearest(tmp_path: Path) -> None:
    path = tmp_path / "script.yaml"
    path.write_text("- {step: accept_refferal}\n", encoding="utf-8")

    with pytest.raises(FileError, match="accept_referral"):
        read_script(path)
