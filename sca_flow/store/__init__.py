"""The journal in a database: SQLite by default, PostgreSQL for a shared room.  Nothing else knows of SQL.

address.py     what was typed, as an address
file.py        an SQLite file, looked at before it is opened
engine.py      connections, and how their transactions begin
rows.py        the tables
mapping.py     between rows and journal
migrate.py     the schema's version, and bringing it up to date; its steps are in migrations/
journal.py     the journal itself
failures.py    what drivers report, told to people
crash.py       named points for the tests that kill
report.py      what ``sca-flow doctor`` says of a store
"""

from __future__ import annotations

from sca_flow.store.journal import StoredJournal
from sca_flow.store.migrate import SHIPPED, Schema, open_store
from sca_flow.store.report import describe

__all__ = ["StoredJournal", "describe", "open_journal"]


def open_journal(url: str, schema: Schema = SHIPPED) -> StoredJournal:
    """The journal at a path or a database address.

    A missing file is made, an older schema is brought up to date.

    Raises:
        InputError: the address cannot be read.
        StoreError: it cannot be opened, is not ours, or was written by a newer version; it was left as it is.
    """
    connection, address = open_store(url, schema)
    return StoredJournal(connection, address)
