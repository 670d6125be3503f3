"""Reports as parts: headings, paragraphs, lists and tables, written as plain text or as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Items:
    """A list, an item a line."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table under its caption; the first cell of a row is its heading."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Part = str | Items | Table
"""A string is a paragraph."""


@dataclass(frozen=True)
class Section:
    """A heading with what stands under it; ``id`` is what a page links to."""

    id: str
    heading: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Report:
    """A whole report.  ``notice`` is the line that every export carries."""

    title: str
    notice: str
    sections: tuple[Section, ...]


def as_text(report: Report) -> Iterator[str]:
    """The report as plain lines, every table as rows of words."""
    yield from (report.notice, report.title)
    for section in report.sections:
        yield from ("", section.heading.upper())
        for part in section.parts:
            yield from _text(part)


def _text(part: Part) -> Iterator[str]:
    match part:
        case str():
            yield part
        case Items(items):
            yield from (f"  - {item}" for item in items)
        case Table(caption, head, rows):
            yield f"{caption}:"
            for row in rows:
                said = (f"{name.lower()}: {cell}" for name, cell in zip(head[1:], row[1:], strict=True) if cell)
                yield f"  - {row[0]}{' — ' if len(row) > 1 else ''}{'; '.join(said)}"


def as_markdown(report: Report) -> Iterator[str]:
    """The report as Markdown; whatever could be taken for markup is escaped."""
    yield from (f"# {_plain(report.title)}", "", f"*{_plain(report.notice)}*")
    for section in report.sections:
        yield from ("", f"## {_plain(section.heading)}")
        for part in section.parts:
            yield ""
            yield from _markdown(part)


def _markdown(part: Part) -> Iterator[str]:
    match part:
        case str():
            yield _plain(part)
        case Items(items):
            yield from (f"- {_plain(item)}" for item in items)
        case Table(caption, head, rows):
            yield from (f"**{_plain(caption)}**", "", _cells(head), _cells(["---"] * len(head), escape=False))
            yield from (_cells(row) for row in rows)


def _cells(row: Sequence[str], *, escape: bool = True) -> str:
    return f"| {' | '.join(_plain(cell) if escape else cell for cell in row)} |"


def _plain(text: str) -> str:
    r"""Text on one line, with a backslash before what Markdown would act on."""
    plain = re.sub(r"([\\`*_{}\[\]<>#|~&])", r"\\\1", " ".join(text.split()))
    return re.sub(r"^(\d*)([-+=.)])", r"\1\\\2", plain)  # what begins a list, a line or a heading
