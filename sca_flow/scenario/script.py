"""Reading a script: a list of steps in a file."""

from __future__ import annotations

from pathlib import Path

from sca_flow.reading import read_yaml
from sca_flow.scenario.model import ScriptStep


def read_script(path: Path) -> tuple[ScriptStep, ...]:
    """The steps of a script; `FileError` with every problem when it cannot be used."""
    return tuple(read_yaml(path).as_(list[ScriptStep]))
