"""Reports: told in lines, as one JSON object or as a page, on stdout or into a file that is not there yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Protocol

import typer

from sca_flow.cli import out
from sca_flow.errors import InputError


class Form(StrEnum):
    """How a report is written."""

    TEXT = "text"
    HTML = "html"
    MD = "md"
    CSV = "csv"
    JSON = "json"


Format = Annotated[Form, typer.Option("--format", help="How it is written.")]
_OTHER = "Name another file."
Output = Annotated[Path | None, typer.Option("--output", metavar="FILE", help="Write it into a new file.")]


class Report(Protocol):
    """What can be told in lines, or as plain values."""

    def lines(self) -> Iterable[str]:
        """It in words."""

    def as_json(self) -> dict[str, Any]:
        """It as plain values."""


def tell(report: Report, as_json: bool) -> int:
    """Print a report; exit code 0."""
    write(report, Form.JSON if as_json else Form.TEXT)
    return 0


def chosen(form: Form, as_json: bool) -> Form:
    """The form that was asked for; `InputError` when ``--json`` comes with another one."""
    if as_json and form not in (Form.TEXT, Form.JSON):
        raise InputError(f"--json and --format {form} cannot both be given.", do="Give one of them.")
    return Form.JSON if as_json else form


def write(
    report: Report,
    form: Form,
    output: Path | None = None,
    *,
    html: Callable[[], str] | None = None,
    markdown: Callable[[], str] | None = None,
    csv: Callable[[], str] | None = None,
) -> None:
    """Write a report, on stdout or into a file; ``html`` and the others make what it can be besides text and JSON.

    Raises:
        InputError: it is not written in this form, or the file cannot be written.
    """
    makers: dict[Form, Callable[[], str] | None] = {
        Form.TEXT: lambda: "\n".join(report.lines()),
        Form.JSON: lambda: out.as_object(report.as_json()),
        Form.HTML: html,
        Form.MD: markdown,
        Form.CSV: csv,
    }
    make = makers[form]
    if make is None:
        forms = ", ".join(name for name, maker in makers.items() if maker)
        raise InputError(f"This is not written as {form}.", do=f"Take one of: {forms}.")
    text = make().rstrip("\n")
    if output is None:
        out.data(text, kept=form == Form.CSV)
    else:
        save(output, text + "\n")
        out.talk(f"Written to {output}.")


def save(path: Path, content: str | bytes) -> None:
    """Write a new file; `InputError` when it is there already or cannot be written."""
    try:
        with path.open("xb") as file:
            file.write(content if isinstance(content, bytes) else content.encode("utf-8"))
    except FileExistsError:
        raise InputError(f"'{path}' is there already.", why="Nothing is overwritten.", do=_OTHER) from None
    except OSError as error:
        raise InputError(f"'{path}' cannot be written: {error.strerror}.", do=_OTHER) from None
