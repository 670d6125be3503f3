"""A sound scenario to spoil, and what the checks then say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sca_flow.rules.loader import shipped
from sca_flow.workshop.finding import Finding
from sca_flow.workshop.lint import Report, lint
from sca_flow.workshop.starting import begin


def checked(*paths: Path) -> Report:
    return lint(paths, shipped())


def told(findings: Iterable[Finding]) -> str:
    return "\n".join(line for one in findings for line in one.lines())


@dataclass(frozen=True)
class Spoilt:
    """A scenario's folder that begins sound."""

    path: Path

    @property
    def yaml(self) -> Path:
        return self.path / "scenario.yaml"

    @property
    def text(self) -> str:
        return self.yaml.read_text(encoding="utf-8")

    def change(self, old: str, new: str, *, file: str = "scenario.yaml") -> Spoilt:
        text = (self.path / file).read_text(encoding="utf-8")
        assert old in text, old
        (self.path / file).write_text(text.replace(old, new), encoding="utf-8")
        return self

    def without(self, begin: str, end: str = "\n") -> Spoilt:
        """Without what stands from some words up to others, the line end included."""
        first = self.text.index(begin)
        last = self.text.index(end, first)
        self.yaml.write_text(self.text[:first] + self.text[last + (end == "\n") :], encoding="utf-8")
        return self

    def line(self, words: str) -> int:
        """The first line on which words stand."""
        return next(number for number, line in enumerate(self.text.splitlines(), 1) if words in line)

    def found(self) -> list[Finding]:
        return list(checked(self.path).findings)

    def codes(self) -> list[str]:
        return [one.check.code for one in self.found()]

    def one(self, code: str, words: str = "") -> Finding:
        """The first finding of a code that says so; what else there is does not matter."""
        found = self.found()
        mine = [one for one in found if one.check.code == code and words in one.what]
        assert mine, told(found) or "nothing was found"
        return mine[0]


def begun(into: Path, template: str = "panel", name: str = "made-up") -> Spoilt:
    return Spoilt(begin(name, into, template))
