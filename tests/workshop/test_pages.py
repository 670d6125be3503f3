"""Pages and Markdown that reports are written as: readable on a narrow screen, and text stays text."""

from __future__ import annotations

import re

import pytest

from sca_flow.report import Items, Report, Section, Table, as_markdown
from sca_flow.report_html import as_html

REPORT = Report("A title", "A notice", (Section("one", "One", (Table("What", ("Name", "Why"), (("a", "b"),)),)),))


def test_on_a_narrow_screen_each_cell_stands_under_its_column_and_is_still_a_cell() -> None:
    html = as_html(REPORT)
    assert "@media screen and (max-width: 40rem)" in html
    cells = re.findall(r"<t[hd] [^>]*data-column[^>]*>[^<]*", html)
    assert [re.findall(r'(?:role|data-column)="([^"]*)"', cell) for cell in cells] == [
        ["rowheader", "Name"],
        ["cell", "Why"],
    ]
    assert re.findall(r'role="([^"]*)"', html) == (
        ["table", "rowgroup", "row", "columnheader", "columnheader", "rowgroup", "row", "rowheader", "cell"]
    )


@pytest.mark.parametrize("text", ["10. 2021-04-12: decided", "1) one", "- item", "+ item", "=== line", "--- rule"])
def test_a_paragraph_never_becomes_a_list_or_a_heading(text: str) -> None:
    report = Report("T", "N", (Section("s", "S", (text, Items((text,)))),))
    *_, paragraph, _, item = as_markdown(report)
    assert not re.match(r"\d+[.)]|[-+=]", paragraph)
    assert not re.match(r"- (?:\d+[.)]|[-+=])", item)
    assert paragraph.replace("\\", "") == text
