"""A scenario with a judgement, small enough to know by heart, and attempts at it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import yaml

from sca_flow.journal import MemoryJournal
from sca_flow.rules.loader import shipped
from sca_flow.scenario.loader import load
from sca_flow.scenario.model import Scenario, ScriptStep
from sca_flow.training.attempt import Attempt
from sca_flow.training.script import play

from ..scenario.making import HEAD

LETTER = "She was brought here by a man.\nHe kept her\npassport, she says.\nShe was paid in full.\nShe was tired.\n"
SCENARIO = (
    HEAD
    + """\
people:
  - {id: intake, name: In Take, roles: [competent_authority]}
  - {id: decider, name: De Cider, roles: [decision_maker]}
  - {id: reviewer, name: Re Viewer, roles: [second_reviewer]}
documents:
  - {id: letter, title: A letter, file: letter.txt, dated: 2021-03-01, from: A clinic, arrives: 2021-03-01}
  - {id: reply, title: A reply, file: reply.txt, dated: 2021-03-20, from: The police, answers: police, after: 10}
model:
  - {step: accept_referral, by: intake, why: It may be., sources: [FRG-2025]}
  - {step: decide_rg_positive, by: decider, with: {reasons: Suspicion.}, why: The test is low., sources: [PQ-86506]}
  - {step: begin_cg_consideration, by: decider, why: It is time., sources: [WMS-22]}
  - step: decide_cg_positive
    by: decider
    on: 2021-05-01
    with: {reasons: Each element is met.}
    why: Each element is met.
    sources: [PQ-86506]
judgement:
  asked: [police, person]
  next: nail-bar
  passages:
    - {id: brought, document: letter, text: brought here by a man, marks: [{as: for, of: action}], why: It is an act.}
    - id: passport
      document: letter
      text: He kept her passport
      marks: [{as: for, of: means}, {as: indicator, of: control}]
      why: It is control.
  decisions:
    - decision: rg
      outcomes:
        decide_rg_positive: {worth: sound, why: The test is low.}
        draft_rg_negative: {worth: unsound, why: The test is suspicion.}
      findings: {action: [met], means: [met, open], purpose: [met], menace_of_penalty: [met]}
      reasons:
        - {id: low, says: The test is suspicion., sound: true, why: It is., passages: [brought], sources: [PQ-86506]}
        - {id: proof, says: There is no proof., sound: false, why: Proof is not asked., passages: [passport]}
    - decision: cg
      outcomes:
        decide_cg_positive: {worth: sound, why: All is met.}
        draft_cg_negative: {worth: acceptable, why: It can be argued.}
      findings: {action: [met], means: [met], purpose: [met, not_met]}
      reasons:
        - {id: all, says: Each element is met., sound: true, why: It is.}
        - {id: vague, says: It does not ring true., sound: false, why: That is no reason., sources: [SEFTON-17]}
  alternatives:
    - {step: reject_referral, instead_of: accept_referral, why: For the test.}
  mistakes:
    - id: proof-asked
      says: Proof was asked for.
      when: {chosen: proof}
      comes_from: The criminal standard.
      why: Suspicion is enough.
      sources: [PQ-86506]
    - id: too-early
      says: It was decided too early.
      when: {refused: draft_cg_negative, by: [recovery.minimum]}
      comes_from: Haste.
      why: There is a minimum.
      sources: [WMS-22]
    - id: police-not-asked
      says: The police were not asked.
      when: {taken: draft_cg_negative, not_asked: police}
      comes_from: Haste.
      why: They know more.
      sources: [SEFTON-17]
"""
)
WRITTEN = {
    "findings": {"action": "met", "means": "open", "purpose": "met", "menace_of_penalty": "not_met"},
    "relied": {"action": ["m"], "purpose": ["m"], "menace_of_penalty": ["m"]},
    "credibility": "Consistent.",
    "reasons": "I suspect it.",
    "chosen": ["low"],
}
MARK = {"id": "m", "document": "letter", "text": "brought here by a man", "as": "for", "of": "action"}


def scenario(folder: Path, *changes: tuple[str, str]) -> Scenario:
    """The scenario, with some words of its file changed."""
    written = SCENARIO
    for old, new in changes:
        assert old in written
        written = written.replace(old, new)
    folder.mkdir(exist_ok=True)
    (folder / "scenario.yaml").write_text(written, encoding="utf-8")
    (folder / "letter.txt").write_text(LETTER, encoding="utf-8")
    (folder / "reply.txt").write_text("Nothing is known.\n", encoding="utf-8")
    return load(folder, shipped())


def begun(made: Scenario, journal: MemoryJournal | None = None) -> Attempt:
    """An attempt at it, with ids that count up and a clock that stands still."""
    numbers = count(1)
    return Attempt.start(
        made,
        shipped(),
        journal or MemoryJournal(),
        clock=lambda: datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
        ids=lambda: f"id-{next(numbers)}",
    )


def played(attempt: Attempt, lines: str | Iterable[dict[str, Any]]) -> Attempt:
    """The attempt after a script, of which every step went as the script expects."""
    script = [ScriptStep.model_validate(line) for line in (yaml.safe_load(lines) if isinstance(lines, str) else lines)]
    surprises = [played.surprise for played in play(attempt, script)]
    assert not any(surprises), surprises
    return attempt


def rg(**written: Any) -> list[dict[str, Any]]:
    """The way to a reasonable grounds decision that is written as it should be, but for what is changed."""
    return [
        {"step": "accept_referral"},
        {
            "step": "decide_rg_positive",
            "with": {"reasons": "Suspicion."},
            "marks": [MARK],
            "write": {**WRITTEN, **written},
        },
    ]
