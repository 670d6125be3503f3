"""The routes of a scenario in a drawing language: Mermaid or Graphviz.

Whatever is written by an author is escaped: in Mermaid by the number of each character that is not plain, in Graphviz
between quotes.  That the model path goes some way is said in words, and not by a line's look alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from sca_flow.reading import UNSEEN
from sca_flow.states.names import Stage
from sca_flow.workshop.graph import Graph, Route

EVERYWHERE = "from every stage that is not an end"


def mermaid(graph: Graph) -> str:
    """A ``stateDiagram-v2``."""
    lines = ["---", f"title: {json.dumps(_seen(graph.draft.file.title), ensure_ascii=False)}", "---", "stateDiagram-v2"]
    lines.append(f"    [*] --> {Stage.RECEIVED}")
    lines += [f"    {stage}: {_plain(_label(graph, stage))}" for stage in Stage]
    lines += [f"    {route.arrow[0]} --> {route.arrow[2]}: {_plain(_said(route))}" for route in graph.routes]
    lines += [f"    {stage} --> [*]" for stage in graph.stages if stage.end]
    lines += ["    classDef model stroke-width:3px", "    classDef out stroke-dasharray:4"]
    for name, stages in (("model", _modelled(graph)), ("out", [*graph.out_of_reach])):
        if stages:
            lines.append(f"    class {','.join(stages)} {name}")
    return "\n".join(lines) + "\n"


def dot(graph: Graph) -> str:
    """A Graphviz ``digraph``."""
    lines = ["digraph scenario {", "    rankdir=TB;", f"    label={_quoted(graph.draft.file.title)};"]
    lines.append('    node [shape=box, style=rounded, fontname="sans-serif"];')
    for stage in Stage:
        looks = ["peripheries=2"] if stage.end else []
        looks += ["penwidth=3"] if stage in graph.model.stages else []
        looks += ['style="rounded,dashed"'] if stage in graph.out_of_reach else []
        lines.append(f"    {stage} [{', '.join([f'label={_quoted(_label(graph, stage))}', *looks])}];")
    for route in graph.routes:
        look = ", penwidth=3" if route.model else "" if route.tests else ", style=dashed"
        lines.append(f"    {route.arrow[0]} -> {route.arrow[2]} [label={_quoted(_said(route))}{look}];")
    return "\n".join([*lines, "}"]) + "\n"


def _modelled(graph: Graph) -> list[Stage]:
    return [stage for stage in Stage if stage in graph.model.stages]


def _label(graph: Graph, stage: Stage) -> str:
    return "; ".join([stage.label, *_notes(graph, stage)])


def _notes(graph: Graph, stage: Stage) -> Iterator[str]:
    if stage in graph.out_of_reach:
        yield "out of reach"
    if stage in graph.model.stages:
        yield "on the model path"
    yield from (f"{EVERYWHERE}: {step.label}" for _, step, to in graph.leaving if to == stage)


def _said(route: Route) -> str:
    """A step, and who walks it."""
    return f"{route.arrow[1].caption}{f' ({route.walked_by})' if route.walked_by else ''}"


def _plain(text: str) -> str:
    """Text for Mermaid: what is no letter, digit, space or harmless sign is written as its number."""
    return "".join(char if char.isalnum() or char in " ,.()'-" else f"#{ord(char)};" for char in _seen(text))


def _quoted(text: str) -> str:
    """Text between quotes for Graphviz."""
    escaped = _seen(text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _seen(text: str) -> str:
    return UNSEEN.sub("\N{REPLACEMENT CHARACTER}", text)
