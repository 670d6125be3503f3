"""The map: the stages of the process, the path so far, where the case stands, and which steps lead on from there."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.events import Resize
from textual.widgets import Static

from sca_flow.states.map import ProcessMap
from sca_flow.states.map_drawing import Line, Tone, drawn, legend
from tui import bindings
from tui.help import help_text
from tui.screens.place import Place
from tui.text import NO, OK, QUIET, STRONG, join, lines, plain
from tui.views import CaseView
from tui.widgets.scroll import Scroll

_STYLES = {
    Tone.TEXT: "",
    Tone.LINE: QUIET,
    Tone.HERE: f"{STRONG} $text-accent",
    Tone.DONE: OK,
    Tone.OPEN: STRONG,
    Tone.CLOSED: NO,
}


class Drawn(Static):
    """The drawing, fitted to its width."""

    def __init__(self) -> None:
        super().__init__(id="drawn")
        self._map: ProcessMap | None = None
        self._width = 0
        self.here = 0
        """The line at which the case stands."""

    def show(self, map_: ProcessMap) -> None:
        """Draw another map."""
        self._map = map_
        self._draw()

    def on_resize(self, event: Resize) -> None:
        """A width that changed asks for another drawing; a height that did, for the place in it to be found again."""
        if event.size.width != self._width:
            self._width = event.size.width
            self._draw()
        self.query_ancestor(MapView).action_here()

    def _draw(self) -> None:
        if self._map is not None and self._width:
            found = drawn(self._map, self._width)
            self.here = next((y for y, line in enumerate(found) if any(tone == Tone.HERE for _, tone in line)), 0)
            self.update(lines(_styled(line) for line in found))


class MapView(Scroll):
    """The map to scroll through.  It begins at the stage at which the case stands."""

    BINDINGS = [*bindings.MAP]

    def __init__(self) -> None:
        super().__init__("The process, and this case on it", help=help_text("map"), id="map")
        self.border_subtitle = "↑ ↓ scroll · h where am I"

    def compose(self) -> ComposeResult:
        yield Drawn()

    def action_here(self) -> None:
        """To where the case stands, with what lies above and below in sight."""
        above = self.scrollable_content_region.height // 4
        self.scroll_to(y=max(0, self.query_one(Drawn).here - above), animate=False)


class MapScreen(Place):
    """See the way of the case."""

    HELP = help_text("map")
    BINDINGS = [*bindings.BACK]

    def middle(self) -> ComposeResult:
        yield Static(id="legend")
        yield MapView()

    def show(self, view: CaseView) -> None:
        self.query_one("#legend", Static).update(plain(legend(view.map), QUIET))
        self.query_one(Drawn).show(view.map)
        scroll = self.query_one(MapView)
        scroll.focus()
        self.call_after_refresh(scroll.action_here)  # a drawing that is as high as before tells of no resize


def _styled(line: Line) -> Content:
    return join(*((text, _STYLES[tone]) for text, tone in line))
