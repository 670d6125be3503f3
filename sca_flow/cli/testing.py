"""The trainer's tests: play them, record one from an attempt, and play them under two policies."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sca_flow.cli import stores
from sca_flow.cli.authoring import FINDINGS, UNREADABLE
from sca_flow.cli.options import Attempt, Json, Store, Variants
from sca_flow.cli.reports import Form, Output, tell, write

Paths = Annotated[
    list[Path],
    typer.Argument(metavar="PATH...", help="A scenario's folder, a course's, a folder of many, or one test's file."),
]
Days = Annotated[
    list[str] | None,
    typer.Option("--on", metavar="DATE", help="Instead of a policy: the rules of a day, in force on every day."),
]


def run_tests(paths: Paths, as_json: Json = False) -> int:
    """Play each scenario's model path and tests. Exit 1 when one departs, 2 when one cannot be read."""
    from sca_flow.rules.loader import shipped
    from sca_flow.workshop.scenario_tests import play_all

    report = play_all(paths, shipped())
    tell(report, as_json)
    return UNREADABLE if report.counts["unreadable"] else FINDINGS if report.counts["failed"] else 0


def record(attempt: Attempt, output: Output = None, as_json: Json = False, store: Store = None) -> int:
    """Write a test from an attempt: the same steps, by the same people, on the same days."""
    from sca_flow.workshop.recording import recorded

    with stores.reading(store) as journal:
        recording = recorded(journal, attempt)
    write(recording, Form.JSON if as_json else Form.TEXT, output)
    return 0


def compare(paths: Paths, variants: Variants = None, on: Days = None, as_json: Json = False) -> int:
    """Play model path and tests under two policies, and say where they part. Exit 2 when something cannot be read."""
    from sca_flow.rules.loader import shipped, shipped_variants
    from sca_flow.workshop.comparing import compare as found
    from sca_flow.workshop.sides import sides

    first, second = sides(variants or (), on or (), shipped(), shipped_variants())
    report = found(paths, first, second, shipped())
    tell(report, as_json)
    return UNREADABLE if report.unreadable else 0
