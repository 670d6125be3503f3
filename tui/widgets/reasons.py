"""Reasons for a refusal, as every screen shows them: the confirmed ones first, working assumptions apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content

from sca_flow.errors import ScaFlowError
from sca_flow.reasons import Citation, Reason
from tui.text import NO, QUIET, STRONG, UNSURE, join, lines, plain

ASSUMPTIONS = "A working assumption: no source confirms it, and it is never scored"


def told(reasons: Sequence[Reason]) -> Content:
    """All of them, each with its rule's value, source, paragraph and confidence."""
    confirmed = [reason for reason in reasons if reason.confirmed]
    assumed = [reason for reason in reasons if not reason.confirmed]
    parts = [_one(reason) for reason in confirmed]
    if assumed:
        parts += [plain(ASSUMPTIONS, f"{STRONG} {UNSURE}"), *(_one(reason) for reason in assumed)]
    return Content("\n\n").join(parts)


def in_short(reasons: Sequence[Reason]) -> Content:
    """The first of them, and how many more there are."""
    first = sorted(reasons, key=lambda reason: not reason.confirmed)[0]
    more = len(reasons) - 1
    tail = f" And {more} more." if more else ""
    standing = "" if first.confirmed else " (a working assumption)"
    return join((f"✗ Closed{standing}: ", NO), first.text, tail)


def wrong(error: ScaFlowError) -> Content:
    """An error of ours: what happened, why, and what to do."""
    parts = [join(("✗ ", NO), (error.what, STRONG)), *(plain(part) for part in (error.why, error.do) if part)]
    return lines(parts)


def rests_on(citations: Iterable[Citation]) -> Content:
    """The rules something rests on in one line: each with its value, source, paragraph and confidence."""
    return join(("Rests on ", QUIET)) + Content("; ").join(cited(citation) for citation in citations)


def _one(reason: Reason) -> Content:
    glyph = ("✗ ", NO) if reason.confirmed else ("? ", UNSURE)
    parts = [join(glyph, (reason.text, STRONG))]
    if reason.who:
        parts.append(join(("  Whose step it is: ", QUIET), " or ".join(role.label for role in reason.who)))
    parts += [_citation(citation) for citation in reason.rules]
    standing = "confirmed" if reason.confirmed else "a working assumption, not confirmed"
    parts.append(join(("  This is ", QUIET), (standing, "" if reason.confirmed else UNSURE)))
    return lines(parts)


def cited(citation: Citation) -> Content:
    """A rule in a few words: its value, unless that is a whole sentence, its source, paragraph and confidence."""
    place = f" {citation.pinpoint}" if citation.pinpoint else ""
    said = f" ({citation.source}{place}, {citation.confidence})"
    value = "" if citation.value.endswith(".") else f" = {citation.value}"
    return join(f"{citation.rule}{value}", (said, QUIET))


def _citation(citation: Citation) -> Content:
    place = f", {citation.pinpoint}" if citation.pinpoint else ", no paragraph given"
    return join(
        ("  Rule ", QUIET),
        f"{citation.rule} = {citation.value}",
        (f" on {citation.on} · {citation.source}{place} · {citation.confidence}", QUIET),
    )
