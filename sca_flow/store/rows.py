"""The tables, and nothing else: rows are never the domain (table models do not validate what they are given).

Column names are the field names of `sca_flow.journal`.  ``attempts`` holds heads: a cache of the entries.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel


class AttemptRow(SQLModel, table=True):
    """One attempt's head.  Locking this row is what puts the writers of an attempt in a queue."""

    __tablename__ = "attempts"

    attempt: str = Field(primary_key=True)
    scenario: str
    scenario_sha: str
    policy_sha: str
    person: str
    stage: str
    ended: bool
    seq: int
    updated: datetime
    """Aware, UTC."""


class EntryRow(SQLModel, table=True):
    """One recorded event.  Triggers refuse that a row is changed or removed."""

    __tablename__ = "entries"

    attempt: str = Field(primary_key=True, foreign_key="attempts.attempt")
    seq: int = Field(primary_key=True)
    id: str = Field(unique=True)
    body: str
    prev: str
    hash: str


class TextRow(SQLModel, table=True):
    """A piece of free text, which can be erased; an event holds its ``ref``."""

    __tablename__ = "texts"

    attempt: str = Field(primary_key=True, foreign_key="attempts.attempt")
    ref: str = Field(primary_key=True)
    salt: str
    text: str


class PersonRow(SQLModel, table=True):
    """The name of a trainee, which can be erased; a head holds ``person``."""

    __tablename__ = "people"

    person: str = Field(primary_key=True)
    name: str


TABLES = SQLModel.metadata.tables
ATTEMPTS, ENTRIES, TEXTS, PEOPLE = (TABLES[name] for name in ("attempts", "entries", "texts", "people"))
