"""The participant's booklet: the file, sheets to decide on, and nothing of what the author holds to be good."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sca_flow.html import Child, Element, page, row, table, tag
from sca_flow.people import Person
from sca_flow.scenario.judgement import DECISIONS
from sca_flow.scenario.references import askable
from sca_flow.scenario.vocabulary import Finding, Word
from sca_flow.training.study import threshold
from sca_flow.workshop.booklets.booklet import Booklet, Paper, Sheet
from sca_flow.workshop.booklets.sheets import BOX, NO_NAMES, contents, document, even, guide, items, room, style

EDITION = "For participants"


def participant(booklet: Booklet) -> str:
    """The booklet as one page, which needs nothing else."""
    file = booklet.file
    header: list[Child] = [tag("p", booklet.notice, class_="notice"), tag("p", f"{EDITION}. {file.minutes} minutes.")]
    early = [paper for paper in booklet.papers if paper.at_opening]
    late = [paper for paper in booklet.papers if not paper.at_opening]
    sections: list[tuple[str, str, list[Child]]] = [
        ("before", "Before you begin", list(_before(booklet, bool(late)))),
        ("case", "The case", list(_case(booklet))),
        ("people", "People", [_people(booklet)]),
        ("marks", "What lines can be marked as", list(guide(vulnerability=file.judgement.vulnerability))),
        ("file", "Documents on file when the case opens", _documents(early)),
        ("decisions", "Decision sheets", list(_sheets(booklet))),
        ("envelopes", "Envelopes", _documents(late)),
    ]
    return page(file.title, header, [one for one in sections if one[2]], style(file.title, EDITION))


def _before(booklet: Booklet, late: bool) -> Iterator[Element]:
    yield tag("p", booklet.file.content_note)
    yield items(
        (
            "Read the documents on file, and mark what counts: the lines are numbered so that you can name them.",
            *(("An envelope stays shut until its day, or until you have asked for what is in it.",) if late else ()),
            "Take a decision sheet when the case comes to it. Write your own reasons first; then choose from the list.",
            f"{NO_NAMES} You may stop at any point.",
        )
    )


def _case(booklet: Booklet) -> Iterator[Element]:
    file, referral = booklet.file, booklet.file.referral
    person = referral.person
    yield tag("p", file.summary)
    rows = [
        row("Received", f"{referral.received}, from {referral.organisation}"),
        row("Person", f"{person.name}, {person.nationality}" + (f", born {person.born}" if person.born else "")),
        row("Age", f"{referral.age_at_referral} at referral, {referral.age_at_exploitation} at the time described"),
        row("Consent", referral.consent.replace("_", " ")),
        row("The case opens", booklet.draft.opens.isoformat()),
    ]
    rows += [row("Assumed for this case", f"{name} changes after {day}") for name, day in file.assume.items()]
    yield table("The referral", ("What", "As it is known"), rows)


def _people(booklet: Booklet) -> Element:
    rows = (row(person.name, *_described(person)) for person in booklet.file.people)
    return table("Who is in the case", ("Name", "Role", "Sector", "Organisation"), rows)


def _described(person: Person) -> tuple[str, str, str]:
    roles = "; ".join(role.label for role in person.roles)
    return roles, person.sector.label if person.sector else "", person.organisation


def _documents(papers: Sequence[Paper]) -> list[Child]:
    return [contents("The sheets that follow", papers), *map(document, papers)] if papers else []


def _sheets(booklet: Booklet) -> Iterator[Element]:
    """A sheet for everything that may be decided: which of them is used is for the group to find out."""
    yield tag("p", "Not every case comes to every sheet. Take the one that the case has come to.")
    if askable():
        yield from _requests()
    for sheet in booklet.sheets:
        yield _sheet(booklet, sheet)


def _requests() -> Iterator[Element]:
    whom = ", ".join(name.replace("_", " ") for name in askable())
    yield tag("h3", "Requests for information")
    yield tag("p", f"Whom you ask ({whom}), on which day, and what. {NO_NAMES}")
    yield from room(6)


def _sheet(booklet: Booklet, sheet: Sheet) -> Element:
    steps = booklet.within(sheet.choice) or sheet.choice.steps
    parts: list[Element] = [
        tag("h3", f"Sheet: {sheet.title}"),
        items((f"{BOX} {step.caption}" for step in steps), class_="boxes"),
        tag("p", "Date of the case: ____________   Decided by: ________________________"),
    ]
    decides = sheet.choice.steps[0] in DECISIONS
    if decides:
        parts += [tag("p", f"Written against: {_against(booklet, sheet)}"), _findings(booklet, sheet)]
        parts += [tag("p", f"What is made of the account, and what may explain differences. {NO_NAMES}"), *room(5)]
    parts += [tag("p", f"Your own reasons. {NO_NAMES}"), *room(7)]
    if sheet.judged is not None:
        rows = (row(f"{BOX} {number}", reason.says) for number, reason in enumerate(sheet.judged.reasons, start=1))
        caption = "Reasons to choose from, once your own are written: some hold and some do not"
        parts.append(table(caption, ("Reason", "As a caseworker would write it"), rows))
    return tag("article", *parts, class_="sheet" if decides else "half")


def _findings(booklet: Booklet, sheet: Sheet) -> Element:
    def finding() -> Element:
        return items((f"{BOX} {one.label}" for one in Finding), class_="boxes")

    rows = (row(_named(word), finding(), "") for word in booklet.elements(sheet))
    return even(table("Findings", ("Element", "Finding", "Documents and lines relied on"), rows))


def _named(word: Word) -> Element:
    return tag("span", word.label, tag("span", f"{word.source}, {word.confidence}", class_="from"))


def _against(booklet: Booklet, sheet: Sheet) -> str:
    """The threshold, on the day on which the model path decides, or else on that of the opening."""
    days = (point.played.on for point in booklet.points if point.played and point.sheet == sheet)
    cited = threshold(booklet.policy, sheet.choice.steps[0], next(days, booklet.draft.opens))
    where = f"{cited.source}, {cited.pinpoint or 'no paragraph known'}; {cited.confidence}; on {cited.on}"
    return f"{cited.value} ({where})"
