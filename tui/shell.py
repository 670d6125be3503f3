"""What the app is apart from its cases: themes, keys as printed, help, palette, sizes, and leaving in good order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.command import Provider
from textual.events import Resize
from textual.filter import LineFilter, Monochrome
from textual.screen import Screen
from textual.timer import Timer

from tui import bindings, themes
from tui.drafts import Drafts
from tui.filters import Colourless, InAscii
from tui.leaving import heed_signals
from tui.messages import Drafting, Typed
from tui.settings import FILE, Settings, config_folder, state_folder

SMALLEST = (60, 20)
"""Columns and rows below which nothing is shown but that it is too small."""
SETTLED = 0.5
"""Seconds without typing after which drafts are written; it may be twice as long."""
MOST_TOLD = 3
"""Problems of the settings that are told at the start: more would hide the screen."""
TO_READ = 20
"""Seconds for which they stay."""
_THEIRS = ("Theme", "Screenshot")
"""Textual's own commands that are kept; ours replace the others."""


def _palette() -> type[Provider]:
    from tui.palette import Everything

    return Everything


class Shell(App[None]):
    """The frame around the places."""

    TITLE = "SCA Flow"
    CSS_PATH = "app.tcss"
    BINDINGS = [
        *bindings.APP,
        # With priority: a letter typed right behind Tab, as over a slow line, would else go to the field before.
        Binding("tab", "focus_next", show=False, priority=True),
        Binding("shift+tab", "focus_previous", show=False, priority=True),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]
    COMMANDS = {_palette}

    def __init__(self, config: Path | None = None, state: Path | None = None) -> None:
        super().__init__()
        self.drafts = Drafts(state or state_folder())
        self._settings = Settings(config or config_folder())
        self._timer: Timer | None = None
        for theme in themes.THEMES:
            self.register_theme(theme)
        chosen = self._settings.check_theme(set(self.available_themes)) or themes.DEFAULT
        self.set_reactive(Shell.theme, chosen)  # not set in the plain way, which would read every style once more
        if not self._settings.chosen.animations:
            self.animation_level = "none"
        self.set_keymap(self._settings.chosen.keys)
        self._line_filters = self._chosen_filters()

    def _chosen_filters(self) -> list[LineFilter]:
        """No colour when NO_COLOR is set, where Textual would still draw in greys; ASCII where it was chosen."""
        filters = [one for one in super().get_line_filters() if not isinstance(one, Monochrome)]
        if self.no_color:
            filters.append(Colourless(lambda: self.current_theme))
        if self._settings.chosen.ascii:
            filters.append(InAscii())
        return filters

    @property
    def read_only(self) -> bool:
        """Whether nothing can be done here but look."""
        return False

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every line goes through before it is shown."""
        return self._line_filters

    def on_mount(self) -> None:
        self.theme_changed_signal.subscribe(self, lambda theme: self._settings.remember(theme.name))
        if not self.is_headless:
            heed_signals(self._leave)
        if self._settings.wrong:
            self.call_after_refresh(self._tell_problems)

    def _tell_problems(self) -> None:
        """Say what cannot be used of the settings, wherever the app opens; it stays long enough to be read."""
        wrong = self._settings.wrong
        lines = [f"{FILE}{f':{one.line}' if one.line else ''}: {one.text}" for one in wrong[:MOST_TOLD]]
        if len(wrong) > MOST_TOLD:
            lines.append(f"And {len(wrong) - MOST_TOLD} more: sca-flow doctor lists them all.")
        title = "Settings that cannot be used: the defaults hold"
        self.notify("\n".join(lines), title=title, severity="warning", timeout=TO_READ, markup=False)

    def on_unmount(self) -> None:
        self.drafts.flush()

    def _leave(self, code: int) -> None:
        self._keep_drafts()
        self.exit(return_code=code)

    def action_command_palette(self) -> None:
        from tui.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette"))

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
        if self._timer is None:
            self._timer = self.set_timer(SETTLED, self._save_drafts)
        else:
            self._timer.reset()  # cheaper than another timer for each key

    def _save_drafts(self) -> None:
        self._timer = None
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

    def copy_to_clipboard(self, text: str) -> None:
        """Hand text to the terminal's clipboard, and say so: nothing else shows that it happened."""
        super().copy_to_clipboard(text)
        self.notify("Copied. Paste it where you want it.", timeout=3)

    def action_copy_all(self) -> None:
        """Copy everything that can be read where the focus is."""
        from tui.copying import all_text

        if text := all_text(self.screen):
            self.copy_to_clipboard(text)
        else:
            self.notify("There is no text to copy here.", timeout=3)

    def get_key_display(self, binding: Binding) -> str:
        """Keys as they are printed on a keyboard."""
        return bindings.printed(binding)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Textual's own, but those that ours replace."""
        yield SystemCommand("Copy this text", "Copy all that can be read where the focus is", self.action_copy_all)
        yield from (command for command in super().get_system_commands(screen) if command.title in _THEIRS)
