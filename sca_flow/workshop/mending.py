"""A file with slips in its keys and names, read as what was meant: one slip does not hide what else is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

from sca_flow.misfits import Path_, known_keys, slips
from sca_flow.reading import Tree

ROUNDS = 5
"""A key that is mended may hold others that are to be."""


def mended(tree: Tree, model: type[BaseModel]) -> tuple[Tree, BaseModel] | None:
    """The tree with keys and names as they were meant, unknown keys left out, and what it says; None if more is amiss.

    The slips themselves are told by whoever validates the file as it stands.
    """
    tree = Tree(tree.file, deepcopy(tree.value), dict(tree.places))
    for _ in range(ROUNDS):
        try:
            return tree, model.model_validate(tree.value)
        except ValidationError as error:
            found = list(slips(error, tree.value))
            if not found:
                return None
            for kind, path, expected in found:
                _mend(tree, model, kind, path, expected)
    return None


def _mend(tree: Tree, model: type[BaseModel], kind: str, path: Path_, expected: str) -> None:
    *holders, last = path
    holder = tree.value
    for part in holders:
        holder = holder[part]
    if kind == "enum":
        holder[last] = _nearest(str(holder[last]), re.findall("'([^']*)'", expected)) or holder[last]
    elif last in holder:
        value = holder.pop(last)
        meant = _nearest(str(last), [name for name in known_keys(model, tuple(holders)) if name not in holder])
        if meant is not None:
            holder[meant] = value
            tree.places.update(_moved(tree, path, (*holders, meant)))


def _nearest(name: str, known: list[str]) -> str | None:
    return next(iter(get_close_matches(name, known, n=1)), None)


def _moved(tree: Tree, old: Path_, new: Path_) -> Iterator[tuple[Path_, Any]]:
    """Where the parts of a key stand, under its new name."""
    for path, mark in list(tree.places.items()):
        if path[: len(old)] == old:
            yield (*new, *path[len(old) :]), mark
