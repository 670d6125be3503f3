"""A file that somebody names inside a folder: it lies in there, or it is not used."""

from __future__ import annotations

import os
from pathlib import Path

from sca_flow.errors import InputError


def inside(folder: Path, name: str) -> Path:
    """Where a file of a folder lies.

    Raises:
        InputError: it lies outside, also by way of a link; there is none; or its name cannot be one.
    """
    try:
        root = os.path.realpath(folder)
        path = Path(os.path.realpath(os.path.join(root, name)))
        within, there = path.is_relative_to(root), path.is_file()
    except (OSError, ValueError):  # too long, or a character that no name may hold
        raise InputError(f"'{name[:80]}' cannot be used as the name of a file.") from None
    if not within:
        raise InputError(f"'{name}' lies outside the scenario's folder.")
    if not there:
        raise InputError(f"there is no file '{name}'.")
    return path
