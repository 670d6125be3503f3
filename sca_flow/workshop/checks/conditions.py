"""Whether what is to happen under a condition can happen, and does not always."""

from __future__ import annotations

from collections.abc import Iterator

from sca_flow import forms
from sca_flow.errors import InputError
from sca_flow.scenario.judgement import Mistake
from sca_flow.scenario.model import Incident
from sca_flow.states.guards import roles_of
from sca_flow.states.table import TABLE
from sca_flow.training.noticed import mistakes
from sca_flow.workshop.draft import ScenarioDraft
from sca_flow.workshop.finding import Spot, check


@check(
    "SC007",
    why="An incident that never comes, or a mistake that everybody makes, teaches nothing.",
    cure="Correct the condition, or take the part out.",
    note="Conditions are those of incidents ('on', 'stage', 'step', 'by') and of known mistakes ('when'). A refusal "
    "that the model path expects is shown on purpose, and is not told of.",
    example="""
incidents:
  - {id: new-letter, stage: received, step: refer_back, ...}   # a referral back is no step of that stage
""",
)
def conditions(draft: ScenarioDraft) -> Iterator[Spot]:
    """A condition that is never or always true."""
    for at, incident in enumerate(draft.file.incidents):
        if why := _never(draft, incident):
            yield Spot(draft.at("incidents", at), f"incident '{incident.id}' never happens: {why}.")
        elif incident.on is not None and incident.stage is None and incident.on < draft.opens:
            what = f"incident '{incident.id}' is due from the start: {incident.on} lies before the attempt opens."
            yield Spot(draft.at("incidents", at, "on"), what)
    yield from _always(draft)
    for at, mistake in enumerate(draft.file.judgement.mistakes):
        if foreign := _foreign(mistake):
            what = f"mistake '{mistake.id}' is never made: '{mistake.when.refused}' is not refused by {foreign}."
            yield Spot(draft.at("judgement", "mistakes", at, "when", "by"), what)


def _never(draft: ScenarioDraft, incident: Incident) -> str:
    """Why an incident never happens; nothing when it may."""
    reach, stage, step = draft.reach, incident.stage, incident.step
    if stage is not None and step not in TABLE.steps(stage):
        return f"'{step}' is not a step of '{stage}'"
    if stage is not None and stage not in reach.stages:
        return f"the case does not come to '{stage}'"
    who = next((person for person in draft.file.people if person.id == incident.by), None)
    rows = [row for row in TABLE.rows if row.step == step]
    roles = {role for row in rows for rules in reach.rules for role in roles_of(row.by, rules)}
    if who is not None and not roles & set(who.roles):
        return f"'{step}' is not for somebody with the roles of '{who.id}'"
    return _unusable(draft, incident) if step in reach.steps(stage) else f"'{step}' cannot be taken in this case"


def _unusable(draft: ScenarioDraft, incident: Incident) -> str:
    """What is wrong with what an incident records; nothing when it will do."""
    try:
        filled = forms.read(incident.step, incident.with_, {person.id: person for person in draft.file.people})
    except InputError as error:
        return str(error).rstrip(".")
    return f"its 'with' lacks {', '.join(filled.missing)}" if filled.missing else ""


def _always(draft: ScenarioDraft) -> Iterator[Spot]:
    """Mistakes that the model path makes itself; a refusal that it expects is shown on purpose."""
    if not draft.walked.through or draft.walked.attempt is None or draft.faulty:
        return
    made = {mistake.id for mistake in mistakes(draft.walked.attempt)}
    for at, mistake in enumerate(draft.file.judgement.mistakes):
        if mistake.id in made and mistake.when.refused is None:
            what = f"mistake '{mistake.id}' is made by the model path itself."
            yield Spot(draft.at("judgement", "mistakes", at, "when"), what)


def _foreign(mistake: Mistake) -> str:
    """The names by which a mistake's step is never refused, when it has no others."""
    when = mistake.when
    if not when.by or when.refused is None:
        return ""
    rows = [row for row in TABLE.rows if row.step == when.refused]
    refusing = {"stage"} | {name for row in rows for guard in row.guards for name in (guard.id, *guard.rules)}
    return "" if refusing & set(when.by) else ", ".join(when.by)
