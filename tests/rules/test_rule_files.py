"""A rule file that cannot be relied on is refused with its name, its line, and what is wrong."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sca_flow.errors import FileError
from sca_flow.rules.loader import SHIPPED, load

RULE = "quorum.members_besides_chair"
Refusal = Callable[..., list[str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped rules."""
    shutil.copy(SHIPPED / "sources.yaml", tmp_path)
    shutil.copytree(SHIPPED / "data", tmp_path / "data")
    return tmp_path


@pytest.fixture
def refusal(folder: Path) -> Refusal:
    """What is said when one rule's file reads otherwise, as ``line: text``."""

    def say(*changes: tuple[str, str], rule: str = RULE) -> list[str]:
        path = folder / "data" / f"{rule}.yaml"
        text = path.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text, f"{old!r} is not in {path.name}"
            text = text.replace(old, new, 1)
        path.write_text(text, encoding="utf-8")
        with pytest.raises(FileError) as caught:
            load(folder)
        assert caught.value.file == str(path)
        return [f"{problem.line}: {problem.text}" for problem in caught.value.problems]

    return say


def line_of(folder: Path, words: str, rule: str = RULE) -> int:
    """The line on which words first stand in a rule's file."""
    lines = (folder / "data" / f"{rule}.yaml").read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if words in line)


def test_the_shipped_rules_load(folder: Path) -> None:
    assert RULE in load(folder).rules


def test_a_misspelt_key_offers_the_nearest(folder: Path, refusal: Refusal) -> None:
    said = refusal(("last_checked:", "last_cheked:"))

    assert f"{line_of(folder, 'last_cheked')}: 'last_cheked' is not a known key. Did you mean 'last_checked'?" in said


def test_a_misspelt_key_of_a_value_offers_the_nearest(folder: Path, refusal: Refusal) -> None:
    said = refusal(("    confidence: verified", "    confidense: verified"))

    assert any(f"{line_of(folder, 'confidense')}: " in line and "Did you mean 'confidence'?" in line for line in said)
    assert any("'values.0.confidence' is missing" in line for line in said)


def test_every_problem_is_told_at_once_with_its_line(folder: Path, refusal: Refusal) -> None:
    said = refusal(("type: count", "type: number"), ("last_checked: 2026-11-24", "last_checked: soon"))

    assert [line.split(":")[0] for line in said] == [str(line_of(folder, "type: number")), str(line_of(folder, "soon"))]


def test_an_unknown_source_offers_the_nearest(folder: Path, refusal: Refusal) -> None:
    (said,) = refusal(("source: V-2019", "source: V-2018"))

    assert said == f"{line_of(folder, 'V-2018')}: there is no source 'V-2018'. Did you mean 'V-2019'?"


def test_an_unknown_source_of_a_contradiction_is_found_too(folder: Path, refusal: Refusal) -> None:
    (said,) = refusal(("source: WIRED-19", "source: WIRED-18"), rule="referral_back.binding")

    assert said.startswith(f"{line_of(folder, 'WIRED-18', 'referral_back.binding')}: there is no source 'WIRED-18'")


def test_a_key_that_stands_there_twice(folder: Path, refusal: Refusal) -> None:
    (said,) = refusal(("type: count", "type: count\ntype: count"))

    assert said == f"{line_of(folder, 'type: count') + 1}: key 'type' appears twice."


def test_a_file_that_is_called_otherwise_than_its_rule(folder: Path, refusal: Refusal) -> None:
    said = refusal((f"id: {RULE}", "id: quorum.members"))

    assert said[0].startswith("1: the rule's id is 'quorum.members', but its file is called")


def test_a_rule_that_can_vary_but_that_nothing_reads(folder: Path) -> None:
    text = (folder / "data" / f"{RULE}.yaml").read_text(encoding="utf-8")
    (folder / "data" / "quorum.ghosts.yaml").write_text(text.replace(RULE, "quorum.ghosts"), encoding="utf-8")

    with pytest.raises(FileError, match=r"quorum\.ghosts\.yaml:1:1: no guard reads a rule called 'quorum\.ghosts'"):
        load(folder)


def test_a_rule_that_guards_read_but_that_no_file_gives(folder: Path) -> None:
    (folder / "data" / f"{RULE}.yaml").unlink()

    with pytest.raises(FileError, match="quorum_members_besides_chair"):
        load(folder)


def test_a_source_that_stands_there_twice(folder: Path) -> None:
    path = folder / "sources.yaml"
    path.write_text(
        path.read_text(encoding="utf-8") + "- {id: V-2019, title: Again, publisher: nobody}\n", encoding="utf-8"
    )

    with pytest.raises(FileError, match=r"sources\.yaml:\d+:4: source 'V-2019' appears twice"):
        load(folder)


MINIMUM = "recovery.minimum"

GAPS = {
    "a gap": ("from: 2022-12-13", "from: 2022-12-15", "2022-12-13 to 2022-12-14"),
    "an overlap": ("from: 2022-12-13", "from: 2022-12-01", "two values hold from 2022-12-01 to 2022-12-12"),
    "a beginning after the start": ("from: 2019-04-29", "from: 2019-05-01", "nothing is said from 2019-04-29"),
    "an end behind which nothing is said": (
        "- from: 2023-01-30",
        "- from: 2023-01-30\n    until: 2024-01-01",
        "last value ends",
    ),
    "no end before another begins": ("    until: 2022-12-12\n", "", "without an end"),
}


@pytest.mark.parametrize("what", GAPS)
def test_days_about_which_nothing_or_two_things_are_said(refusal: Refusal, what: str) -> None:
    old, new, told = GAPS[what]

    (said,) = refusal((old, new), rule=MINIMUM)

    assert told in said


@pytest.mark.parametrize("what", ["a gap", "an overlap"])
def test_a_gap_or_overlap_is_told_at_the_line_of_the_value_that_makes_it(
    folder: Path, refusal: Refusal, what: str
) -> None:
    old, new, _ = GAPS[what]

    (said,) = refusal((old, new), rule=MINIMUM)

    line = line_of(folder, new, MINIMUM)
    assert line - 1 <= int(said.split(":")[0]) <= line + 1


def test_a_value_behind_an_unknown_day_does_not_name_its_first(refusal: Refusal) -> None:
    (said,) = refusal(("  - value: not_applicable", "  - from: 2023-01-01\n    value: not_applicable"))

    assert "leave 'from' out" in said


def test_a_span_of_days_in_the_wrong_order(refusal: Refusal) -> None:
    said = refusal(("{earliest: 2022-12-01, latest: 2022-12-31}", "{earliest: 2022-12-31, latest: 2022-12-01}"))

    assert any("the earliest day is after the latest" in line for line in said)


@pytest.mark.parametrize("day", ["20221201", "0", "1669852800", "2022-12", "1.5", "true"])
@pytest.mark.parametrize("key", ["from", "earliest", "last_checked"])
def test_a_date_is_written_in_full(refusal: Refusal, key: str, day: str) -> None:
    """A number is no date, not even one that could be read as seconds."""
    old = {"from": "from: 2019-04-29", "earliest": "earliest: 2022-12-01", "last_checked": "last_checked: 2026-11-24"}[
        key
    ]

    assert refusal((old, f"{key}: {day}"))


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        (RULE, "value: 2", "value: two"),
        (RULE, "value: 2", "value: -1"),
        (RULE, "value: 2", "value: 1.5"),
        (RULE, "value: 2", "value: true"),
        (RULE, "value: 2", "value: null"),
        ("panel.in_force", "value: true", "value: yes"),
        ("panel.in_force", "value: true", "value: 1"),
        (MINIMUM, 'value: "45 days"', "value: 45"),
        (MINIMUM, 'value: "45 days"', "value: 45 dogs"),
        ("panel.reviews", "value: [cg_negative]", "value: cg_negative"),
        ("panel.reviews", "value: [cg_negative]", "value: [negative_cg]"),
        ("further_consideration.who_may_direct", "value: [manager, experienced_staff]", "value: [manger]"),
        ("quorum.sectors_required", "value: []", "value: [army]"),
        ("reconsideration.grounds", "value: [new_evidence, not_in_line_with_guidance]", "value: [tears]"),
    ],
)
def test_a_value_of_the_wrong_kind(refusal: Refusal, rule: str, old: str, new: str) -> None:
    assert refusal((old, new), rule=rule)


def test_a_value_of_the_wrong_kind_is_told_at_its_line(folder: Path, refusal: Refusal) -> None:
    (said,) = refusal(("value: 2", "value: two"))

    assert said.startswith(f"{line_of(folder, 'value: two')}: ")


@pytest.mark.parametrize(("value", "rule"), [("unknown", RULE), ("not_applicable", RULE)])
def test_silence_says_why(folder: Path, refusal: Refusal, value: str, rule: str) -> None:
    (said,) = refusal(("value: 2", f"value: {value}"), rule=rule)

    assert f"a value that is {value} says why" in said
    assert int(said.split(":")[0]) in range(line_of(folder, "values:"), line_of(folder, f"value: {value}") + 1)


def test_an_unknown_confidence_or_kind_is_refused(refusal: Refusal) -> None:
    assert any("confidence" in said for said in refusal(("confidence: verified", "confidence: certain")))


def test_a_rule_without_values_is_refused(refusal: Refusal, folder: Path) -> None:
    path = folder / "data" / f"{RULE}.yaml"
    path.write_text(path.read_text(encoding="utf-8").split("values:")[0] + "values: []\n", encoding="utf-8")

    with pytest.raises(FileError, match="values"):
        load(folder)
