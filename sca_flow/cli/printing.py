"""A scenario on paper, for a room without enough screens, and its routes as a drawing."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Annotated

import typer

from sca_flow.cli import out
from sca_flow.cli.options import Json, Scenario
from sca_flow.cli.process import Ascii, fitted
from sca_flow.cli.reports import Output, save
from sca_flow.errors import InputError
from sca_flow.glyphs import in_ascii

if TYPE_CHECKING:
    from sca_flow.workshop.draft import ScenarioDraft
    from sca_flow.workshop.graph import Graph


class Reader(StrEnum):
    """For whom a booklet is."""

    PARTICIPANT = "participant"
    FACILITATOR = "facilitator"


class Drawn(StrEnum):
    """How the routes are drawn: for the terminal, or in a drawing language."""

    TEXT = "text"
    MERMAID = "mermaid"
    DOT = "dot"


Language = Annotated[Drawn, typer.Option("--format", help="As text for the terminal, or in a drawing language.")]
For = Annotated[Reader, typer.Option("--for", help="For those who work the case, or for whoever leads them.")]


def print_(scenario: Scenario, reader: For, output: Output = None, as_json: Json = False) -> int:
    """Print a scenario as a booklet: a page of HTML that needs nothing else, for A4 paper."""
    from sca_flow.workshop.booklets.booklet import Booklet
    from sca_flow.workshop.booklets.facilitator import facilitator
    from sca_flow.workshop.booklets.participant import participant

    booklet = Booklet(drafted(scenario))
    html = (participant if reader == Reader.PARTICIPANT else facilitator)(booklet)
    if output is not None:
        save(output, html)
    if as_json:
        told = {"for": reader.value, **booklet.as_json()}
        told |= booklet.notes_as_json() if reader == Reader.FACILITATOR else {}
        out.json_object(told | ({"html": html} if output is None else {"file": str(output)}))
    elif output is None:
        out.data(html.rstrip("\n"))
    else:
        out.talk(f"Written to {output}.")
    return 0


def graph(scenario: Scenario, format_: Language = Drawn.TEXT, ascii_: Ascii = False, as_json: Json = False) -> int:
    """Draw the routes of a scenario on the process: what its model path and tests walk, and what is out of reach."""
    from sca_flow.workshop.graph import Graph
    from sca_flow.workshop.graph_drawing import dot, mermaid

    if as_json and format_ != Drawn.TEXT:
        raise InputError(f"--json and --format {format_} cannot both be given.", do="Give one of them.")
    found = Graph.of(drafted(scenario))
    if as_json:
        out.json_object(found.as_json())
    elif format_ != Drawn.TEXT:
        out.data((mermaid if format_ == Drawn.MERMAID else dot)(found).rstrip("\n"))
    else:
        _drawn(found, ascii_)
    return 0


def _drawn(found: Graph, ascii_: bool) -> None:
    from sca_flow.states.map_drawing import PLAIN_LEGEND, drawn, plain

    width = fitted()
    head = f"{found.draft.file.title}: where a case may go, and where its model path goes."
    lines = [*wrap(head, width), *wrap(f"{PLAIN_LEGEND}  ✓ on the model path, with the day", width), ""]
    lines += [*map(plain, drawn(found.map, width)), ""]
    lines += [part for line in found.lines() for part in wrap(line, width, subsequent_indent="  ")]
    for line in lines:
        out.data(in_ascii(line) if ascii_ else line)


def drafted(name: str) -> ScenarioDraft:
    """A scenario by id or folder, sound enough to be played.

    Raises:
        FileError: everything that is wrong with it, with lines.
        UnknownName: there is none.
    """
    from sca_flow.errors import UnknownName
    from sca_flow.rules.loader import shipped
    from sca_flow.scenario.loader import Library
    from sca_flow.workshop.draft import ScenarioDraft

    policy = shipped()
    path = Path(name)
    try:
        found = Library(policy).find(str(path.parent) if path.name == "scenario.yaml" else name)
    except (OSError, ValueError):  # a name that none can be: too long, or with a character that no name may hold
        raise UnknownName("scenario", name[:80], ()) from None
    assert found.folder is not None
    return ScenarioDraft(found.folder / "scenario.yaml", policy)
