"""A window of the tour: a few words over a real screen, and the key that leads on."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from tui import bindings
from tui.help import help_text
from tui.text import STRONG, join, plain
from tui.tour import STOPS, Stop


class TourWindow(ModalScreen[bool]):
    """The answer is whether the tour goes on.  It waits for the key that it names, or Enter."""

    CSS_PATH = ["buttons.tcss", "windows.tcss", "tour.tcss"]
    BINDINGS = [*bindings.MODAL]
    HELP = help_text("desk")
    AUTO_FOCUS = ""

    def __init__(self, stop: Stop) -> None:
        super().__init__()
        self._stop = stop
        self.set_class(stop.top, "-top")

    def compose(self) -> ComposeResult:
        stop, place = self._stop, STOPS.index(self._stop) + 1
        with Vertical(id="window") as window:
            window.border_title = f"Tour {place} of {len(STOPS)}: {stop.title}"
            window.border_subtitle = "Esc ends the tour"
            yield Static(plain(stop.says), id="says-tour")
            other = "" if stop.key == "enter" else " (or Enter)"
            yield Static(join("Press ", (stop.printed, f"{STRONG} reverse"), f"{other}: it {stop.does}."))
            with Horizontal(id="ways-on"):
                yield Button(plain(f"Go on ({stop.printed})"), id="on", compact=True)
                yield Button(plain("End the tour (Esc)"), id="end", compact=True)

    def on_mount(self) -> None:
        for button in self.query(Button):
            button.can_focus = False  # the keys do the same

    def on_key(self, event: Key) -> None:
        """Nothing but the key that is named, and Enter, leads on; Esc is a binding."""
        if event.key in (self._stop.key, "enter"):
            event.stop()
            self.dismiss(True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(event.button.id == "on")

    def action_back(self) -> None:
        self.dismiss(False)
