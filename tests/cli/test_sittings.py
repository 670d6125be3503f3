"""A sheet of sittings, answered row by row."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Command

Sheet = Callable[[str], Path]


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    """A sheet with these lines below the usual heading, or with a heading of its own."""

    def written(text: str) -> Path:
        path = tmp_path / "sittings.csv"
        heading = "" if text.startswith(("date", "Date", "\ufeff")) else "date,chair,members,conflicts\n"
        path.write_text(heading + text, encoding="utf-8")
        return path

    return written


@pytest.mark.parametrize(
    ("row", "quorate"),
    [
        ("2021-03-01,yes,police;ngo,", True),
        ("2021-03-01,yes,police ngo,", True),
        ("2021-03-01,yes,ngo;ngo,", True),
        ("2021-03-01,present,police,", False),
        ("2021-03-01,no,police;ngo;local_authority,", False),
        ("2021-03-01,absent,police;ngo;local_authority,", False),
        ("2021-03-01,,police;ngo;local_authority,", False),
        ("2021-03-01,yes,police;ngo,ngo", False),
        ("2021-03-01,yes,police;ngo;ngo,ngo", True),
        ("2021-03-01,yes,police;ngo;ngo,chair", False),
        ("2021-03-01,J. Farrow,police;local authority,", True),
        ('2021-03-01,yes,"police,ngo",', True),
        ("2022-11-30,yes,police;ngo,", True),
        ("2022-12-15,yes,police;ngo,", None),
        ("2023-03-01,yes,police;ngo,", None),
        ("2019-04-28,yes,police;ngo,", None),
    ],
)
def test_each_sitting_is_answered_by_the_rules_of_its_date(
    sca_flow: Command, sheet: Sheet, row: str, quorate: bool | None
) -> None:
    said = sca_flow("policy", "quorum", "--sittings", sheet(row), "--json")
    [one] = said.json["sittings"]
    assert (one["quorate"], said.code) == (quorate, 0 if quorate else 1)
    assert one["line"] == 2
    assert one["citation"]


def test_the_answer_is_that_of_the_same_sitting_asked_alone(sca_flow: Command, sheet: Sheet) -> None:
    rows = {
        "2021-03-01,yes,police;ngo;ngo,ngo": ("chair,police,ngo,ngo", "ngo"),
        "2021-03-01,no,ngo;ngo,": ("ngo,ngo", ""),
    }
    found = sca_flow("policy", "quorum", "--sittings", sheet("\n".join(rows)), "--json").json["sittings"]
    for (present, conflicted), one in zip(rows.values(), found, strict=True):
        alone = sca_flow(
            "policy", "quorum", "--on", "2021-03-01", "--present", present, "--conflicted", conflicted, "--json"
        ).json
        assert (one["quorate"], one["confirmed"], one["words"]) == (
            alone["quorate"],
            alone["confirmed"],
            alone["words"],
        )


def test_a_variant_changes_the_answers_and_is_named(sca_flow: Command, sheet: Sheet) -> None:
    found = sca_flow(
        "policy", "quorum", "--sittings", sheet("2021-03-01,yes,police;ngo,"), "-p", "chair-plus-three", "--json"
    ).json
    assert found["policy"] == ["chair-plus-three"]
    assert found["sittings"][0]["quorate"] is False
    assert (
        "chair-plus-three"
        in sca_flow("policy", "quorum", "--sittings", sheet("2021-03-01,yes,police;ngo,"), "-p", "chair-plus-three").out
    )


def test_a_citation_can_be_pasted_with_rule_value_source_and_confidence(sca_flow: Command, sheet: Sheet) -> None:
    [one] = sca_flow("policy", "quorum", "--sittings", sheet("2021-03-01,yes,police,"), "--json").json["sittings"]
    assert one["citation"].startswith("quorum.members_besides_chair = 2 on 2021-03-01, Summary, made in 2019")
    assert one["citation"].endswith("verified")


def test_as_csv_every_row_comes_back_with_its_answer(sca_flow: Command, sheet: Sheet) -> None:
    said = sca_flow("policy", "quorum", "--sittings", sheet("2021-03-01,=cmd()+A1,police;ngo,"), "--csv")
    [row] = csv.DictReader(io.StringIO(said.out))
    assert row["quorate"] == "true"
    assert row["chair"] == "'=cmd()+A1"
    assert all(line.isprintable() for line in said.lines)


def test_everything_that_is_wrong_is_told_at_once_with_its_line(sca_flow: Command, sheet: Sheet) -> None:
    text = (
        "2021-13-01,yes,police,\n\n2021-03-01,yess,polise;ngo,\n2021-03-01,yes,police,ngo\n2021-03-01,yes,police,,,x\n"
    )
    said = sca_flow("policy", "quorum", "--sittings", sheet(text))
    assert (said.code, said.out) == (2, "")
    for line, word in ((2, "2021-13-01"), (4, "yess"), (4, "polise"), (5, "ngo"), (6, "cells")):
        assert any(f":{line}" in told and word in told for told in said.err.splitlines()), (line, word, said.err)
    assert "police" in said.err


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("date,chair,member,conflicts\n2021-03-01,yes,ngo,\n", "members"),
        ("date,chair\n2021-03-01,yes\n", "members"),
        ("date,date,chair,members\n2021-03-01,2021-03-01,yes,ngo\n", "twice"),
        ("date,chair,members\n", "no sitting"),
        ('date,chair,members\n2021-03-01,"yes,ngo\n', "2"),
    ],
)
def test_a_sheet_that_cannot_be_read_says_why(sca_flow: Command, sheet: Sheet, text: str, why: str) -> None:
    said = sca_flow("policy", "quorum", "--sittings", sheet(text))
    assert said.code == 2
    assert why in said.err


def test_a_heading_may_begin_with_a_byte_order_mark_and_be_in_any_case(sca_flow: Command, sheet: Sheet) -> None:
    said = sca_flow("policy", "quorum", "--sittings", sheet("\ufeffDate,Chair,Members\r\n2021-03-01,yes,ngo;ngo\r\n"))
    assert said.code == 0, said.err


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"\x00" * 100, b"a" * 1_500_000])
def test_what_is_no_sheet_is_refused_without_a_traceback(sca_flow: Command, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "sheet.csv"
    path.write_bytes(content)
    said = sca_flow("policy", "quorum", "--sittings", path)
    assert said.code == 2
    assert said.err.startswith("Error:")


@pytest.mark.parametrize(
    "more", [("--on", "2021-03-01"), ("--present", "chair"), ("--conflicted", "ngo"), ("--csv", "--json")]
)
def test_a_sheet_comes_without_a_sitting_beside_it(sca_flow: Command, sheet: Sheet, more: tuple[str, ...]) -> None:
    assert sca_flow("policy", "quorum", "--sittings", sheet("2021-03-01,yes,ngo,"), *more).code == 2


def test_without_sheet_or_sitting_it_says_what_is_missing(sca_flow: Command, tmp_path: Path) -> None:
    assert "--on is missing" in sca_flow("policy", "quorum", "--present", "chair").err
    assert "--present is missing" in sca_flow("policy", "quorum", "--on", "2021-03-01").err
    assert sca_flow("policy", "quorum", "--sittings", tmp_path / "none.csv").code == 2
