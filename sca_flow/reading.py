"""Strict reading of YAML that other people wrote, with the line of everything that is wrong.

A subset of YAML 1.2 is built from the parser's events, never by a loader's constructors: no anchors, tags, merge
keys, duplicate or non-text keys, second documents, control or invisible characters; bounded in size, depth and
number of items.  Only ``true``, ``false``, ``null``, decimal integers and plain decimals are typed: ``no``,
``12:30`` and dates stay text until a model asks for something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from sca_flow.errors import FileError, Problem, nearest
from sca_flow.unseen import UNSEEN as UNSEEN

MAX_BYTES = 1_000_000
MAX_DEPTH = 24
MAX_NODES = 50_000
MAX_TEXT = 64_000

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WORDS = {"true": True, "false": False, "null": None, "": None}
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})\Z")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,14})\.[0-9]{1,9}\Z")
M = TypeVar("M")
Path_ = tuple[str | int, ...]


@dataclass(frozen=True)
class Tree:
    """What a file says, and on which line (counted from 1) each part of it stands."""

    file: str
    value: Any
    lines: dict[Path_, int] = field(repr=False, default_factory=dict)

    def line(self, path: Sequence[str | int]) -> int | None:
        """The line of a part, or of the nearest part that holds it."""
        for length in range(len(path), -1, -1):
            if (line := self.lines.get(tuple(path[:length]))) is not None:
                return line
        return None

    def as_(self, model: type[M]) -> M:
        """Validate the whole tree; `FileError` lists every problem with its line."""
        try:
            return TypeAdapter(model).validate_python(self.value)
        except ValidationError as error:
            raise FileError(self.file, list(self._problems(error, model))) from None

    def _problems(self, error: ValidationError, model: type) -> Iterator[Problem]:
        told: set[Path_] = set()
        for found in error.errors():
            path = self._place(found["loc"], missing=found["type"] == "missing")
            if path in told:  # each branch of a union has its say; the first is enough
                continue
            told.add(path)
            where = ".".join(str(part) for part in path)
            said = _unknown(found) if found["type"] == "enum" else found["msg"]
            yield Problem(self.line(path), _sentence(found["type"], said, path, where, model))

    def _place(self, loc: tuple[str | int, ...], *, missing: bool) -> Path_:
        """An error's place in the file: without the names of validators and branches that pydantic puts in."""
        path: list[str | int] = []
        value = self.value
        for part in loc:
            inside = isinstance(value, dict) and part in value
            if inside or (isinstance(value, list) and isinstance(part, int) and part < len(value)):
                path.append(part)
                value = value[part]
        return (*path, loc[-1]) if missing else tuple(path)


def _unknown(found: ErrorDetails) -> str:
    """That a name is not in a closed list, with the nearest that is."""
    known = re.findall("'([^']*)'", found["ctx"]["expected"])
    return f"there is no '{found['input']}' here. {nearest(str(found['input']), known)}"


def _sentence(kind: str, message: str, path: Path_, where: str, model: type) -> str:
    if kind == "extra_forbidden":
        return f"'{where}' is not a known key. {nearest(str(path[-1]), _names(model))}".strip()
    if kind == "missing":
        return f"'{where}' is missing."
    return f"'{where}': {message.removeprefix('Value error, ')}" if where else message


def _names(model: type) -> list[str]:
    """The keys known anywhere in a model and in the models inside it."""
    found: dict[str, None] = {}
    waiting: list[Any] = [model]
    seen: set[int] = set()
    while waiting:
        item = waiting.pop()
        if id(item) in seen:
            continue
        seen.add(id(item))
        if isinstance(item, type) and issubclass(item, BaseModel):
            for name, info in item.model_fields.items():
                found[info.alias or name] = None
                waiting.append(info.annotation)
        waiting.extend(getattr(item, "__args__", ()))
    return list(found)


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
        line = data[: error.start].count(b"\n") + 1
        raise FileError(name, [Problem(line, "is not UTF-8 text.")]) from None
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    unseen = [
        Problem(number, _unseen(found.group()))
        for number, line in enumerate(text.split("\n"), start=1)
        if (found := UNSEEN.search(line))
    ]
    if unseen:
        raise FileError(name, unseen)
    return text


def read_yaml(path: Path) -> Tree:
    """Read one YAML file strictly.

    Raises:
        FileError: everything that is wrong with it, each with its line.
    """
    return parse_yaml(read_text(path), str(path))


def parse_yaml(text: str, file: str) -> Tree:
    """The same, of text already in hand; ``file`` names it in errors."""
    builder = _Builder(file)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or "this is not YAML"
        builder.problems.append(Problem(mark.line + 1 if mark else None, f"{said}."))
    except _TooMuch as error:
        builder.problems.append(error.problem)
    if builder.problems:
        raise FileError(file, builder.problems)
    if builder.documents == 0:
        raise FileError(file, [Problem(None, "is empty.")])
    return Tree(file, builder.value, builder.lines)


def _unseen(character: str) -> str:
    return f"control or invisible character U+{ord(character):04X}."


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
        self.lines: dict[Path_, int] = {}
        self.value: Any = None
        self.documents = 0
        self.nodes = 0
        self.stack: list[_Open] = []

    def take(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self.problems.append(Problem(line, "only one document is allowed in a file."))
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self.stack.pop()
        elif isinstance(event, yaml.NodeEvent):
            self._node(event, line)

    def _node(self, event: yaml.NodeEvent, line: int) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise _TooMuch(Problem(line, f"the file holds more than {MAX_NODES:,} items."))
        if event.anchor is not None:
            self.problems.append(Problem(line, "anchors and aliases are not allowed; write the text out."))
        if getattr(event, "tag", None) is not None:
            self.problems.append(Problem(line, "tags are not allowed."))
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event, line)
        elif isinstance(event, yaml.AliasEvent):
            self._place(None, line)
        else:
            if len(self.stack) >= MAX_DEPTH:
                raise _TooMuch(Problem(line, f"nested more than {MAX_DEPTH} levels deep."))
            value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
            self.stack.append(_Open(value, self._place(value, line)))

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        text: str = event.value
        if len(text) > MAX_TEXT:
            self.problems.append(Problem(line, f"a text longer than {MAX_TEXT:,} characters."))
        if found := UNSEEN.search(text):
            self.problems.append(Problem(line, _unseen(found.group())))
        top = self.stack[-1] if self.stack else None
        if top is not None and isinstance(top.value, dict) and top.key is None:
            self._key(top, text, line)
        else:
            self._place(_typed(text) if event.implicit[0] else text, line)

    def _key(self, top: _Open, key: str, line: int) -> None:
        if key in top.value:
            self.problems.append(Problem(line, f"key '{key}' appears twice."))
        if key == "<<":
            self.problems.append(Problem(line, "merge keys are not allowed."))
        top.key = key
        self.lines[(*top.path, key)] = line

    def _place(self, value: Any, line: int) -> Path_:
        """Put a finished or just begun value where it belongs; its path."""
        if not self.stack:
            if self.documents == 1:
                self.value = value
            self.lines[()] = line
            return ()
        top = self.stack[-1]
        if isinstance(top.value, list):
            path: Path_ = (*top.path, len(top.value))
            top.value.append(value)
            self.lines[path] = line
        elif top.key is None:
            self.problems.append(Problem(line, "a key must be text."))
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
