"""Two parts of the policy room: the rules with the words they are found by, and the what-ifs."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from tui.rulebook import WhatIf
from tui.text import NO, join, plain
from tui.widgets.policy_lists import RuleList, WhatIfList

PARTS = {"rules": "The rules", "whatifs": "What-ifs", "check": "Check"}
"""The parts of the room, in the order in which F6 goes through them."""


class RulesPart(Vertical):
    """Every rule on the date, or those with some words in them."""

    def __init__(self) -> None:
        super().__init__(id="rules-part", classes="pane")
        self.border_title = "The rules on this date"
        self.border_subtitle = "↑ ↓ choose · Enter: history, sources · / find"

    def compose(self) -> ComposeResult:
        with Horizontal(id="filter-row"):
            yield Static(plain("Find"), classes="label")
            yield Input(id="filter", placeholder="words of a rule, a source, or: not confirmed")
        yield RuleList()


class WhatIfsPart(Vertical):
    """What if a rule said something else?"""

    def __init__(self) -> None:
        super().__init__(id="whatifs-part", classes="pane")
        self.border_title = "What if a rule said something else?"
        self.border_subtitle = "↑ ↓ choose · Space picks, also several"

    def compose(self) -> ComposeResult:
        yield WhatIfList()
        yield Static(id="clash")

    def show(self, whatifs: Iterable[WhatIf], picked: Iterable[str]) -> None:
        """Show what there is, and what is picked of it."""
        self.query_one(WhatIfList).show(whatifs, picked)
        self.query_one("#clash", Static).update("")

    def refuse(self, picked: Iterable[str], why: str) -> None:
        """What was picked last does not go together with the others, which stay."""
        self.query_one(WhatIfList).pick(picked)
        self.query_one("#clash", Static).update(join(("✗ Not picked. ", NO), why))
