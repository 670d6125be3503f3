"""Reading what a check left behind: the JSON of ``policy check --json``, or the rule tests of ``--save-test``.

Both hold a counter-example as a rule test; JSON is read as the YAML that it is, so that every problem has its line.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel
from yaml import Mark

from sca_flow.errors import FileError, InputError, Problem, UnknownName
from sca_flow.reading import Path_, Tree, parse_yaml, read_text
from sca_flow.rules.loader import shipped
from sca_flow.rules.policy import Policy
from sca_flow.workbench.invariants import SHIPPED, Invariant, read_invariants
from sca_flow.workbench.rule_test_files import RULES, RuleTest, tests_in
from sca_flow.workbench.rule_tests import Applied

COUNTER_EXAMPLE = "Counter-example: "
"""How the name of a rule test begins that a check wrote."""
_DO = "Give the JSON that `sca-flow policy check --json` printed, or a file that --save-test wrote."


class _Judged(BaseModel):
    """One invariant, as the JSON of a check has it."""

    id: str
    says: str
    verdict: str
    test: dict[str, Any] | None = None


class _Checked(BaseModel):
    """The JSON of a check, as far as a trace needs it."""

    format: Literal[1]
    invariants: tuple[_Judged, ...]


@dataclass(frozen=True)
class TraceFile:
    """One trace of a file: a rule test, what it shows, and where each of its steps stands."""

    tree: Tree
    at: Path_
    test: RuleTest
    policy: Policy
    variants: tuple[str, ...]
    id: str
    says: str
    invariant: Invariant | None
    others: tuple[str, ...]

    @property
    def about(self) -> str:
        """The safeguard that it breaks, or which test of the file it is."""
        return f"test {self.id}" if self.id.isdecimal() else self.id

    def line(self, *part: str | int) -> int | None:
        """The line of a part of the test."""
        return self.tree.line((*self.at, *part))


@dataclass(frozen=True)
class _Found:
    """A trace in a file, before it is known which one is wanted."""

    id: str
    says: str
    at: Path_
    test: RuleTest


def read_trace(named: str, applied: Applied, variants: Sequence[str] | None = None) -> TraceFile:
    """The trace of ``FILE`` or ``FILE#ID``; without an id the first one.  ``variants`` stand in for those it names.

    Raises:
        FileError: everything that is wrong with the file, each with its line.
        UnknownName: it holds no trace of that id.
        InputError: a safeguard of that id is not broken.
    """
    file, wanted = _parted(named)
    tree = _tree(file)
    try:
        traces = tuple(_tests(tree)) if isinstance(tree.value, list) else tuple(_broken(tree, wanted))
    except FileError as error:
        unknown = [] if variants else list(_unknown(tree, applied))
        raise FileError(error.file or "", [*error.problems, *unknown], do=error.do) from None
    ids = [trace.id for trace in traces]
    if wanted and wanted not in ids:
        raise UnknownName(f"trace in {file}", wanted, ids)
    found = traces[ids.index(wanted)] if wanted else traces[0]
    names = list(variants or [name for name in found.test.policies[0].split("+") if name != RULES])
    known = next((one for one in _safeguards() if one.says == found.says), None)
    others = tuple(name for name in ids if name != found.id)
    if problems := [] if variants else list(_unknown(tree, applied)):
        raise FileError(tree.file, problems, do="A variant from a file of yours is given with -p.")
    policy = found.test.ruled(applied(names), found.test.on[0])
    return TraceFile(tree, found.at, found.test, policy, tuple(names), found.id, found.says, known, others)


def _parted(named: str) -> tuple[Path, str]:
    file, _, wanted = named.rpartition("#")
    return (Path(file), wanted) if file and not Path(named).exists() else (Path(named), "")


def _tree(file: Path) -> Tree:
    """The file as a tree: a list of tests, or the mapping of a check."""
    text = read_text(file)
    if text.lstrip().startswith("{"):
        _whole(text, str(file))
        text = text.replace("\t", " ")  # JSON may be indented by tabs, YAML may not
    try:
        tree = parse_yaml(text, str(file))
    except FileError as error:
        raise FileError(error.file or "", error.problems, do=_DO) from None
    if not isinstance(tree.value, list) and not (isinstance(tree.value, dict) and "invariants" in tree.value):
        raise FileError(tree.file, [Problem(tree.line(()), "this is neither a check nor a list of tests.")], do=_DO)
    if not tree.value:
        raise FileError(tree.file, [Problem(None, "holds no test.")], do=_DO)
    return tree


def _whole(text: str, file: str) -> None:
    """`FileError` when JSON breaks off or is damaged: YAML's reader would say so in words that JSON does not have."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        said = f"this is damaged JSON, or breaks off here: {error.msg} (column {error.colno})."
        raise FileError(file, [Problem(error.lineno, said)], do=_DO) from None
    except RecursionError:
        raise FileError(file, [Problem(None, "is nested too deep.")], do=_DO) from None


def _tests(tree: Tree) -> Iterator[_Found]:
    """Every test of a file; one that a check wrote goes by the id of its safeguard, another by its number."""
    ids = {f"{COUNTER_EXAMPLE}{one.says}": one.id for one in _safeguards()}
    for place, (test, _) in enumerate(tests_in(tree)):
        says = test.name.removeprefix(COUNTER_EXAMPLE)
        yield _Found(ids.get(test.name, str(place + 1)), says, (place,), test)


def _broken(tree: Tree, wanted: str) -> Iterator[_Found]:
    """Every broken safeguard of a check."""
    judged = tree.as_(_Checked).invariants
    verdicts = {one.id: one.verdict for one in judged}
    broken = [place for place, one in enumerate(judged) if one.verdict == "broken"]
    if not broken:
        text = "no safeguard is broken in this check: there is no counter-example to step through."
        raise FileError(tree.file, [Problem(tree.line(("invariants",)), text)])
    if wanted in verdicts and verdicts[wanted] != "broken":
        held = ", ".join(judged[place].id for place in broken)
        raise InputError(f"'{wanted}' is not broken in {tree.file}: {verdicts[wanted]}.", do=f"Broken: {held}.")
    if old := [place for place in broken if judged[place].test is None]:
        text = "this counter-example holds no test to replay."
        problems = [Problem(tree.line(("invariants", place)), text) for place in old]
        raise FileError(tree.file, problems, do="It was printed by an earlier version: run the check again.")
    parts = [("invariants", place, "test") for place in broken]
    tests = tests_in(_part(tree, parts))
    for place, part, (test, _) in zip(broken, parts, tests, strict=True):
        yield _Found(judged[place].id, judged[place].says, part, test)


def _part(tree: Tree, parts: Sequence[Path_]) -> Tree:
    """Parts of a tree as a list, each with the places it had."""
    value: list[Any] = []
    places: dict[Path_, Mark] = {}
    for number, at in enumerate(parts):
        part: Any = tree.value
        for key in at:
            part = part[key]
        value.append(part)
        places |= {(number, *path[len(at) :]): place for path, place in tree.places.items() if path[: len(at)] == at}
    return Tree(tree.file, value, places)


def _unknown(tree: Tree, applied: Applied) -> Iterator[Problem]:
    """Every variant named in the file that is not known, whatever else is wrong with its tests."""
    for at in [path for path in tree.places if path[-1:] == ("policies",)]:
        given = _part(tree, [at]).value[0]
        listed = [str(one) for one in given] if isinstance(given, list) else [str(given)]
        for name in [name for one in listed for name in one.split("+") if name != RULES]:
            try:
                applied([name])
            except InputError as error:
                text = " ".join(part for part in (error.what, error.do) if part)
                yield Problem(tree.line(at), text)


def _safeguards() -> Sequence[Invariant]:
    return read_invariants(SHIPPED, shipped().sources)
