"""A scenario folder to change, and what its loading says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from sca_flow.errors import FileError
from sca_flow.rules.loader import shipped
from sca_flow.scenario.loader import load
from sca_flow.scenario.model import Scenario

HEAD = """\
format: 1
id: made-up
title: Made up
minutes: 5
summary: For a test.
content_note: Nothing in it.
opens: 2021-03-01
referral:
  received: 2021-03-01
  organisation: Border Force
  first_responder: true
  person: {name: Alex Doe, nationality: British}
  age_at_referral: adult
  age_at_exploitation: adult
  consent: given
"""
SCENARIO = (
    HEAD
    + """\
people:
  - {id: intake, name: In Take, roles: [competent_authority]}
  - {id: decider, name: De Cider, roles: [decision_maker]}
documents:
  - {id: form, title: The form, file: documents/form.txt, dated: 2021-03-01, from: Border Force, arrives: 2021-03-01}
  - {id: letter, title: A letter, file: documents/letter.txt, dated: 2021-04-01, from: A clinic, arrives: 2021-04-03}
model:
  - {step: accept_referral, by: intake, on: 2021-03-02, why: It may be., sources: [FRG-2025]}
"""
)


@dataclass
class Folder:
    """A folder with one scenario."""

    path: Path

    def change(self, old: str, new: str) -> Folder:
        file = self.path / "scenario.yaml"
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return self

    def load(self) -> Scenario:
        return load(self.path, shipped())

    def refused(self) -> list[str]:
        with pytest.raises(FileError) as caught:
            self.load()
        return [f"{problem.line}: {problem.text}" for problem in caught.value.problems]

    def line(self, words: str) -> int:
        """The last line on which words stand."""
        lines = (self.path / "scenario.yaml").read_text(encoding="utf-8").splitlines()
        return max(number for number, line in enumerate(lines, start=1) if words in line)


def write(path: Path) -> Folder:
    (path / "documents").mkdir(parents=True)
    (path / "scenario.yaml").write_text(SCENARIO, encoding="utf-8")
    for name in ("form", "letter"):
        (path / "documents" / f"{name}.txt").write_text("Some words.\n", encoding="utf-8")
    return Folder(path)
