"""What the form of a judged decision is made from: a frozen view, made in the worker."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from sca_flow.reasons import Citation
from sca_flow.scenario.vocabulary import Word
from sca_flow.states.names import Step
from sca_flow.training.attempt import Attempt
from sca_flow.training.offers import Offer
from sca_flow.training.study import Study, Writing, elements, last_written, missing, threshold


@dataclass(frozen=True)
class Judging:
    """A decision as it is written: its test, its elements, the author's list, and what was written of it last."""

    step: Step
    threshold: Citation
    elements: tuple[Word, ...]
    listed: tuple[tuple[str, str], ...]
    """The reasons to choose from, each with its id."""
    written: Writing
    lacks: Callable[[Writing], tuple[str, ...]]
    """What a writing still lacks before it can be put forward, in words."""


def judgings(attempt: Attempt, study: Study, offers: Iterable[Offer]) -> Mapping[Step, Judging]:
    """Every decision among the steps offered that the author judges."""
    return {one.step: one for one in _judgings(attempt, study, [offer.step for offer in offers])}


def _judgings(attempt: Attempt, study: Study, steps: Iterable[Step]) -> Iterator[Judging]:
    scenario, today = attempt.scenario, attempt.case.today
    texts = attempt.texts() if study.written else {}
    for step in steps:
        judged = scenario.file.judgement.of_step(step, study.reconsidered)
        if judged is not None:
            yield Judging(
                step=step,
                threshold=threshold(attempt.policy, step, today),
                elements=elements(scenario.file.referral, judged),
                listed=tuple((reason.id, reason.says) for reason in judged.reasons),
                written=last_written(study, texts, step),
                lacks=partial(missing, scenario, judged),
            )
