"""Between rows and what the journal speaks of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from itertools import starmap
from typing import Any

from sqlalchemy.engine import CursorResult, Row

from sca_flow.journal import Entry, Head, Text
from sca_flow.store.rows import ENTRIES, AttemptRow

ENTRY_COLUMNS = tuple(ENTRIES.c[name] for name in ("attempt", "seq", "id", "body", "prev", "hash"))
"""In the order of the fields of `Entry`."""


def head_of(row: AttemptRow | Row[Any]) -> Head:
    """The head a row holds."""
    return Head(
        attempt=row.attempt,
        scenario=row.scenario,
        scenario_sha=row.scenario_sha,
        policy_sha=row.policy_sha,
        person=row.person,
        stage=row.stage,
        ended=row.ended,
        seq=row.seq,
        updated=row.updated,
    )


def head_values(head: Head) -> dict[str, Any]:
    """The columns of a head."""
    return asdict(head)


def entries_of(result: CursorResult[Any]) -> tuple[Entry, ...]:
    """The entries of a query for `ENTRY_COLUMNS`.

    Taken from the driver's own cursor: the columns are text and whole numbers, which need no conversion, and
    SQLAlchemy's rows would double the time of reading a long attempt.
    """
    cursor = result.cursor
    rows: Iterable[tuple[Any, ...]] = cursor.fetchall() if cursor is not None else ()
    result.close()
    return tuple(starmap(Entry, rows))


def entry_values(entry: Entry) -> dict[str, Any]:
    """The columns of an entry."""
    return {
        "attempt": entry.attempt,
        "seq": entry.seq,
        "id": entry.id,
        "body": entry.body,
        "prev": entry.prev,
        "hash": entry.hash,
    }


def text_values(attempt: str, text: Text) -> dict[str, Any]:
    """The columns of a piece of text."""
    return {"attempt": attempt, "ref": text.ref, "salt": text.salt, "text": text.text}
