"""The keys at the foot of every screen: at most seven where it is narrow, those of what has focus first.

One line of text, since Textual's own footer makes a widget of every key anew whenever the focus moves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rich.cells import cell_len
from textual.content import Content
from textual.events import Click
from textual.screen import Screen
from textual.widgets import Static

from tui.text import join

MOST = 7
NARROW = 100
"""Below this many columns no more than that."""
_KEY = "bold $footer-key-foreground"


@dataclass(frozen=True)
class Shown:
    """A key as it is shown, and where."""

    key: str
    display: str
    description: str
    start: int = 0

    @property
    def width(self) -> int:
        """In cells, with the gap behind it."""
        return cell_len(self.display) + cell_len(self.description) + 3


class KeyBar(Static):
    """The keys, to read and to click.  All of them are in the palette and in help too."""

    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[Shown] = []

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def on_resize(self) -> None:
        self._tell()

    def on_click(self, event: Click) -> None:
        """Clicking a key presses it."""
        for shown in self._shown:
            if shown.start <= event.x < shown.start + shown.width - 1:
                self.app.simulate_key(shown.key)

    def _changed(self, screen: Screen[Any]) -> None:
        if self.is_attached and screen is self.screen:
            self.call_after_refresh(self._tell)

    def _tell(self) -> None:
        if not self.is_attached or (shown := self._placed()) == self._shown:
            return
        self._shown = shown
        line, end = Content(), 0
        for key in shown:
            line += Content(" " * (key.start - end)) + join((f" {key.display}", _KEY), f" {key.description}")
            end = key.start + key.width - 1
        self.update(line)

    def _placed(self) -> list[Shown]:
        """What there is room for: the palette at the right edge, the others from the left."""
        palette = self.app.COMMAND_PALETTE_BINDING
        keys = self._keys()
        last = keys.pop(palette, None)
        right = self.size.width - (last.width if last else 0)
        most = MOST - 1 if self.size.width < NARROW else len(keys)
        placed: list[Shown] = []
        for key in list(keys.values()):
            start = placed[-1].start + placed[-1].width if placed else 0
            if len(placed) < most and start + key.width <= right:
                placed.append(Shown(key.key, key.display, key.description, start))
        if last is not None and right >= 0:
            placed.append(Shown(last.key, last.display, last.description, right))
        return placed

    def _keys(self) -> dict[str, Shown]:
        """The keys that can be pressed now, one for each action; a screen may name one better, or leave it out."""
        found: dict[str, Shown] = {}
        last: dict[str, Shown] = {}
        actions: set[str] = set()
        named: Mapping[str, str] = getattr(self.screen, "named_keys", {})
        for key, active in self.screen.active_bindings.items():
            binding = active.binding
            name = named.get(binding.action, binding.description)
            always = binding.show or key == self.app.COMMAND_PALETTE_BINDING
            if name and active.enabled and (always or binding.action in named):
                if binding.action not in actions:
                    where = found if always else last
                    where[key] = Shown(key, self.app.get_key_display(binding), name)
                actions.add(binding.action)
        return found | last
