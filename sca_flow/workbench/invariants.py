"""Invariants: what must never happen, always be possible, or always be able to finish."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, model_validator

from sca_flow.errors import FileError, Problem, nearest
from sca_flow.people import Role
from sca_flow.reading import read_yaml
from sca_flow.rules.model import Source
from sca_flow.states.names import Stage, Step
from sca_flow.workbench.facts import FACTS, OF_TRY, compare

SHIPPED = Path(str(files("sca_flow.workbench"))) / "invariants.yaml"
Kind = Literal["never", "always_possible", "can_always_finish"]
Name = TypeVar("Name", Step, Stage)


class Invariant(BaseModel):
    """One safeguard.

    ``when`` says what it is about.  A *never* adds what must not be the case then; an *always possible* the step that
    is open then, and to whom; a *can always finish* asks that an end can be reached from there.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    says: str
    source: str
    kind: Kind
    when: dict[str, Any]
    never: dict[str, Any] = {}
    step: Step | None = None
    by: tuple[Role, ...] = ()

    @model_validator(mode="after")
    def _said_in_known_words(self) -> Invariant:
        for name, wanted in (*self.when.items(), *self.never.items()):
            if name not in FACTS:
                raise ValueError(f"there is no fact '{name}'. {nearest(name, FACTS)}")
            compare(wanted)
        _ = self.steps, self.leads_to  # one that there is not is a ValueError
        if (self.kind == "never") != bool(self.never):
            raise ValueError("'never' is given exactly for kind never")
        if (self.kind == "always_possible") != bool(self.step and self.by):
            raise ValueError("'step' and 'by' are given exactly for kind always_possible")
        return self

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps it is about, as far as its words name them; all of them otherwise."""
        if self.kind == "always_possible" and self.step is not None:
            return (self.step,)
        return _named(Step, self.when.get("step"))

    @property
    def leads_to(self) -> tuple[Stage, ...]:
        """The stages that those steps lead to, as far as its words name them; all of them otherwise."""
        return _named(Stage, self.when.get("to"))


def _named(every: type[Name], named: object) -> tuple[Name, ...]:
    """The steps or stages that a condition names."""
    if isinstance(named, str):
        return (every(named),)
    return tuple(every(name) for name in named) if isinstance(named, list) else tuple(every)


def watched(invariants: Iterable[Invariant]) -> Mapping[Step, frozenset[str]]:
    """For each step, the facts about who acts that some invariant asks for."""
    asked: dict[Step, set[str]] = {}
    for invariant in invariants:
        fields = {OF_TRY[name] for name in (*invariant.when, *invariant.never) if name in OF_TRY}
        fields |= {"role"} if invariant.by else set()
        for step in invariant.steps if fields else ():
            asked.setdefault(step, set()).update(fields)
    return {step: frozenset(fields) for step, fields in asked.items()}


def read_invariants(path: Path, sources: Mapping[str, Source]) -> tuple[Invariant, ...]:
    """The invariants of a file; `FileError` with every problem and its line."""
    tree = read_yaml(path)
    found = tree.as_(list[Invariant])
    problems = list(_problems(found, sources))
    if problems:
        raise FileError(str(path), [Problem(tree.line((place, key)), text) for place, key, text in problems])
    return tuple(found)


def _problems(found: list[Invariant], sources: Mapping[str, Source]) -> Iterator[tuple[int, str, str]]:
    for place, invariant in enumerate(found):
        if invariant.id in {other.id for other in found[:place]}:
            yield place, "id", f"invariant '{invariant.id}' appears twice."
        if invariant.source not in sources:
            yield place, "source", f"there is no source '{invariant.source}'. {nearest(invariant.source, sources)}"
