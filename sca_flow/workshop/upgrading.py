"""Bringing files of the author's to today's format, with every comment and line where it was.

One step leads from each format number to the next.  A step works on the text, so that what it does not mean to
change stays as it is, byte for byte.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sca_flow.errors import FileError, InputError, Problem
from sca_flow.reading import Tree, parse_yaml, read_text
from sca_flow.scenario.formats import UNNUMBERED, amiss, number
from sca_flow.scenario.inside import inside
from sca_flow.scenario.model import FORMAT
from sca_flow.workshop.places import written

_END_OF_LINE = re.compile("\r?\n")


@dataclass(frozen=True)
class Step:
    """A step to the next format: what it does to the text of a file, and what the file then says."""

    text: Callable[[str, Tree], str]
    value: Callable[[Any], Any]


def _with_number(text: str, tree: Tree) -> str:
    """The number before the first key, indented as that is; comments above it stay above."""
    ends = [0, *(found.end() for found in _END_OF_LINE.finditer(text))]
    at = ends[(tree.line((next(iter(tree.value), ""),)) or 1) - 1]
    at += text.startswith("\ufeff", at)
    indent = re.match(" *", text[at:])
    end = _END_OF_LINE.search(text)
    return text[:at] + (indent.group() if indent else "") + "format: 1" + (end.group() if end else "\n") + text[at:]


STEPS: Mapping[int, Step] = {UNNUMBERED: Step(_with_number, lambda value: {"format": 1, **value})}
"""By the number that each leads from."""


@dataclass(frozen=True)
class Upgraded:
    """What became of a file: the number it had, and where it is kept as it was; or why it stays as it is."""

    file: Path
    was: int | None
    kept: Path | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def state(self) -> str:
        """In one word."""
        return "refused" if self.problems else "upgraded" if self.kept else "current"

    def lines(self) -> Iterator[str]:
        """As people read it."""
        for one in self.problems:
            yield one.within(self.file)
        if self.kept:
            yield f"{self.file}: upgraded from format {self.was} to {FORMAT}; as it was, it is kept in {self.kept}."
        elif not self.problems:
            yield f"{self.file}: is in format {FORMAT}, today's, already."

    def as_json(self) -> dict[str, object]:
        """Plain values."""
        return {
            "file": str(self.file),
            "state": self.state,
            "from": self.was,
            "to": FORMAT,
            "kept": str(self.kept) if self.kept else None,
            "problems": [one.as_json() for one in self.problems],
        }


def upgrade(paths: Iterable[Path]) -> list[Upgraded]:
    """Upgrade the scenarios and courses that paths name, each where it lies; one that cannot be is left alone."""
    files: dict[Path, None] = {}
    outcomes = []
    for path in paths:
        found = list(written(path))
        files |= dict.fromkeys(found)
        if not found:
            outcomes.append(_refused(path, None, "there is no scenario or course here."))
    return [*outcomes, *(_one(file) for file in files)]


def upgraded(text: str, file: str) -> str:
    """A file's text in today's format.  ``file`` names it in errors.

    Raises:
        FileError: it cannot be read, its number is not known, or it is written so that no step can be sure of it.
    """
    tree = parse_yaml(text.removeprefix("\ufeff"), file)
    at = number(tree.value)
    if at is None or at > FORMAT:
        raise FileError(file, [Problem(tree.line(("format",)), amiss(tree.value) or "")])
    for step in (STEPS[since] for since in range(at, FORMAT)):
        text, expected = step.text(text, tree), step.value(tree.value)
        tree = _as_expected(text, expected, file)
    return text


def _as_expected(text: str, expected: Any, file: str) -> Tree:
    """What was made, read again: a step that would change anything else is not taken."""
    try:
        tree = parse_yaml(text.removeprefix("\ufeff"), file)
    except FileError:
        tree = None
    if tree is None or tree.value != expected:
        what = f"there is no place for the number: write each key on a line of its own, and 'format: {FORMAT}'."
        raise FileError(file, [Problem(1, what)])
    return tree


def _one(file: Path) -> Upgraded:
    was: int | None = None
    try:
        if file.is_symlink():
            raise InputError("is a link: name the file that it leads to.")
        inside(file.parent, file.name)
        was = number(parse_yaml(read_text(file), str(file)).value)
        before = file.read_bytes()
        after = upgraded(before.decode("utf-8"), str(file)).encode("utf-8")
        return Upgraded(file, was, _replace(file, before, after) if after != before else None)
    except FileError as error:
        return Upgraded(file, was, problems=tuple(error.problems))
    except InputError as error:
        return _refused(file, was, error.what)
    except OSError as error:
        return _refused(file, was, f"cannot be changed: {error.strerror}.")


def _refused(file: Path, was: int | None, what: str) -> Upgraded:
    return Upgraded(file, was, problems=(Problem(None, what),))


def _replace(file: Path, before: bytes, after: bytes) -> Path:
    """Put new bytes in the place of a file, all or nothing; where it is kept as it was."""
    kept = file.with_name(f"{file.name}.before-format-{FORMAT}")
    new = file.with_name(f".{file.name}.new")
    try:
        _write_new(kept, before)
    except FileExistsError:
        if kept.is_file() and kept.read_bytes() == before:
            kept.unlink()  # an upgrade was interrupted
            return _replace(file, before, after)
        raise InputError(f"'{kept.name}' is there already: move it away, so that it is not overwritten.") from None
    try:
        _write_new(new, after)
        new.chmod(file.stat().st_mode & 0o777)
        os.replace(new, file)
    except OSError:
        new.unlink(missing_ok=True)
        kept.unlink()
        raise
    return kept


def _write_new(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
