"""What a trainee sees and can do at the screens."""

from __future__ import annotations

from collections.abc import Callable
from itertools import takewhile
from typing import Any

import pytest
from textual.color import Color

from sca_flow.journal import MemoryJournal
from sca_flow.rules.loader import shipped
from sca_flow.scenario.loader import Library
from sca_flow.states.names import Step
from sca_flow.training.attempt import Attempt
from sca_flow.training.script import play
from tui import themes
from tui.text import plain

Opening = Callable[..., Any]


def walked(until: Step, after: int = 0) -> tuple[MemoryJournal, str]:
    """The nail bar walked along its model path, up to a step."""
    journal = MemoryJournal()
    scenario = Library(shipped()).find("nail-bar")
    attempt = Attempt.start(scenario, shipped(), journal, ids=iter_ids())
    for _ in play(attempt, takewhile(lambda line: line.step != until, scenario.file.model)):
        pass
    return journal, attempt.id


def iter_ids() -> Callable[[], str]:
    numbers = iter(range(1, 10_000))
    return lambda: f"walked-{next(numbers)}"


async def test_the_desk_lists_the_cases_and_says_what_is_in_each(opening: Opening) -> None:
    async with opening() as trainee:
        seen = trainee.sees()
        assert "The nail bar" in seen
        assert "Enter" in seen
        assert "not legal advice" in seen


async def test_a_case_is_opened_and_its_referral_accepted_by_keyboard_alone(opening: Opening) -> None:
    async with opening() as trainee:
        await trainee.presses("down", "enter")
        seen = await trainee.presses("enter")  # as everybody
        assert "Referral received" in seen
        seen = await trainee.presses("enter")
        assert "Accept referral" in seen
        assert "No real names or cases" in seen
        seen = await trainee.presses("ctrl+s")
        assert "Reasonable grounds: under consideration" in seen


@pytest.mark.parametrize("size", [(60, 20), (120, 36)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize(
    "until", [Step.ACCEPT_REFERRAL, Step.CONVENE_PANEL, Step.ADJOURN_SITTING, Step.SERVE_CG_NEGATIVE]
)
async def test_every_step_can_be_opened_and_left_again(opening: Opening, until: Step, size: tuple[int, int]) -> None:
    journal, attempt = walked(until)
    before = len(journal.read(attempt))
    async with opening(size=size, journal=journal, attempt=attempt) as trainee:
        if until == Step.ADJOURN_SITTING:
            await trainee.presses("f6")
        for _ in range(9):
            await trainee.presses("enter", "escape", "down")
        assert "The nail bar" in trainee.sees()
    assert len(journal.read(attempt)) == before


async def test_the_same_by_mouse_alone(opening: Opening) -> None:
    async with opening(scenario="nail-bar") as trainee:
        await trainee.clicks("StepList", offset=(6, 0))
        seen = await trainee.clicks("#submit")
        assert "Reasonable grounds: under consideration" in seen


async def test_a_form_that_misses_something_says_what_before_it_is_put_forward(opening: Opening) -> None:
    journal, attempt = walked(Step.DECIDE_RG_POSITIVE)
    async with opening(journal=journal, attempt=attempt, size=(120, 36)) as trainee:
        before = len(journal.read(attempt))
        assert "6 things missing" in await trainee.presses("enter")
        await trainee.goes_to("back")
        seen = trainee.sees()
        assert "Still missing:" in seen
        assert "· your own reasons" in seen
    assert len(journal.read(attempt)) == before


async def test_what_was_typed_is_there_again_after_going_back(opening: Opening) -> None:
    journal, attempt = walked(Step.DECIDE_RG_POSITIVE)
    async with opening(journal=journal, attempt=attempt, size=(120, 36)) as trainee:
        await trainee.presses("enter")
        await trainee.types("I suspect")
        await trainee.presses("escape")
        seen = await trainee.presses("enter")
        assert "I suspect" in seen


async def test_a_closed_step_says_why_with_value_source_and_confidence(opening: Opening) -> None:
    journal, attempt = walked(Step.ADJOURN_SITTING)
    async with opening(journal=journal, attempt=attempt, size=(120, 36)) as trainee:
        seen = trainee.sees()
        assert "Not quorate: chair present, 1 of 2 other members" in seen
        assert "quorum.members_besides_chair = 2" in seen
        assert "working assumption" in seen


async def test_the_timeline_tells_refusals_with_their_reasons(opening: Opening) -> None:
    journal, attempt = walked(Step.ADJOURN_SITTING)
    async with opening(journal=journal, attempt=attempt, size=(120, 36)) as trainee:
        seen = await trainee.presses("f5")
        assert "Refused" in seen


async def test_the_end_retells_the_path(opening: Opening) -> None:
    journal = MemoryJournal()
    scenario = Library(shipped()).find("nail-bar")
    attempt = Attempt.start(scenario, shipped(), journal, ids=iter_ids())
    for _ in play(attempt, scenario.file.model):
        pass
    async with opening(journal=journal, attempt=attempt.id, size=(120, 36)) as trainee:
        seen = await trainee.presses("f7")
        assert "does not oblige" in seen


async def test_below_60x20_it_says_so(opening: Opening) -> None:
    async with opening(size=(50, 15)) as trainee:
        assert "60" in trainee.sees()


@pytest.mark.parametrize("theme", [t for t in themes.THEMES if "contrast" in t.name], ids=lambda t: t.name)
def test_text_of_a_contrast_theme_stands_out_at_7_to_1(theme: Any) -> None:
    grounds = [theme.background, theme.surface, theme.panel]
    for name in ("text", "text-muted", "text-success", "text-warning", "text-error", "text-accent"):
        for ground in grounds:
            assert _contrast(theme.variables[name], ground) >= 7, (theme.name, name, ground)


def _contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG defines it."""
    light, dark = sorted((_luminance(Color.parse(one)), _luminance(Color.parse(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Color) -> float:
    parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize("text", ["[/", "[@click=app.quit]x[/]", "\x1b]52;c;aGk=\x07", "\u202eabc", "[$foo]z", "x\\"])
def test_foreign_text_is_never_read_as_markup_and_never_reaches_the_terminal_as_a_sequence(text: str) -> None:
    shown = plain(text).plain
    assert len(shown) == len(text)
    assert "\x1b" not in shown
    assert "\u202e" not in shown
