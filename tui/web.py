"""The trainer in a browser: the address of the page names the attempt that is open, so a reload goes on with it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.app import TrainerApp

if TYPE_CHECKING:
    from textual.events import AppBlur

    from sca_flow.journal import Journal
    from sca_flow.scenario.loader import Library
    from tui.views import CaseView

ADDRESS = "?attempt="
"""What stands before an attempt in the address."""


class WebApp(TrainerApp):
    """The trainer, which says where it is."""

    _blurred = False

    def on_app_blur(self, event: AppBlur) -> None:
        """Textual's driver begins with one of its own, at times after the page's first focus, which it would undo."""
        if not self._blurred:
            event.prevent_default()
        self._blurred = True

    def watch_view(self, before: CaseView | None, view: CaseView | None) -> None:
        """Tell the page which attempt was opened."""
        if view is not None and not self.touring and (before is None or before.attempt != view.attempt):
            self.open_url(f"{ADDRESS}{view.attempt}", new_tab=False)


def run(open_library: Callable[[], Library], open_journal: Callable[[], Journal], *, attempt: str | None = None) -> int:
    """Open the trainer for a visitor; the exit code.  Both callables are slow, and are called after the first frame."""
    app = WebApp(open_library, open_journal, attempt=attempt)
    try:
        app.run()
    finally:
        if trouble := app.drafts.flush():
            print(trouble, file=sys.stderr)
    return app.return_code or 0
