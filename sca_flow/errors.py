"""Every error the program raises, as one tree.

    ScaFlowError
    ├── InputError          2   what was typed or read cannot be used
    │   ├── FileError       2   a file is wrong; carries every problem found, each with its line and column
    │   └── UnknownName     2   a name that nothing bears; carries the nearest one
    ├── AnswerNo            1   the question was understood and the answer is no
    ├── StoreError          3   the journal cannot be read or written
    │   ├── Changed         3   somebody else took a step since this case was opened
    │   └── Broken          1   a journal whose sequence, chain or fold does not hold
    └── Incomplete          4   a limit was hit before the answer was known

The number is the exit code.  Each error says what happened, why, and what to do; its ``code`` is stable and
has a page of its own in ``docs/reference/errors.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import ClassVar


class Line(int):
    """A line of a file, counted from 1, that knows the ``column`` too: counted from 1, 0 where it is not known."""

    column: int

    def __new__(cls, line: int, column: int = 0) -> Line:
        """A line, and what stands on it."""
        self = super().__new__(cls, line)
        self.column = column
        return self


def column(line: int | None) -> int | None:
    """The column of a line that knows it."""
    return getattr(line, "column", 0) or None


def place(file: object, line: int | None) -> str:
    """A file with the line and the column, as far as they are known: what editors open."""
    return ":".join(str(part) for part in (file, line, column(line)) if part)


class ScaFlowError(Exception):
    """Root of the tree: ``what`` happened, ``why``, and what to ``do`` about it."""

    code: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 1

    def __init__(
        self, what: str, *, why: str = "", do: str = "", file: str | None = None, line: int | None = None
    ) -> None:
        super().__init__(what)
        self.what, self.why, self.do, self.file, self.line = what, why, do, file, line

    def __str__(self) -> str:
        where = "" if self.file is None else place(self.file, self.line) + ": "
        return where + " ".join(part for part in (self.what, self.why, self.do) if part)

    def as_json(self) -> dict[str, object]:
        """The fields printed under ``{"error": ...}``."""
        return {
            "code": self.code,
            "what": self.what,
            "why": self.why,
            "do": self.do,
            "file": self.file,
            "line": self.line,
            "column": column(self.line),
        }


class InputError(ScaFlowError):
    """What was typed or read cannot be used as it stands."""

    code = "bad-input"
    exit_code = 2


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a file, at a line counted from 1, which may know the column."""

    line: int | None
    text: str

    def within(self, file: object) -> str:
        """It in words, after the place in its file."""
        return f"{place(file, self.line)}: {self.text}"

    def as_json(self) -> dict[str, object]:
        """Plain values."""
        return {"line": self.line, "column": column(self.line), "what": self.text}


class FileError(InputError):
    """A file is wrong; ``problems`` holds everything found in it, in the order of its lines."""

    code = "bad-file"

    def __init__(self, file: str, problems: Iterable[Problem], *, do: str = "") -> None:
        self.problems: Sequence[Problem] = sorted(problems, key=lambda problem: problem.line or 0)
        first = self.problems[0]
        more = len(self.problems) - 1
        why = "" if not more else f"And {more} more in this file." if more > 1 else "And one more in this file."
        super().__init__(first.text, why=why, do=do, file=file, line=first.line)

    def __str__(self) -> str:
        lines = [problem.within(self.file) for problem in self.problems]
        return "\n".join(lines + ([self.do] if self.do else []))

    def as_json(self) -> dict[str, object]:
        """As every error, and the whole list of problems."""
        return super().as_json() | {"problems": [problem.as_json() for problem in self.problems]}


class UnknownName(InputError):
    """A name that nothing bears; ``do`` offers the nearest known one."""

    code = "unknown-name"

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        names = sorted(known)
        super().__init__(f"There is no {kind} called '{name}'.", do=nearest(name, names))


class AnswerNo(ScaFlowError):
    """The question was understood, and the answer is no."""

    code = "no"
    exit_code = 1


class StoreError(ScaFlowError):
    """The journal cannot be read or written; nothing was changed."""

    code = "store"
    exit_code = 3


class Changed(StoreError):
    """Somebody else took a step in this attempt since it was opened; nothing was recorded."""

    code = "changed"


class Broken(StoreError):
    """A journal whose sequence, hash chain or fold does not hold."""

    code = "broken"
    exit_code = 1


class Incomplete(ScaFlowError):
    """A limit was hit before the answer was known."""

    code = "incomplete"
    exit_code = 4


def nearest(name: str, known: Iterable[str]) -> str:
    """A sentence offering the known name nearest to ``name``, or the whole list when none is near."""
    names = list(known)
    close = get_close_matches(name, names, n=1)
    if close:
        return f"Did you mean '{close[0]}'?"
    return f"Known: {', '.join(names)}." if names else ""
