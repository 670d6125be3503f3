"""A date that matters, in words, and below it the days gone and left as a bar with its numbers beside it."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from sca_flow.deadlines import Deadline
from tui.text import QUIET, UNSURE, join

SOON = 7
"""A deadline this many days ahead is near."""
WIDTH = 20
"""Characters of a bar."""


def told(deadline: Deadline) -> Iterator[Content]:
    """It in words, with a bar where it is known from when it counts."""
    days = deadline.days_left
    glyph, style = ("< passed: ", QUIET) if days < 0 else ("! near: ", UNSURE) if days <= SOON else ("· ", QUIET)
    yield join((glyph, style), deadline.words)
    if deadline.since is not None and deadline.on > deadline.since:
        gone, whole = deadline.days_gone, (deadline.on - deadline.since).days
        yield join("  ", (bar(gone, whole), style), f" {gone} of {whole} days gone, {max(0, days)} left")


def bar(gone: int, whole: int) -> str:
    """So many of so many, drawn; neither empty nor full unless it is."""
    full = WIDTH * gone // whole
    full = min(WIDTH - 1, max(1, full)) if 0 < gone < whole else full
    return f"[{'█' * full}{'░' * (WIDTH - full)}]"
