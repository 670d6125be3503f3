"""The journal in a database: each call is one transaction, and what it returns is durable."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from threading import RLock
from types import TracebackType
from typing import TypeVar

import sqlmodel
from sqlalchemy import BindParameter, Connection, and_, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from sca_flow.errors import Broken, StoreError, UnknownName
from sca_flow.journal import GENESIS, Draft, Entry, Head, Text, already_recorded, changed_since, seal_all
from sca_flow.store import engine
from sca_flow.store.address import Address
from sca_flow.store.crash import point
from sca_flow.store.failures import store_error
from sca_flow.store.mapping import ENTRY_COLUMNS, entries_of, entry_values, head_of, head_values, text_values
from sca_flow.store.rows import ATTEMPTS, ENTRIES, PEOPLE, TEXTS, AttemptRow

T = TypeVar("T")

# Statements are made once, so that SQLAlchemy finds them compiled.
_THIS: BindParameter[str] = bindparam("this")
_LOCK = select(ATTEMPTS.c.seq, ATTEMPTS.c.updated).where(ATTEMPTS.c.attempt == _THIS).with_for_update()
_ENTRIES = select(*ENTRY_COLUMNS)
_READ = _ENTRIES.where(ENTRIES.c.attempt == _THIS).order_by(ENTRIES.c.seq)
_NEAR = _ENTRIES.where(  # each side has an index; `attempt` outside would walk the whole attempt instead
    or_(
        and_(ENTRIES.c.attempt == _THIS, ENTRIES.c.seq == bindparam("after")),
        ENTRIES.c.id.in_(bindparam("ids", expanding=True)),
    )
)
_BEGINNINGS = _ENTRIES.where(ENTRIES.c.seq == 1, ENTRIES.c.attempt.in_(bindparam("these", expanding=True)))
_HEADS = select(ATTEMPTS).order_by(ATTEMPTS.c.updated.desc(), ATTEMPTS.c.attempt.desc())
_HEADS_UNDER = _HEADS.outerjoin_from(ATTEMPTS, PEOPLE, ATTEMPTS.c.person == PEOPLE.c.person).where(
    func.coalesce(PEOPLE.c.name, "") == bindparam("name")
)
_COUNT = select(func.count()).select_from(ATTEMPTS)
_NAMES = select(PEOPLE).where(PEOPLE.c.person.in_(bindparam("these", expanding=True)))
_MOVE = update(ATTEMPTS).where(ATTEMPTS.c.attempt == _THIS)
_TEXTS = select(TEXTS.c.ref, TEXTS.c.text).where(TEXTS.c.attempt == _THIS)
_FORGET_TEXTS = delete(TEXTS).where(TEXTS.c.attempt == _THIS)
_FORGET_PERSON = delete(PEOPLE).where(PEOPLE.c.person == bindparam("who"))


class StoredJournal:
    """A `sca_flow.journal.Journal` over one open connection; threads take turns."""

    def __init__(self, connection: Connection, address: Address) -> None:
        self.address = address
        self._connection = connection
        self._lock = RLock()

    def __enter__(self) -> StoredJournal:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the store."""
        with self._lock:
            self._connection.close()

    def begin(self, head: Head, name: str = "") -> None:  # noqa: D102 - as the protocol says
        def work(connection: Connection) -> None:
            if connection.execute(_LOCK, {"this": head.attempt}).first() is not None:
                return
            connection.execute(insert(ATTEMPTS), head_values(head))
            if name:
                connection.execute(_FORGET_PERSON, {"who": head.person})
                connection.execute(insert(PEOPLE), {"person": head.person, "name": name})

        self._write(work)

    def append(  # noqa: D102
        self,
        attempt: str,
        after: int,
        drafts: Sequence[Draft],
        *,
        stage: str,
        ended: bool,
        texts: Sequence[Text] = (),
    ) -> tuple[Entry, ...]:
        def work(connection: Connection) -> tuple[Entry, ...]:
            last, updated = _lock(connection, attempt)
            asked = {"this": attempt, "after": after, "ids": [draft.id for draft in drafts]}
            found = entries_of(connection.execute(_NEAR, asked))
            near = [entry for entry in found if entry.attempt == attempt]
            if (before := already_recorded(near, drafts)) is not None:
                return before
            if last != after:
                raise changed_since(attempt, after, last)
            new = seal_all(attempt, after, _tip(near, attempt, after), drafts)
            if new:
                connection.execute(insert(ENTRIES), [entry_values(entry) for entry in new])
                updated = drafts[-1].at
            _keep(connection, attempt, texts)
            point("after_insert")
            moved = {"stage": stage, "ended": ended, "seq": after + len(new), "updated": updated}
            connection.execute(_MOVE, {"this": attempt} | moved)
            return new

        return self._write(work)

    def read(self, attempt: str) -> tuple[Entry, ...]:  # noqa: D102
        def work(connection: Connection) -> tuple[Entry, ...]:
            _head(connection, attempt)
            return entries_of(connection.execute(_READ, {"this": attempt}))

        return self._read(work)

    def beginnings(self, attempts: Sequence[str]) -> Mapping[str, Entry]:  # noqa: D102
        def work(connection: Connection) -> dict[str, Entry]:
            found = connection.execute(_BEGINNINGS, {"these": list(attempts)})
            return {entry.attempt: entry for entry in entries_of(found)}

        return self._read(work)

    def texts(self, attempt: str) -> Mapping[str, str]:  # noqa: D102
        def work(connection: Connection) -> dict[str, str]:
            _head(connection, attempt)
            return {row.ref: row.text for row in connection.execute(_TEXTS, {"this": attempt})}

        return self._read(work)

    def head(self, attempt: str) -> Head:  # noqa: D102
        return self._read(lambda connection: _head(connection, attempt))

    def heads(self, most: int | None = None, name: str | None = None) -> Sequence[Head]:  # noqa: D102
        asked, given = (_HEADS, {}) if name is None else (_HEADS_UNDER, {"name": name})
        found = self._read(lambda connection: connection.execute(asked.limit(most), given).all())
        return sorted(map(head_of, found), key=lambda head: (head.updated, head.attempt), reverse=True)

    def count(self) -> int:  # noqa: D102
        return self._read(lambda connection: connection.execute(_COUNT).scalar_one())

    def names(self, persons: Sequence[str]) -> Mapping[str, str]:  # noqa: D102
        def work(connection: Connection) -> dict[str, str]:
            return {row.person: row.name for row in connection.execute(_NAMES, {"these": list(persons)})}

        return self._read(work)

    def name(self, person: str) -> str:  # noqa: D102
        return self.names([person]).get(person, "")

    def erase(self, attempt: str) -> int:  # noqa: D102
        def work(connection: Connection) -> int:
            person = _head(connection, attempt).person
            connection.execute(_FORGET_PERSON, {"who": person})
            return connection.execute(_FORGET_TEXTS, {"this": attempt}).rowcount

        with self._lock:
            gone = self._write(work)
            if self.address.path is not None:
                self._vacuum()
        return gone

    def _write(self, work: Callable[[Connection], T]) -> T:
        def marked(connection: Connection) -> T:
            point("after_begin")
            result = work(connection)
            point("before_commit")
            return result

        point("before_begin")
        result = self._transact(engine.write, marked)
        point("after_commit")
        return result

    def _read(self, work: Callable[[Connection], T]) -> T:
        return self._transact(engine.read, work)

    def _transact(self, kind: Callable[[Connection], Connection], work: Callable[[Connection], T]) -> T:
        """Do the work in a transaction of its own; again when the connection was lost: ids make that safe."""
        with self._lock:
            for tries_left in (1, 0):
                try:
                    with kind(self._connection).begin():
                        return work(self._connection)
                except SQLAlchemyError as error:
                    self._connection.invalidate()  # a failed commit may leave its transaction open: drop it
                    lost = isinstance(error, DBAPIError) and error.connection_invalidated
                    if not (lost and tries_left):
                        raise store_error(error, self.address) from error
        raise AssertionError("the loop returns or raises")

    def _vacuum(self) -> None:
        """Rewrite the file, so that it holds nothing of what was erased."""
        try:
            engine.outside(self._connection, "VACUUM")
        except sqlite3.Error as error:
            raise StoreError(
                "The text is erased, but the file could not be rewritten.",
                why=f"It is overwritten with zeros; giving its room back failed: {error}.",
                do="Erase the attempt again.",
            ) from error


def _lock(connection: Connection, attempt: str) -> tuple[int, datetime]:
    """The attempt's last sequence number and when it was updated; other writers wait from now on."""
    row = connection.execute(_LOCK, {"this": attempt}).first()
    if row is None:
        raise _unknown(connection, attempt)
    return row.seq, row.updated


def _head(connection: Connection, attempt: str) -> Head:
    with sqlmodel.Session(connection) as session:
        row = session.get(AttemptRow, attempt)
        if row is None:
            raise _unknown(connection, attempt)
        return head_of(row)


def _unknown(connection: Connection, attempt: str) -> UnknownName:
    return UnknownName("attempt", attempt, connection.execute(select(ATTEMPTS.c.attempt)).scalars())


def _tip(near: Sequence[Entry], attempt: str, after: int) -> str:
    """The hash that the next entry builds on.

    Raises:
        Broken: the entry that bears it is gone.
    """
    if after == 0:
        return GENESIS
    for entry in near:
        if entry.seq == after:
            return entry.hash
    raise Broken(
        f"Attempt {attempt} is broken at event {after}.",
        why="The attempt's head counts it, and it is not there.",
        do="Do not rely on it; restore the store from a backup.",
    )


def _keep(connection: Connection, attempt: str, texts: Sequence[Text]) -> None:
    """Record the pieces of text that are not there yet."""
    if texts:
        there = {ref for ref, _ in connection.execute(_TEXTS, {"this": attempt})}
        new = {text.ref: text_values(attempt, text) for text in texts if text.ref not in there}
        if new:
            connection.execute(insert(TEXTS), list(new.values()))
