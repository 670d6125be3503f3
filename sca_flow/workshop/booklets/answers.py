"""What the author of a scenario holds to be good, laid out for whoever leads it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from sca_flow.html import Child, Element, row, table, tag
from sca_flow.people import Role
from sca_flow.reasons import Citation
from sca_flow.scenario.judgement import Judged, Mark, Passage, When, lines_of
from sca_flow.scenario.vocabulary import vocabulary
from sca_flow.workshop.booklets.booklet import Booklet, Paper, Point
from sca_flow.workshop.booklets.path import Played, recorded
from sca_flow.workshop.booklets.sheets import cited, document, items, sources


def decisions(booklet: Booklet) -> Iterator[Element]:
    """Each decision: how the model takes it, why, how else it may be taken, and on which rules it rests."""
    told: set[Citation] = set()
    for point in booklet.points:
        yield tag("article", tag("h3", point.title), *_decision(booklet, point), *_rules(booklet, point, told))


def _decision(booklet: Booklet, point: Point) -> Iterator[Element]:
    if point.played is not None:
        line = point.played.line
        yield tag("p", f"The model: {line.step.caption}, by {_who(booklet, line.by)}.")
        yield items(recorded(line, booklet.names))
        yield tag("p", f"Why it is sound: {line.why} Sources: {sources(line.sources, booklet.policy)}.")
    first = next(one for one in booklet.points if one.judged is point.judged)
    if first is not point and point.judged is not None:
        yield tag("p", f"Outcomes, findings and reasons are judged as in decision {first.number}, above.")
    elif point.judged is not None:
        yield from _judged(booklet, point.judged)
    others = [one for one in booklet.file.judgement.alternatives if one.instead_of in point.sheet.choice.steps]
    if others:
        rows = (row(one.step.caption, one.instead_of.caption, one.why) for one in others)
        yield table("As good as the model's", ("Step", "Instead of", "Why"), rows)


def _judged(booklet: Booklet, judged: Judged) -> Iterator[Element]:
    rows = [row(step.caption, outcome.worth, outcome.why) for step, outcome in judged.outcomes.items()]
    yield table("Outcomes", ("Outcome", "Held to be", "Why"), rows)
    known = vocabulary().element
    rows = [
        row(known[name].label, " or ".join(one.label for one in sound), _standing(known[name].source, name))
        for name, sound in judged.findings.items()
    ]
    yield table("Findings that are sound", ("Element", "Finding", "Its definition"), rows)
    rows = [
        row(
            str(number),
            reason.says,
            "holds" if reason.sound else "does not hold",
            reason.why,
            "; ".join((*(_at(booklet, name) for name in reason.passages), *cited(reason.sources, booklet.policy))),
        )
        for number, reason in enumerate(judged.reasons, start=1)
    ]
    columns = ("Reason", "As the sheet has it", "It", "Why", "It rests on, and how sure that is")
    yield table("Reasons to choose from, by the numbers of the sheet", columns, rows)


def _standing(source: str, element: str) -> str:
    word = vocabulary().element[element]
    return f"{source}, {word.confidence}" + ("" if word.confidence.confirmed else ": shown, and never scored")


def _rules(booklet: Booklet, point: Point, told: set[Citation]) -> Iterator[Element]:
    """The rules on which a decision rests, each value in full where it is first met."""
    rests_on = point.played.rests_on if point.played else ()
    new = [one for one in rests_on if _undated(one) not in told]
    again = [one.rule for one in rests_on if one not in new]
    told.update(map(_undated, new))
    if new:
        columns = ("Rule", "Value", "Source, place and day", "How sure")
        yield table("Rules on which it rests", columns, (_rule(booklet, one) for one in new))
    if again:
        yield tag("p", f"It also rests, as told above, on: {', '.join(again)}.")


def _undated(one: Citation) -> Citation:
    """The same whatever the day on which it was asked."""
    return replace(one, on=date.min)


def _rule(booklet: Booklet, one: Citation) -> Element:
    name = tag("span", booklet.policy.rule(one.rule).question, tag("code", one.rule, class_="from"))
    where = f"{one.source}, {one.pinpoint or 'no paragraph known'}; on {one.on}"
    return row(name, one.value, where, one.confidence)


def mistakes(booklet: Booklet) -> Iterator[Element]:
    """The mistakes that are known, and what they usually come from."""
    rows = [
        row(
            tag("span", one.says, tag("span", f"Made when {_made(booklet, one.when)}.", class_="from")),
            one.comes_from,
            one.why,
            sources(one.sources, booklet.policy),
        )
        for one in booklet.file.judgement.mistakes
    ]
    if rows:
        columns = ("Mistake", "It usually comes from", "What sets it right", "Sources, and how sure")
        yield table("Mistakes that people are known to make", columns, rows)


def _made(booklet: Booklet, when: When) -> str:
    said = []
    if when.chosen is not None:
        said.append(f"{_reason(booklet, when.chosen)} is chosen")
    if when.refused is not None:
        by = f" (by {', '.join(when.by)})" if when.by else ""
        said.append(f"“{when.refused.caption}” is tried and refused{by}")
    if when.taken is not None:
        said.append(f"“{when.taken.caption}” is taken")
    if when.not_asked is not None:
        said.append(f"nobody has asked: {when.not_asked.replace('_', ' ')}")
    return ", and ".join(said)


def _reason(booklet: Booklet, name: str) -> str:
    for point in booklet.points:
        for number, reason in enumerate(point.judged.reasons if point.judged else (), start=1):
            if reason.id == name:
                return f"reason {number} of “{point.sheet.title}”"
    return name


def path(booklet: Booklet) -> Iterator[Element]:
    """Every step of the model path, also those that are tried and refused."""
    rows = [
        row(
            f"{one.number}. {one.on}",
            _step(booklet, one),
            one.line.why,
            sources(one.line.sources, booklet.policy),
        )
        for one in booklet.path
    ]
    if rows:
        yield table("Each step, and why", ("When", "Step, and by whom", "Why", "Sources, and how sure"), rows)


def _step(booklet: Booklet, one: Played) -> Element:
    details = (tag("span", text, class_="from") for text in recorded(one.line, booklet.names))
    return tag("span", f"{one.line.step.caption}{_refused(one)}: {_who(booklet, one.line.by)}", *details)


def _refused(one: Played) -> str:
    return f" (tried, and refused by {', '.join(one.line.refused_by)})" if one.line.refused_by else ""


def _who(booklet: Booklet, by: str | None) -> str:
    if by is None:
        return "whoever may"
    return booklet.names.get(by) or (Role(by).label if by in list(Role) else by)


def documents(booklet: Booklet) -> Iterator[Child]:
    """Each document, its lines numbered as the participants have them, and then what a sound reader notices in it."""
    for paper in booklet.papers:
        yield document(paper)
        passages = booklet.file.judgement.passages
        rows = [_passage(booklet, one, paper) for one in passages if one.document == paper.document.id]
        if rows:
            columns = ("Lines", "Words", "Bears on", "Why", "Sources, and how sure")
            yield table(f"Passages of {paper.name}: {paper.document.title}", columns, rows)


def _passage(booklet: Booklet, one: Passage, paper: Paper) -> Element:
    words = tag("q", " ".join(one.text.split()))
    bears = items(_mark(mark) for mark in one.marks)
    return row(_lines(one, paper), words, bears, one.why, sources(one.sources, booklet.policy))


def _mark(mark: Mark) -> str:
    word = vocabulary().words(mark.as_).get(mark.of or "")
    unsure = word is not None and not word.confidence.confirmed
    return f"{mark}" + (f" (defined from {word.confidence}, not scored)" if word and unsure else "")


def _lines(one: Passage, paper: Paper) -> str:
    first, last = next(lines_of(one.text, paper.text))
    return str(first) if first == last else f"{first} to {last}"


def _at(booklet: Booklet, name: str) -> str:
    passage = booklet.file.judgement.passage(name)
    paper = next(paper for paper in booklet.papers if paper.document.id == passage.document)
    return f"{paper.name}, line {_lines(passage, paper)}"
