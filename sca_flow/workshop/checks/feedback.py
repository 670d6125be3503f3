"""What the debrief will have to say."""

from __future__ import annotations

from collections.abc import Iterator

from sca_flow.scenario.judgement import DECISIONS, Mistake
from sca_flow.states.names import Step
from sca_flow.states.table import TABLE
from sca_flow.workshop.draft import ScenarioDraft
from sca_flow.workshop.finding import Spot, check


@check(
    "DE001",
    why="A trainee who decides learns from the debrief whether the outcome was sound, and why.",
    cure="Judge the decision under 'judgement', with an entry in 'outcomes' for every step that decides it.",
    example="""
decisions:
  - decision: cg
    outcomes:
      decide_cg_positive: {worth: sound, why: ...}   # and nothing about draft_cg_negative
""",
)
def feedback(draft: ScenarioDraft) -> Iterator[Spot]:
    """A decision without feedback."""
    judgement, open_ = draft.file.judgement, draft.reach.steps()
    for step, decided in DECISIONS.items():
        judged = judgement.of(decided)
        if step in open_ and (judged is None or step not in judged.outcomes):
            at = next((at for at, one in enumerate(judgement.decisions) if one is judged), None)
            line = draft.at("judgement") if at is None else draft.at("judgement", "decisions", at, "outcomes")
            yield Spot(line, f"'{step}' can be taken, and the debrief has nothing to say about it.")


@check(
    "DE002",
    why="The model path is what a trainee's path is compared with, and what scripted people act by.",
    cure="Change the step as the reasons say, or say what is expected: 'expect: {refused_by: [...]}'.",
    example="""
model:
  - {step: decide_cg_positive, on: 2021-05-24, ...}   # the recovery minimum has not passed
""",
)
def model(draft: ScenarioDraft) -> Iterator[Spot]:
    """A model path that does not run to an end."""
    walked = draft.walked
    if not draft.file.model:
        yield Spot(
            draft.at("model"), "there is no model path.", cure="Write the sound path, step by step, under 'model'."
        )
    elif walked.at is not None:
        yield Spot(draft.at("model", walked.at), walked.why)
    elif walked.attempt is not None and not walked.attempt.case.ended:
        stage = walked.attempt.case.stage
        what = f"the model path stops at '{stage}', which is no end."
        yield Spot(draft.at("model", len(draft.file.model) - 1), what, cure="Go on until a decision is served.")


@check(
    "DE003",
    why="A mistake that nobody can make in this case is never shown, and looks like care taken.",
    cure="Correct the step or the reason by which it is made, or take it out.",
    note="A mistake is told of only when it surely cannot be made: nobody may take the step with these people, on this "
    "referral, from the opening to the last day that the scenario names.",
    example="""
mistakes:   # in a case of 2023, after panels ended
  - {id: sat-without-quorum, when: {refused: publish_agreement}, ...}
""",
)
def mistakes(draft: ScenarioDraft) -> Iterator[Spot]:
    """A known mistake that cannot be made."""
    for at, mistake in enumerate(draft.file.judgement.mistakes):
        if why := _unreachable(draft, mistake):
            line = draft.at("judgement", "mistakes", at, "when")
            yield Spot(line, f"mistake '{mistake.id}' cannot be made: {why}.")


def _unreachable(draft: ScenarioDraft, mistake: Mistake) -> str:
    when, reach = mistake.when, draft.reach
    if when.taken is not None and when.taken not in reach.steps():
        return f"'{when.taken}' cannot be taken in this case"
    if when.refused is not None and not set(TABLE.stages_of(when.refused)) & reach.stages and "stage" not in when.by:
        return f"the case comes to no stage that knows '{when.refused}'"
    for judged in draft.file.judgement.decisions:
        for reason in judged.reasons:
            if reason.id == when.chosen and reason.sound:
                return f"the reason '{reason.id}' is a sound one"
            if reason.id == when.chosen and not _decided(draft, judged.decision):
                return f"the decision '{judged.decision}', where '{reason.id}' is chosen, does not come up"
    return ""


def _decided(draft: ScenarioDraft, decision: str) -> bool:
    steps: set[Step] = {step for step, decided in DECISIONS.items() if decided == decision}
    return bool(steps & draft.reach.steps())


@check(
    "DE004",
    severity="warning",
    why="A trainee may ask on what a reason rests; without an answer it is the author's word.",
    cure="Name the passages of the file that it rests on, or its sources, or both; for a document, from whom it is.",
    example="""
reasons:
  - {id: too-vague, says: ..., sound: false, why: ...}   # neither passages nor sources
""",
)
def sources(draft: ScenarioDraft) -> Iterator[Spot]:
    """A reason or a document without a source."""
    for place, judged in enumerate(draft.file.judgement.decisions):
        for at, reason in enumerate(judged.reasons):
            if not reason.passages and not reason.sources:
                line = draft.at("judgement", "decisions", place, "reasons", at)
                yield Spot(line, f"reason '{reason.id}' rests on no passage and no source.")
    for at, document in enumerate(draft.file.documents):
        if not document.from_.strip():
            yield Spot(draft.at("documents", at, "from"), f"document '{document.id}' does not say from whom it is.")
