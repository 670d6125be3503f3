"""The append-only journal: its events' envelope, the hash chain, and the journal held in memory.

An attempt is its ordered entries.  What is hashed is ``Entry.body``, the exact canonical text that is stored; the
other fields of an entry are read from it, so that a column that disagrees with it is found by ``check_chain``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Literal, Protocol

from sca_flow.errors import Broken, Changed, UnknownName

Family = Literal["case", "study"]
GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Draft:
    """An event that has not been recorded yet.  ``id`` is made by the client: a retry records once."""

    id: str
    family: Family
    kind: str
    version: int
    actor: str
    role: str
    on: date
    at: datetime
    payload: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Entry:
    """One recorded event: its place in the attempt, the text that is hashed, and the chain."""

    attempt: str
    seq: int
    id: str
    body: str
    prev: str
    hash: str

    @property
    def fields(self) -> dict[str, object]:
        """Everything the body says, as plain values."""
        fields: dict[str, object] = json.loads(self.body)
        return fields


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of free text kept apart from the chain; ``ref`` is its salted hash, which the event holds."""

    ref: str
    salt: str
    text: str

    @classmethod
    def of(cls, text: str, salt: str) -> Text:
        """The text with its reference: SHA-256 over the salt and the text."""
        return cls("text:" + hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest(), salt, text)


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of an attempt without reading its events: a cache that can be rebuilt, and who sits at it."""

    attempt: str
    scenario: str
    scenario_sha: str
    policy_sha: str
    person: str = ""
    """A random id; the name that belongs to it can be erased."""
    stage: str = ""
    ended: bool = False
    seq: int = 0
    updated: datetime = datetime(1970, 1, 1, tzinfo=UTC)


class Journal(Protocol):
    """Where attempts are kept.  Each call is one transaction; what it returns is durable."""

    def begin(self, head: Head, name: str = "") -> None:
        """Open an attempt with no entries, once; ``name`` is the trainee's, if they gave one."""

    def append(
        self, attempt: str, after: int, drafts: Sequence[Draft], *, stage: str, ended: bool, texts: Sequence[Text] = ()
    ) -> tuple[Entry, ...]:
        """Record the drafts behind sequence number ``after``, all or none, and bring the head up to date.

        Drafts whose ids are recorded already, in this order, are returned as they were recorded.

        Raises:
            Changed: the attempt has gone on since ``after``.
            UnknownName: there is no such attempt.
            StoreError: the store failed; nothing was recorded.
        """

    def read(self, attempt: str) -> tuple[Entry, ...]:
        """All entries of an attempt by sequence number."""

    def beginnings(self, attempts: Sequence[str]) -> Mapping[str, Entry]:
        """The first entry of each of some attempts, by attempt."""

    def texts(self, attempt: str) -> Mapping[str, str]:
        """The free text of an attempt that has not been erased, by reference."""

    def head(self, attempt: str) -> Head:
        """The head of one attempt; `UnknownName` when there is none."""

    def heads(self, most: int | None = None, name: str | None = None) -> Sequence[Head]:
        """The heads of all attempts, the last updated first: at most so many, and only those under a trainee's name.

        An empty name asks for those without one.
        """

    def count(self) -> int:
        """How many attempts there are."""

    def names(self, persons: Sequence[str]) -> Mapping[str, str]:
        """The names of some persons, by person: of those who gave one that has not been erased."""

    def name(self, person: str) -> str:
        """The name given for a person, or nothing when none was or it has been erased."""

    def erase(self, attempt: str) -> int:
        """Remove the attempt's free text and its person's name; how many pieces of text went.  The chain stays."""


def canonical(value: object) -> str:
    """Canonical JSON: sorted keys, no spaces, no floats needed."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def seal(attempt: str, seq: int, prev: str, draft: Draft) -> Entry:
    """Give a draft its place in the chain."""
    body = canonical(
        {
            "attempt": attempt,
            "seq": seq,
            "id": draft.id,
            "family": draft.family,
            "kind": draft.kind,
            "version": draft.version,
            "actor": draft.actor,
            "role": draft.role,
            "on": draft.on.isoformat(),
            "at": draft.at.isoformat(),
            "payload": draft.payload,
        }
    )
    return Entry(attempt, seq, draft.id, body, prev, link(prev, body))


def seal_all(attempt: str, after: int, prev: str, drafts: Iterable[Draft]) -> tuple[Entry, ...]:
    """Seal drafts one behind the other."""
    entries: list[Entry] = []
    for number, draft in enumerate(drafts, start=after + 1):
        entries.append(seal(attempt, number, entries[-1].hash if entries else prev, draft))
    return tuple(entries)


def link(prev: str, body: str) -> str:
    """The hash of one entry: SHA-256 over the previous hash and the stored text."""
    return hashlib.sha256(f"{prev}\n{body}".encode()).hexdigest()


def check_chain(entries: Sequence[Entry]) -> None:
    """Check sequence, chain, and that each entry's columns say what its body says.

    Raises:
        Broken: naming the first entry that does not hold, and why.
    """
    prev = GENESIS
    for number, entry in enumerate(entries, start=1):
        fields = entry.fields
        if entry.seq != number:
            raise _broken(entry, number, "the sequence has a gap or a repetition")
        if entry.prev != prev or entry.hash != link(prev, entry.body):
            raise _broken(entry, number, "its hash does not follow from what is stored")
        if (fields["attempt"], fields["seq"], fields["id"]) != (entry.attempt, entry.seq, entry.id):
            raise _broken(entry, number, "its columns do not say what its body says")
        prev = entry.hash


def _broken(entry: Entry, number: int, why: str) -> Broken:
    return Broken(
        f"Attempt {entry.attempt} is broken at event {number}.",
        why=f"There, {why}.",
        do="Do not rely on it; restore the store from a backup.",
    )


def already_recorded(recorded: Sequence[Entry], drafts: Sequence[Draft]) -> tuple[Entry, ...] | None:
    """The entries these drafts became in an earlier try, or None when they are new.

    Raises:
        Changed: some of the ids are recorded and some are not, so this is no plain retry.
    """
    new = {draft.id for draft in drafts}
    by_id = {entry.id: entry for entry in recorded if entry.id in new}
    found = [by_id[draft.id] for draft in drafts if draft.id in by_id]
    if not found:
        return None
    if len(found) != len(drafts):
        raise Changed("Part of this step is recorded already.", do="Open the attempt again and look at its last steps.")
    return tuple(found)


def changed_since(attempt: str, after: int, last: int) -> Changed:
    """The error for a step taken on an attempt that has gone on."""
    return Changed(
        "This case has changed since you opened it.",
        why=f"Attempt {attempt} is at event {last}; you were at event {after}. Another window may have it open.",
        do="Open it again; nothing of yours was recorded.",
    )


@dataclass
class MemoryJournal:
    """A journal that lives as long as the program: for tests and for trying out."""

    _heads: dict[str, Head] = field(default_factory=dict)
    _entries: dict[str, list[Entry]] = field(default_factory=dict)
    _texts: dict[str, dict[str, str]] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)

    def begin(self, head: Head, name: str = "") -> None:  # noqa: D102 - as the protocol says
        if head.attempt not in self._heads:
            self._heads[head.attempt] = head
            self._entries[head.attempt] = []
            self._texts[head.attempt] = {}
            if name:
                self._names[head.person] = name

    def append(  # noqa: D102
        self, attempt: str, after: int, drafts: Sequence[Draft], *, stage: str, ended: bool, texts: Sequence[Text] = ()
    ) -> tuple[Entry, ...]:
        head, entries = self.head(attempt), self._entries[attempt]
        if (before := already_recorded(entries, drafts)) is not None:
            return before
        if len(entries) != after:
            raise changed_since(attempt, after, len(entries))
        new = seal_all(attempt, after, entries[-1].hash if entries else GENESIS, drafts)
        entries.extend(new)
        self._texts[attempt].update({text.ref: text.text for text in texts})
        updated = drafts[-1].at if drafts else head.updated
        self._heads[attempt] = replace(head, stage=stage, ended=ended, seq=len(entries), updated=updated)
        return new

    def read(self, attempt: str) -> tuple[Entry, ...]:  # noqa: D102
        self.head(attempt)
        return tuple(self._entries[attempt])

    def beginnings(self, attempts: Sequence[str]) -> Mapping[str, Entry]:  # noqa: D102
        return {name: self._entries[name][0] for name in attempts if self._entries.get(name)}

    def texts(self, attempt: str) -> Mapping[str, str]:  # noqa: D102
        self.head(attempt)
        return dict(self._texts[attempt])

    def head(self, attempt: str) -> Head:  # noqa: D102
        if attempt not in self._heads:
            raise UnknownName("attempt", attempt, self._heads)
        return self._heads[attempt]

    def heads(self, most: int | None = None, name: str | None = None) -> Sequence[Head]:  # noqa: D102
        asked = [head for head in self._heads.values() if name is None or self.name(head.person) == name]
        return sorted(asked, key=lambda head: (head.updated, head.attempt), reverse=True)[:most]

    def count(self) -> int:  # noqa: D102
        return len(self._heads)

    def names(self, persons: Sequence[str]) -> Mapping[str, str]:  # noqa: D102
        return {person: self._names[person] for person in persons if person in self._names}

    def name(self, person: str) -> str:  # noqa: D102
        return self._names.get(person, "")

    def erase(self, attempt: str) -> int:  # noqa: D102
        gone = len(self.texts(attempt))
        self._texts[attempt].clear()
        self._names.pop(self.head(attempt).person, None)
        return gone
