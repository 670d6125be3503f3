"""The banner of a trace: which step of which trace this is, what was done, and how to go on."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Static

from sca_flow.workbench.traces import Moment, Walked
from tui.text import NO, OK, QUIET, STRONG, UNSURE, join, lines, plain
from tui.widgets.reasons import cited, in_short

FEW = 2
"""Rules that the banner names; all of them stand beside the whole trace."""
NARROW = 80
"""Below this many columns it only counts them: their names would push the case out of sight."""
LONGEST = 300
"""Characters of a text from the file that are shown: what is longer would push the case out of sight."""


class TraceBanner(Vertical):
    """Which trace, which step of it, what was done and on what it rests, and how to go on."""

    _shown: tuple[Walked, int] | None = None

    def compose(self) -> ComposeResult:
        with Horizontal(id="ways-through"):
            yield Static(plain(" TRACE ", "reverse bold"), id="tag")
            for name, label in (("back", "← Back"), ("forward", "Forward →")):
                button = Button(plain(label), id=f"trace-{name}", compact=True)
                button.active_effect_duration = 0  # for as long as it lasts a second click would be lost
                button.can_focus = False  # the arrow keys do the same wherever the focus is
                yield button
            yield Static(plain("Home first · End last · read only", QUIET))
        yield Static(id="moment")  # below the buttons, which so stay where they are whatever it says

    def on_resize(self) -> None:
        if self._shown is not None:
            self.show(*self._shown)

    def show(self, walked: Walked, place: int) -> None:
        """Show a moment of the trace."""
        self._shown = walked, place
        few = FEW if self.app.size.width >= NARROW else 0
        self.query_one("#moment", Static).update(_told(walked, walked.moments[place], few))
        self.query_one("#trace-back", Button).disabled = place == 0
        self.query_one("#trace-forward", Button).disabled = place == walked.steps


def short(text: str) -> str:
    """A text from the file in one piece, cut where it is too long."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 2]} …"


def _told(walked: Walked, moment: Moment, few: int) -> Content:
    """The banner: which step this is, what was done and by whom, on what it rests, and at the end what is wrong."""
    steps = f"{walked.steps} step{'' if walked.steps == 1 else 's'}"
    place = f"step {moment.number} of {walked.steps}" if moment.number else f"the beginning of {steps}"
    head = join(
        short(walked.trace.about),
        ("  ·  ", QUIET),
        (place, STRONG),
        ("  ·  under ", QUIET),
        walked.policy,
    )
    return lines([head, _done(moment), *_grounds(moment, few), *_ends(walked, moment)])


def _done(moment: Moment) -> Content:
    glyph, style = ("✗", NO) if moment.line.refused else ("▸", OK)
    return join((f"{glyph} ", style), (short(moment.said), STRONG))


def _grounds(moment: Moment, few: int) -> Iterator[Content]:
    """Why a step was refused, or the rules it rests on: the few that say most."""
    if moment.line.reasons:
        yield in_short(moment.line.reasons)
    elif moment.telling:
        rules = [cited(citation) for citation in moment.telling[:few]]
        if (more := len(moment.telling) - few) > 0:
            what = "more" if few else "rule" if more == 1 else "rules"
            rules.append(plain(f"{'and ' if few else ''}{more} {what} in the whole trace", QUIET))
        yield join(("Rests on ", QUIET)) + Content("; ").join(rules)
    elif moment.number:
        yield plain("Rests on no rule of its own.", QUIET)


def _ends(walked: Walked, moment: Moment) -> Iterator[Content]:
    """What the trace is about, before its first step, and what is wrong, after its last."""
    if moment.number == 0:
        head = "It shows how this comes not to hold: " if walked.moral else "It tests: "
        yield join((head, QUIET), short(walked.trace.says))
        if walked.trace.others:
            yield plain(short(f"This file holds others too: {', '.join(walked.trace.others)}."), QUIET)
    if moment.number == walked.steps:
        yield plain(short(walked.moral), f"{STRONG} {UNSURE}") if walked.moral else plain("Here the test ends.", QUIET)
