"""The format of rule tests, and reading them from files; ``docs/reference/rule-test-format.md`` describes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from sca_flow.errors import FileError, InputError, Problem, nearest
from sca_flow.reading import MAX_TEXT, Tree, read_yaml
from sca_flow.rules.loader import SHIPPED as RULES_FOLDER
from sca_flow.rules.loader import shipped
from sca_flow.rules.model import Day, Decision, Source
from sca_flow.rules.policy import Policy
from sca_flow.rules.variant import Setting, with_setting
from sca_flow.scenario.model import ScriptStep
from sca_flow.scenario.script import refusing
from sca_flow.states.names import Stage
from sca_flow.workbench.given import Given
from sca_flow.writing import as_yaml as written

RULES = "rules"
"""How a test names the rules as published."""

SHIPPED = RULES_FOLDER / "tests"
"""The rule tests that come with the program."""


class Then(BaseModel):
    """What holds when all steps are taken.

    ``confirmed`` is about the last step, when it was refused: whether something confirmed refused it, and not a
    working assumption alone.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    stage: Stage | None = None
    decision: Decision | None = None
    quorate: bool | None = None
    confirmed: bool | None = None


class RuleTest(BaseModel):
    """One test.  ``on`` and ``policies`` may be lists: then it is run for each of them.

    ``set`` gives rules another value for this test alone; ``assume`` pins a day that the sources leave open; ``still``
    keeps the rules of the day on which it begins, however much time passes.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    name: str = Field(min_length=1)
    on: tuple[Day, ...] = Field(min_length=1)
    policies: tuple[str, ...] = Field(default=(RULES,), min_length=1)
    set_: dict[str, Any] = Field(default={}, alias="set")
    assume: dict[str, Day] = {}
    still: bool = False
    given: Given
    steps: tuple[ScriptStep, ...] = ()
    then: Then = Then()

    @field_validator("on", "policies", mode="before")
    @classmethod
    def _one_or_many(cls, given: Any) -> Any:
        return given if isinstance(given, (list, tuple)) else [given]

    def ruled(self, policy: Policy, on: date) -> Policy:
        """A policy on a day with what this test sets and assumes; `InputError` when it cannot."""
        ruled = with_settings(policy, self.set_)
        ruled = ruled.assuming(self.assume) if self.assume else ruled
        return ruled.held_still(on) if self.still else ruled


def files(paths: Iterable[Path]) -> Iterator[Path]:
    """Every test file named, or under a folder named."""
    for path in paths:
        if path.is_dir():
            yield from sorted(path.rglob("*.yaml"))
        elif path.exists():
            yield path
        else:
            raise InputError(f"There is no file or folder '{path}'.", do="Name a rule test file, or a folder of them.")


def read_tests(path: Path) -> list[tuple[RuleTest, int | None]]:
    """The tests of a file with their lines; `FileError` with every problem."""
    return tests_in(read_yaml(path))


def tests_in(tree: Tree) -> list[tuple[RuleTest, int | None]]:
    """The same, of a file that is read already."""
    tests = tree.as_(list[RuleTest])
    if problems := list(_problems(tree, tests)):
        raise FileError(tree.file, problems)
    return [(test, tree.line((place,))) for place, test in enumerate(tests)]


def _problems(tree: Tree, tests: Sequence[RuleTest]) -> Iterator[Problem]:
    names = refusing(shipped())
    for place, test in enumerate(tests):
        if test.name in {other.name for other in tests[:place]}:
            yield Problem(tree.line((place, "name")), f"there is another test called '{test.name}'.")
        for number, step in enumerate(test.steps):
            for name in (name for name in step.refused_by if name not in names):
                line = tree.line((place, "steps", number, "expect"))
                yield Problem(line, f"no rule or guard is called '{name}'. {nearest(name, names)}")
        try:
            for on in test.on:
                test.ruled(shipped(), on)
                test.given.case(on)
        except (InputError, ValueError) as error:
            said = str(error) if isinstance(error, InputError) else str(error).splitlines()[-2].strip()
            yield Problem(tree.line((place,)), said)


def with_settings(policy: Policy, settings: Mapping[str, Any]) -> Policy:
    """A policy in which some rules always say something else.

    Raises:
        UnknownName: there is no such rule.
        InputError: no policy can vary it, or not to this value.
    """
    if not settings:
        return policy
    rules = dict(policy.rules)
    for name, value in settings.items():
        rule = policy.rule(name)
        if not rule.variable:
            raise InputError(f"'{name}' is a standing rule of the process; no test may set it.")
        try:
            rule.read(value)
        except ValueError as error:
            raise InputError(f"'{name}': {error}.") from None
        rules[name] = with_setting(rule, Setting(value=value), _HERE.id)
    return replace(policy, rules=rules, sources={**policy.sources, _HERE.id: _HERE})


_HERE = Source(id="rule-test", title="Set by the rule test itself", publisher="a what-if, not a rule")


def as_yaml(tests: Iterable[Mapping[str, Any]], comments: Iterable[str] = ()) -> str:
    """Tests, each a mapping as a file has it, as the text of a file with comments at its head."""
    head = "".join(f"# {line}\n" for line in comments)
    return "\n".join([head] * bool(head) + [_one(test) for test in tests])


def _one(test: Mapping[str, Any]) -> str:
    lines = [f"{key}: {_inline(value)}" for key, value in test.items() if key not in ("steps", "then")]
    lines += ["steps:", *(f"  - {_inline(step)}" for step in test["steps"])]
    lines += [f"then: {_inline(test['then'])}"] if "then" in test else []
    return "".join(f"{'  ' if place else '- '}{line}\n" for place, line in enumerate(lines))


def _inline(value: Any) -> str:
    return written(value, inline=True, width=MAX_TEXT)
