"""What the app is apart from its cases: themes, keys as printed, help, palette, sizes, and leaving in good order."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.command import Provider
from textual.events import Resize
from textual.screen import Screen
from textual.timer import Timer

from tui import bindings, themes
from tui.drafts import Drafts
from tui.leaving import heed_signals
from tui.messages import Drafting, Typed
from tui.settings import Settings, config_folder, state_folder

SMALLEST = (60, 20)
"""Columns and rows below which nothing is shown but that it is too small."""
SETTLED = 0.5
"""Seconds without typing after which drafts are written."""
_THEIRS = ("Theme", "Screenshot")
"""Textual's own commands that are kept; ours replace the others."""


def _palette() -> type[Provider]:
    from tui.palette import Everything

    return Everything


class Shell(App[None]):
    """The frame around the places."""

    TITLE = "SCA Flow"
    CSS_PATH = "app.tcss"
    BINDINGS = [*bindings.APP]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]
    COMMANDS = {_palette}
    READ_ONLY = False
    """Whether nothing can be done but look."""

    def __init__(self, config: Path | None = None, state: Path | None = None) -> None:
        super().__init__()
        self.drafts = Drafts(state or state_folder())
        self._settings = Settings(config or config_folder())
        self._timer: Timer | None = None
        for theme in themes.THEMES:
            self.register_theme(theme)
        remembered = self._settings.theme()
        chosen = remembered if remembered in self.available_themes else themes.DEFAULT
        self.set_reactive(Shell.theme, chosen)  # not set in the plain way, which would read every style once more

    def on_mount(self) -> None:
        self.theme_changed_signal.subscribe(self, lambda theme: self._settings.remember(theme.name))
        if not self.is_headless:
            heed_signals(self._leave)

    def on_unmount(self) -> None:
        self.drafts.flush()

    def _leave(self, code: int) -> None:
        self._keep_drafts()
        self.exit(return_code=code)

    async def action_quit(self) -> None:
        self._keep_drafts()
        await super().action_quit()

    def _keep_drafts(self) -> None:
        """Also the letters that were typed last, whose messages are still on their way."""
        for screen in self.screen_stack:
            if isinstance(screen, Drafting) and (typed := screen.draft()) is not None:
                self.keep(typed)
        self.drafts.flush()

    def keep(self, typed: Typed) -> None:
        """Keep what was typed as a draft."""

    def save_drafts_soon(self) -> None:
        """Write the drafts once nothing more is typed."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(SETTLED, self._save_drafts)

    def _save_drafts(self) -> None:
        if trouble := self.drafts.flush():
            self.notify(trouble, severity="warning", markup=False)

    def on_resize(self, event: Resize) -> None:
        from tui.screens.windows import TooSmall

        small = event.size.width < SMALLEST[0] or event.size.height < SMALLEST[1]
        if small and not isinstance(self.screen, TooSmall):
            self.push_screen(TooSmall(SMALLEST))
        elif not small and isinstance(self.screen, TooSmall):
            self.pop_screen()

    def action_help_here(self) -> None:
        from tui.screens.windows import HelpWindow, help_here

        self.push_screen(HelpWindow(help_here(self)))

    def get_key_display(self, binding: Binding) -> str:
        """Keys as they are printed on a keyboard."""
        return bindings.printed(binding)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Textual's own, but those that ours replace."""
        yield from (command for command in super().get_system_commands(screen) if command.title in _THEIRS)
