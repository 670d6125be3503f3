"""Pages that stand alone: built as a tree, so that everything in them is escaped, and without anything remote."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from xml.etree import ElementTree

from sca_flow.reading import UNSEEN

Element = ElementTree.Element
Child = Element | str

CSS = """
html { color-scheme: light; }
body { margin: 0 auto; max-width: 70rem; padding: 1rem; background: #ffffff; color: #1b1b1b;
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: break-word; }
a { color: #0b4a8f; }
a:focus, main:focus { outline: 3px solid #0b4a8f; outline-offset: 2px; }
.skip { position: absolute; left: -999rem; }
.skip:focus { position: static; }
h1, h2, h3, h4 { line-height: 1.25; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
caption { text-align: left; font-weight: bold; padding: .25rem 0; }
th, td { border: 1px solid #6b6b6b; padding: .4rem .6rem; text-align: left; vertical-align: top; }
thead th { background: #e8ecf1; }
tr.changed th, tr.changed td { background: #fff4d6; border-width: 2px; }
.notice { border: 2px solid #1b1b1b; padding: .5rem .75rem; }
.from { display: block; color: #454545; font-size: .9rem; }
ol.told { list-style: none; padding-left: 1rem; border-left: 3px solid #6b6b6b; }
pre { white-space: pre-wrap; font-size: .9rem; }
code { overflow-wrap: anywhere; }
@media screen and (max-width: 40rem) {
  [role=table], [role=table] :is(caption, tbody, tr, th, td) { display: block; }
  [role=table] thead { position: absolute; left: -999rem; }
  [role=table] tr { margin-bottom: .75rem; }
  [role=table] :is(th, td)::before { content: attr(data-column); display: block; font: .9rem system-ui, sans-serif;
    color: #454545; }
}
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  .skip, nav { display: none; }
  a { color: inherit; text-decoration: none; }
  tr, li, h2, h3, h4 { break-inside: avoid; }
  h2, h3, h4 { break-after: avoid; }
  thead { display: table-header-group; }
}
"""
"""Text on its background keeps 4.5 to 1, lines and outlines 3 to 1; nothing is said by colour alone."""


def tag(kind: str, /, *children: Child, **attributes: str) -> Element:
    """An element; what cannot be seen in text is replaced, and ``class_`` is written as class."""
    element = Element(kind, {key.rstrip("_").replace("_", "-"): _seen(value) for key, value in attributes.items()})
    for child in children:
        if isinstance(child, Element):
            element.append(child)
        elif len(element):
            element[-1].tail = (element[-1].tail or "") + _seen(child)
        else:
            element.text = (element.text or "") + _seen(child)
    return element


def table(caption: str, columns: Sequence[str], rows: Iterable[Element]) -> Element:
    """A table whose columns are headed; the rows bring their own headings, see `row`.

    On a narrow screen the cells stand below each other, each under its column; the roles keep it a table there.
    """
    head = tag("tr", *(tag("th", column, scope="col", role="columnheader") for column in columns), role="row")
    body = tag("tbody", *rows, role="rowgroup")
    for line in body:
        line.set("role", "row")
        for cell, column in zip(line, columns, strict=False):
            cell.set("role", "rowheader" if cell.tag == "th" else "cell")
            cell.set("data-column", _seen(column))
    return tag("table", tag("caption", caption), tag("thead", head, role="rowgroup"), body, role="table")


def row(heading: Child, *cells: Child, changed: bool = False) -> Element:
    """A row under its heading."""
    marked = {"class_": "changed"} if changed else {}
    return tag("tr", tag("th", heading, scope="row"), *(tag("td", cell) for cell in cells), **marked)


def page(
    title: str, header: Sequence[Child], sections: Sequence[tuple[str, str, Sequence[Child]]], style: str = ""
) -> str:
    """A whole page: what stands at its head, then its sections, each with an id, a heading and what it holds.

    ``style`` is added to `CSS`.  It is not escaped: words from elsewhere stand in it only as `quoted`.
    """
    style = CSS + style
    policy = f"default-src 'none'; style-src 'sha256-{_sha(style)}'; base-uri 'none'; form-action 'none'"
    links = [tag("li", tag("a", heading, href=f"#{name}")) for name, heading, _ in sections]
    parts = [
        tag("section", tag("h2", heading, id=f"{name}-heading"), *held, id=name, aria_labelledby=f"{name}-heading")
        for name, heading, held in sections
    ]
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", title),
        tag("style", style),
    )
    body = tag(
        "body",
        tag("a", "Skip to the content", href="#main", class_="skip"),
        tag("header", tag("h1", title), *header),
        tag("nav", tag("ul", *links), aria_label="Contents"),
        tag("main", *parts, id="main", tabindex="-1"),
    )
    whole = ElementTree.tostring(tag("html", head, body, lang="en-GB"), encoding="unicode", method="html")
    return f"<!DOCTYPE html>\n{whole}\n"


def quoted(text: str) -> str:
    """Text as a string in a style: whatever is no plain letter, digit or space is written as its number."""
    plain = (
        char if char == " " or (char.isascii() and char.isalnum()) else f"\\{ord(char):x} " for char in _seen(text)
    )
    return f'"{"".join(plain)}"'


def _seen(text: str) -> str:
    return UNSEEN.sub("\N{REPLACEMENT CHARACTER}", text)


def _sha(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
