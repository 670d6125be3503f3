"""A file that reads well but says the wrong thing: every problem, each on its line, with the nearest known name."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import BaseModel, ConfigDict, Field

from sca_flow.errors import FileError
from sca_flow.reading import parse_yaml
from sca_flow.rules.model import Day, Until


class Leaf(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    count: int = 0


class Tree(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    title: str
    from_: Day | None = Field(default=None, alias="from")
    until: Until | None = None
    leaves: list[Leaf] = []
    by_id: dict[str, Leaf] = {}


def problems(text: str) -> list[tuple[int | None, str]]:
    with pytest.raises(FileError) as caught:
        parse_yaml(text, "tree.yaml").as_(Tree)
    return [(problem.line, problem.text) for problem in caught.value.problems]


def test_a_file_that_says_what_is_asked_is_read() -> None:
    tree = parse_yaml("title: t\nfrom: 2020-02-03\nleaves:\n  - {name: a}\n", "f").as_(Tree)

    assert (tree.from_, tree.leaves[0].name) == (date(2020, 2, 3), "a")


def test_every_problem_is_told_with_its_line() -> None:
    found = problems(
        "titel: t\n"
        "from: soon\n"
        "leaves:\n"
        "  - name: a\n"
        "    count: many\n"
        "  - count: 1\n"
        "  - name: b\n"
        "    nmae: c\n"
        "by_id:\n"
        "  x:\n"
        "    name: []\n"
    )

    assert {(1, "'titel' is not a known key. Did you mean 'title'?"), (6, "'leaves.1.name' is missing.")} <= set(found)
    assert (8, "'leaves.2.nmae' is not a known key. Did you mean 'name'?") in found
    assert {2, 5, 11} <= {line for line, _ in found}
    assert [line for line, _ in found] == sorted(line for line, _ in found)


def test_a_problem_is_told_once() -> None:
    """A value that fits none of two shapes is one problem and not two."""
    found = problems("title: t\nuntil: never\n")

    assert len(found) == 1
    assert found[0][0] == 2


def test_where_a_day_or_a_span_may_stand_a_span_is_read_as_a_span() -> None:
    """What is wrong with it is told, and not that it is no day."""
    wrong_key = "title: t\nuntil:\n  earliest: 2022-12-01\n  latset: 2022-12-31\n"

    assert problems("title: t\nuntil: {earliest: 2022-12-31, latest: 2022-12-01}\n") == [
        (2, "'until': the earliest day is after the latest")
    ]
    assert sorted(text for _, text in problems(wrong_key)) == [
        "'until.latest' is missing.",
        "'until.latset' is not a known key. Did you mean 'latest'?",
    ]


@pytest.mark.parametrize("text", ["[]", "7", "text", "null"])
def test_a_file_of_another_shape_is_refused_on_its_first_line(text: str) -> None:
    assert problems(text)[0][0] == 1


def test_the_words_are_free_of_the_librarys_own() -> None:
    for _, text in problems("title: []\nfrom: 3\nleaves: {}\nuntil: {earliest: 2022-12-31, latest: 2022-12-01}\n"):
        assert "Value error" not in text
        assert "function-" not in text
        assert "validation" not in text.lower()


def test_the_error_as_text_and_as_json_carries_every_problem() -> None:
    with pytest.raises(FileError) as caught:
        parse_yaml("titel: t\nleaves: 3\n", "tree.yaml").as_(Tree)

    assert str(caught.value).count("tree.yaml:") == 3
    told = caught.value.as_json()
    assert (told["code"], told["file"], len(told["problems"])) == ("bad-file", "tree.yaml", 3)  # type: ignore[arg-type]
    assert caught.value.exit_code == 2


def test_a_line_is_known_of_every_part() -> None:
    tree = parse_yaml("a: 1\nb:\n  - x\n  - y: 2\n", "f")

    assert [
        tree.line(path) for path in [(), ("a",), ("b",), ("b", 0), ("b", 1), ("b", 1, "y"), ("b", 1, "z"), ("c",)]
    ] == [
        1,
        1,
        2,
        3,
        4,
        4,
        4,
        1,
    ]
