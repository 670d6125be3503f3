"""The header of every place in a case: where am I, and what this is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from tui.text import NO, QUIET, STRONG, UNSURE, join, lines, plain

if TYPE_CHECKING:
    from sca_flow.training.telling import Header


class CaseHeader(Static):
    """Scenario, person, simulated date; stage and authority; what is assumed; the one-line notice."""

    def show(self, header: Header) -> None:
        self.update(_told(header))


def _told(header: Header) -> Content:
    where = join(
        (header.title, f"{STRONG} $text-accent"),
        ("  ·  ", QUIET),
        (header.person, STRONG),
        ("  ·  ", QUIET),
        str(header.today),
    )
    stage = join(("▌", "$text-accent"), (header.stage.label, STRONG), ("  ·  ", QUIET), header.authority)
    if header.suspended:
        stage = Content.assemble(stage, join(("  ·  ", QUIET), ("‖ SUSPENDED", f"{STRONG} {NO}")))
    if header.pending:
        stage = Content.assemble(
            stage, join(("  ·  ", QUIET), (f"? reconsideration asked for: {header.pending}", UNSURE))
        )
    you = [join(("You are ", QUIET), (header.you, STRONG))] if header.you else []
    assumed = [plain(f"Assumed: {said}", UNSURE) for said in header.assumed]
    return lines([where, stage, *you, *assumed, plain(header.notice, QUIET)])
