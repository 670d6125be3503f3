"""Windows that open over a screen: reasons, help, a case that changed elsewhere, a terminal that is too small."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from textual.app import App, ComposeResult
from textual.containers import Center, Vertical, VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from sca_flow.errors import ScaFlowError
from tui import bindings
from tui.text import STRONG, lines, plain

if TYPE_CHECKING:
    from sca_flow.training.telling import Line


class Window(ModalScreen[int | None]):
    """A title, text to scroll through, and buttons named by what they do; the place of the one pressed, or None."""

    CSS_PATH = ["buttons.tcss", "windows.tcss"]
    BINDINGS = [*bindings.MODAL]
    FIRST = "#button-0"
    """What has focus when it opens."""
    SUBTITLE = "Esc goes back"

    def __init__(self, title: str, text: Content, buttons: Iterable[str] = ("Go back",)) -> None:
        super().__init__()
        self._title, self._text, self._buttons = title, text, list(buttons)

    def compose(self) -> ComposeResult:
        with Vertical(id="window") as window:
            window.border_title = plain(self._title, STRONG).markup
            window.border_subtitle = self.SUBTITLE
            with VerticalScroll(id="body"):
                yield from self.body()
            for place, label in enumerate(self._buttons):
                yield Button(plain(label), id=f"button-{place}", variant="default" if place else "primary")

    def body(self) -> ComposeResult:
        """What stands above the buttons."""
        yield Static(self._text)

    def on_mount(self) -> None:
        self.query_one(self.FIRST).focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(int(str(event.button.id).removeprefix("button-")))

    def action_back(self) -> None:
        self.dismiss(None)


class HelpWindow(Window):
    """Help of ours, in Markdown."""

    FIRST = "#body"

    def __init__(self, text: str) -> None:
        super().__init__("Help", Content())
        self._markdown = text

    def body(self) -> ComposeResult:
        # Textual's Markdown brings its parser with it: it is imported when help is asked for.
        from textual.widgets import Markdown

        yield Markdown(self._markdown, open_links=False)


def help_here(app: App[Any]) -> str:
    """The help for what has focus, or for the nearest thing around it that has any, and the keys that work now."""
    focused = app.screen.focused or app.screen
    text = next((node.HELP for node in focused.ancestors_with_self if node.HELP), "")
    keys: dict[str, list[str]] = {}
    for active in app.screen.active_bindings.values():
        if active.binding.id and active.binding.tooltip and active.enabled:
            shown = keys.setdefault(active.binding.tooltip, [])
            shown += [key] if (key := app.get_key_display(active.binding)) not in shown else []
    rows = [f"- **{', '.join(shown)}**  {tooltip}" for tooltip, shown in keys.items()]
    return "\n".join([text, "", "## Keys that work here", "", *rows, _ALWAYS])


_ALWAYS = """\
- **Ctrl+P**  Every action, by name
- **Ctrl+C**  Copy the text you drew the mouse over; without a mouse: Ctrl+P, then *Copy this text*
"""


def changed(error: ScaFlowError) -> Window:
    """The case went on in another window: read it again, or look at what is here."""
    text = plain(f"{error.what} {error.why}\n\nNothing of yours was recorded. What you typed is kept as a draft.")
    return Window("The case has changed", text, ("Read the case again", "Stay here"))


def begun() -> Window:
    """An attempt on the chosen scenario is unfinished."""
    text = plain("An attempt of yours on this case has not come to an end. Both are kept whatever you choose.")
    return Window("You have begun this case already", text, ("Go on where you were", "Begin again"))


def again(line: Line) -> Window:
    """Try again from a step?"""
    asked = [
        plain(f"A new attempt begins with everything before step {line.seq}:"),
        plain(f"{line.who}: {line.text}", STRONG),
        plain("That step has not been tried there yet. This attempt stays as it is; the desk lists both."),
    ]
    return Window("Try again from here?", lines(asked), ("Try again from here", "Go back"))


class TooSmall(ModalScreen[None]):
    """Says so, until there is room."""

    CSS_PATH = "windows.tcss"

    def __init__(self, smallest: tuple[int, int]) -> None:
        super().__init__()
        self._smallest = smallest

    def compose(self) -> ComposeResult:
        with Center():
            yield Static(id="too-small")

    def on_mount(self) -> None:
        self._tell()

    def on_resize(self, event: Resize) -> None:
        self._tell()

    def _tell(self) -> None:
        width, height = self.app.size
        self.query_one("#too-small", Static).update(
            plain(
                f"This terminal is {width} × {height}.\n"
                f"At least {self._smallest[0]} × {self._smallest[1]} is needed.\n\n"
                "Make the window larger or the letters smaller; nothing is lost.\nCtrl+Q leaves."
            )
        )
