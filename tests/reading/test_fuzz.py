"""Whatever is read, a file is read or refused: nothing else ever comes of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sca_flow.errors import FileError
from sca_flow.reading import UNSEEN, parse_yaml, read_text
from sca_flow.rules.loader import SHIPPED as RULES
from sca_flow.rules.model import Rule
from sca_flow.scenario.loader import SHIPPED as LIBRARY
from sca_flow.scenario.model import ScenarioFile, ScriptStep

PIECES = [
    "a: ",
    "- ",
    "? ",
    ": ",
    "[",
    "]",
    "{",
    "}",
    ",",
    "\n",
    "\n  ",
    "\n    ",
    "&x ",
    "*x",
    "!!str ",
    "!t ",
    "<<: ",
    "---\n",
    "...\n",
    '"',
    "'",
    "\\",
    "\\e",
    "\\u202e",
    "|\n",
    ">-\n",
    "#",
    "%YAML 1.2\n",
    "\t",
    "\x1b",
    "\u200b",
    "é",
    "true",
    "null",
    "12:30",
    "0123",
    "9" * 30,
    ".inf",
    "2020-02-03",
    "until",
    "values",
    "source",
    "@",
    "`",
    "\x85",
    "\U0001f600",
]
yamlish = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=30).map("".join)
RULE = (RULES / "data" / "recovery.minimum.yaml").read_text(encoding="utf-8")
SCENARIO = (LIBRARY / "first-decisions" / "nail-bar" / "scenario.yaml").read_text(encoding="utf-8")


def plain(value: Any) -> bool:
    """Whether a value is made of nothing but plain values without hidden characters."""
    match value:
        case dict():
            return all(isinstance(key, str) and plain(key) and plain(each) for key, each in value.items())
        case list():
            return all(plain(each) for each in value)
        case str():
            return not UNSEEN.search(value)
        case float():
            return value == value and abs(value) < 1e16
    return value is None or isinstance(value, (bool, int))


def refusal(text: str, model: Any = None) -> FileError | None:
    """Read a text, as a model if one is named; the refusal, if it is refused."""
    try:
        tree = parse_yaml(text, "f.yaml")
        assert plain(tree.value)
        if model is not None:
            tree.as_(model)
    except FileError as error:
        return error
    return None


def read_or_refused(text: str, model: Any = None) -> None:
    error = refusal(text, model)
    lines = len(text.splitlines()) + 2
    for problem in error.problems if error else ():
        assert problem.text
        assert problem.line is None or 1 <= problem.line <= lines
    assert error is None or error.problems


@given(yamlish)
def test_anything_like_yaml_is_read_or_refused(text: str) -> None:
    read_or_refused(text)
    read_or_refused(text, list[ScriptStep])


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    read_or_refused(text)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz") / "f.yaml"


@given(data=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes, path: Path) -> None:
    path.write_bytes(data)
    try:
        text = read_text(path)
    except FileError:
        return
    read_or_refused(text)


def edited(text: str) -> st.SearchStrategy[str]:
    """A shipped file with a few edits: something cut out, something put in its place."""
    lines = text.splitlines(keepends=True)

    def edit(cuts: list[tuple[int, int, str]]) -> str:
        found = list(lines)
        for line, column, put in cuts:
            old = found[line % len(found)]
            at = column % (len(old) + 1)
            found[line % len(found)] = old[:at] + put + old[at + 1 :]
        return "".join(found)

    cut = st.tuples(st.integers(0, len(lines)), st.integers(0, 60), st.sampled_from(PIECES) | st.just(""))
    return st.lists(cut, min_size=1, max_size=4).map(edit)


@given(edited(RULE))
def test_an_edited_rule_is_read_or_refused(text: str) -> None:
    read_or_refused(text, Rule)


@given(edited("".join(SCENARIO.splitlines(keepends=True)[:60])))
def test_an_edited_scenario_is_read_or_refused(text: str) -> None:
    read_or_refused(text, ScenarioFile)


_plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["from", "until", "value", "x", "id"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from([*Rule.model_fields, "x"]), _plain))
def test_any_rule_of_any_shape_is_read_or_refused(value: dict[str, Any]) -> None:
    """JSON is YAML: any plain value can be written, and what does not fit is refused in words."""
    read_or_refused(json.dumps(value), Rule)
