"""Reading a sheet of sittings: a CSV file with the columns date, chair, members and conflicts."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from sca_flow.errors import FileError, InputError, Problem, nearest
from sca_flow.forms import day
from sca_flow.panel.quorum import seats_of
from sca_flow.people import Sector
from sca_flow.reading import read_text
from sca_flow.states.names import Status
from sca_flow.states.position import Members

COLUMNS = ("date", "chair", "members", "conflicts")
_MAY_BE_LEFT_OUT = {"conflicts"}
CHAIR = "chair"
_CHAIR = {"yes": Status.PRESENT, "no": Status.ABSENT, **{status.value: status for status in Status}}
_NO_NAMES = {"none", "nobody", "n/a", "na", "tbc", "tba", "vacant", "unknown", "true", "false", "y", "n"}
_SECTORS = {name: sector for sector in Sector for name in (sector.value, sector.label, sector.value.replace("_", " "))}
_DO = "A sheet has the columns date, chair, members and conflicts, such as: 2021-03-01,yes,police;ngo;ngo,ngo"


@dataclass(frozen=True)
class Row:
    """One sitting of a sheet, from the line on which it begins.  ``chair`` is None where nobody is named."""

    line: int
    on: date
    chair: Status | None
    members: tuple[Sector, ...]
    conflicts: tuple[Sector, ...]
    said: str
    """The chair as the sheet has it."""

    @property
    def seats(self) -> Members:
        """The members counted; the conflicted are among those who came."""
        return seats_of(self.members, self.conflicts)

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "line": self.line,
            "date": self.on.isoformat(),
            "chair": self.said,
            "members": [sector.value for sector in self.members],
            "conflicts": [sector.value for sector in self.conflicts],
        }


Numbered = tuple[int, list[str]]


def read_sheet(path: Path) -> tuple[Row, ...]:
    """Read every sitting of a sheet.

    Raises:
        FileError: everything that is wrong with it, each with its line.
    """
    records, problems = _records(path)
    if not records:
        raise FileError(str(path), problems or [Problem(None, "is empty.")], do=_DO)
    (line, header), *below = records
    columns = [name.strip().lower() for name in header]
    if wrong := list(_wrong_columns(columns, line)):
        raise FileError(str(path), wrong, do=_DO)
    found = [one for number, cells in below for one in _row(number, columns, cells)]
    rows = tuple(one for one in found if isinstance(one, Row))
    problems += [one for one in found if isinstance(one, Problem)]
    if not rows and not problems:
        problems = [Problem(line, "no sitting stands below the heading.")]
    if problems:
        raise FileError(str(path), problems, do=_DO)
    return rows


def _records(path: Path) -> tuple[list[Numbered], list[Problem]]:
    """Every line that says something, with the number it begins on; a quoted cell may go over several."""
    reader = csv.reader(io.StringIO(read_text(path), newline=""), strict=True)
    records: list[Numbered] = []
    before = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                records.append((before + 1, cells))
            before = reader.line_num
    except csv.Error as error:
        return records, [Problem(before + 1, f"{error}.")]
    return records, []


def _wrong_columns(columns: Sequence[str], line: int) -> Iterator[Problem]:
    for name in dict.fromkeys(columns):
        if name not in COLUMNS:
            yield Problem(line, f"there is no column '{name}'. {nearest(name, COLUMNS)}")
        elif columns.count(name) > 1:
            yield Problem(line, f"column '{name}' appears twice.")
    for name in COLUMNS:
        if name not in columns and name not in _MAY_BE_LEFT_OUT:
            yield Problem(line, f"column '{name}' is missing.")


def _row(line: int, columns: Sequence[str], cells: Sequence[str]) -> Iterator[Row | Problem]:
    """One sitting, or everything that is wrong with its line."""
    said = dict.fromkeys(COLUMNS, "") | {name: cell.strip() for name, cell in zip(columns, cells, strict=False)}
    problems: list[str] = []
    if any(cell.strip() for cell in cells[len(columns) :]):
        problems.append(f"{len(cells)} cells under {len(columns)} columns; quote a cell that holds a comma.")
    on = _date(said["date"], problems)
    members = _sectors(said["members"], problems)
    conflicts = _sectors(said["conflicts"], problems, and_chair=True)
    chair = _chair(said["chair"], problems)
    if CHAIR in conflicts:
        if chair not in (Status.PRESENT, Status.CONFLICTED):
            problems.append("the chair is conflicted, but not present.")
        chair = Status.CONFLICTED
    came, gone = ([name for name in names if isinstance(name, Sector)] for names in (members, conflicts))
    for sector in Counter(gone) - Counter(came):
        often = " as often" if sector in came else ""
        problems.append(f"'{sector}' is conflicted, but not among the members{often}.")
    yield from (Problem(line, text) for text in problems)
    if on is not None and not problems:
        yield Row(line, on, chair, tuple(came), tuple(gone), said["chair"])


def _date(text: str, problems: list[str]) -> date | None:
    try:
        return day(text, "date")
    except InputError as error:
        problems.append(f"'{text}' is no date. {error.why}" if text else "the date is missing.")
        return None


def _chair(text: str, problems: list[str]) -> Status | None:
    """How it stands with the chair: a word for it, or the name of who came; None where nobody is named."""
    word = text.lower()
    if not text or word in _CHAIR:
        return _CHAIR.get(word)
    close = get_close_matches(word, _CHAIR, n=1, cutoff=0.8) if " " not in text else []
    if close or word in _NO_NAMES or not any(letter.isalpha() for letter in text):
        problems.append(f"'{text}' does not say whether there was a chair. {nearest(word, close or _CHAIR)}")
    return Status.PRESENT


def _sectors(text: str, problems: list[str], *, and_chair: bool = False) -> list[Sector | str]:
    """The sectors in a cell, with ; or spaces between them; one given twice is two members."""
    known: dict[str, Sector | str] = {**_SECTORS, **({CHAIR: CHAIR} if and_chair else {})}
    found: list[Sector | str] = []
    for part in re.split("[;,]", text.lower()):
        phrase = " ".join(part.split())
        for name in [phrase] if phrase in known else phrase.split():
            if name in known:
                found.append(known[name])
            else:
                problems.append(f"'{name}' is no sector. {nearest(name, [*Sector])}")
    return found
