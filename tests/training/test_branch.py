"""Trying again from a step keeps both attempts, and each can be erased without the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from sca_flow.errors import InputError
from sca_flow.events import Started
from sca_flow.journal import MemoryJournal, check_chain
from sca_flow.rules.loader import shipped
from sca_flow.training.attempt import Attempt
from sca_flow.training.branch import branch
from sca_flow.training.verify import erase, verdicts

from .making import begun, played, rg, scenario


@pytest.fixture
def journal() -> MemoryJournal:
    return MemoryJournal()


@pytest.fixture
def attempt(tmp_path: Path, journal: MemoryJournal) -> Attempt:
    return played(begun(scenario(tmp_path / "made-up"), journal), rg())


def test_a_branch_stands_where_the_attempt_stood_before_the_step(attempt: Attempt, journal: MemoryJournal) -> None:
    before = journal.read(attempt.id)
    again = branch(attempt, attempt.seq)
    assert again.case.stage == "rg_consideration"
    assert again.study().marks == attempt.study().marks
    assert [one.event.kind for one in again.case.history] == [one.event.kind for one in attempt.case.history][:-1]
    assert journal.read(attempt.id) == before


def test_it_goes_on_by_itself(attempt: Attempt, journal: MemoryJournal) -> None:
    again = branch(attempt, attempt.seq)
    assert again.take("draft_rg_negative", with_={"reasons": "Otherwise."}).accepted
    resumed = Attempt.resume(again.id, lambda _: attempt.scenario, shipped(), journal)
    assert resumed.case.stage == "rg_second_review"
    assert attempt.case.stage == "recovery_period"
    assert all(verdict.sound for verdict in verdicts(journal))
    check_chain(journal.read(again.id))


def test_it_says_what_it_branched_from(attempt: Attempt) -> None:
    started = branch(attempt, 3).case.history[0].event
    assert isinstance(started, Started)
    assert (started.branch_of, started.branch_at) == (attempt.id, 3)
    twice = branch(branch(attempt, 4), 3).case.history[0].event
    assert isinstance(twice, Started)
    assert twice.branch_of != attempt.id


def test_no_event_id_and_no_reference_is_shared(attempt: Attempt, journal: MemoryJournal) -> None:
    again = branch(attempt, attempt.seq)
    mine, others = journal.read(attempt.id), journal.read(again.id)
    assert not {entry.id for entry in mine} & {entry.id for entry in others}
    assert not set(journal.texts(attempt.id)) & set(journal.texts(again.id))
    assert set(journal.texts(again.id).values()) <= set(journal.texts(attempt.id).values())


def test_erasing_one_leaves_the_other(attempt: Attempt, journal: MemoryJournal) -> None:
    again = branch(attempt, attempt.seq)
    erase(journal, attempt.id)
    assert "I suspect it." in journal.texts(again.id).values()
    assert all(verdict.sound for verdict in verdicts(journal))


@pytest.mark.parametrize("seq", [-1, 0, 1, 99])
def test_only_a_step_can_be_tried_again(attempt: Attempt, seq: int) -> None:
    with pytest.raises(InputError, match="numbered from 2"):
        branch(attempt, seq)
