"""The lists of the policy room: rules with their values, what-ifs to pick, verdicts of a check."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content

from sca_flow.workbench.check import Check, Judged
from sca_flow.workbench.citing import NO_PLACE, Said
from tui import bindings
from tui.help import help_text
from tui.rulebook import WhatIf
from tui.text import OK, QUIET, STRONG, UNSURE, join, lines, plain
from tui.widgets.lists import ChoiceList, PickList
from tui.widgets.policy_words import VERDICTS


class RuleList(ChoiceList):
    """The rules on a date."""

    HELP = help_text("policy")
    BINDINGS = [*bindings.RULES]

    def action_find(self) -> None:
        self.screen.query_one("#filter").focus()

    def show(self, found: Sequence[Said]) -> None:
        """Show rules, or that there are none."""
        self.fill([(said.rule, _rule(said)) for said in found] or [(None, plain("No rule has these words.", QUIET))])


def _rule(said: Said) -> Content:
    glyph, style = ("✓", OK) if said.confirmed else ("?", UNSURE)
    places = " or ".join(f"{place.source}, {place.pinpoint or NO_PLACE}" for place in said.cited) or "no source"
    known = " or ".join(dict.fromkeys(place.confidence for place in said.cited))
    sure = f"{'confirmed' if said.confirmed else 'NOT CONFIRMED'}{f' ({known})' if known else ''}"
    parts = [(f"  {said.rule} · {places} · ", QUIET), (sure, QUIET if said.confirmed else UNSURE)]
    if others := len(said.otherwise):
        parts.append((f" · {others} source{'s say' if others > 1 else ' says'} otherwise", UNSURE))
    return lines([join((f"{glyph} ", style), f"{said.question} ", (said.value, STRONG)), join(*parts)])


class WhatIfList(PickList):
    """The what-ifs, of which one or several can be picked."""

    HELP = help_text("policy")

    def __init__(self) -> None:
        super().__init__([], [], many=True, id="whatif-list")

    def show(self, whatifs: Iterable[WhatIf], picked: Iterable[str]) -> None:
        """Show what there is, and what is picked of it."""
        self.offer([(one.id, _whatif(one)) for one in whatifs])
        self.pick(picked)

    def pick(self, picked: Iterable[str]) -> None:
        """Pick these and no others."""
        self.picked = list(picked)
        self._draw()


def _whatif(one: WhatIf) -> Content:
    written = f"  written for {one.judged_on}" if one.judged_on else ""
    sets = (
        join("    ", (f"{value.question} ", QUIET), value.before, (" → ", QUIET), (value.after, STRONG))
        for value in one.sets
    )
    return lines([join((one.id, STRONG), (written, QUIET)), join("    ", one.why), *sets])


class VerdictList(ChoiceList):
    """What a check found of every safeguard, the worst first."""

    HELP = help_text("policy")

    def show(self, check: Check | None) -> None:
        """Show a check, or that there is none yet."""
        if check is None:
            self.fill([(None, plain("Nothing is checked yet.", QUIET))])
            return
        order = list(VERDICTS)
        judged = sorted(check.judged, key=lambda one: order.index(one.verdict))
        self.fill((one.invariant.id, _verdict(one)) for one in judged)


def _verdict(judged: Judged) -> Content:
    glyph, word, style, _ = VERDICTS[judged.verdict]
    found = judged.invariant
    more = f"             {found.id} · {found.source}"
    if judged.expected:
        more += " · as its what-if expects" if judged.verdict == "broken" else " · its what-if expected it to break"
    return lines([join((f"{glyph} {word:<10} ", style), found.says), plain(more, QUIET)])
