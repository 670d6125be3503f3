"""Who sat at the attempts of a store, by pseudonym alone.

What a store knows of a trainee is a random id for each attempt and, where they gave one, a name.  Attempts under one
name are one trainee's, and so is an attempt that was tried again from a step of another; an attempt without a name
stands for a trainee of its own, since nothing says whose it is.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sca_flow.journal import Entry, Head, Journal

AT_ONCE = 500
"""How many first events are asked for at a time."""


def trainees(journal: Journal, heads: Sequence[Head]) -> Mapping[str, str]:
    """The pseudonym of whoever sat at each attempt, by attempt.

    It is made from the random id that goes with the trainee's first attempt, and from nothing that names them: it
    cannot be guessed from a name, and stays the same while that attempt is kept and not erased.
    """
    names = {head.attempt: _plain(journal.name(head.person)) for head in heads}
    persons = {head.attempt: head.person or head.attempt for head in heads}
    begun = {entry.attempt: _begun(entry) for entry in _firsts(journal, list(names))}
    first: dict[str, str] = {}
    found: dict[str, str] = {}
    for attempt in sorted(begun, key=lambda one: begun[one]):
        name, branched = names[attempt], begun[attempt][1]
        person = first.setdefault(name, persons[attempt]) if name else persons.get(branched, persons[attempt])
        persons[attempt] = person
        found[attempt] = pseudonym(person)
    return found


def pseudonym(person: str) -> str:
    """The pseudonym of the trainee that a store knows by a random id."""
    return "trainee-" + hashlib.sha256(f"sca-flow trainee\n{person}".encode()).hexdigest()[:12]


def _firsts(journal: Journal, attempts: Sequence[str]) -> Iterator[Entry]:
    for start in range(0, len(attempts), AT_ONCE):
        yield from journal.beginnings(attempts[start : start + AT_ONCE]).values()


def _begun(entry: Entry) -> tuple[str, str, str]:
    """What orders attempts: when it was begun, behind which other one it branched, and its id."""
    try:
        fields: dict[str, Any] = entry.fields
        return str(fields["at"]), str(fields["payload"].get("branch_of") or ""), entry.attempt
    except (AttributeError, KeyError, TypeError, ValueError):  # it is broken: whoever reads it is told
        return "", "", entry.attempt


def _plain(name: str) -> str:
    """A name as it is compared: whatever its capitals, widths and spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
