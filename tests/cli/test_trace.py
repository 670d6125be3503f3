"""Opening a counter-example from a file: in plain text, and what is said of a file that cannot be used."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .conftest import Command, Said

CHECK = ("policy", "check", "-p", "chair-optional", "--on", "2021-06-01")
MORAL = "So this does not hold: No panel outcome is recorded without a quorum as published"
Edit = Callable[[str], str]
Play = Callable[..., Said]


@pytest.fixture
def json_file(sca_flow: Command, tmp_path: Path) -> Path:
    """What `policy check --json` printed."""
    path = tmp_path / "check.json"
    path.write_text(sca_flow(*CHECK, "--json").out, encoding="utf-8")
    return path


@pytest.fixture
def test_file(sca_flow: Command, tmp_path: Path) -> Path:
    """What --save-test wrote."""
    path = tmp_path / "found.yaml"
    sca_flow(*CHECK, "--save-test", path)
    return path


@pytest.fixture
def play(sca_flow: Command) -> Play:
    """`sca-flow play --trace FILE --plain`."""
    return lambda file, *more: sca_flow("play", "--trace", file, "--plain", *more)


def edited(path: Path, *changes: tuple[str, str]) -> Path:
    """The same file with some of its text replaced."""
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_json_of_a_check_is_told_step_by_step_with_the_rules_behind_each(play: Play, json_file: Path) -> None:
    said = play(json_file)
    assert said.code == 0
    assert said.lines[0].startswith("TRACE of no-outcome-without-quorum, under chair-optional, in 10 steps.")
    assert [line.partition(".")[0] for line in said.lines if line[0].isdecimal()] == [str(n) for n in range(1, 11)]
    assert "resting on quorum.chair_required = no (variant:chair-optional; assumed)" in said.out
    assert said.lines[-1].startswith(MORAL)


def test_a_saved_rule_test_is_told_alike(play: Play, json_file: Path, test_file: Path) -> None:
    assert play(test_file).out == play(json_file).out


def test_json_indented_by_tabs_is_read_too(play: Play, json_file: Path) -> None:
    whole = json.loads(json_file.read_text("utf-8"))
    json_file.write_text(json.dumps(whole, indent="\t"), encoding="utf-8")
    assert play(json_file).code == 0


def test_nothing_is_kept(play: Play, test_file: Path, store: Path) -> None:
    play(test_file)
    assert not store.exists()


def test_another_safeguard_is_picked_by_its_id(sca_flow: Command, play: Play, tmp_path: Path) -> None:
    path = tmp_path / "two.yaml"
    sca_flow("policy", "check", "-p", "no-second-pair-of-eyes", "--on", "2021-06-01", "--save-test", path)
    first = play(path)
    other = first.lines[2].removeprefix("This file holds others too: ").removesuffix(".")
    second = play(f"{path}#{other}")
    assert second.lines[0].startswith(f"TRACE of {other},")
    assert second.lines[1] != first.lines[1]


@pytest.mark.parametrize("on", ["2022-11-20", "2022-12-01", "2022-12-15"])
def test_a_trace_on_the_eve_of_a_change_of_the_rules_keeps_the_rules_of_its_day(
    sca_flow: Command, play: Play, tmp_path: Path, on: str
) -> None:
    path = tmp_path / "found.yaml"
    sca_flow("policy", "check", "-p", "chair-optional", "--on", on, "--save-test", path)
    assert play(path).lines[-1].startswith(MORAL)
    assert sca_flow("policy", "test", path).code == 0


def test_a_trace_across_a_change_of_the_rules_is_replayed_too(sca_flow: Command, play: Play, tmp_path: Path) -> None:
    path, span = tmp_path / "found.yaml", "2022-10-01..2023-03-01"
    sca_flow("policy", "check", "-p", "chair-optional", "--across", span, "--save-test", path)
    assert play(path).lines[-1].startswith(MORAL)


def test_without_a_terminal_it_says_how_to_read_it(sca_flow: Command, test_file: Path) -> None:
    said = sca_flow("play", "--trace", test_file)
    assert (said.code, said.out) == (2, "")
    assert "need a terminal" in said.err
    assert f"sca-flow play --trace {test_file} --plain" in said.err


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [(("nail-bar", "--trace", "x.json"), "cannot both be opened"), (("--plain",), "is for a trace")],
)
def test_options_that_do_not_go_together(sca_flow: Command, arguments: tuple[str, ...], wanted: str) -> None:
    said = sca_flow("play", *arguments)
    assert said.code == 2
    assert wanted in said.err


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (b"\x00\xff\xfe" * 99, "not UTF-8 text"),
        (b"a" * 2_000_000, "larger than 1 MB"),
        (b"[" * 5000, "levels deep"),
        (b"", "is empty"),
        (b"[]", "holds no test"),
        (b"hello", "neither a check nor a list of tests"),
        (b'{"format": 1, "rules": []}', "neither a check nor a list of tests"),
        (b'{"format": 2, "invariants": []}', "'format'"),
        (b'{"format": 1, "invariants": [{"id": 3}]}', "'invariants.0.says' is missing"),
        (b'{"format": 1, "invariants": [', "given:1: this is damaged JSON, or breaks off here"),
        (b'{"a":' * 200_000, "nested too deep"),
        (b"- {name: x}", "'0.on' is missing"),
        (b'{"invariants": "\\u202e"}', "invisible character"),
    ],
    ids=[
        "binary",
        "huge",
        "deep",
        "empty",
        "none",
        "text",
        "other",
        "format",
        "keys",
        "cut",
        "deeper",
        "test",
        "unseen",
    ],
)
def test_a_file_that_is_no_trace_is_told_with_its_line(play: Play, tmp_path: Path, content: bytes, wanted: str) -> None:
    path = tmp_path / "given"
    path.write_bytes(content)
    said = play(path)
    assert (said.code, said.out) == (2, "")
    assert wanted in said.err
    assert "given" in said.err.splitlines()[0]
    assert "Traceback" not in said.err


@pytest.mark.parametrize("missing", ["nowhere.json", "."])
def test_a_file_that_is_not_there(play: Play, tmp_path: Path, missing: str) -> None:
    assert "cannot be read" in play(tmp_path / missing).err


def test_a_check_in_which_all_holds_has_no_trace(sca_flow: Command, play: Play, tmp_path: Path) -> None:
    path = tmp_path / "check.json"
    path.write_text(sca_flow("policy", "check", "--on", "2021-06-01", "--json").out, encoding="utf-8")
    said = play(path)
    assert said.code == 2
    assert "no safeguard is broken in this check" in said.err


def test_a_safeguard_that_holds_or_does_not_exist_is_told_with_what_there_is(play: Play, json_file: Path) -> None:
    said = play(f"{json_file}#every-case-can-finish")
    assert said.code == 2
    assert "is not broken" in said.err
    assert "Broken: no-outcome-without-quorum." in said.err
    said = play(f"{json_file}#no-outcome-without-quorm")
    assert said.code == 2
    assert "Did you mean 'no-outcome-without-quorum'?" in said.err


def test_json_of_an_earlier_version_asks_for_another_check(play: Play, json_file: Path) -> None:
    whole: Any = json.loads(json_file.read_text("utf-8"))
    for judged in whole["invariants"]:
        del judged["test"]
    json_file.write_text(json.dumps(whole, indent=2), encoding="utf-8")
    said = play(json_file)
    assert said.code == 2
    assert "run the check again" in said.err


def test_everything_that_is_misspelt_in_a_test_is_told_at_once(play: Play, test_file: Path) -> None:
    edited(test_file, ("[chair-optional]", "[chair-optionl]"), ("uphold_cg_negative", "uphold_cg_negativ"))
    said = play(test_file)
    assert said.code == 2
    assert f"{test_file}:3:3: There is no variant called 'chair-optionl'. Did you mean 'chair-optional'?" in said.err
    assert f"{test_file}:12:" in said.err
    assert "Did you mean 'uphold_cg_negative'?" in said.err


def test_people_and_parts_of_a_form_that_do_not_exist_are_told_at_once(play: Play, test_file: Path) -> None:
    edited(test_file, ("by: panel_chair_1}", "by: panel_chair_9}"), ("{reasons:", "{reason:"))
    said = play(test_file)
    assert said.code == 2
    assert said.err.count("Did you mean 'reasons'?") == 2
    assert "nobody is called 'panel_chair_9'. Did you mean 'panel_chair_1'?" in said.err


def test_a_variant_is_named_wrongly_in_json_too(play: Play, json_file: Path) -> None:
    edited(json_file, ('"chair-optional"', '"chair-optionl"'))
    assert "Did you mean 'chair-optional'?" in play(json_file).err


def test_a_trace_that_the_case_no_longer_follows_says_where_and_why(play: Play, test_file: Path) -> None:
    said = play(test_file, "-p", "binding-referral-back")
    assert said.code == 2
    assert f"{test_file}:" in said.err
    assert "does not replay: 'publish_agreement' was refused" in said.err
    assert "Not quorate" in said.err
    assert "replayed under binding-referral-back: run the check again" in said.err


def test_a_trace_that_ends_elsewhere_does_not_replay(play: Play, test_file: Path) -> None:
    said = play(edited(test_file, ("then: {stage: ready_to_serve}", "then: {stage: panel_listing}")))
    assert said.code == 2
    assert "does not replay: it ends at 'ready_to_serve', not at 'panel_listing'" in said.err
