"""What the doctor says of a store."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from sca_flow.errors import StoreError
from sca_flow.store import describe, open_journal

from .making import head


def test_the_doctor_describes_a_file(file: Path) -> None:
    with open_journal(str(file)) as journal:
        journal.begin(head("a1"))
        journal.begin(head("a2"))

    assert describe(str(file)) == {
        "kind": "sqlite",
        "address": str(file),
        "exists": True,
        "sqlite": sqlite3.sqlite_version,
        "journal_mode": "delete",
        "synchronous": "full",
        "schema": "0001",
        "newest_schema": "0001",
        "writable": True,
        "attempts": 2,
    }


def test_the_doctor_describes_a_shared_room(database: str) -> None:
    with open_journal(database) as journal:
        journal.begin(head("a1"))

    said = describe(database)

    assert said["kind"] == "postgresql"
    assert said["schema"] == "0001"
    assert said["writable"] is True
    assert said["attempts"] == 1


def test_the_doctor_makes_nothing(tmp_path: Path) -> None:
    said = describe(str(tmp_path / "more" / "attempts.db"))

    assert said["exists"] is False
    assert said["schema"] is None
    assert said["writable"] is True
    assert list(tmp_path.iterdir()) == []


def test_the_doctor_describes_an_empty_place(url: str) -> None:
    if "://" not in url:
        Path(url).touch()

    said = describe(url)

    assert (said["schema"], said["attempts"], said["writable"]) == (None, 0, True)


def test_the_doctor_changes_nothing(file: Path) -> None:
    with open_journal(str(file)) as journal:
        journal.begin(head())
    before = file.read_bytes()

    describe(str(file))

    assert file.read_bytes() == before
    assert list(file.parent.iterdir()) == [file]


def test_the_doctor_passes_on_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a directory"):
        describe(str(tmp_path))
