"""A report as a page that stands alone: to read, to print, to send."""

from __future__ import annotations

from sca_flow.html import Child, Element, page, row, table, tag
from sca_flow.report import Items, Part, Report, Table


def as_html(report: Report) -> str:
    """The whole report as one page, which needs nothing else."""
    sections = [(one.id, one.heading, [_part(part) for part in one.parts]) for one in report.sections]
    header: list[Child] = [tag("p", report.notice, class_="notice")]
    return page(report.title, header, sections)


def _part(part: Part) -> Element:
    match part:
        case str():
            return tag("p", part)
        case Items(items):
            return tag("ul", *(tag("li", item) for item in items))
        case Table(caption, head, rows):
            return table(caption, head, (row(cells[0], *cells[1:]) for cells in rows))
