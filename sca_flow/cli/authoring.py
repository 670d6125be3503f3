"""The trainer's workshop: begin a scenario, check it, describe its format to an editor."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sca_flow.cli import completing, out
from sca_flow.cli.options import Json

FINDINGS, UNREADABLE = 1, 2

Paths = Annotated[
    list[Path], typer.Argument(metavar="PATH...", help="Folders: of a scenario, of a course, or of many of them.")
]
Name = Annotated[str, typer.Argument(metavar="NAME", help="Its id and its folder: small letters, digits, hyphens.")]
From = Annotated[
    str,
    typer.Option(
        "--from", metavar="TEMPLATE", help="Begin with 'decision', 'panel' or a scenario that ships, by its id.",
        autocompletion=completing.templates,
    ),
]  # fmt: skip
Into = Annotated[Path, typer.Option("--into", metavar="FOLDER", help="Where its folder is made.")]
Of = Annotated[bool, typer.Option("--course", help="The schema of course.yaml instead.")]


def check(paths: Paths, as_json: Json = False) -> int:
    """Check scenarios before a trainee sees them. Exit 1 when something is found, 2 when something cannot be read."""
    from sca_flow.rules.loader import shipped
    from sca_flow.workshop.lint import lint

    report = lint(paths, shipped())
    if as_json:
        out.json_object(report.as_json())
    else:
        for line in report.lines():
            out.data(line)
    return UNREADABLE if report.unreadable else FINDINGS if report.findings else 0


def new(name: Name, template: From = "decision", into: Into = Path(), as_json: Json = False) -> int:
    """Begin a scenario: a folder with comments that passes `check` and plays. Nothing is overwritten."""
    from sca_flow.workshop.starting import begin

    folder = begin(name, into, template)
    if as_json:
        out.json_object({"scenario": name, "folder": str(folder), "template": template})
    else:
        out.data(f"{folder} is begun, from '{template}'. Change {folder / 'scenario.yaml'}, then:")
        out.data(f"  sca-flow scenario check {folder}")
        out.data(f"  sca-flow walk {folder}")
    return 0


def schema(course: Of = False) -> int:
    """Print the JSON Schema of scenario.yaml, for an editor that completes and checks while you type."""
    import json

    from sca_flow.workshop.schema import schema as made

    out.data(json.dumps(made("course" if course else "scenario"), indent=2))
    return 0
