"""Rule tests for the tests of the workbench: written as their files have them, and run."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from sca_flow.workbench.rule_tests import Run, run_file


def written(folder: Path, text: str, name: str = "made-up.yaml") -> Path:
    """A file of rule tests."""
    path = folder / name
    path.write_text(dedent(text), encoding="utf-8")
    return path


def ran(folder: Path, text: str) -> list[Run]:
    """The runs of a file of rule tests."""
    return list(run_file(written(folder, text)))


def one(folder: Path, text: str) -> Run:
    """The only run of a file of rule tests."""
    (run,) = ran(folder, text)
    return run
