"""What can be read, and by whom: contrast of what is really drawn, state without colour, keys in sight."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.color import Color, ColorType
from rich.style import Style

from tui import bindings, themes
from tui.screens.desk import NOTICE
from tui.widgets.key_bar import MOST, KeyBar

Opening = Callable[..., Any]
WALK = ([], ["enter"], ["escape", "f6"], ["f5"], ["f2"])
"""Panel room, a window, steps, timeline, desk."""
STUDY = (
    ["f3", "f6"],
    ["enter"] * 4,
    ["m", "down"],
    ["m"],
    ["escape", "escape", "slash"],
    ["f8"],
    ["f9"],
)
"""A document, a mark in it, lines chosen, the window that asks what they are, the search, the marks, the debrief."""


def _drawn(trainee: Any) -> Iterator[tuple[str, Style]]:
    """Every piece of text on the screen, or in the window that stands over it, with its style."""
    window = next(iter(trainee.app.screen.query("#window")), trainee.app.screen).region
    for strip in trainee.app.screen._compositor.render_strips()[window.y : window.bottom]:
        for segment in strip.crop(window.x, window.right):
            if segment.text.strip() and segment.style is not None:
                yield segment.text, segment.style


def _contrast(style: Style) -> float:
    one, other = style.color, style.bgcolor
    assert one is not None
    assert other is not None
    assert not style.dim
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Color) -> float:
    assert colour.type == ColorType.TRUECOLOR
    triplet = colour.get_truecolor()
    parts = [part / 255 for part in triplet]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("theme", "least"),
    [("sca-contrast-dark", 7), ("sca-contrast-light", 7), ("sca-dark", 4.5), ("sca-light", 4.5)],
)
async def test_all_text_that_is_drawn_stands_out(
    opening: Opening, sitting: tuple[Any, str], theme: str, least: float
) -> None:
    journal, attempt = sitting
    faint: dict[str, float] = {}
    async with opening(journal=journal, attempt=attempt, theme=theme, size=(120, 36)) as trainee:
        for keys in (*WALK, *STUDY):
            await trainee.presses(*keys)
            faint |= {
                text: ratio
                for text, style in _drawn(trainee)
                if any(letter.isalnum() for letter in text) and (ratio := _contrast(style)) < least
            }
    assert faint == {}


@pytest.mark.parametrize("name", [name for name in themes.NAMES if "contrast" in name])
def test_borders_stand_out_at_3_to_1_in_a_contrast_theme(name: str) -> None:
    theme = next(theme for theme in themes.THEMES if theme.name == name)
    for edge in ("border", "border-blurred", "scrollbar"):
        ground = Style(color=theme.variables[edge], bgcolor=theme.background)
        assert _contrast(ground) >= 3, edge


async def test_focus_and_state_can_be_told_from_the_text_alone(opening: Opening, sitting: tuple[Any, str]) -> None:
    journal, attempt = sitting
    async with opening(journal=journal, attempt=attempt, size=(120, 36)) as trainee:
        seen = await trainee.presses("p")
        assert "✓ present" in seen
        assert "○ invited" in seen
        assert "✗ Not quorate" in seen
        assert "▸ Adjourn the sitting" in seen
        assert "✗ Publish the panel's agreement" in seen
        assert "┏" in seen, "what has focus has a heavy border"


async def test_without_colour_everything_is_still_said(
    opening: Opening, sitting: tuple[Any, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    journal, attempt = sitting
    async with opening(journal=journal, attempt=attempt, size=(120, 36)) as trainee:
        assert "✗ Not quorate" in trainee.sees()


@pytest.mark.parametrize("size", [(60, 20), (80, 24)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_no_more_than_seven_keys_are_shown_and_none_is_cut(
    opening: Opening, sitting: tuple[Any, str], size: tuple[int, int]
) -> None:
    journal, attempt = sitting
    async with opening(journal=journal, attempt=attempt, size=size) as trainee:
        for keys in ([], ["f6"], ["enter"], ["escape", "f3"], ["f6"], ["f5"], ["f2"]):
            await trainee.presses(*keys)
            bar = trainee.app.screen.query_one(KeyBar)
            assert 2 <= len(bar._shown) <= MOST
            assert trainee.sees().splitlines()[-1].endswith("Ctrl+P palette")
            for shown in bar._shown:
                assert f"{shown.display} {shown.description}" in trainee.sees().splitlines()[-1]


async def test_a_key_at_the_foot_can_be_clicked(opening: Opening) -> None:
    async with opening(scenario="nail-bar") as trainee:
        shown = next(key for key in trainee.app.screen.query_one(KeyBar)._shown if key.key == "f5")
        seen = await trainee.clicks(KeyBar, offset=(shown.start + 2, 0))
        assert "What happened" in seen


def test_every_key_has_an_id_of_its_own_a_description_and_a_tooltip() -> None:
    every = {id(key): key for group in bindings.GROUPS.values() for key in group}.values()
    assert all(key.id and key.description and key.tooltip for key in every)
    assert len({key.id for key in every}) == len(every)


async def test_letters_are_text_where_text_is_typed(opening: Opening) -> None:
    async with opening(scenario="nail-bar", size=(120, 36)) as trainee:
        await trainee.presses("enter")
        await trainee.types("pacljkgn?")
        assert "pacljkgn?" in trainee.sees()


async def test_help_is_about_what_has_focus_and_lists_the_keys_that_work_there(
    opening: Opening, sitting: tuple[Any, str]
) -> None:
    journal, attempt = sitting
    async with opening(journal=journal, attempt=attempt, size=(120, 50)) as trainee:
        seen = await trainee.presses("f1")
        assert "The panel room" in seen
        assert "Record that this person is absent, with the reason" in seen
        seen = await trainee.presses("escape", "f6", "f1")
        assert "A step is something that somebody does to the case" in seen


async def test_the_palette_knows_steps_documents_scenarios_and_keys(opening: Opening) -> None:
    async with opening(scenario="nail-bar", size=(120, 50)) as trainee:
        for wanted in ("Step: Reject referral", "Read: Referral form", "Begin: The nail bar", "Timeline (F5)", "Theme"):
            await trainee.presses("ctrl+p")
            await trainee.types(wanted[:12])
            await trainee.pilot.pause(0.3)
            assert wanted in trainee.sees()
            await trainee.presses("escape")
        await trainee.presses("ctrl+p")
        await trainee.types("notes of")
        await trainee.pilot.pause(0.3)
        seen = await trainee.presses("enter")
        assert "Case file · 2 of 2" in seen


async def test_the_theme_is_remembered(opening: Opening, tmp_path: Path) -> None:
    async with opening() as trainee:
        trainee.app.theme = "sca-contrast-light"
        await trainee.settled()
    assert (tmp_path / "config" / "config.yaml").read_text("utf-8") == "theme: sca-contrast-light\n"
    async with opening() as trainee:
        assert trainee.app.theme == "sca-contrast-light"


async def test_a_theme_that_is_not_known_any_more_gives_way_to_ours(opening: Opening, tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.yaml").write_text("theme: gone\n", encoding="utf-8")
    async with opening() as trainee:
        assert trainee.app.theme == themes.DEFAULT


async def test_the_terminal_may_grow_and_shrink_while_a_form_is_open(opening: Opening) -> None:
    async with opening(scenario="nail-bar", size=(120, 36)) as trainee:
        await trainee.presses("enter")
        await trainee.types("noted")
        for size in ((80, 24), (50, 10), (60, 20), (160, 50)):
            await trainee.pilot.resize_terminal(*size)
            await trainee.settled()
            wanted = "At least 60 × 20 is needed" if size == (50, 10) else "noted"
            assert wanted in trainee.sees()


async def test_the_desk_carries_the_notice_of_every_other_place(opening: Opening) -> None:
    async with opening(scenario="nail-bar") as trainee:
        first = NOTICE.split(". ")[0]
        assert trainee.app.view.header.notice.startswith(first)
