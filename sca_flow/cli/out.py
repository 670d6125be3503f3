"""What the command prints: data on stdout, talk on stderr; an error as one block or as one JSON object.

Every line is flushed at once: whoever reads it may rely on it.
"""

from __future__ import annotations

import os
import sys
from typing import Any, TextIO

from sca_flow.errors import FileError, ScaFlowError, place

PIPED = 141
"""The exit code when whoever read our output has gone, as a shell reports it: 128 + SIGPIPE."""


def data(text: str = "", *, kept: bool = False) -> None:
    """A line on stdout; ``kept``: as it is, by whoever has seen to it that it can drive no terminal."""
    _write(text, sys.stdout, kept=kept)


def talk(text: str = "") -> None:
    """A line on stderr."""
    _write(text, sys.stderr)


def prompt(text: str, *, aside: bool) -> None:
    """The beginning of a line that somebody else ends; ``aside`` puts it on stderr."""
    _write(text, sys.stderr if aside else sys.stdout, end="")


def json_object(value: dict[str, Any]) -> None:
    """One JSON object on stdout, in ASCII: it can be read whatever the encoding of the other end."""
    data(as_object(value))


def as_object(value: dict[str, Any]) -> str:
    """One JSON object as text, with the number of its format."""
    return _dumped({"format": 1, **value}, indent=2)


def error(failed: ScaFlowError, *, as_json: bool) -> None:
    """An error on stderr: what, why and what to do, a line each, or on one line as JSON."""
    if as_json:
        talk(_dumped({"error": failed.as_json()}))
    else:
        talk("Error: " + "\n  ".join(_lines(failed)))


def shown(text: str) -> str:
    """Text with control and invisible characters replaced, so that it cannot drive the terminal."""
    if text.replace("\n", "").isprintable():
        return text
    from sca_flow.reading import UNSEEN  # not at the top: it loads much that a short answer does without

    return UNSEEN.sub("\N{REPLACEMENT CHARACTER}", text)


def _dumped(value: dict[str, Any], indent: int | None = None) -> str:
    import json

    return json.dumps(value, indent=indent)


def _lines(failed: ScaFlowError) -> list[str]:
    if isinstance(failed, FileError):
        return str(failed).splitlines()
    where = f"{place(failed.file, failed.line)}: " if failed.file else ""
    return [line for part in (where + failed.what, failed.why, failed.do) for line in part.splitlines()]


def _write(text: str, stream: TextIO, end: str = "\n", *, kept: bool = False) -> None:
    try:
        print(text if kept else shown(text), file=stream, end=end, flush=True)
    except BrokenPipeError:
        # What is still buffered goes nowhere, or Python would complain of it when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        raise SystemExit(PIPED) from None
