"""The check of scenarios against a bare parse of their files, and of many against few: in seconds of the processor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from bench.ratio import Ratio, best
from sca_flow.reading import read_yaml
from sca_flow.rules.loader import shipped
from sca_flow.scenario.model import LIBRARY
from sca_flow.workshop.lint import lint
from sca_flow.workshop.starting import begin

POLICY = shipped()
FEW, MANY = 100, 1_000
TEMPLATES = ("decision", "panel")
"""Of which the generated scenarios are made, in turn."""


def ratios() -> Iterator[Ratio]:
    files = sorted(LIBRARY.rglob("*.yaml"))
    checking, parsing = best(partial(_check, LIBRARY), partial(_bare_parse, files), rounds=25, clock=process_time)
    yield Ratio(
        "check of the library, its documents, model paths and tests",
        "a bare parse of the same YAML files",
        checking / parsing,
        3,
        note=f"[{1000 * checking:.1f} ms against {1000 * parsing:.1f} ms]",
    )
    with TemporaryDirectory() as place:
        few, many = (_generated(Path(place), number) for number in (FEW, MANY))
        again = MANY // FEW  # both run as long, so that the machine's moods fall on both
        taken = best(partial(_check, *[few] * again), partial(_check, many), rounds=3, clock=process_time)
    each = [took / MANY for took in taken]
    yield Ratio(
        f"check of {MANY:,} generated scenarios",
        f"one of {FEW}, by the scenario",
        each[1] / each[0],
        1.2,
        note=f"[{1000 * each[1]:.1f} ms against {1000 * each[0]:.1f} ms]",
    )


def _check(*folders: Path) -> None:
    for folder in folders:
        assert not lint([folder], POLICY).findings


def _bare_parse(files: Iterable[Path]) -> None:
    """Files read and parsed by the strict parser, without models, documents and checks."""
    for file in files:
        read_yaml(file)


def _generated(place: Path, number: int) -> Path:
    """A folder of so many scenarios."""
    folder = place / str(number)
    folder.mkdir()
    for at in range(number):
        begin(f"case-{at}", folder, TEMPLATES[at % len(TEMPLATES)])
    return folder
