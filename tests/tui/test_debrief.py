"""The debrief at the screens: at the end of a case, and on the way where the scenario allows it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sca_flow.journal import MemoryJournal
from sca_flow.rules.loader import shipped
from sca_flow.scenario.loader import Library
from sca_flow.scenario.model import Scenario
from sca_flow.training.attempt import Attempt
from sca_flow.training.script import play
from tests.training.making import begun, played, rg, scenario
from tests.tui.studying import HOSTILE, SIZES, One
from tui.screens.debrief import DebriefScreen, Passage, Told
from tui.widgets.key_bar import MOST, KeyBar
from tui.widgets.reader import Reader

Opening = Callable[..., Any]


@pytest.fixture
def ended() -> tuple[MemoryJournal, str]:
    """The nail bar at its end."""
    journal = MemoryJournal()
    attempt = Attempt.start(Library(shipped()).find("nail-bar"), shipped(), journal)
    for _ in play(attempt, attempt.scenario.file.model):
        pass
    return journal, attempt.id


UNWRITTEN = [{"step": "accept_referral"}, {"step": "decide_rg_positive", "with": {"reasons": "Suspicion."}}]


def whole(trainee: Any) -> str:
    """All of the debrief, also what stands below the screen."""
    return "\n".join(str(part.content) for part in trainee.app.screen.query_one(Told).query("Static"))


def coached(folder: Path, *changes: tuple[str, str]) -> Scenario:
    return scenario(folder / "made-up", ("judgement:\n", "judgement:\n  coaching: true\n"), *changes)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_at_the_end_the_debrief_is_one_key_away_and_n_goes_through_its_sections(
    opening: Opening, ended: tuple[MemoryJournal, str], size: tuple[int, int]
) -> None:
    journal, attempt = ended
    async with opening(journal=journal, attempt=attempt, size=size) as trainee:
        assert "Read the debrief" in trainee.sees()
        seen = await trainee.presses("f9")
        assert "Three scores" in seen
        headings = []
        for _ in range(20):
            seen = await trainee.presses("n")
            headings += [line for line in seen.splitlines() if "— " in line and " —" in line]
        for heading in (
            "Your path beside the model path",
            "Decisions, outcome and reasons apart",
            "One thing to practise",
        ):
            assert any(heading in line for line in headings), heading
        assert "Three scores" in await trainee.presses(*["p"] * 20)
        if size[0] < 100:
            assert len(trainee.app.screen.query_one(KeyBar)._shown) <= MOST


async def test_the_same_by_mouse_alone(opening: Opening, ended: tuple[MemoryJournal, str]) -> None:
    journal, attempt = ended
    async with opening(journal=journal, attempt=attempt) as trainee:
        assert "Three scores" in await trainee.clicks("#debrief")
        assert "— Your path beside the model path —" in await trainee.clicks("#next")
        assert "— Three scores —" in await trainee.clicks("#before")


async def test_a_section_is_chosen_from_the_list_where_there_is_room(
    opening: Opening, ended: tuple[MemoryJournal, str]
) -> None:
    journal, attempt = ended
    async with opening(journal=journal, attempt=attempt, size=(120, 36)) as trainee:
        await trainee.presses("f9")
        await trainee.presses("shift+tab")
        assert trainee.focused == "Sections"
        await trainee.moves_to("passages")
        assert "Passage by passage" in await trainee.presses("enter")


async def test_from_a_passage_the_document_opens_at_its_lines(opening: Opening, tmp_path: Path) -> None:
    made = coached(tmp_path)
    journal = MemoryJournal()
    attempt = played(begun(made, journal), rg())
    async with opening(journal=journal, library=One(made), attempt=attempt.id) as trainee:
        await trainee.presses("f9")
        trainee.app.screen.query(Passage)[1].focus()
        await trainee.presses("enter")
        assert trainee.focused == "Reader"
        assert trainee.app.screen.query_one(Reader).line == 2
        assert "He kept her" in trainee.sees()


async def test_without_coaching_there_is_no_debrief_before_the_end(opening: Opening, tmp_path: Path) -> None:
    made = scenario(tmp_path / "made-up")
    async with opening(library=One(made), scenario="made-up") as trainee:
        seen = await trainee.presses("f9")
        assert "What can be done now" in seen
        assert "F9" not in seen


async def test_with_coaching_it_says_how_the_case_stands_and_what_was_noticed(opening: Opening, tmp_path: Path) -> None:
    made = coached(tmp_path)
    journal = MemoryJournal()
    attempt = played(begun(made, journal), rg(chosen=["proof"]))
    async with opening(journal=journal, library=One(made), attempt=attempt.id, size=(120, 50)) as trainee:
        seen = await trainee.presses("f9")
        assert "The case has not come to its end" in seen
        assert "Judgement: " in seen
        whole = "\n".join(str(part.content) for part in trainee.app.screen.query_one(Told).query("Static"))
        assert "Proof was asked for." in whole
        assert "evidence for: action" in whole


async def test_it_is_read_again_after_something_was_done(opening: Opening, tmp_path: Path) -> None:
    made, journal = coached(tmp_path), MemoryJournal()
    attempt = played(begun(made, journal), UNWRITTEN)
    async with opening(journal=journal, library=One(made), attempt=attempt.id, size=(120, 50)) as trainee:
        await trainee.presses("f9")
        screen = trainee.app.screen
        assert isinstance(screen, DebriefScreen)
        assert "0 of the 2 that the author marks" in whole(trainee)
        await trainee.presses("f3", "f6", "enter", "enter", "enter", "enter", "f9")
        assert "1 of the 2 that the author marks" in whole(trainee)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_hostile_text_in_a_debrief_is_shown_as_it_stands(
    opening: Opening, tmp_path: Path, size: tuple[int, int]
) -> None:
    made = coached(tmp_path)
    judgement = made.file.judgement
    foul = [one.model_copy(update={"why": HOSTILE}) for one in judgement.passages]
    file = made.file.model_copy(
        update={"title": HOSTILE, "judgement": judgement.model_copy(update={"passages": tuple(foul)})}
    )
    hostile = type(made)(file, made.course, made.texts, made.sha)
    journal = MemoryJournal()
    attempt = begun(hostile, journal)
    attempt.mark("letter", 1, 1, "for", "action")
    async with opening(journal=journal, library=One(hostile), attempt=attempt.id, size=size) as trainee:
        seen = [await trainee.presses("f9")]
        for _ in range(8):
            seen.append(await trainee.presses("n"))
    whole = "\n".join(seen)
    assert "[@click=app.quit]" in whole
    for line in whole.splitlines():
        assert line.isprintable(), line
