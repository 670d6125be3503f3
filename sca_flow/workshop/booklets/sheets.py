"""What both booklets are laid out with: sheets of documents with their lines numbered, room to write, and print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sca_flow.html import Child, Element, quoted, row, table, tag
from sca_flow.rules.policy import Policy
from sca_flow.scenario.vocabulary import As, Word, vocabulary
from sca_flow.workshop.booklets.booklet import Paper

BOX = "\N{BALLOT BOX}"
NO_NAMES = "Write of this case only: no real names, and nothing from a real case."

_CSS = """
table.text { border: 1px solid #6b6b6b; table-layout: fixed; }
table.text th, table.text td { border: 0; padding: 0 .6rem; }
table.text thead th { border-bottom: 1px solid #6b6b6b; padding: .25rem .6rem; }
table.text tbody th { font: .8rem/1.45 ui-monospace, monospace; color: #454545; text-align: right; }
table.text td { font: .8rem/1.45 ui-monospace, monospace; white-space: pre-wrap; border-left: 1px solid #6b6b6b; }
table.text .number { width: 2.6rem; text-align: right; }
.rule { border-bottom: 1px solid #6b6b6b; height: 1.9rem; }
.boxes { list-style: none; padding-left: 0; }
td .from, th .from { font-size: .92em; font-weight: normal; }
table.listed th, table.listed td:nth-child(4) { white-space: nowrap; }
table.even { table-layout: fixed; }
.sheet, .half { border-top: 3px double #6b6b6b; margin-top: 1.5rem; }
@media print {
  #file, #decisions, #envelopes, #path, #documents, #sources, .sheet { break-before: page; }
  h2 + .sheet { break-before: auto; }
  .sheet { border-top: 0; margin-top: 0; }
  .half { break-inside: avoid; }
  table { font-size: 9pt; }
  table.text td, table.text tbody th { font-size: 8pt; line-height: 1.35; }
  caption, thead { break-after: avoid; }
  tbody tr:first-child { break-before: avoid; }
}
"""


def style(title: str, edition: str) -> str:
    """The style of a booklet, with its running titles."""
    small = "font: 8pt sans-serif; color: #454545;"
    return (
        _CSS
        + f"""@page {{ size: A4; margin: 22mm 18mm 20mm;
  @top-left {{ content: {quoted(title)}; {small} }}
  @top-right {{ content: {quoted(edition)}; {small} }}
  @bottom-left {{ content: "Training simulation with fictional people"; {small} }}
  @bottom-right {{ content: "Page " counter(page) " of " counter(pages); {small} }}
}}
"""
    )


def document(paper: Paper) -> Element:
    """A document on a sheet of its own; the head of its table runs on over its pages."""
    one = paper.document
    running = f"{paper.name}: {one.title} ({one.from_}, {one.dated})"
    head = tag(
        "thead",
        tag("tr", tag("th", "Line", scope="col", class_="number"), tag("th", running, scope="col")),
    )
    lines = (
        tag("tr", tag("th", str(number), scope="row"), tag("td", line))
        for number, line in enumerate(paper.text.splitlines(), start=1)
    )
    return tag(
        "article",
        tag("h3", f"{paper.name}: {one.title}"),
        tag("table", tag("caption", f"In this case: {paper.when}."), head, tag("tbody", *lines), class_="text"),
        class_="sheet",
    )


def contents(caption: str, papers: Sequence[Paper]) -> Element:
    """A list of documents, and when each is opened."""
    rows = (
        row(paper.name, paper.document.title, paper.document.from_, paper.document.dated.isoformat(), paper.when)
        for paper in papers
    )
    return _classed(table(caption, ("Sheet", "Title", "From", "Dated", "When"), rows), "listed")


def even(found: Element) -> Element:
    """A table whose columns are as wide as each other: there is room to write in it."""
    return _classed(found, "even")


def _classed(found: Element, name: str) -> Element:
    found.set("class", name)
    return found


def room(lines: int) -> Iterator[Element]:
    """Room to write on."""
    return (tag("div", class_="rule") for _ in range(lines))


def items(texts: Iterable[Child], **attributes: str) -> Element:
    """A list."""
    return tag("ul", *(tag("li", text) for text in texts), **attributes)


def words(caption: str, found: Iterable[Word]) -> Element:
    """What can be marked or found, by whom it is defined and how sure that is."""
    rows = (row(word.label, word.says, word.group, f"{word.source}, {word.confidence}") for word in found)
    return table(caption, ("Word", "It means", "Part of", "Source, and how sure"), rows)


def guide(*, vulnerability: bool) -> Iterator[Element]:
    """What lines of a document can be marked as."""
    known = vocabulary()
    yield tag(
        "p",
        "Write the mark in the margin, with the line: for or against an element, an indicator of a group, an "
        "inconsistency, a mitigating circumstance. A definition that is not verified or derived is shown, and never "
        "used to mark anybody wrong.",
    )
    yield words("Evidence for or against an element", known.elements)
    yield words("Indicators", known.indicators)
    yield words("Mitigating circumstances: what may explain a difference", known.mitigation)
    if vulnerability:
        yield words(f"{As.VULNERABILITY.label.capitalize()}, on four levels", known.vulnerability)


def sources(names: Iterable[str], policy: Policy) -> str:
    """Sources on one line; see `cited`."""
    return "; ".join(cited(names, policy))


def cited(names: Iterable[str], policy: Policy) -> Iterator[str]:
    """Sources by id, each with how sure what rests on it is, where any dated rule or definition does."""
    return (f"{name}{_sure(name, policy)}" for name in names)


def _sure(name: str, policy: Policy) -> str:
    found = {
        version.confidence.value for rule in policy.rules.values() for version in rule.values if version.source == name
    } | {word.confidence.value for word in vocabulary().elements if word.source == name}
    return f" ({', '.join(sorted(found, reverse=True))})" if found else ""
