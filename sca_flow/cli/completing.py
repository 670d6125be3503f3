"""What the shell completes: found by looking at names, without reading a file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import typer

_HERE = Path(__file__).parent.parent


def scenarios(incomplete: str) -> list[str]:
    """The ids of the scenarios that ship."""
    return _beginning(incomplete, (path.parent.name for path in _HERE.glob("library/*/*/scenario.yaml")))


def courses(incomplete: str) -> list[str]:
    """The courses that ship."""
    return _beginning(incomplete, (path.parent.name for path in _HERE.glob("library/*/course.yaml")))


def stages(incomplete: str) -> list[str]:
    """The stages of the process."""
    from sca_flow.states.names import Stage

    return _beginning(incomplete, Stage)


def templates(incomplete: str) -> list[str]:
    """What a scenario can be begun from."""
    made = (path.parent.name for path in _HERE.glob("workshop/templates/*/scenario.yaml"))
    return _beginning(incomplete, (*made, *scenarios("")))


def rules(incomplete: str) -> list[str]:
    """The ids of the rules."""
    return _beginning(incomplete, (path.stem for path in _HERE.glob("rules/data/*.yaml")))


def variants(incomplete: str) -> list[str]:
    """The ids of the variants that ship."""
    return _beginning(incomplete, (path.stem for path in _HERE.glob("rules/variants/*.yaml")))


def sectors(incomplete: str) -> list[str]:
    """A list of sectors and the chair, whose last name is being typed."""
    from sca_flow.people import Sector

    before, comma, last = incomplete.rpartition(",")
    return [before + comma + name for name in _beginning(last, ("chair", *Sector))]


def attempts(ctx: typer.Context, incomplete: str) -> list[str]:
    """The ids of the attempts in the store; none when it cannot be read."""
    from sca_flow.cli import stores
    from sca_flow.errors import ScaFlowError

    try:
        with stores.reading(ctx.params.get("store")) as journal:
            return _beginning(incomplete, (head.attempt for head in journal.heads()))
    except ScaFlowError:
        return []


def _beginning(incomplete: str, names: Iterable[str]) -> list[str]:
    return sorted(name for name in names if name.startswith(incomplete))
