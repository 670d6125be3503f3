"""What must hold of a store whatever has happened to its writers."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from sca_flow.journal import check_chain
from sca_flow.store import open_journal

from .making import ids


def check_store(url: str, attempt: str, acknowledged: Iterable[str] = ()) -> list[str]:
    """Open it as the next program would, and look; the names of the steps that are recorded, in order.

    Steps are those of `making.step` with two events each.
    """
    with open_journal(url) as journal:
        entries, at = journal.read(attempt), journal.head(attempt)
    check_chain(entries)
    assert at.seq == len(entries), "the head is not what the entries say"
    steps = [id.removesuffix(".0") for id in ids(entries)[::2]]
    assert ids(entries) == [f"{step}.{number}" for step in steps for number in (0, 1)], "a step is there in part"
    lost = set(acknowledged) - set(steps)
    assert not lost, f"acknowledged and lost: {sorted(lost)}"
    if "://" not in url:
        check_file(Path(url))
    return steps


def check_file(path: Path) -> None:
    """SQLite's own checks."""
    connection = sqlite3.connect(path)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    finally:
        connection.close()
