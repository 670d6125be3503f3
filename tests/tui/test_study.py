"""Studying a file at the screens: choosing and marking lines, finding words, and seeing the marks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.geometry import Offset
from textual.selection import Selection

from sca_flow.events import Marked, Unmarked
from sca_flow.journal import MemoryJournal
from sca_flow.scenario.loader import Library
from tests.training.making import LETTER, scenario
from tests.tui.studying import HOSTILE, SIZES, One, decides, events, reads
from tui.widgets.key_bar import MOST, KeyBar
from tui.widgets.reader import Reader
from tui.widgets.rows import rows

Opening = Callable[..., Any]


async def test_lines_are_chosen_and_marked_by_keyboard(opening: Opening, made: Library) -> None:
    journal = MemoryJournal()
    async with opening(journal=journal, library=made, scenario="made-up") as trainee:
        await reads(trainee)
        seen = await trainee.presses("down", "m", "down")
        assert "Lines 2 to 3 of 5 chosen" in seen
        seen = await trainee.presses("m")
        assert "Mark lines 2 to 3 as" in seen
        assert "He kept her passport, she says." in seen
        await trainee.presses("enter")
        await trainee.moves_to("means")
        seen = await trainee.presses("enter")
        assert "F He kept her" in seen
        assert "│▸passport" in seen
        assert "F evidence for: means" in seen
        await trainee.presses("enter")
        await trainee.moves_to("inconsistency")
        assert "N inconsistency" in await trainee.presses("enter")
    marked = [(one.document, one.first, one.last, one.as_, one.of) for one in events(journal, Marked)]
    assert marked == [("letter", 2, 3, "for", "means"), ("letter", 3, 3, "inconsistency", None)]


async def test_lines_are_chosen_with_the_mouse_and_marked_by_clicks(opening: Opening, made: Library) -> None:
    journal = MemoryJournal()
    async with opening(journal=journal, library=made, scenario="made-up") as trainee:
        await trainee.clicks("#to-file")
        top = 3  # what stands above the letter
        await trainee.pilot.mouse_down(Reader, offset=(5, top + 1))
        await trainee.pilot.hover(Reader, offset=(5, top + 2))
        reader = trainee.app.screen.query_one(Reader)
        if not reader.choosing:  # a pilot's pointer carries no button while it moves
            await trainee.pilot.mouse_up(Reader, offset=(5, top + 2))
            await trainee.clicks(Reader, offset=(5, top + 2), shift=True)
        assert reader.chosen == (2, 3)
        assert "Mark lines 2 to 3 as" in await trainee.clicks("#tool-mark")
        await trainee.clicks("#kinds", offset=(3, 0))
        seen = await trainee.clicks("#words", offset=(3, 1))
        assert "F evidence for: action" in seen
        seen = await trainee.clicks("#tool-unmark")
        assert "F evidence for" not in seen
    assert len(events(journal, Marked)) == len(events(journal, Unmarked)) == 1


async def test_vulnerability_is_offered_only_where_the_scenario_looks_through_that_lens(
    opening: Opening, made: Library
) -> None:
    async with opening(library=made, scenario="made-up") as trainee:
        await reads(trainee)
        assert "V Vulnerability" not in await trainee.presses("enter")
    async with opening(scenario="nail-bar") as trainee:
        await reads(trainee)
        assert "V Vulnerability" in await trainee.presses("enter")


async def test_a_mark_is_taken_back_and_of_several_on_a_line_the_one_that_is_named(
    opening: Opening, made: Library
) -> None:
    journal = MemoryJournal()
    async with opening(journal=journal, library=made, scenario="made-up") as trainee:
        await reads(trainee)
        await trainee.presses("enter", "enter", "enter")
        await trainee.presses("enter", "enter", "j", "enter")
        seen = await trainee.presses("u")
        assert "Several marks stand on this line" in seen
        seen = await trainee.presses("tab", "enter")
        assert "F evidence for: action" in seen
        seen = await trainee.presses("u")
        assert "evidence for" not in seen
    assert len(events(journal, Unmarked)) == 2


async def test_the_next_mark_and_the_one_before_are_one_key_away(opening: Opening, made: Library) -> None:
    async with opening(library=made, scenario="made-up") as trainee:
        reader = await reads(trainee)
        for line in (2, 4):
            reader.go_to(line)
            await trainee.presses("enter", "enter", "enter")
        await trainee.presses("g", "full_stop")
        assert reader.line == 2
        await trainee.presses("full_stop")
        assert reader.line == 4
        await trainee.presses("comma")
        assert reader.line == 2


async def test_words_are_found_and_esc_goes_back_to_the_text(opening: Opening, made: Library) -> None:
    async with opening(library=made, scenario="made-up") as trainee:
        reader = await reads(trainee)
        await trainee.presses("slash")
        await trainee.types("she was")
        assert "1 of 3" in trainee.sees()
        assert "2 of 3" in await trainee.presses("enter")
        assert reader.line == 4
        assert "1 of 3" in await trainee.presses("up")
        await trainee.types("zz")
        assert "not in this document" in trainee.sees()
        await trainee.presses("backspace", "backspace", "escape")
        assert trainee.focused == "Reader"
        await trainee.presses("f")
        assert reader.line == 4


async def test_the_marks_are_gathered_by_element_and_open_their_passage(opening: Opening, made: Library) -> None:
    async with opening(library=made, scenario="made-up") as trainee:
        assert "Nothing is marked yet" in await trainee.presses("f8")
        await trainee.presses("f3")
        reader = await reads(trainee)
        reader.go_to(4)
        await trainee.presses("enter", "down", "enter", "enter")
        seen = await trainee.presses("f8")
        assert "Action  0 for, 1 against" in seen
        assert "A evidence against: action" in seen
        assert "She was paid in full." in seen
        reader.go_to(1)
        await trainee.presses("enter")
        assert trainee.focused == "Reader"
        assert trainee.app.screen.query_one(Reader).line == 4
        seen = await trainee.presses("f8", "u")
        assert "Nothing is marked yet" in seen


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_hostile_text_of_documents_marks_and_reasons_is_shown_as_it_stands(
    opening: Opening, tmp_path: Path, size: tuple[int, int]
) -> None:
    made = scenario(tmp_path / "made-up")
    judgement = made.file.judgement
    listed = tuple(
        judged.model_copy(update={"reasons": tuple(one.model_copy(update={"says": HOSTILE}) for one in judged.reasons)})
        for judged in judgement.decisions
    )
    file = made.file.model_copy(update={"judgement": judgement.model_copy(update={"decisions": listed})})
    hostile = type(made)(file, made.course, dict.fromkeys(made.texts, f"{HOSTILE}\n" * 9), made.sha)
    async with opening(library=One(hostile), scenario="made-up", size=size) as trainee:
        await decides(trainee)
        seen = [trainee.sees()]
        await trainee.goes_to("in-reasons")
        await trainee.types("[x")
        await trainee.goes_to("show-list")
        seen.append(await trainee.presses("enter"))
        for keys in (["f6"], ["tab"], ["enter"], ["escape", "slash"], ["escape", "escape", "f8"]):
            seen.append(await trainee.presses(*keys))
    whole = "\n".join(seen)
    assert "[@click=app.quit]" in whole
    for unseen in ("\x1b", "\x07", "\u202e", "\u200b"):
        assert unseen not in whole
    for line in whole.splitlines():
        assert line.isprintable(), line


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_focus_is_seen_without_colour_and_no_more_than_seven_keys_are_shown(
    opening: Opening, made: Library, size: tuple[int, int]
) -> None:
    async with opening(library=made, scenario="made-up", size=size) as trainee:
        reader = await reads(trainee)
        for keys in ([], ["m"], ["escape", "slash"], ["escape", "f8"]):
            seen = await trainee.presses(*keys)
            assert "━" in seen
            if size[0] < 100:
                assert len(trainee.app.screen.query_one(KeyBar)._shown) <= MOST
        await trainee.presses("f3")
        assert reader.size.height >= 4, "there is room to read"


def test_long_lines_are_broken_between_words_and_rules_are_cut() -> None:
    text = "one two three four\n" + "=" * 78 + "\n" + "w" * 25
    found = [(row.line, row.text) for row in rows([], text, 10)]
    assert found == [(1, "one two "), (1, "three four"), (2, "=" * 10), (3, "w" * 10), (3, "w" * 10), (3, "w" * 5)]


def test_what_is_drawn_of_a_document_is_all_of_it(made: Library) -> None:
    text = made.find("").texts["letter"]
    for width in (5, 11, 40):
        lines: dict[int, str] = {}
        for row in rows([], text, width):
            lines[row.line] = lines.get(row.line, "") + row.text
        assert list(lines.values()) == LETTER.splitlines()


async def test_text_selected_with_the_mouse_can_be_copied(opening: Opening, made: Library) -> None:
    async with opening(library=made, scenario="made-up") as trainee:
        reader = await reads(trainee)
        found = reader.get_selection(Selection(Offset(0, 3), Offset(7, 3)))
        assert found == ("She was", "\n")
