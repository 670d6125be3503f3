"""A scenario or course as its author left it: read as far as it can be, with what stood in the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from sca_flow.errors import FileError, InputError, Problem
from sca_flow.reading import Tree, parsed, read_text
from sca_flow.rules.policy import Policy
from sca_flow.scenario.formats import fit
from sca_flow.scenario.inside import inside
from sca_flow.scenario.loader import MOST_TEXT
from sca_flow.scenario.model import Course, Scenario, ScenarioFile
from sca_flow.workshop.finding import Spot
from sca_flow.workshop.mending import mended
from sca_flow.workshop.reach import Reach
from sca_flow.workshop.walked import Walked


class Draft:
    """A YAML file of the author's.  ``kind`` is what the checks call it."""

    kind: str
    _model: type[Any]

    def __init__(self, path: Path, policy: Policy) -> None:
        self.path, self.policy = path, policy
        self.written = ""
        self.unread: Sequence[Problem] = ()
        """What is not allowed in the file, or why it cannot be read at all."""
        self.unfit: Sequence[Problem] = ()
        """Where it does not fit its model."""
        self.given: Mapping[tuple[str, str], Course | None] = {}
        """What is checked with it and fits its model, by kind and id: courses as they are, scenarios by name only."""
        self._tree: Tree | None = None
        self._file: Any = None
        self._read()

    def _read(self) -> None:
        try:
            self.written = read_text(inside(self.path.parent, self.path.name))
        except FileError as error:
            self.unread = error.problems
            return
        except InputError as error:
            self.unread = [Problem(None, error.what)]
            return
        self._tree, self.unread = parsed(self.written, str(self.path))
        try:  # what is not allowed does not hide what else is wrong
            self._file = fit(self._tree, self._model) if self._tree is not None else None
        except FileError as error:
            self.unfit = error.problems
            self._mend()

    def _mend(self) -> None:
        """Go on with what was meant, where there are only slips."""
        if self._tree is not None and (found := mended(self._tree, self._model)) is not None:
            self._tree, self._file = found

    @property
    def whole(self) -> bool:
        """Whether it fits its model."""
        return self._file is not None

    @property
    def id(self) -> str:
        """What it calls itself; only where it is whole."""
        return str(self._file.id)

    @property
    def tree(self) -> Tree:
        """What the file says, with lines."""
        assert self._tree is not None
        return self._tree

    def at(self, *place: str | int) -> int | None:
        """The line on which a part of the file stands."""
        return self.tree.line(place)


class CourseDraft(Draft):
    """A ``course.yaml``."""

    kind = "course"
    _model = Course

    @property
    def file(self) -> Course:
        """The course; only where it is whole."""
        assert isinstance(self._file, Course)
        return self._file


class ScenarioDraft(Draft):
    """A ``scenario.yaml`` with its documents."""

    kind = "scenario"
    _model = ScenarioFile

    @property
    def folder(self) -> Path:
        """The scenario's folder."""
        return self.path.parent

    @property
    def file(self) -> ScenarioFile:
        """The scenario's file; only where it is whole."""
        assert isinstance(self._file, ScenarioFile)
        return self._file

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """The documents' texts by id; one that cannot be used is left out."""
        return self._documents[0]

    @property
    def faulty(self) -> Sequence[Spot]:
        """What is wrong with documents as files."""
        return self._documents[1]

    @cached_property
    def _documents(self) -> tuple[Mapping[str, str], Sequence[Spot]]:
        texts: dict[str, str] = {}
        faulty: list[Spot] = []
        read: dict[Path, str] = {}  # a file that is named a thousand times is read once
        for at, document in enumerate(self.file.documents):
            try:
                path = inside(self.folder, document.file)
                if path not in read and sum(map(len, read.values())) > MOST_TEXT:
                    raise InputError(f"'{document.file}' is not read: the documents hold more than 20 MB.")
                texts[document.id] = read[path] = read.get(path) or read_text(path)
            except FileError as error:
                faulty += [Spot(one.line, one.text, str(self.folder / document.file)) for one in error.problems]
            except InputError as error:
                faulty.append(Spot(self.at("documents", at, "file"), error.what))
        return texts, faulty

    @cached_property
    def scenario(self) -> Scenario:
        """It as it is played, without what cannot be used."""
        return Scenario(self.file, self.folder.parent.name, self.texts, "", None)

    @cached_property
    def rules(self) -> Policy:
        """The rules with the days that the scenario assumes, where it may assume them."""
        try:
            return self.policy.assuming(self.file.assume)
        except InputError:
            return self.policy

    @property
    def opens(self) -> date:
        """The day on which an attempt opens."""
        return self.file.opens or self.file.referral.received

    @cached_property
    def model_days(self) -> Sequence[date]:
        """The simulated day of each step of the model path."""
        return tuple(self._model_days())

    def _model_days(self) -> Iterator[date]:
        today = self.opens
        for line in self.file.model:
            today = max(today, line.on or today)
            yield today

    @property
    def last_day(self) -> date:
        """The last day that the model path, an incident or a document names."""
        incidents = [one.on for one in self.file.incidents if one.on]
        documents = [one.arrives or one.dated for one in self.file.documents]
        return max([self.opens, *self.model_days, *incidents, *documents])

    @cached_property
    def reach(self) -> Reach:
        """What may be reached with these people, this referral and the rules of its time."""
        return Reach.of(self.file, self.rules, self.opens, self.last_day)

    @cached_property
    def walked(self) -> Walked:
        """The model path as it goes."""
        return Walked.of(self.scenario, self.policy)
