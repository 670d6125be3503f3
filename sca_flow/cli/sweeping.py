"""Sweeping scenarios: everything that can be reached, or random runs."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sca_flow.cli import completing, out
from sca_flow.cli.authoring import FINDINGS, UNREADABLE
from sca_flow.cli.options import Json
from sca_flow.cli.reports import save, tell
from sca_flow.errors import InputError

if TYPE_CHECKING:
    from sca_flow.scenario.model import Scenario
    from sca_flow.workshop.sweep.sweeping import Report

INCOMPLETE = 4
POSITIONS = 500_000
PATIENCE = 1.0
"""Seconds before the first word of progress, and between two."""

Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH...",
        help="Folders: of a scenario, of a course, or of many of them; or the id of a scenario that ships.",
        autocompletion=completing.scenarios,
    ),
]
ByChance = Annotated[bool, typer.Option("--random", help="Play random runs instead of visiting every position.")]
Runs = Annotated[
    int | None,
    typer.Option("--runs", metavar="K", min=1, max=1_000_000, help="With --random: how many.", show_default="100"),
]
Seed = Annotated[int | None, typer.Option("--seed", metavar="N", help="With --random: the same seed, the same runs.")]
Under = Annotated[
    float | None,
    typer.Option("--fail-under", metavar="P", help="Exit 1 when less than P % of the endings are reached."),
]
Tested = Annotated[bool, typer.Option("--tested", help="Count the endings that model path and tests walk to instead.")]
Limit = Annotated[
    int, typer.Option("--limit", metavar="N", min=1, help="Visit no more positions; exit 4 at the limit.")
]
SaveTest = Annotated[
    Path | None,
    typer.Option("--save-test", metavar="FILE", help="With --random: write the failing script into a new file."),
]


def sweep(
    paths: Paths,
    at_random: ByChance = False,
    runs: Runs = None,
    seed: Seed = None,
    fail_under: Under = None,
    tested: Tested = False,
    limit: Limit = POSITIONS,
    save_test: SaveTest = None,
    as_json: Json = False,
) -> int:
    """Visit everything that a scenario can come to: its endings, dead ends, and what of the process it covers."""
    import secrets

    from sca_flow.rules.loader import shipped
    from sca_flow.workshop.remembering import Remembering
    from sca_flow.workshop.sweep.randomly import AtRandom
    from sca_flow.workshop.sweep.report import Exhaustive
    from sca_flow.workshop.sweep.sweeping import One, sweep_all

    _fit_together(at_random, tested, {"--runs": runs, "--seed": seed, "--save-test": save_test})
    policy = Remembering.of(shipped())
    times, seed = runs or 100, secrets.randbelow(1_000_000) if seed is None else seed

    def sweeping(scenario: Scenario, file: Path) -> One:
        if at_random:
            progress = _progress(scenario.id, f"of {times:,} runs")
            return AtRandom.of(scenario, file, policy, seed=seed, runs=times, limit=limit, progress=progress)
        return Exhaustive.of(scenario, file, policy, limit=limit, progress=_progress(scenario.id, "positions"))

    report = sweep_all(paths, policy, sweeping, at_least=fail_under, tested=tested)
    tell(report, as_json)
    if save_test is not None:
        _save(save_test, report)
    if report.unread:
        return UNREADABLE
    return INCOMPLETE if not report.complete else FINDINGS if report.failed else 0


def _fit_together(at_random: bool, tested: bool, of_random: Mapping[str, object]) -> None:
    """Refuse options that say nothing together, and a file that is there already, before anything is played."""
    given = [name for name, value in of_random.items() if value is not None]
    if given and not at_random:
        raise InputError(f"Only random runs take {' and '.join(given)}.", do="Give --random too, or leave it out.")
    if tested and at_random:
        raise InputError("--tested asks about the model path and the tests, not about random runs.", do="Give one.")
    there = of_random["--save-test"]
    if isinstance(there, Path) and there.exists():
        raise InputError(f"'{there}' is there already.", why="Nothing is overwritten.", do="Name another file.")


def _progress(name: str, what: str) -> Callable[[int], None]:
    """Tell on stderr how far it has come, once it takes long."""
    told = time.monotonic()

    def progress(number: int) -> None:
        nonlocal told
        if time.monotonic() - told >= PATIENCE:
            told = time.monotonic()
            out.talk(f"{name}: {number:,} {what} ...")

    return progress


def _save(path: Path, report: Report) -> None:
    """Write the script of the first failure into a new file."""
    from sca_flow.writing import as_yaml

    failures = [one.as_json().get("failure") for one in report.swept]
    first = next((failure for failure in failures if failure), None)
    if first is None:
        out.talk("No run failed, so that nothing was saved.")
        return
    save(path, f"# Random run of seed {first['seed']}: {first['what']}\n{as_yaml(first['script'])}\n")
    out.talk(f"Written to {path}.")
