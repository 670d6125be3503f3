"""Trying again from some step: a new attempt with everything before it; the old one stays as it is."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sca_flow.case import folded
from sca_flow.errors import InputError
from sca_flow.events import happened
from sca_flow.journal import Draft, Entry, Head, Text
from sca_flow.training.attempt import Attempt


def branch(attempt: Attempt, seq: int) -> Attempt:
    """A new attempt in which the step with a sequence number has not been tried yet.

    Its events are recorded anew, with ids and references of text of their own, so that either attempt can be erased
    without the other; the first says which attempt it branched from, and where.

    Raises:
        InputError: the attempt has no such step.
    """
    if not 2 <= seq <= attempt.seq:
        raise InputError(
            f"Nothing can be tried again from {seq}.",
            why=f"The steps of this attempt are numbered from 2 to {attempt.seq}.",
            do="Name one of them: the timeline shows their numbers.",
        )
    journal = attempt.journal
    entries = journal.read(attempt.id)[: seq - 1]
    old = journal.head(attempt.id)
    texts = dict(_copied(entries, journal.texts(attempt.id)))
    drafts = [_draft(entry, texts, attempt.new_id()) for entry in entries]
    drafts[0] = _first(drafts[0], {"branch_of": attempt.id, "branch_at": seq})
    case = folded(happened(entry) for entry in entries)
    new = attempt.new_id()
    head = Head(
        new, old.scenario, old.scenario_sha, old.policy_sha, attempt.new_id(), case.stage, updated=attempt.now()
    )
    journal.begin(head, journal.name(old.person))
    recorded = journal.append(new, 0, drafts, stage=case.stage, ended=case.ended, texts=tuple(texts.values()))
    return attempt.beside(new, folded(happened(entry) for entry in recorded))


def _copied(entries: Sequence[Entry], texts: Mapping[str, str]) -> Iterator[tuple[str, Text]]:
    """Each piece of text that the events hold, by its old reference, under a new one."""
    bodies = "".join(entry.body for entry in entries)
    for ref, text in texts.items():
        if ref in bodies:
            yield ref, Text.of(text, secrets.token_hex(8))


def _draft(entry: Entry, texts: Mapping[str, Text], event_id: str) -> Draft:
    fields: dict[str, Any] = entry.fields
    return Draft(
        id=event_id,
        family=fields["family"],
        kind=fields["kind"],
        version=fields["version"],
        actor=fields["actor"],
        role=fields["role"],
        on=date.fromisoformat(fields["on"]),
        at=datetime.fromisoformat(fields["at"]),
        payload=_with(fields["payload"], texts),
    )


def _first(draft: Draft, more: Mapping[str, object]) -> Draft:
    return replace(draft, payload={**draft.payload, **more})


def _with(value: Any, texts: Mapping[str, Text]) -> Any:
    """Plain values with the new reference in place of each old one."""
    if isinstance(value, dict):
        return {key: _with(one, texts) for key, one in value.items()}
    if isinstance(value, list):
        return [_with(one, texts) for one in value]
    return texts[value].ref if isinstance(value, str) and value in texts else value
