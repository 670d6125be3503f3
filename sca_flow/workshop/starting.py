"""Beginning a scenario: a folder made from a template, or from a scenario that ships."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from sca_flow.errors import InputError, UnknownName
from sca_flow.scenario.model import LIBRARY

TEMPLATES = Path(__file__).with_name("templates")
FIRST = "decision"
"""The template that is used when none is named."""

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST = 64
_DEVICES = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")
"""Names that some systems keep for devices."""


def templates() -> Mapping[str, Path]:
    """The folders that a scenario can be begun from, by name: those made for it, then what ships."""
    made = [path.parent for path in sorted(TEMPLATES.glob("*/scenario.yaml"))]
    return {
        folder.name: folder for folder in (*made, *(path.parent for path in sorted(LIBRARY.glob("*/*/scenario.yaml"))))
    }


def begin(name: str, into: Path, template: str = FIRST) -> Path:
    """Make the folder of a new scenario, named as the scenario; nothing that is there is touched.

    Raises:
        InputError: the name cannot be one, something of that name is there, or it cannot be written.
        UnknownName: there is no such template.
    """
    if not _NAME.fullmatch(name) or len(name) > _LONGEST or _DEVICES.fullmatch(name):
        raise InputError(
            f"'{name}' cannot be the name of a scenario.",
            why=f"It becomes its id and its folder: small letters, digits and hyphens, at most {_LONGEST} characters.",
            do="Choose a name such as 'market-garden'.",
        )
    known = templates()
    if template not in known:
        raise UnknownName("template", template, known)
    folder = into / name
    try:
        folder.mkdir()  # fails if anything of that name is there, a link included
        _copy(known[template], folder, name)
    except FileExistsError:
        raise InputError(f"'{folder}' is there already.", do="Choose another name, or move it away.") from None
    except OSError as error:
        raise InputError(f"'{folder}' cannot be made: {error.strerror}.", do="Choose another place.") from None
    return folder


def _copy(template: Path, folder: Path, name: str) -> None:
    text = (template / "scenario.yaml").read_text(encoding="utf-8")
    text = re.sub(rf"(?m)^id: {re.escape(template.name)}\b", f"id: {name}", text, count=1)
    (folder / "documents").mkdir()
    (folder / "tests").mkdir()
    for file in (*sorted((template / "documents").glob("*.txt")), *sorted((template / "tests").glob("*.yaml"))):
        (folder / file.parent.name / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "scenario.yaml").write_text(text, encoding="utf-8")  # last: before it there is no scenario
