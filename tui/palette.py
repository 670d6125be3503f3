"""The command palette: every action of ours, every step, document and scenario, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.binding import ActiveBinding
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider

from tui.messages import Choose, Resume, Start
from tui.text import clean, plain

if TYPE_CHECKING:
    from tui.app import TrainerApp


_UNSHOWN = ("app.quit", "steps.why", "trace.first", "trace.last")
"""Keys that are here though they do not stand at the foot of the screen."""
_OPEN = ("Open the form of this step", "Open now: see for whom")


@dataclass(frozen=True)
class Command:
    """Something that can be done from the palette.  ``name`` may be foreign text: it is never read as markup."""

    name: str
    about: str
    run: Callable[[], object]


class Palette(CommandPalette):
    """Textual's own, whose list knows no lines before it was drawn, and would page through them all the same."""

    def _action_command_list(self, action: str) -> None:
        with suppress(KeyError):
            super()._action_command_list(action)


class Everything(Provider):
    """What can be done here and now."""

    async def discover(self) -> Hits:
        for command in self._commands():
            yield DiscoveryHit(plain(command.name), command.run, text=clean(command.name), help=command.about)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for command in self._commands():
            if (score := matcher.match(command.name)) > 0:
                yield Hit(score, plain(command.name), command.run, text=clean(command.name), help=command.about)

    def _commands(self) -> Iterator[Command]:
        app, screen = cast("TrainerApp", self.app), self.screen
        shown: dict[str | None, ActiveBinding] = {}  # by its first key, where an action has several
        for active in screen.active_bindings.values():
            if active.enabled:
                shown.setdefault(active.binding.id, active)
        for name, active in shown.items():
            binding = active.binding
            if name is not None and (binding.show or name in _UNSHOWN):
                run = partial(app.run_action, binding.action, active.node)
                yield Command(f"{binding.description} ({app.get_key_display(binding)})", binding.tooltip, run)
        for command in app.get_system_commands(screen):
            yield Command(command.title, command.help, command.callback)
        if (view := app.shown) is not None and not screen.is_modal:
            for offer in view.offers:
                about = _OPEN[app.read_only] if offer.open else "Closed now: see why"
                yield Command(f"Step: {offer.step.caption}", about, partial(app.post_message, Choose(offer)))
            for page in view.pages:
                yield Command(f"Read: {page.title}", "Open this document", partial(app.read, page.id))
        for card in (card for shelf in app.shelves for card in shelf.cards):
            yield Command(f"Begin: {card.title}", "Begin a new attempt", partial(app.post_message, Start(card.id)))
        for head in (app.heads or ())[:20]:
            yield Command(
                f"Go on: {head.scenario} {head.attempt}", "Resume it", partial(app.post_message, Resume(head.attempt))
            )
