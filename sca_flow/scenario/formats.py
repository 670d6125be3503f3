"""The format number of the author's files, and what to do about one that is not today's."""

from __future__ import annotations

from typing import Any, TypeVar

from sca_flow.errors import FileError, Problem
from sca_flow.reading import Tree
from sca_flow.scenario.model import FORMAT

UNNUMBERED = 0
"""The number of a draft without one: as files were written before they had a number."""

M = TypeVar("M")


def number(written: Any) -> int | None:
    """The format number of a file that was read; None when what it says is no number that there ever was."""
    if isinstance(written, dict) and "format" not in written:
        return UNNUMBERED
    said = written["format"] if isinstance(written, dict) else None
    return said if isinstance(said, int) and not isinstance(said, bool) and said > 0 else None


def amiss(written: Any) -> str | None:
    """What is wrong with a file's format number, and what to do; None when it is today's."""
    said = number(written)
    if said == FORMAT:
        return None
    if said is None:
        return f"'format' is the number of the format, which is {FORMAT} today."
    if said > FORMAT:
        return f"format {said} is newer than this program, which knows {FORMAT}: update the program."
    older = "'format' is missing" if said == UNNUMBERED else f"format {said} is older than {FORMAT}, today's"
    return f"{older}: `sca-flow scenario upgrade` mends it."


def fit(tree: Tree, model: type[M]) -> M:
    """Validate a file of the author's, as `Tree.as_`; of a newer format nothing else is told than that it is."""
    try:
        return tree.as_(model)
    except FileError as error:
        said = amiss(tree.value) if isinstance(tree.value, dict) else None
        if said is None:
            raise
        newer = (number(tree.value) or 0) > FORMAT
        others = [] if newer else [one for one in error.problems if not one.text.startswith("'format'")]
        raise FileError(tree.file, [Problem(tree.line(("format",)), said), *others]) from None
