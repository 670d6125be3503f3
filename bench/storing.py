"""One durable event, and the replay of a long journal, against raw sqlite3."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.ratio import Ratio, side_by_side
from sca_flow.case import folded
from sca_flow.events import happened
from sca_flow.journal import Draft, Head, check_chain
from sca_flow.rules.loader import shipped
from sca_flow.scenario.loader import Library
from sca_flow.store import open_journal
from sca_flow.training.attempt import Attempt

APPENDS = 200
EVENTS = 10_000
_AT = datetime(2021, 3, 1, tzinfo=UTC)


def ratios() -> Iterator[Ratio]:
    with TemporaryDirectory() as folder:
        yield _append(Path(folder))
        yield from _replay(Path(folder))


def _draft(number: int) -> Draft:
    return Draft(f"event-{number}", "case", "wait", 1, "a", "person", date(2021, 3, 1), _AT, {"text": "x" * 200})


def _append(folder: Path) -> Ratio:
    """The same insert and update, at synchronous=FULL with a rollback journal."""
    ours = open_journal(str(folder / "ours.db"))
    ours.begin(Head("bench", "s", "", ""))
    raw = sqlite3.connect(folder / "raw.db", isolation_level=None)
    raw.executescript(
        """
        pragma journal_mode=delete; pragma synchronous=full;
        create table heads (id text primary key, seq int, stage text, updated text);
        insert into heads values ('bench', 0, '', '');
        create table entries (
            attempt text, seq int, id text unique, body text, prev text, hash text, primary key (attempt, seq)
        );
        """
    )
    numbers, others = count(), count()

    def through_the_store() -> None:
        for _ in range(APPENDS):
            number = next(numbers)
            ours.append("bench", number, [_draft(number)], stage="received", ended=False)

    def by_hand() -> None:
        body = json.dumps({"text": "x" * 400})
        for _ in range(APPENDS):
            number = next(others)
            raw.execute("begin immediate")
            raw.execute(
                "insert into entries values (?, ?, ?, ?, ?, ?)",
                ("bench", number, f"event-{number}", body, "0" * 64, "0" * 64),
            )
            raw.execute(
                "update heads set seq = ?, stage = ?, updated = ? where id = ?", (number, "received", str(_AT), "bench")
            )
            raw.execute("commit")

    mine, peer = side_by_side(through_the_store, by_hand, rounds=5)
    return Ratio("one durable event", "raw sqlite3, the same insert and update at FULL", mine / peer, 2)


def _replay(folder: Path) -> Iterator[Ratio]:
    path = folder / "long.db"
    journal = open_journal(str(path))
    attempt = Attempt.start(Library(shipped()).find("county-lines"), shipped(), journal)
    attempt.take("accept_referral")
    drafts = [
        Draft(f"q{n}", "case", "request_information", 1, "a", "decision_maker", date(2021, 4, 12), _AT, _asked(n))
        for n in range(EVENTS - attempt.seq)
    ]
    journal.append(attempt.id, attempt.seq, drafts, stage="rg_consideration", ended=False)
    raw = sqlite3.connect(path)

    def replay() -> None:
        folded(happened(entry) for entry in journal.read(attempt.id))

    def verified() -> None:
        entries = journal.read(attempt.id)
        check_chain(entries)
        folded(happened(entry) for entry in entries)

    def rows() -> None:
        raw.execute("select * from entries where attempt = ? order by seq", (attempt.id,)).fetchall()

    def parsed() -> None:
        for row in raw.execute("select body from entries where attempt = ? order by seq", (attempt.id,)):
            json.loads(row[0])

    mine, peer = side_by_side(replay, rows, rounds=5)
    yield Ratio(f"replay of {EVENTS:,} events", "reading their rows raw", mine / peer, 3)
    mine, peer = side_by_side(replay, parsed, rounds=5)
    yield Ratio("the same", "reading their rows raw and parsing each body as JSON", mine / peer, 3)
    mine, peer = side_by_side(verified, parsed, rounds=5)
    yield Ratio("the same with the hash chain verified", "that", mine / peer, 3)


def _asked(number: int) -> dict[str, object]:
    stage = "rg_consideration"
    return {"from": stage, "to": stage, "form": {"of": "police", "question": f"text:{number:064x}"}}
