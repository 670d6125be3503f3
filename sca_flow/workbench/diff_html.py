"""A difference between two policies as a page to read, print or send."""

from __future__ import annotations

from collections.abc import Iterator

from sca_flow.html import Child, Element, page, row, table, tag
from sca_flow.workbench.basis import name_of
from sca_flow.workbench.behaviour import WORDS, Behaviour, Difference
from sca_flow.workbench.citing import Said
from sca_flow.workbench.diff import Diff, bounds


def as_html(diff: Diff) -> str:
    """The whole difference as one page, which needs nothing else."""
    a, b = diff.a.name, diff.b.name
    header: list[Child] = [
        tag("p", diff.notice, class_="notice"),
        table(
            "What is compared",
            ("Side", "Policy", "On", "Values that are not confirmed"),
            (
                row(word, side.basis.name, side.on.isoformat(), side.basis.count)
                for word, side in (("From", diff.a), ("To", diff.b))
            ),
        ),
    ]
    return page(
        f"Difference: {a} and {b}",
        header,
        [
            ("rules", "What the rules say", list(_rules(diff))),
            ("behaviour", "What can be done", [part for one in diff.behaviour for part in _behaviour(one, a, b)]),
            ("safeguards", "Safeguards", list(_safeguards(diff))),
            ("receipt", "Receipt", list(_receipt(diff))),
        ],
    )


def _rules(diff: Diff) -> Iterator[Element]:
    yield tag("p", f"{diff.differing[0].upper()}{diff.differing[1:]}")
    if diff.text:
        rows = (
            row(
                tag("span", tag("code", change.old.rule), " ", change.old.question),
                _said(change.old),
                _said(change.new),
            )
            for change in diff.text
        )
        yield table("Rules that differ", ("Rule", f"Under {diff.a.name}", f"Under {diff.b.name}"), rows)


def _said(said: Said) -> Element:
    places = [tag("span", str(place), class_="from") for place in said.cited]
    return tag("span", said.value, *places, *(tag("span", str(other), class_="from") for other in said.otherwise))


def _behaviour(one: Behaviour, a: str, b: str) -> Iterator[Element]:
    yield from (tag("p", sentence) for sentence in one.summary(a, b))
    if one.differences:
        rows = (row(d.stage.label, d.step.caption, WORDS[d.kind], d.where) for d in one.differences)
        yield table("Steps that differ", ("Stage", "Step", "Difference", "By whom and where"), rows)
    for difference in one.differences:
        yield from _case(difference, a, b)


def _case(difference: Difference, a: str, b: str) -> Iterator[Element]:
    here, there = (b, a) if difference.kind == "gained" else (a, b)
    shown = difference.shown
    yield tag("h3", difference.headline(a, b))
    yield tag("p", f"The shortest case that shows it. Under {here}, {shown.about}:")
    yield _told(shown.told)
    if shown.detour:
        yield tag("p", f"Under {there} the case comes there otherwise:")
        yield _told(shown.detour)
    yield tag("p", f"Under {there} {shown.end}")


def _told(lines: tuple[str, ...]) -> Element:
    return tag("ol", *(tag("li", line) for line in lines), class_="told")


def _safeguards(diff: Diff) -> Iterator[Element]:
    rows = (
        row(
            tag("span", tag("code", one.invariant.id), " ", one.invariant.says),
            one.a,
            one.b,
            ("changed, as expected" if one.expected else "changed") if one.a != one.b else "the same",
            changed=one.a != one.b,
        )
        for one in diff.safeguards
    )
    columns = ("Safeguard", f"Under {diff.a.name}", f"Under {diff.b.name}", "Difference")
    yield table("Verdicts", columns, rows)
    for one in diff.safeguards:
        if one.broken is not None:
            yield tag(
                "h3", f"What breaks {one.invariant.id}, under {diff.a.name if one.a == 'broken' else diff.b.name}"
            )
            yield tag("pre", "\n".join(one.broken.lines()))


def _receipt(diff: Diff) -> Iterator[Element]:
    receipt = diff.receipt
    rows = [
        row(f"{name_of(side['policy'])} on {side['on']}: {what}", tag("code", sha))
        for side in (receipt["first"], receipt["second"])
        for what, sha in side["sha256"].items()
    ]
    yield tag("p", f"sca-flow {receipt['program']}; {bounds(receipt)}.")
    yield table(
        "SHA-256 of what the answer depends on", ("What", "Hash"), [*rows, row("Safeguards", receipt["safeguards"])]
    )
