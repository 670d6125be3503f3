"""Drafts: what was typed is there again, whatever happened in between."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sca_flow.journal import MemoryJournal
from sca_flow.states.names import Step
from tui.drafts import Drafts, forget

Opening = Callable[..., Any]


def test_a_draft_is_there_again_in_the_next_run(tmp_path: Path) -> None:
    before = Drafts(tmp_path)
    before.put("attempt-1", "suspend", {"reason": "the person is in hospital"})
    assert before.flush() == ""
    assert Drafts(tmp_path).get("attempt-1", "suspend") == {"reason": "the person is in hospital"}


def test_only_its_owner_can_read_a_draft(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    drafts.put("attempt-1", "suspend", {"reason": "private"})
    drafts.flush()
    (file,) = (tmp_path / "drafts").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_an_emptied_form_leaves_no_draft_behind(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    drafts.put("attempt-1", "suspend", {"reason": "x"})
    drafts.flush()
    drafts.put("attempt-1", "suspend", {"reason": "", "who": None})
    drafts.flush()
    assert list((tmp_path / "drafts").iterdir()) == []


def test_forgetting_an_attempt_removes_its_drafts(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    drafts.put("attempt-1", "suspend", {"reason": "x"})
    drafts.flush()
    forget("attempt-1", tmp_path)
    assert Drafts(tmp_path).get("attempt-1", "suspend") == {}


def test_a_file_that_cannot_be_understood_counts_as_no_draft(tmp_path: Path) -> None:
    (tmp_path / "drafts").mkdir()
    for text in ("", "[]", '{"forms": 3}', '{"forms": {"suspend": 3}}', "\x00"):
        (tmp_path / "drafts" / "attempt-1.json").write_text(text, encoding="utf-8")
        assert Drafts(tmp_path).get("attempt-1", "suspend") == {}


def test_where_drafts_cannot_be_written_it_is_said_and_they_are_kept_for_the_next_try(tmp_path: Path) -> None:
    (tmp_path / "drafts").write_text("in the way", encoding="utf-8")
    drafts = Drafts(tmp_path)
    drafts.put("attempt-1", "suspend", {"reason": "x"})
    assert "cannot be saved" in drafts.flush()
    (tmp_path / "drafts").unlink()
    assert drafts.flush() == ""
    assert Drafts(tmp_path).get("attempt-1", "suspend") == {"reason": "x"}


async def test_leaving_with_ctrl_q_keeps_what_was_typed(opening: Opening, tmp_path: Path) -> None:
    journal = MemoryJournal()
    async with opening(journal=journal, scenario="nail-bar") as trainee:
        await trainee.moves_to(Step.SUSPEND)
        await trainee.presses("enter")
        await trainee.types("in hospital")
        await trainee.pilot.press("ctrl+q")
    (head,) = journal.heads()
    (file,) = (tmp_path / "state" / "drafts").iterdir()
    assert json.loads(file.read_text("utf-8"))["forms"]["suspend"]["reason"] == "in hospital"
    async with opening(journal=journal, attempt=head.attempt) as trainee:
        await trainee.moves_to(Step.SUSPEND)
        seen = await trainee.presses("enter")
        assert "Your draft from before is here." in seen
        assert "in hospital" in seen


async def test_a_draft_goes_when_its_step_is_taken(opening: Opening, tmp_path: Path) -> None:
    async with opening(scenario="nail-bar") as trainee:
        await trainee.takes(Step.SUSPEND, reason="in hospital")
        assert "SUSPENDED" in trainee.sees()
    assert list((tmp_path / "state").rglob("*.json")) == []


async def test_a_draft_for_one_seat_is_not_offered_at_another(opening: Opening, sitting: tuple[Any, str]) -> None:
    journal, attempt = sitting
    async with opening(journal=journal, attempt=attempt, size=(120, 36)) as trainee:
        await trainee.presses("a")
        await trainee.types("quux")
        seen = await trainee.presses("escape", "right", "a")
        assert "Record attendance" in seen
        assert "quux" not in seen
