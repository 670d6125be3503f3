"""What trainees are to be told, and what must not be in a case file."""

from __future__ import annotations

from collections.abc import Iterator

from sca_flow.workshop.draft import ScenarioDraft
from sca_flow.workshop.finding import Spot, check
from sca_flow.workshop.personal import personal

SHORTEST_NOTE = 20
"""So many characters say at least what is in a case."""


@check(
    "SAFE001",
    severity="warning",
    why="Scenario text is fictional. Real particulars would be passed to everybody who is given the scenario.",
    cure="Leave it out ('withheld in training copy'), or use what nobody has: a telephone number that Ofcom keeps for "
    "drama, such as 01632 960001; an address at example.org; the date of birth of 'referral.person.born'.",
    note="Looked for in the scenario's file and its documents: National Insurance numbers, telephone numbers, e-mail "
    "addresses, postcodes of areas that exist, and dates beside 'born', 'date of birth' or 'DOB'. Left in peace: "
    "numbers that Ofcom keeps for drama, 0800, 0808 and 03 numbers (helplines in a content note), National "
    "Insurance numbers with a prefix that is never issued (QQ), example.org, example.com, example.net and the "
    "domains .example, .test and .invalid. Names cannot be told from fiction: that is for a reader.",
    example="""
Contact: 020 8000 0000, ana.b@mailbox.co.uk, AB 12 34 56 C
""",
)
def particulars(draft: ScenarioDraft) -> Iterator[Spot]:
    """Text that looks like personal data."""
    born = draft.file.referral.person.born
    for line, what in personal(draft.written, born):
        yield Spot(line, what)
    seen: set[str] = set()
    for document in draft.file.documents:
        if document.id in draft.texts and document.file not in seen:
            seen.add(document.file)
            for line, what in personal(draft.texts[document.id], born):
                yield Spot(line, what, str(draft.folder / document.file))


@check(
    "SAFE002",
    why="Cases are about distress. Whoever works on one decides beforehand whether to, and knows where to get support.",
    cure="Say what is in it, what is left out, that one may stop, and where there is support.",
    example="""
content_note: Sad.
""",
)
def content_note(draft: ScenarioDraft) -> Iterator[Spot]:
    """No content note, or hardly one."""
    note = draft.file.content_note.strip()
    if len(note) < SHORTEST_NOTE or note.upper().startswith("TODO"):
        yield Spot(draft.at("content_note"), "the content note says hardly anything.")
