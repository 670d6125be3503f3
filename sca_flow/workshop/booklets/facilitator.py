"""The facilitator's booklet: how to lead the case in a room, and everything that its author holds to be good."""

from __future__ import annotations

from collections.abc import Iterator

from sca_flow.html import Child, Element, page, row, table, tag
from sca_flow.rules.model import Source
from sca_flow.scenario.model import Incident
from sca_flow.workshop.booklets.answers import decisions, documents, mistakes, path
from sca_flow.workshop.booklets.booklet import Booklet
from sca_flow.workshop.booklets.sheets import NO_NAMES, contents, guide, items, style
from sca_flow.workshop.booklets.time import HOW

EDITION = "For the facilitator: not for participants"


def facilitator(booklet: Booklet) -> str:
    """The booklet as one page, which needs nothing else."""
    file, judgement = booklet.file, booklet.file.judgement
    header: list[Child] = [tag("p", booklet.notice, class_="notice"), tag("p", f"{EDITION}. {file.minutes} minutes.")]
    sections: list[tuple[str, str, list[Child]]] = [
        ("before", "Before the session", list(_before(booklet))),
        ("time", "Timed notes", list(_time(booklet))),
        ("people", "People: what only you know", list(_people(booklet))),
        ("incidents", "What happens of itself", list(_incidents(booklet))),
        ("decisions", "The decisions", list(decisions(booklet))),
        ("mistakes", "Known mistakes", list(mistakes(booklet))),
        ("questions", "Three questions to talk about", [tag("ol", *(tag("li", one) for one in booklet.questions))]),
        ("path", "The model path, step by step", list(path(booklet))),
        ("documents", "The documents, and the passages that count", list(documents(booklet))),
        ("marks", "What lines can be marked as", list(guide(vulnerability=judgement.vulnerability))),
        ("sources", "Sources", list(_sources(booklet))),
    ]
    return page(file.title, header, [one for one in sections if one[2]], style(file.title, EDITION))


def _before(booklet: Booklet) -> Iterator[Element]:
    file = booklet.file
    yield tag("p", file.summary)
    yield tag("p", f"Say first what the case holds: {file.content_note}")
    yield items(
        (
            "Print the participants' booklet, one for each. Its envelopes come last: take them off, fold each sheet, "
            "and keep it until its day or until what is in it is asked for.",
            f"Before anybody writes: {NO_NAMES} What they write is theirs, and nothing is scored.",
            "Ask for reasons of their own before the list of reasons is looked at: an outcome and its reasons are two "
            "questions.",
            "What is not verified or derived is marked so. Say it as it stands; it makes nobody wrong.",
            *_told(booklet),
        )
    )
    yield contents("The documents in the order in which they come", booklet.papers)


def _told(booklet: Booklet) -> Iterator[str]:
    """What else the author has laid down."""
    judgement, names = booklet.file.judgement, booklet.names
    if judgement.asked:
        whom = ", ".join(name.replace("_", " ") for name in judgement.asked)
        yield f"Whom a sound caseworker asks before a decision on conclusive grounds: {whom}."
    if booklet.file.chairs:
        yield f"Whose parts are there to be taken: {', '.join(names.get(one, one) for one in booklet.file.chairs)}."
    if judgement.next:
        yield f"To do next: {judgement.next}."
    walked = booklet.draft.walked
    if not walked.through:
        at = f" at step {walked.at + 1}" if walked.at is not None else ""
        yield f"The model path does not run to its end: it stops{at}. {walked.why}"


def _time(booklet: Booklet) -> Iterator[Element]:
    yield tag("p", HOW)
    rows = (row(f"{slot.begin} to {slot.end}", slot.what, f"{slot.minutes}") for slot in booklet.schedule)
    yield table(f"The {booklet.file.minutes} minutes", ("From minute to minute", "What is done", "Minutes"), rows)
    if booklet.papers:
        reading = (row(paper.name, paper.document.title, f"{paper.minutes:.1f}") for paper in booklet.papers)
        yield table("How long each document takes to read", ("Sheet", "Title", "Minutes"), reading)


def _people(booklet: Booklet) -> Iterator[Element]:
    rows = [
        row(person.name, kind, said)
        for person in booklet.file.people
        for kind, said in (("had a hand in the case, and may not sit on it", person.hand),
                           ("declares a conflict when the sitting opens", person.conflict))
        if said
    ]  # fmt: skip
    if rows:
        yield tag("p", "Tell the one who plays this part, and nobody else.")
        yield table("Hands in the case, and conflicts of interest", ("Name", "What", "In words"), rows)


def _incidents(booklet: Booklet) -> Iterator[Element]:
    rows = [
        row(_due(one), booklet.names.get(one.by, one.by), one.step.caption, one.tells, _with(one))
        for one in booklet.file.incidents
    ]
    if rows:
        yield tag("p", "Tell the group when it is due; it happens once.")
        yield table("Incidents", ("When", "Who", "What they do", "What you tell", "What is recorded"), rows)


def _due(one: Incident) -> str:
    stage = f"{one.after} days after the case came to “{one.stage.label}”" if one.stage else ""
    return " and ".join(part for part in (f"on {one.on}" if one.on else "", stage) if part)


def _with(one: Incident) -> str:
    return "; ".join(f"{name.replace('_', ' ')}: {value}" for name, value in one.with_.items())


def _sources(booklet: Booklet) -> Iterator[Element]:
    """Every source that is named, with what is known of it; and the places in it on which dated rules rest."""
    policy, judgement = booklet.policy, booklet.file.judgement
    cited = [line.sources for line in booklet.file.model]
    cited += [one.sources for one in judgement.passages]
    cited += [one.sources for one in judgement.mistakes]
    cited += [one.sources for judged in judgement.decisions for one in judged.reasons]
    cited += [(one.source,) for line in booklet.path for one in line.rests_on]
    named = {name for names in cited for name in names}
    rows = [_source(booklet, policy.sources[name]) for name in policy.sources if name in named]
    if rows:
        yield tag(
            "p",
            "An author names a source, and no paragraph of it. The places are those on which dated rules rest, and "
            "how sure each is; where there is none, no rule rests on the source.",
        )
        yield table("What is cited", ("Source", "What it is", "Places, and how sure"), rows)


def _source(booklet: Booklet, source: Source) -> Element:
    about = [source.publisher, str(source.published or ""), source.note]
    told = [tag("span", text, class_="from") for text in about if text]
    address = [tag("code", source.address, class_="from")] if source.address else []
    return row(source.id, tag("span", source.title, *told, *address), "; ".join(_places(booklet, source.id)))


def _places(booklet: Booklet, name: str) -> Iterator[str]:
    found = {
        (version.pinpoint or "no paragraph known", version.confidence.value): None
        for rule in booklet.policy.rules.values()
        for version in rule.values
        if version.source == name
    }
    return (f"{place} ({confidence})" for place, confidence in found)
