"""What the parts of a scenario name of each other."""

from __future__ import annotations

from collections.abc import Iterator

from sca_flow.errors import Problem, column
from sca_flow.scenario import references
from sca_flow.scenario.model import LIBRARY
from sca_flow.scenario.script import Script, problems
from sca_flow.workshop.draft import ScenarioDraft
from sca_flow.workshop.finding import Spot, check


@check(
    "SC002",
    why="Whatever names an id that two parts bear means one of them, and nobody can tell which.",
    cure="Give each part an id of its own.",
    example="""
people:
  - {id: r-adeyemi, name: Ruth Adeyemi, ...}
  - {id: r-adeyemi, name: Rafiq Adeyemi, ...}
""",
)
def twice(draft: ScenarioDraft) -> Iterator[Spot]:
    """An id that appears twice."""
    for problem in references.twice(draft.tree, draft.file):
        yield Spot(problem.line, problem.text)
    decided = [(judged.decision, judged.reconsidered) for judged in draft.file.judgement.decisions]
    for at, decision in enumerate(decided):
        if decision in decided[:at]:
            line = draft.at("judgement", "decisions", at, "decision")
            yield Spot(line, f"the decision '{decision[0]}' is judged twice; only the first counts.")


@check(
    "SC003",
    why="What is named is not there, so that the part that names it cannot work.",
    cure="Correct the name, or add what it names. Sources are listed on the page of sources.",
    example="""
model:
  - {step: accept_referral, by: o-tregaer, ...}   # o-tregear is meant
""",
)
def unknown(draft: ScenarioDraft) -> Iterator[Spot]:
    """A name of something that is not there."""
    told = set()
    for problem in (*references.unknown(draft.tree, draft.file, draft.policy), *_in_model(draft)):
        where = problem.line, column(problem.line)
        if where not in told:  # who takes a step of the model path is looked at twice
            yield Spot(problem.line, problem.text)
        told.add(where)
    name = draft.file.judgement.next
    beside = name is not None and "/" not in name and (draft.folder.parent / name / "scenario.yaml").is_file()
    if name is not None and not beside and name not in {path.parent.name for path in LIBRARY.glob("*/*/scenario.yaml")}:
        what = f"there is no scenario '{name}' beside this one or in the library."
        yield Spot(draft.at("judgement", "next"), what)


def _in_model(draft: ScenarioDraft) -> Iterator[Problem]:
    """What the steps of the model path name, as a script's: all of it, not only the first that stops it."""
    return problems(Script(draft.tree, draft.file.model, ("model",)), draft.scenario, draft.policy)


@check(
    "SC009",
    why="The debrief shows a passage where it stands; words that were edited in the document are found no more.",
    cure="Copy the words from the document again, as many as make them stand there exactly once.",
    example="""
passages:
  - {id: locked, document: referral-form, text: the door was locked, ...}   # it says: the door was not locked
""",
)
def misquoted(draft: ScenarioDraft) -> Iterator[Spot]:
    """A passage that does not stand in its document exactly once."""
    for problem in references.misquoted(draft.tree, draft.file.judgement, draft.texts):
        yield Spot(problem.line, problem.text)
