"""The shipped scenarios walked line by line along their model paths: what happens of itself comes, and is no fault."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sca_flow.events import Taken
from sca_flow.journal import MemoryJournal
from sca_flow.rules.loader import shipped
from sca_flow.scenario.loader import Library
from sca_flow.scenario.model import Incident, ModelStep, Scenario
from sca_flow.states.names import Field, Step
from sca_flow.training.attempt import Attempt
from sca_flow.training.company import Company

from .conftest import Command

pytestmark = pytest.mark.usefixtures("made")

LIBRARY = Library(shipped())
COME = {
    "nail-bar": {"apologies-on-the-morning", "called-to-court"},
    "county-lines": {"turns-18"},
    "domestic-servitude": {"statements-on-day-30", "reconsideration-asked-for"},
}
"""The incidents that come to whoever keeps to the model path; a withdrawal comes only to whoever lets a case lie."""
CHAIRS = [
    *((name, None) for name in COME),
    ("nail-bar", "p-nandakumar"),  # the secretary, in whose name two members are recorded as absent
    ("nail-bar", "j-farrow"),
    ("domestic-servitude", "f-rahmani"),
]
"""From the other chairs the paths are walked in tests/training/test_company.py."""


def typed(scenario: Scenario, chair: str | None) -> str:
    """What somebody types who knows the model path by heart and does nothing again that has come of itself."""
    shadow = Attempt.start(scenario, shipped(), MemoryJournal(), chair=chair)
    company = Company(shadow)
    list(company.go_on())
    said: list[str] = []
    for line in scenario.file.model:
        if (chair is not None and line.by != chair) or came(shadow, line):
            continue
        if line.on is not None and line.on > shadow.case.today:
            said += ["wait", line.on.isoformat()]
            shadow.take(Step.WAIT, with_={"until": line.on})
            list(company.go_on())
            if came(shadow, line):
                continue
        said += answers(shadow, company, line)
        shadow.take(line.step, line.by, line.with_)
        list(company.go_on())
    return "\n".join([*said, ""])


def answers(shadow: Attempt, company: Company, line: ModelStep) -> Iterator[str]:
    offer = next(one for one in company.mine() if one.step == line.step)
    yield f"try {line.step}" if line.refused_by else line.step.value
    if len(offer.people) > 1:
        yield line.by or ""
    for field in offer.fields:
        if field.name != "consent_confirmed" or shadow.scene.position.turned_18:
            yield answer(field, line.with_.get(field.name))


def answer(field: Field, value: object) -> str:
    if field.asks == "flag":
        return "yes" if value else ""
    return ", ".join(value) if isinstance(value, list) else " ".join(str(value or "").split())


def came(attempt: Attempt, line: ModelStep) -> bool:
    """Whether an incident has done what a line of the model path would do."""
    about = ("member", "status", "of", "ground")
    return any(
        (one.step, one.by) == (line.step, line.by)
        and all(one.with_.get(name) == line.with_.get(name) for name in about)
        for one in happened(attempt)
    )


def happened(attempt: Attempt) -> list[Incident]:
    ids = {one.event.incident for one in attempt.case.history if isinstance(one.event, Taken)}
    return [one for one in attempt.scenario.file.incidents if one.id in ids]


@pytest.mark.parametrize(("name", "chair"), CHAIRS)
def test_the_model_path_is_walked_with_what_happens_of_itself(sca_flow: Command, name: str, chair: str | None) -> None:
    scenario = LIBRARY.find(name)
    seat = ("--as", chair) if chair else ()
    said = sca_flow("walk", name, *seat, typed=typed(scenario, chair))
    attempt = said.lines[0].removeprefix("attempt ")
    assert said.lines.count("The case may stop here.") >= 1
    told = {one.id for one in scenario.file.incidents if one.tells.strip() in said.lines}
    assert told == COME[name]
    debrief = sca_flow("debrief", attempt, "--format", "json").json
    assert {move["beside"] for move in debrief["path"]} == {"same"}
    assert [move["model"] for move in debrief["path"]] == [move["step"] for move in debrief["path"]]
    assert debrief["mistakes"] == []
    assert sca_flow("verify", attempt).code == 0


def test_a_case_that_lies_for_half_a_year_is_withdrawn_and_that_is_not_the_trainee_s_step(sca_flow: Command) -> None:
    said = sca_flow(
        "walk",
        "domestic-servitude",
        typed="accept_referral\n\ndecide_rg_positive\nI suspect it.\nbegin_cg_consideration\nwait\n2021-07-18\n"
        "timeline\n",
    )
    assert any("Leonor Vasques (person): Withdraw" in line for line in said.lines)
    debrief = sca_flow("debrief", said.lines[0].removeprefix("attempt "), "--format", "json").json
    assert [(move["step"], move["beside"]) for move in debrief["path"]][-1] == ("withdraw", "incident")
    assert debrief["divergence"] is None
    assert debrief["scores"]["process"]["got"] == debrief["scores"]["process"]["of"]


def test_whoever_asks_the_same_source_again_is_told_what_there_is_to_come(sca_flow: Command) -> None:
    ask = "request_information\n{}\nWhat is known?\n"
    said = sca_flow(
        "walk",
        "county-lines",
        typed="accept_referral\n\ndecide_rg_positive\nI suspect it.\n"
        + ask.format("police")
        + ask.format("police")
        + "wait\n2021-06-25\n"
        + ask.format("police")
        + ask.format("local_authority"),
    )
    told = [line for line in said.lines if line.startswith("They were asked on")]
    assert told == [
        "They were asked on 2021-04-12 already: an answer to that is still to come.",
        "They were asked on 2021-04-12 already: there is nothing more than what is on file.",
    ]
