"""Whether the days of a scenario fit each other, and the rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sca_flow.errors import InputError
from sca_flow.rules.model import START
from sca_flow.workshop.draft import ScenarioDraft
from sca_flow.workshop.finding import Spot, check
from sca_flow.workshop.form_fields import dated_fields


@check(
    "SC011",
    why="Trainees take the days of a file as facts, and look for what they mean.",
    cure="Correct the day that is wrong.",
    example="""
documents:
  - {id: letter, dated: 2020-05-19, arrives: 2020-05-12, ...}   # it comes before it was written
""",
)
def order(draft: ScenarioDraft) -> Iterator[Spot]:
    """Days that do not fit each other."""
    file = draft.file
    if draft.opens < file.referral.received:
        yield Spot(draft.at("opens"), "the attempt opens before the referral is received.")
    born = file.referral.person.born
    if born is not None and born > file.referral.received:
        yield Spot(draft.at("referral", "person"), "the person is born after the referral is received.")
    for at, document in enumerate(file.documents):
        if document.arrives is not None and document.arrives < document.dated:
            yield Spot(draft.at("documents", at), f"document '{document.id}' arrives before the day of its date.")


@check(
    "RU006",
    why="No rule is known for that day: what the program then allows or refuses means nothing.",
    cure=f"Choose days from {START} on, up to the day to which the rules were last checked.",
    example="""
opens: 2018-10-01   # the Single Competent Authority began on 29 April 2019
""",
)
def in_force(draft: ScenarioDraft) -> Iterator[Spot]:
    """A day on which the rules are not in force."""
    last = max(rule.last_checked for rule in draft.policy.rules.values())
    for line, day, what in _days(draft):
        if not START <= day <= last:
            why = f"no rule is modelled before {START}" if day < START else f"the rules were last checked on {last}"
            yield Spot(line, f"{what} on {day}: {why}.")
    try:
        draft.policy.assuming(draft.file.assume)
    except InputError as error:
        yield Spot(draft.at("assume"), str(error))


def _days(draft: ScenarioDraft) -> Iterator[tuple[int | None, date, str]]:
    place = "opens" if draft.file.opens else "referral"
    yield draft.at(place), draft.opens, "the attempt opens"
    for at, line in enumerate(draft.file.model):
        if line.on is not None:
            yield draft.at("model", at, "on"), line.on, f"'{line.step}' is taken"
    for at, incident in enumerate(draft.file.incidents):
        if incident.on is not None:
            yield draft.at("incidents", at, "on"), incident.on, f"incident '{incident.id}' is due"


@check(
    "RU007",
    why="The referral form changed over the years: a case file shows the fields that its form had on its day.",
    cure="Take the field out, or date the form later.",
    note="Known to be dated, from the forms of 29 April 2019, 19 September 2019 and 15 May 2023 (source NRMFORM), are: "
    "professional insight and evidence of dishonesty (15 May 2023), and the recipient of the decision (19 "
    "September 2019); they stand in `sca_flow/workshop/form_fields.yaml` by words that only such a field has. "
    "Looked at are documents with 'referral form' in their title. Of what *steps* record no field is known to be "
    "dated that a scenario could leave out: the recipient in `serve_cg_negative` is asked for at every date, "
    "because how it was settled before 19 September 2019 was not found.",
    example="""
Referral form, 9 April 2021
Professional insight:   We have known the family for years.   # a field of 15 May 2023
""",
)
def form_fields(draft: ScenarioDraft) -> Iterator[Spot]:
    """A field of the referral form that did not exist on its day."""
    told: set[tuple[str, date]] = set()  # two documents may be one file
    for document in draft.file.documents:
        text = draft.texts.get(document.id)
        if text is None or "referral form" not in document.title.lower() or (document.file, document.dated) in told:
            continue
        told.add((document.file, document.dated))
        for field in dated_fields():
            if document.dated < field.since and (found := field.pattern.search(text)):
                line = text.count("\n", 0, found.start()) + 1
                what = (
                    f"'{' '.join(found[0].split())}' is a field since {field.since}; this form is of {document.dated}."
                )
                yield Spot(line, what, str(draft.folder / document.file))
