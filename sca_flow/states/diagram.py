"""The process drawn as text: Mermaid and Graphviz, made from the table."""

from __future__ import annotations

from collections.abc import Iterable

from sca_flow.states.names import Stage
from sca_flow.states.row import Row


def mermaid(rows: Iterable[Row]) -> str:
    """A Mermaid ``stateDiagram-v2``; steps that stay where they are are left out."""
    lines = ["stateDiagram-v2", f"    [*] --> {Stage.RECEIVED}"]
    lines += [f"    {stage}: {stage.label.replace(':', ' -')}" for stage in Stage]
    lines += [f"    {start} --> {to}: {label}" for start, to, label in _arrows(rows)]
    lines += [f"    {stage} --> [*]" for stage in Stage if stage.end]
    return "\n".join(lines) + "\n"


def dot(rows: Iterable[Row]) -> str:
    """A Graphviz ``digraph``; ends have a double border."""
    lines = ["digraph process {", "    rankdir=TB;", '    node [shape=box, style=rounded, fontname="sans-serif"];']
    lines += [f'    {stage} [label="{stage.label}"{", peripheries=2" if stage.end else ""}];' for stage in Stage]
    lines += [f'    {start} -> {to} [label="{label}"];' for start, to, label in _arrows(rows)]
    return "\n".join([*lines, "}"]) + "\n"


def _arrows(rows: Iterable[Row]) -> list[tuple[str, str, str]]:
    """From, to and label of every row that leads elsewhere, each once."""
    found: dict[tuple[str, str, str], None] = {}
    for row in rows:
        if row.stage != row.to:
            found[row.stage.value, row.to.value, row.step.value] = None
    return list(found)
