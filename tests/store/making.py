"""What the tests write: steps of an attempt that looks like a real one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sca_flow.journal import Draft, Entry, Head, Text

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def head(attempt: str = "a1", person: str = "p1") -> Head:
    return Head(attempt, "nail-bar", "5" * 64, "9" * 64, person, "received", updated=START)


def draft(id: str, minute: int = 0, reasons: str = "") -> Draft:
    return Draft(
        id=id,
        family="case",
        kind="decided",
        version=1,
        actor="amara",
        role="decision_maker",
        on=date(2020, 2, 4),
        at=START + timedelta(minutes=minute),
        payload={"step": "decide_rg_positive", "reasons": reasons},
    )


def step(name: str, size: int = 2) -> list[Draft]:
    """The events of one step; the number behind the dot says which of them it is."""
    return [draft(f"{name}.{number}") for number in range(size)]


def text(words: str = "He was told to say nothing.") -> Text:
    return Text.of(words, salt="8" * 32)


def ids(entries: tuple[Entry, ...]) -> list[str]:
    return [entry.id for entry in entries]
