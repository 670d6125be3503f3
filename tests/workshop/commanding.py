"""The real command, run in this process, and what lies in a folder before and after it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import typer

from sca_flow.cli.main import run


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def all(self) -> str:
        return self.out + self.err


Command = Callable[..., Said]


built = cache(typer.main.get_command)
"""The command as Typer builds it, built once: that takes longer than most tests."""


def commanded(capsys: Any, *arguments: object) -> Said:
    capsys.readouterr()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # as the program does when it starts
    code = run([str(argument) for argument in arguments])
    return Said(code, *capsys.readouterr())


def tree(folder: Path) -> dict[str, bytes | str]:
    """Everything below a folder: the bytes of files, where links lead, and the kinds of all else."""
    found: dict[str, bytes | str] = {}
    for above, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = Path(above) / name
            found[str(path.relative_to(folder))] = _kind(path)
    return found


def _kind(path: Path) -> bytes | str:
    if path.is_symlink():
        return f"link to {os.readlink(path)}"
    return path.read_bytes() if path.is_file() else "folder" if path.is_dir() else "special"
