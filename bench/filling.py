"""A store with many attempts in it, as if each had been begun: written at once, not one transaction after the other."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from sqlalchemy import insert

from sca_flow.journal import GENESIS, Draft, Head, seal
from sca_flow.rules.loader import shipped
from sca_flow.scenario.loader import Library
from sca_flow.store import engine, open_journal
from sca_flow.store.address import address_of
from sca_flow.store.mapping import entry_values, head_values
from sca_flow.store.rows import ATTEMPTS, ENTRIES, PEOPLE
from sca_flow.training.attempt import Attempt

SCENARIO = "nail-bar"


def filled(path: Path, attempts: int) -> Path:
    """The store, with so many attempts at one scenario, a minute apart, each by a trainee with a name."""
    with open_journal(str(path)) as journal:
        policy = shipped()
        first = Attempt.start(Library(policy).find(SCENARIO), policy, journal, name="Trainee 0")
        head, (entry,) = journal.head(first.id), journal.read(first.id)
    heads, entries, people = [], [], []
    for number in range(1, attempts):
        name, at = f"attempt-{number}", head.updated - timedelta(minutes=number)
        said = entry.fields | {"id": f"event-{number}", "at": at, "on": head.updated.date()}
        draft = Draft(**{field: said[field] for field in Draft.__dataclass_fields__})  # type: ignore[arg-type]
        heads.append(Head(name, SCENARIO, head.scenario_sha, head.policy_sha, name, head.stage, False, 1, at))
        entries.append(seal(name, 1, GENESIS, draft))
        people.append({"person": name, "name": f"Trainee {number % 20}"})
    connection = engine.connect(address_of(str(path)))
    with engine.write(connection).begin():
        connection.execute(insert(ATTEMPTS), [head_values(one) for one in heads])
        connection.execute(insert(ENTRIES), [entry_values(one) for one in entries])
        connection.execute(insert(PEOPLE), people)
    connection.close()
    return path
