"""Three questions to talk about at the end: the author's, or such as the scenario itself suggests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from sca_flow.scenario.judgement import Judgement
from sca_flow.scenario.model import ScenarioFile
from sca_flow.states.names import Step

NUMBER = 3


def questions(file: ScenarioFile) -> Sequence[str]:
    """Exactly three questions."""
    return file.questions or tuple(islice(_suggested(file), NUMBER))


def _suggested(file: ScenarioFile) -> Iterator[str]:
    """Questions from what the scenario holds, the most telling first; there are always three."""
    judgement = file.judgement
    steps = {line.step for line in file.model}
    yield from _of_mistakes(judgement)
    yield from _of_outcomes(judgement)
    if Step.REFER_BACK in steps:
        yield (
            "A referral back suggests and does not oblige. What would an answer have to say, either way, so that "
            "somebody who was not in the room could follow it?"
        )
    if judgement.asked:
        whom = ", ".join(name.replace("_", " ") for name in judgement.asked)
        yield f"Who was asked before the decision, and who was not ({whom})? What could each of them have changed?"
    yield "Which passage of the file counted most with you, and what might explain it otherwise?"
    yield "Where did the process hold you back or make you wait, and whom does that protect?"
    yield "What will you do otherwise in the next case of this kind?"


def _of_mistakes(judgement: Judgement) -> Iterator[str]:
    if judgement.mistakes:
        yield (
            f"A mistake that is known: “{judgement.mistakes[0].says}” What makes it tempting, and how would you notice "
            "it in your own reasons?"
        )


def _of_outcomes(judgement: Judgement) -> Iterator[str]:
    for judged in reversed(judgement.decisions):
        open_ = [step for step, outcome in judged.outcomes.items() if outcome.worth != "unsound"]
        if len(open_) > 1:
            either = " and ".join(f"“{step.caption}”" for step in open_)
            yield f"{either} can each be sound on this file. What would you have to write for the one you did not take?"
            return
    for other in judgement.alternatives:
        yield (
            f"“{other.step.caption}” would have been as good as “{other.instead_of.caption}”. What would speak for "
            "each, and who would have to live with it?"
        )
        return
