"""Strict reading of YAML that other people wrote, with the line and column of everything that is wrong.

A subset of YAML 1.2 is built from the parser's events, never by a loader's constructors: no anchors, tags, merge
keys, directives, duplicate or non-text keys, second documents, control or invisible characters; bounded in size,
depth and number of items.  Only ``true``, ``false``, ``null``, decimal integers and plain decimals are typed: ``no``,
``12:30`` and dates stay text until a model asks for something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import yaml
from pydantic import TypeAdapter, ValidationError

from sca_flow.errors import FileError, Line, Problem
from sca_flow.misfits import Path_ as Path_
from sca_flow.misfits import misfits
from sca_flow.unseen import UNSEEN as UNSEEN

MAX_BYTES = 1_000_000
MAX_DEPTH = 24
MAX_NODES = 50_000
MAX_TEXT = 64_000

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WORDS = {"true": True, "false": False, "null": None, "": None}
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})\Z")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,14})\.[0-9]{1,9}\Z")
_HIDDEN = "control or invisible character U+{:04X}."
M = TypeVar("M")


@dataclass(frozen=True)
class Tree:
    """What a file says, and where each part of it stands."""

    file: str
    value: Any
    places: dict[Path_, yaml.Mark] = field(repr=False, default_factory=dict)

    def line(self, path: Sequence[str | int]) -> Line | None:
        """The line and column of a part, or of the nearest part that holds it."""
        for length in range(len(path), -1, -1):
            if (mark := self.places.get(tuple(path[:length]))) is not None:
                return _line(mark)
        return None

    def as_(self, model: type[M]) -> M:
        """Validate the whole tree; `FileError` lists every problem with its line and column."""
        try:
            return cast("M", _validator(cast("Any", model)).validate_python(self.value))
        except ValidationError as error:
            found = [Problem(self.line(path), text) for path, text in misfits(error, self.value, model)]
            raise FileError(self.file, found) from None


@cache
def _validator(model: Any) -> TypeAdapter[Any]:
    """What validates a model, made once: making it takes longer than most files."""
    return TypeAdapter(model)


def read_text(path: Path) -> str:
    """A text file, refused when it is too large, not UTF-8, or holds control or invisible characters."""
    name = str(path)
    try:
        with path.open("rb") as handle:
            data = handle.read(MAX_BYTES + 1)
    except OSError as error:
        raise FileError(name, [Problem(None, f"cannot be read: {error.strerror}.")]) from None
    except ValueError:
        raise FileError(name, [Problem(None, "cannot be the name of a file.")]) from None
    return text_of(data, name)


def text_of(data: bytes, name: str) -> str:
    """The text that a file's bytes are; refused as by `read_text`, under the ``name`` given."""
    if len(data) > MAX_BYTES:
        raise FileError(name, [Problem(None, "is larger than 1 MB.")])
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8").removeprefix("\ufeff").split("\n")
        raise FileError(name, [Problem(Line(len(before), len(before[-1]) + 1), "is not UTF-8 text.")]) from None
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if UNSEEN.search(text):
        raise FileError(name, list(_hidden(text)))
    return text


def _hidden(text: str) -> Iterator[Problem]:
    """Each line with a character that is not seen, and the first of them."""
    for number, line in enumerate(text.split("\n"), start=1):
        if found := UNSEEN.search(line):
            yield Problem(Line(number, found.start() + 1), _HIDDEN.format(ord(found.group())))


def read_yaml(path: Path) -> Tree:
    """Read one YAML file strictly.

    Raises:
        FileError: everything that is wrong with it, each with its line and column.
    """
    return parse_yaml(read_text(path), str(path))


def parse_yaml(text: str, file: str) -> Tree:
    """The same, of text already in hand; ``file`` names it in errors."""
    tree, problems = parsed(text, file)
    if tree is None or problems:
        raise FileError(file, problems)
    return tree


def parsed(text: str, file: str) -> tuple[Tree | None, Sequence[Problem]]:
    """What a text says, and what in it is not allowed; no tree where it cannot be read to its end."""
    builder = _Builder(file)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or "this is not YAML"
        return None, [*builder.problems, Problem(_line(mark) if mark else None, f"{said}.")]
    except _TooMuch as error:
        return None, [*builder.problems, error.problem]
    if builder.documents == 0:
        return None, [Problem(Line(1, 1), "is empty.")]
    return Tree(file, builder.value, builder.places), builder.problems


def _line(mark: yaml.Mark) -> Line:
    """Marks count from 0."""
    return Line(mark.line + 1, mark.column + 1)


class _TooMuch(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.text)
        self.problem = problem


@dataclass
class _Open:
    """A list or mapping that has begun; ``key`` is the mapping key whose value is awaited."""

    value: list[Any] | dict[str, Any]
    path: Path_
    key: str | None = None


class _Builder:
    """Builds plain values from parser events and collects what is not allowed."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.places: dict[Path_, yaml.Mark] = {}
        self.value: Any = None
        self.documents = 0
        self.nodes = 0
        self.stack: list[_Open] = []

    def take(self, event: yaml.Event) -> None:
        mark: Any = event.start_mark  # the parser gives every event one
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if event.version or event.tags:
                self.problems.append(Problem(_line(mark), "directives (lines that begin with %) are not allowed."))
            if self.documents > 1:
                self.problems.append(Problem(_line(mark), "only one document is allowed in a file."))
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self.stack.pop()
        elif isinstance(event, yaml.NodeEvent):
            self._node(event, mark)

    def _node(self, event: yaml.NodeEvent, mark: yaml.Mark) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise _TooMuch(Problem(_line(mark), f"the file holds more than {MAX_NODES:,} items."))
        if event.anchor is not None:
            self.problems.append(Problem(_line(mark), "anchors and aliases are not allowed; write the text out."))
        if getattr(event, "tag", None) is not None:
            self.problems.append(Problem(_line(mark), "tags are not allowed."))
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event, mark)
        elif isinstance(event, yaml.AliasEvent):
            self._place(None, mark)
        else:
            if len(self.stack) >= MAX_DEPTH:
                raise _TooMuch(Problem(_line(mark), f"nested more than {MAX_DEPTH} levels deep."))
            value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
            self.stack.append(_Open(value, self._place(value, mark)))

    def _scalar(self, event: yaml.ScalarEvent, mark: yaml.Mark) -> None:
        text: str = event.value
        if len(text) > MAX_TEXT:
            self.problems.append(Problem(_line(mark), f"a text longer than {MAX_TEXT:,} characters."))
        if found := UNSEEN.search(text):
            self.problems.append(Problem(_line(mark), _HIDDEN.format(ord(found.group()))))
        top = self.stack[-1] if self.stack else None
        if top is not None and isinstance(top.value, dict) and top.key is None:
            self._key(top, text, mark)
        else:
            self._place(_typed(text) if event.implicit[0] else text, mark)

    def _key(self, top: _Open, key: str, mark: yaml.Mark) -> None:
        if key in top.value:
            self.problems.append(Problem(_line(mark), f"key '{key}' appears twice."))
        if key == "<<":
            self.problems.append(Problem(_line(mark), "merge keys are not allowed."))
        top.key = key
        self.places[(*top.path, key)] = mark

    def _place(self, value: Any, mark: yaml.Mark) -> Path_:
        """Put a finished or just begun value where it belongs; its path."""
        if not self.stack:
            if self.documents == 1:
                self.value = value
            self.places[()] = mark
            return ()
        top = self.stack[-1]
        if isinstance(top.value, list):
            path: Path_ = (*top.path, len(top.value))
            top.value.append(value)
            self.places[path] = mark
        elif top.key is None:
            self.problems.append(Problem(_line(mark), "a key must be text."))
            path, top.key = (*top.path, "?"), "?"
        else:
            path = (*top.path, top.key)
            top.value[top.key] = value
            top.key = None
        return path


def _typed(text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.match(text):
        return int(text)
    if _DECIMAL.match(text):
        return float(text)
    return text
