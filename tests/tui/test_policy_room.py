"""The policy room: rules on a date, what-ifs, a check that can be stopped, and a counter-example stepped through."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from sca_flow.workbench.check import Check
from tui import themes
from tui.rulebook import RuleBook
from tui.screens.windows import Window
from tui.widgets.key_bar import MOST, KeyBar

from .conftest import Opening, Trainee
from .test_look import _contrast, _drawn

SIZES = [(60, 20), (120, 36)]
EVERY = pytest.mark.parametrize("size", SIZES, ids=["60x20", "120x36"])
ROOM = "ctrl+o"
TODAY = str(date.today())
EVIL = "[@click=app.quit]out[/] [bold red]loud [/ a\u0301\u0301 " + "w" * 300


class Slow(RuleBook):
    """A check that is under way until it is let go."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.go, self.visited = threading.Event(), 0

    def check(self, names: Any, on: date, progress: Callable[[int], None]) -> Check:
        def held(visited: int) -> None:
            self.visited = visited
            progress(visited)
            if visited >= 512:
                self.go.wait(60)
                progress(visited)

        return super().check(names, on, held)


@pytest.fixture
def slow() -> Iterator[Slow]:
    shipped = RuleBook.opened()
    book = Slow(shipped.published, shipped.variants)
    yield book
    book.go.set()


async def until(trainee: Trainee, there: Callable[[], bool]) -> None:
    """Let the screens go on until something is the case."""
    while not there():
        await trainee.pilot.pause(0.01)


async def settled(trainee: Trainee) -> str:
    """Wait for the threads of the room."""
    await trainee.app.workers.wait_for_complete()
    await trainee.settled()
    return trainee.sees()


async def enters(trainee: Trainee) -> str:
    await trainee.presses(ROOM)
    return await settled(trainee)


def words(trainee: Trainee) -> str:
    """What is seen, without the lines of boxes, in one line."""
    return " ".join(trainee.sees().translate({ord(line): " " for line in "│┃"}).split())


async def chair_optional(trainee: Trainee) -> None:
    """Pick the what-if that breaks a safeguard, by keyboard."""
    await trainee.presses("f6")
    await trainee.moves_to("chair-optional")
    await trainee.presses("space")


@EVERY
async def test_each_rule_has_value_source_paragraph_and_confidence_in_words(
    opening: Opening, size: tuple[int, int]
) -> None:
    async with opening(size) as trainee:
        seen = await enters(trainee)
        assert f"the rules as published on {TODAY}" in seen
        assert "unconfirmed" in seen
        await trainee.presses("slash")
        await trainee.types("recovery.minimum")
        assert "recovery.minimum · " in words(trainee)
        assert "confirmed (verified)" in words(trainee)
        await trainee.presses("escape", "slash")
        await trainee.types("not confirmed")
        assert "? " in trainee.sees()
        assert "NOT CONFIRMED (" in words(trainee)


@EVERY
async def test_enter_tells_what_a_rule_has_said_and_who_says_otherwise(opening: Opening, size: tuple[int, int]) -> None:
    async with opening(size) as trainee:
        await enters(trainee)
        book = RuleBook.opened()
        rule = next(one for one in book.published.rules.values() if one.contradictions)
        await trainee.presses("slash")
        await trainee.types(rule.id)
        await trainee.presses("enter", "enter")
        assert isinstance(trainee.app.screen, Window)
        told = str(trainee.app.screen._text)  # type: ignore[attr-defined]
        assert rule.question in told
        assert "From 2019-04-29" in told
        assert f"Says otherwise: {rule.contradictions[0].says}" in told
        await trainee.presses("escape")
        assert trainee.focused == "RuleList"


async def test_another_date_says_what_held_then_and_what_is_no_date_is_said_beside_it(opening: Opening) -> None:
    async with opening() as trainee:
        await enters(trainee)
        await trainee.presses("slash")
        await trainee.types("panel.in_force")
        assert "panels sit? no" in words(trainee)
        await trainee.presses("shift+tab", "shift+tab", "shift+tab", "shift+tab")
        await trainee.types("2021-13-01")
        assert "This is no date" in trainee.sees()
        assert f"published on {TODAY}" in trainee.sees()
        await trainee.presses(*["backspace"] * 10)
        await trainee.types("2021-06-01")
        assert "published on 2021-06-01" in trainee.sees()
        assert "panels sit? yes" in words(trainee)


async def test_from_a_case_it_opens_on_the_date_of_the_case_and_escape_goes_back_there(opening: Opening) -> None:
    async with opening(scenario="nail-bar") as trainee:
        assert trainee.app.view is not None
        today = trainee.app.view.header.today
        assert f"published on {today}" in await enters(trainee)
        await trainee.presses("escape")
        assert trainee.app.current_mode == "case"


@EVERY
async def test_a_broken_verdict_opens_its_trace_and_escape_comes_back(opening: Opening, size: tuple[int, int]) -> None:
    async with opening(size) as trainee:
        await enters(trainee)
        await chair_optional(trainee)
        assert "chair-optional on 2021-06-01" in trainee.sees()
        await trainee.presses("ctrl+s")
        await settled(trainee)
        assert "1 BROKEN, 13 hold" in words(trainee)
        assert "✗ BROKEN" in trainee.sees()
        await trainee.presses("enter")
        await settled(trainee)
        assert "TRACE" in trainee.sees()
        assert "the beginning of 10 steps" in words(trainee)
        await trainee.presses("end")
        assert "step 10 of 10" in words(trainee)
        await trainee.presses("f5")
        assert "Timeline" in trainee.sees()
        await trainee.presses("escape")
        assert "Policy room" in trainee.sees()
        assert "✗ BROKEN" in trainee.sees()
        await trainee.presses("enter")
        await settled(trainee)
        assert "the beginning of 10 steps" in words(trainee), "it can be opened again"
        await trainee.presses("escape", "escape")
        assert "Begin a case" in trainee.sees()


@EVERY
async def test_the_same_by_mouse_alone(opening: Opening, size: tuple[int, int]) -> None:
    async with opening(size) as trainee:
        bar = trainee.app.screen.query_one(KeyBar)
        key = next(key for key in bar._shown if key.key == ROOM)
        await trainee.clicks(KeyBar, offset=(key.start + 2, 0))
        await settled(trainee)
        await trainee.clicks("#part-whatifs")
        await trainee.clicks("#whatif-list", offset=(4, 0))
        assert "binding-referral-back on 2021-06-01" in words(trainee)
        await trainee.clicks("#part-check")
        await trainee.clicks("#run")
        await settled(trainee)
        await trainee.clicks("VerdictList", offset=(4, 0))
        await settled(trainee)
        assert "TRACE" in trainee.sees()
        await trainee.clicks("#trace-forward")
        assert "step 1 of " in words(trainee)
        bar = trainee.app.screen.query_one(KeyBar)
        back = next(key for key in bar._shown if key.key == "escape")
        await trainee.clicks(KeyBar, offset=(back.start + 2, 0))
        assert "Policy room" in trainee.sees()


@EVERY
@pytest.mark.parametrize("by", ["keyboard", "mouse"])
async def test_a_check_says_how_far_it_is_and_stops_when_told(
    opening: Opening, slow: Slow, size: tuple[int, int], by: str
) -> None:
    async with opening(size, open_rules=lambda: slow) as trainee:
        await enters(trainee)
        await trainee.presses("ctrl+s")
        await until(trainee, lambda: slow.visited >= 512)
        await until(trainee, lambda: "Checking: 512 positions visited" in trainee.sees())
        await trainee.presses("f6")
        assert "The rules on this date" in trainee.sees(), "the screen goes on meanwhile"
        await trainee.presses("f6", "f6")
        if by == "keyboard":
            await trainee.presses("escape")
        else:
            await trainee.clicks("#run")
        assert "Stopped after 512 positions" in words(trainee)
        slow.go.set()
        await settled(trainee)
        assert "Nothing is checked yet" in trainee.sees()
        await trainee.presses("ctrl+s")
        await settled(trainee)
        assert "14 safeguards:" in words(trainee), "and another one can be begun"


async def test_an_answer_to_what_is_no_longer_asked_is_not_shown(opening: Opening, slow: Slow) -> None:
    async with opening(open_rules=lambda: slow) as trainee:
        await enters(trainee)
        await trainee.presses("ctrl+s")
        await until(trainee, lambda: slow.visited >= 512)
        await trainee.presses("f6")
        await chair_optional(trainee)
        slow.go.set()
        await settled(trainee)
        await trainee.presses("f6")
        assert "Nothing is checked yet" in trainee.sees()


async def test_leaving_the_program_ends_a_check_that_runs(opening: Opening, slow: Slow) -> None:
    async with opening(open_rules=lambda: slow) as trainee:
        await enters(trainee)
        await trainee.presses("ctrl+s")
        await until(trainee, lambda: slow.visited >= 512)
        slow.go.set()
        await trainee.pilot.press("ctrl+q")


async def test_what_holds_says_what_that_means(opening: Opening) -> None:
    async with opening() as trainee:
        await enters(trainee)
        await trainee.presses("ctrl+s")
        await settled(trainee)
        assert "○ never comes up" in trainee.sees() or "✓ holds" in trainee.sees()
        await trainee.presses("enter")
        assert isinstance(trainee.app.screen, Window)
        assert "it is about cannot happen" in words(trainee) or "no case can come to break it" in words(trainee)


async def test_what_ifs_that_clash_are_not_both_taken(opening: Opening) -> None:
    async with opening() as trainee:
        await enters(trainee)
        await trainee.presses("f6")
        await trainee.moves_to("chair-plus-three")
        await trainee.presses("space")
        await trainee.moves_to("pilot-quorum-of-five")
        await trainee.presses("space")
        assert "✗ Not picked. Variants" in words(trainee)
        assert "Policy room · chair-plus-three on" in words(trainee)


async def test_several_what_ifs_are_taken_together(opening: Opening) -> None:
    async with opening(size=(120, 36)) as trainee:
        await enters(trainee)
        await chair_optional(trainee)
        await trainee.moves_to("recovery-30-from-2019")
        await trainee.presses("space")
        assert "chair-optional + recovery-30-from-2019 on 2021-06-01" in words(trainee)


async def test_a_date_that_was_typed_stays_when_a_what_if_is_picked(opening: Opening) -> None:
    async with opening() as trainee:
        await enters(trainee)
        await trainee.goes_to("Input")
        await trainee.presses(*["backspace"] * 10)
        await trainee.types("2020-02-03")
        await trainee.presses("enter")
        await chair_optional(trainee)
        assert "chair-optional on 2020-02-03" in words(trainee)


@EVERY
async def test_what_differs_is_told_in_words_and_can_be_scrolled(opening: Opening, size: tuple[int, int]) -> None:
    async with opening(size) as trainee:
        await enters(trainee)
        await chair_optional(trainee)
        await trainee.presses("f6", "tab", "enter")
        await settled(trainee)
        assert "What differs" in trainee.sees()
        top = trainee.sees()
        assert await trainee.presses("pagedown", "pagedown") != top
        await trainee.presses("end")
        assert "Go back" in trainee.sees()
        await trainee.presses("escape")
        assert "Policy room" in trainee.sees()


async def test_a_file_of_ones_own_is_picked_and_its_texts_are_shown_as_they_are(
    opening: Opening, tmp_path: Path
) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(f'id: mine\nextends: 2021-06-01\nwhy: "{EVIL}"\nset: {{quorum.chair_required: false}}\n', "utf-8")
    async with opening((120, 36), open_rules=lambda: RuleBook.opened([str(file)])) as trainee:
        assert "mine on 2021-06-01" in await enters(trainee)
        await trainee.presses("f6", "G")
        seen = trainee.sees()
        assert "[@click=app.quit]out[/] [bold red]loud [/" in seen
        assert all(cell_len(line) <= 120 for line in seen.splitlines())
        await trainee.presses("f6", "tab", "enter")
        await settled(trainee)
        told = str(trainee.app.screen._text)  # type: ignore[attr-defined]
        assert "[@click=app.quit]" in told


async def test_a_variant_that_cannot_be_read_is_said_in_the_room(opening: Opening) -> None:
    async with opening(open_rules=lambda: RuleBook.opened(["chair-optinal"])) as trainee:
        assert "chair-optinal" in await enters(trainee)
        await trainee.presses("f6", "ctrl+s", "escape")
        assert "Begin a case" in trainee.sees()


async def test_the_palette_leads_there(opening: Opening) -> None:
    async with opening() as trainee:
        await trainee.presses("ctrl+p")
        await trainee.types("policy")
        await trainee.pilot.pause(0.3)
        await trainee.presses("enter")
        assert "Policy room" in await settled(trainee)


async def test_a_step_in_a_trace_cannot_be_taken_while_a_case_is_open(opening: Opening) -> None:
    async with opening(scenario="nail-bar") as trainee:
        before = trainee.app.view
        await enters(trainee)
        await chair_optional(trainee)
        await trainee.presses("ctrl+s")
        await settled(trainee)
        await trainee.presses("enter")
        await settled(trainee)
        await trainee.presses("enter")
        assert "no step can be taken" in words(trainee)
        await trainee.presses("escape", "escape", "escape")
        assert trainee.app.current_mode == "case"
        assert trainee.app.view == before


@pytest.mark.parametrize(("theme", "least"), [("sca-dark", 4.5), *((n, 7) for n in themes.NAMES if "contrast" in n)])
async def test_all_text_of_the_room_stands_out(opening: Opening, theme: str, least: float) -> None:
    faint: dict[str, float] = {}
    async with opening((120, 36), theme=theme) as trainee:
        await enters(trainee)
        for keys in ([], ["f6", "j", "space"], ["f6"], ["ctrl+s"], ["enter"], ["escape"]):
            await trainee.presses(*keys)
            await settled(trainee)
            faint |= {
                text: ratio
                for text, style in _drawn(trainee)
                if any(letter.isalnum() for letter in text) and (ratio := _contrast(style)) < least
            }
    assert faint == {}


@EVERY
async def test_nothing_is_cut_off_and_no_more_than_seven_keys_stand_at_the_foot(
    opening: Opening, size: tuple[int, int]
) -> None:
    async with opening(size) as trainee:
        await enters(trainee)
        await chair_optional(trainee)
        for _ in range(3):
            await trainee.presses("f6")
            shown = trainee.app.screen.query_one(KeyBar)._shown
            assert size[0] >= 100 or len(shown) <= MOST
            assert "escape" in [key.key for key in shown]
            assert all(len(line) <= size[0] for line in trainee.sees().splitlines())
            assert "╯" in trainee.sees() or "┛" in trainee.sees(), "the pane ends on the screen"
