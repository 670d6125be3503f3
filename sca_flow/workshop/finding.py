"""What a check is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from sca_flow.errors import column, place

UNREADABLE = "SC000"
"""The code of what cannot be read at all."""


Severity = Literal["error", "warning"]
"""A warning may be meant; it counts as a finding all the same."""


@dataclass(frozen=True)
class Spot:
    """Something that a check found: what, on which line (counted from 1), and in which file if not the draft's own."""

    line: int | None
    what: str
    file: str | None = None
    cure: str | None = None
    """What to do, where it can be said better than for the check as a whole."""


@dataclass(frozen=True)
class Check:
    """One check.  ``of`` is the kind of draft it looks at; ``whole`` says that it needs one that fits its model."""

    code: str
    title: str
    why: str
    cure: str
    example: str
    run: Callable[[Any], Iterator[Spot]]
    of: str
    whole: bool
    severity: Severity
    note: str
    """What its page adds: what it knows, and what it leaves in peace."""


@dataclass(frozen=True)
class Finding:
    """What a check found in a file, why that matters, and what to do about it."""

    check: Check
    file: str
    line: int | None
    what: str
    cure: str

    @property
    def place(self) -> str:
        """The file and, as far as they are known, the line and the column."""
        return place(self.file, self.line)

    def lines(self) -> Iterator[str]:
        """As people read it."""
        yield f"{self.place}: {self.check.severity} {self.check.code}: {self.what}"
        yield f"  Why: {self.check.why}"
        yield f"  Cure: {self.cure}"

    def as_json(self) -> dict[str, object]:
        """Plain values."""
        return {
            "code": self.check.code,
            "severity": self.check.severity,
            "title": self.check.title,
            "file": self.file,
            "line": self.line,
            "column": column(self.line),
            "what": self.what,
            "why": self.check.why,
            "cure": self.cure,
        }


REGISTERED: dict[str, Check] = {}
"""Every check by its code; `table.checks` fills it."""

Run = TypeVar("Run", bound=Callable[[Any], Iterator[Spot]])


def check(
    code: str,
    *,
    why: str,
    cure: str,
    example: str,
    severity: Severity = "error",
    note: str = "",
    of: str = "scenario",
    whole: bool = True,
) -> Callable[[Run], Run]:
    """Enter a function into the table of checks; the first line of its docstring is the title."""

    def entered(run: Run) -> Run:
        if code in REGISTERED:
            raise ValueError(f"there are two checks {code}")
        title = (run.__doc__ or "").strip().splitlines()[0].rstrip(".")
        REGISTERED[code] = Check(code, title, why, cure, example.strip("\n"), run, of, whole, severity, note)
        return run

    return entered
