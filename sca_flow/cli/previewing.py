"""A scenario played while it is written."""

from __future__ import annotations

from typing import Annotated

import typer

from sca_flow.cli import completing, out
from sca_flow.cli.options import Json, Scenario
from sca_flow.cli.walks import needs_terminal

From = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="STAGE",
        help="Begin where the model path first comes to a stage.",
        autocompletion=completing.stages,
    ),
]


def preview(scenario: Scenario, from_: From = None, as_json: Json = False) -> int:
    """Play a scenario while you write it: it is read again when a file is saved. Nothing is kept."""
    from sca_flow.rules.loader import shipped
    from sca_flow.workshop.preview import begins, folder_of, stage_named

    policy = shipped()
    folder = folder_of(scenario, policy)
    stage = stage_named(from_) if from_ is not None else None
    steps = begins(folder, policy, stage)
    if as_json:
        told = {"folder": str(folder), "from": stage.value if stage else None}
        out.json_object({**told, "readable": steps is not None, "steps": steps})
        return 0
    needs_terminal(f"Check it instead: sca-flow scenario check {folder}")
    from tui.preview import run

    return run(folder, policy, stage)
