"""Files that other people wrote: what is refused, with which words and on which line, and what stays text."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

from sca_flow.errors import FileError
from sca_flow.reading import MAX_BYTES, MAX_DEPTH, MAX_NODES, MAX_TEXT, parse_yaml, read_text, read_yaml


def refusal(text: str) -> list[str]:
    """What is said of a text that is refused, as ``line: words``."""
    with pytest.raises(FileError) as caught:
        parse_yaml(text, "scenario.yaml")
    return [f"{problem.line}: {problem.text}" for problem in caught.value.problems]


def refused_file(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    with pytest.raises(FileError) as caught:
        read_yaml(path)
    return str(caught.value).replace(str(path), path.name)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\nb: &x 2\n", 2, "anchors and aliases are not allowed"),
        ("a: *x\n", 1, "anchors and aliases are not allowed"),
        ("a: {}\nb:\n  <<: {c: 1}\n", 3, "merge keys are not allowed"),
        ("&x [*x]\n", 1, "anchors and aliases are not allowed"),
        ("a: 1\nb: !!python/object:os.system x\n", 2, "tags are not allowed"),
        ("a: !!str 1\n", 1, "tags are not allowed"),
        ("a: !mine 1\n", 1, "tags are not allowed"),
        ("a: 1\nb: 2\na: 3\n", 3, "key 'a' appears twice"),
        ("a:\n  b: 1\n  b: 2\n", 3, "key 'b' appears twice"),
        ("a: 1\n---\nb: 2\n", 2, "only one document"),
        ("a: 1\n? [b]\n: 2\n", 2, "a key must be text"),
        ("a: 1\n? {b: c}\n: 2\n", 2, "a key must be text"),
        ('a: 1\nb: "\\e[2J"\n', 2, "control or invisible character U+001B"),
        ('a: "\\0"\n', 1, "control or invisible character U+0000"),
        ('a: "\\x07"\n', 1, "control or invisible character U+0007"),
        ('a: "\\u202e"\n', 1, "control or invisible character U+202E"),
        ('a: "\\u200b"\n', 1, "control or invisible character U+200B"),
        ('"\\u200d": 1\n', 1, "control or invisible character U+200D"),
        ("a: 1\nb: [1, 2\n", 3, ""),
        ("a: 1\n\tb: 2\n", 2, ""),
        ("a: b: c\n", 1, ""),
        ("a: 'x\n", 2, ""),
        ("%YAML 9.9\n---\na: 1\n", 1, ""),
        ("a: @x\n", 1, ""),
    ],
)
def test_what_is_not_allowed_is_refused_on_its_line(text: str, line: int, words: str) -> None:
    said = refusal(text)

    assert any(each.startswith(f"{line}: ") and words in each for each in said), said


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing but a comment\n", "\ufeff"])
def test_an_empty_file_is_refused(text: str, tmp_path: Path) -> None:
    assert refused_file(tmp_path / "scenario.yaml", text.encode()) == "scenario.yaml:1:1: is empty."


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    assert refused_file(tmp_path / "scenario.yaml", b"a" * (MAX_BYTES + 1)) == "scenario.yaml: is larger than 1 MB."


@pytest.mark.parametrize("data", [b"a: 1\nb: \xff\n", "a: 1\nb: é\n".encode("latin-1"), b"a: 1\nb: \xed\xa0\x80\n"])
def test_a_file_that_is_not_utf_8_is_refused_on_its_line(tmp_path: Path, data: bytes) -> None:
    assert refused_file(tmp_path / "scenario.yaml", data) == "scenario.yaml:2:4: is not UTF-8 text."


def test_utf_16_is_refused(tmp_path: Path) -> None:
    assert "is not UTF-8 text" in refused_file(tmp_path / "scenario.yaml", "a: 1\n".encode("utf-16"))


def test_a_file_that_is_not_there_or_is_a_folder_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.yaml", tmp_path):
        with pytest.raises(FileError, match="cannot be read"):
            read_yaml(path)


INVISIBLE = [
    "\x00",
    "\x07",
    "\x1b",
    "\x7f",
    "\x85",
    "\x9b",
    "\r",
    "\u200b",
    "\u200d",
    "\u200e",
    "\u202a",
    "\u202e",
    "\u2060",
    "\u2066",
    "\u2069",
    "\u061c",
    "\ufeff",
    "\U000e0041",
]


@pytest.mark.parametrize("character", INVISIBLE, ids=lambda character: f"U+{ord(character):04X}")
def test_control_bidi_and_invisible_characters_are_refused_wherever_they_stand(tmp_path: Path, character: str) -> None:
    """Raw in a YAML file or in a document, and all of them on their lines."""
    path = tmp_path / "letter.txt"
    path.write_bytes(f"One.\nTwo{character}two.\nThree{character}three.\n".encode())

    with pytest.raises(FileError) as caught:
        read_text(path)

    assert [problem.line for problem in caught.value.problems] == [2, 3]
    assert f"U+{ord(character):04X}" in caught.value.problems[0].text


def test_line_ends_of_windows_and_a_mark_at_the_beginning_are_taken_away(tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_bytes("\ufeffa: 1\r\nb: 2\r\n".encode())

    assert read_yaml(path).value == {"a": 1, "b": 2}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("", None),
        ("7", 7),
        ("-7", -7),
        ("0", 0),
        ("1.5", 1.5),
        ("-0.25", -0.25),
        ("999999999999999999", 999_999_999_999_999_999),
    ],
)
def test_what_is_typed(written: str, read: Any) -> None:
    found = parse_yaml(f"a: {written}\n", "f").value["a"]

    assert found == read
    assert type(found) is type(read)


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "yes",
        "on",
        "off",
        "No",
        "True",
        "NULL",
        "~",
        "12:30",
        "0123",
        "0x1f",
        "0o17",
        "1_000",
        "1e3",
        "+7",
        "2024-02-30",
        "2020-02-03",
        "2001-12-14t21:59:43.10-05:00",
        ".inf",
        "-.inf",
        ".nan",
        "1.",
        ".5",
        "9" * 19,
        "9" * 5_000,
        "1" + "٢",
        "=",
        "y",
        "n",
    ],
)
def test_what_stays_text(text: str) -> None:
    assert parse_yaml(f"a: {text}\n", "f").value["a"] == text


@pytest.mark.parametrize("text", ['"true"', "'7'", '"null"', '""'])
def test_what_is_quoted_stays_text(text: str) -> None:
    assert parse_yaml(f"a: {text}\n", "f").value["a"] == text[1:-1]


def test_text_over_several_lines_is_read_as_yaml_says() -> None:
    assert parse_yaml("a: >-\n  one\n  two\nb: |\n  one\n  two\n", "f").value == {"a": "one two", "b": "one\ntwo\n"}


@pytest.mark.parametrize("bracket", ["[", "{a: ", "- ", "? "])
def test_a_hundred_thousand_levels_are_refused_at_once(bracket: str) -> None:
    since = perf_counter()

    said = refusal(bracket * 100_000)

    assert said
    assert perf_counter() - since < 2


def test_nesting_is_bounded_on_its_line() -> None:
    deep = "\n".join("  " * level + "a:" for level in range(MAX_DEPTH + 2))

    assert refusal(deep) == [f"{MAX_DEPTH + 1}: nested more than {MAX_DEPTH} levels deep."]
    assert parse_yaml("[" * MAX_DEPTH + "]" * MAX_DEPTH, "f").value


def test_the_number_of_items_is_bounded() -> None:
    assert refusal("[" + "a," * MAX_NODES + "]")[-1].endswith("items.")


def test_the_length_of_a_text_is_bounded() -> None:
    assert refusal(f"a: 1\nb: {'x' * (MAX_TEXT + 1)}\n") == [f"2: a text longer than {MAX_TEXT:,} characters."]


def test_laughs_by_the_billion_and_merges_by_the_dozen_are_refused_at_once() -> None:
    laughs = "a: &a [x,x]\n" + "".join(
        f"{b}: &{b} [*{a},*{a}]\n" for a, b in zip("abcdefghi", "bcdefghij", strict=True)
    )
    merges = "a0: &a0 {k: v}\n" + "".join(f"a{n + 1}: &a{n + 1}\n  <<: [*a{n}, *a{n}]\n" for n in range(18))
    since = perf_counter()

    assert all("not allowed" in each for each in refusal(laughs))
    assert refusal(merges)
    assert perf_counter() - since < 1


def test_everything_that_is_wrong_is_told_at_once_in_the_order_of_the_lines() -> None:
    said = refusal('a: &x 1\nb: !!str 2\nc: 3\nc: 4\nd: "\\e"\n')

    assert [each.split(":")[0] for each in said] == ["1", "2", "4", "5"]
