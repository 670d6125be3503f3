"""The screens as a visitor in a browser has them."""

from __future__ import annotations

from pathlib import Path

from textual.events import AppBlur

from sca_flow.journal import MemoryJournal
from sca_flow.rules.loader import shipped
from sca_flow.scenario.loader import Library
from tui.web import WebApp


async def test_the_blur_with_which_textual_begins_takes_no_focus_away_and_a_later_one_does(tmp_path: Path) -> None:
    journal = MemoryJournal()
    app = WebApp(lambda: Library(shipped()), lambda: journal, config=tmp_path, state=tmp_path)
    async with app.run_test() as pilot:
        app.post_message(AppBlur())
        await pilot.pause()
        assert app.screen.focused is not None
        app.post_message(AppBlur())
        await pilot.pause()
        assert app.screen.focused is None
