"""What a preview shows besides the case: a banner above every place, and what is wrong with the files."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from tui.screens.windows import Window
from tui.text import NO, QUIET, UNSURE, join, lines, plain


class PreviewBanner(Static):
    """That this is a preview, and how the scenario was read last."""

    DEFAULT_CSS = "PreviewBanner { height: auto; max-height: 4; background: $boost; padding: 0 1; }"

    def on_mount(self) -> None:
        self.watch(self.app, "said", self._tell)

    def _tell(self, said: str) -> None:
        head = join((" PREVIEW ", "reverse bold"), " Nothing is kept. Save a file, and it is read again.")
        told = [plain(said, UNSURE if said.startswith("Stopped") else QUIET)] if said else []
        self.update(lines([head, *told]))


class ProblemsWindow(Window):
    """Why the scenario cannot be read; it goes when that is mended."""

    FIRST = "#body"
    SUBTITLE = "It goes when this is mended · Esc shows what was read last"

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("The scenario cannot be read", _told(problems))


def _told(problems: Sequence[str]) -> Content:
    said = [
        plain(line, QUIET) if line.startswith(" ") else Content.assemble(join(("✗ ", NO)), plain(line))
        for line in problems
    ]
    return lines(said)
