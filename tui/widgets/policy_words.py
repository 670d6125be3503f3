"""What the policy room says: a rule over time, what a verdict means, what a check found, what differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from textual.content import Content

from sca_flow.errors import ScaFlowError
from sca_flow.workbench.check import Check, Judged
from sca_flow.workbench.citing import Said
from sca_flow.workbench.diff import Diff
from sca_flow.workbench.provenance import Dated, History
from tui.text import NO, OK, QUIET, STRONG, UNSURE, join, lines, plain

VERDICTS = {
    "broken": ("✗", "BROKEN", NO, "a case can come to break it: Enter steps through that case"),
    "incomplete": ("‼", "incomplete", UNSURE, "the search was cut before the answer was known"),
    "holds": ("✓", "holds", OK, "no case can come to break it"),
    "vacuous": ("○", "never comes up", QUIET, "it cannot be broken, since what it is about cannot happen on this date"),
}
"""The glyph, the word, the style and the meaning of each verdict, the worst first."""


def in_words(error: ScaFlowError) -> str:
    """An error in one line."""
    return " ".join(part for part in (error.what, error.why, error.do) if part)


def over_time(said: Said, told: History) -> Iterator[Content]:
    """What a rule says, everything it has said, and who says otherwise."""
    yield join((told.question, STRONG))
    yield join(f"On {said.on}: ", (said.value, STRONG), ("" if said.confirmed else "  ? NOT CONFIRMED", UNSURE))
    for value in told.values:
        yield Content()
        yield from _dated(value)
    for other in told.otherwise:
        yield Content()
        yield join(("‼ Says otherwise: ", UNSURE), other.says)
        yield plain(f"    {other.source}: {other.title}", QUIET)
    yield Content()
    counts = f"The date of the case's {told.selected_by} counts ({told.selected_by_confidence})."
    yield plain(f"{told.rule}. {counts} Last checked on {told.last_checked}.", QUIET)


def _dated(value: Dated) -> Iterator[Content]:
    glyph, style, sure = ("✓", OK, "confirmed") if value.confirmed else ("?", UNSURE, "NOT CONFIRMED")
    yield join((f"{glyph} ", style), f"{value.span[:1].upper()}{value.span[1:]}: ", (value.value, STRONG))
    yield join((f"    {sure} · {value.cited}", UNSURE if not value.confirmed else QUIET))
    if value.cited.note:
        yield plain(f"    {value.cited.note}")


def meaning(judged: Judged) -> Content:
    """What a verdict means, in words."""
    glyph, word, style, means = VERDICTS[judged.verdict]
    head = join((f"{glyph} {word}", style), f": {means}.")
    return lines([head, Content(), plain(judged.invariant.says), plain(f"Source: {judged.invariant.source}", QUIET)])


def summary(check: Check) -> Iterator[Content]:
    """A check in a line or two."""
    count = Counter(one.verdict for one in check.judged)
    words = {"broken": "BROKEN", "incomplete": "incomplete", "holds": "hold", "vacuous": "never come up"}
    told = ", ".join(f"{count[verdict]} {word}" for verdict, word in words.items() if count[verdict])  # type: ignore[index]
    yield join((f"{len(check.judged)} safeguards: {told}.", STRONG))
    yield plain(f"{check.states:,} positions visited, a panel of a chair and {check.members} members.", QUIET)


def differing(diff: Diff) -> Iterator[Content]:
    """A difference in words, as it is read on a screen: its headings stand out."""
    for line in diff.lines():
        yield plain(line, "" if line.startswith(" ") or not line.endswith(":") else STRONG)
