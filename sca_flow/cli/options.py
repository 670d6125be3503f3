"""Options and arguments that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sca_flow.cli import completing, stores

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Store = Annotated[
    str | None,
    typer.Option(
        "--store",
        envvar=stores.VARIABLE,
        metavar="URL",
        help="Where attempts are kept: a file, a database address, or memory: for a trial.",
        show_default="a file in your data folder",
    ),
]
Variants = Annotated[
    list[str] | None,
    typer.Option(
        "-p",
        "--policy",
        metavar="VARIANT",
        help="A what-if: a variant's id or file.",
        autocompletion=completing.variants,
    ),
]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day asked about, such as 2021-03-01.")]

_SCENARIO = typer.Argument(
    metavar="SCENARIO",
    help="A scenario's id (`sca-flow list`), or the folder of one.",
    autocompletion=completing.scenarios,
)
Scenario = Annotated[str, _SCENARIO]
AnyScenario = Annotated[str | None, _SCENARIO]

_ATTEMPT = typer.Argument(metavar="ATTEMPT", help="An attempt's id.", autocompletion=completing.attempts)
Attempt = Annotated[str, _ATTEMPT]
AnyAttempt = Annotated[str | None, _ATTEMPT]

Script = Annotated[
    Path | None, typer.Option("--script", metavar="FILE", help="Play the steps of a file, and say where it differs.")
]
Auto = Annotated[bool, typer.Option("--auto", help="Play random steps to an end.")]
Seed = Annotated[int | None, typer.Option("--seed", metavar="N", help="With --auto: the same seed, the same steps.")]
