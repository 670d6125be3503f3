"""What the main places share: the header above, the keys below, and the view of the case between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.screen import Screen

from tui.widgets.case_header import CaseHeader
from tui.widgets.file_view import FileView
from tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from tui.views import CaseView


class Place(Screen[None]):
    """A place in the case.  It follows a view of the app's, and holds no rules."""

    CSS_PATH = ["buttons.tcss", "place.tcss"]
    FOLLOWS = "view"
    """What of the app it follows."""
    AUTO_FOCUS = ""  # each place says where: Textual would also focus what is hidden for want of room

    def compose(self) -> ComposeResult:
        yield from getattr(self.app, "above", tuple)()  # an app may have something to say above every place
        yield CaseHeader()
        yield from self.middle()
        yield KeyBar()

    def middle(self) -> ComposeResult:
        """What stands between header and keys."""
        yield from ()

    def on_mount(self) -> None:
        self.watch(self.app, self.FOLLOWS, self._view_changed)

    def _view_changed(self, view: CaseView | None) -> None:
        if view is not None:
            self.query_one(CaseHeader).show(view.header)
            self.show(view)
            self.refresh_bindings()

    def show(self, view: CaseView) -> None:
        """Show the case as it stands now."""

    def read(self, page: str, line: int = 0) -> None:
        """Open a document, where the file is in sight; at a line if one is given."""
        for file in self.query(FileView):
            file.open(page, line)
