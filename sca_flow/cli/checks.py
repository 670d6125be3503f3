"""Checking policies: every reachable position, rule tests, and who notices a loosened guard."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sca_flow.cli import out
from sca_flow.cli.options import Json, On, Variants
from sca_flow.cli.reports import save
from sca_flow.cli.walks import under
from sca_flow.errors import InputError

if TYPE_CHECKING:
    from sca_flow.rules.policy import Policy
    from sca_flow.workbench.invariants import Invariant
    from sca_flow.workbench.rule_tests import Run

BROKEN, INCOMPLETE = 1, 4
MOST_MEMBERS = 15

Across = Annotated[
    str | None,
    typer.Option("--across", metavar="A..B", help="Across the rule changes between two days."),
]
Members = Annotated[
    int, typer.Option("--members", metavar="N", min=0, max=MOST_MEMBERS, help="How many are invited besides the chair.")
]
More = Annotated[
    list[Path] | None, typer.Option("-i", "--invariants", metavar="FILE", help="More invariants, from a file.")
]
Limit = Annotated[int, typer.Option("--limit", metavar="N", min=1, help="How many positions to visit at most.")]
SaveTest = Annotated[
    Path | None, typer.Option("--save-test", metavar="FILE", help="Write the counter-examples as rule tests.")
]
Paths = Annotated[
    list[Path] | None, typer.Argument(metavar="PATH...", help="Rule test files or folders; else those that ship.")
]


def check(
    variants: Variants = None,
    on: On = None,
    across: Across = None,
    members: Members = 5,
    more: More = None,
    limit: Limit = 5_000_000,
    save_test: SaveTest = None,
    as_json: Json = False,
) -> int:
    """Visit every reachable position and judge the safeguards. Exit 1 when one is broken, expected or not."""
    from sca_flow.rules.loader import shipped
    from sca_flow.workbench import story
    from sca_flow.workbench.check import check as judge

    rules = under(variants)
    first, last = _days(on, across, rules)
    safeguards = invariants(more)
    found = judge(rules, shipped(), safeguards, first, last, members=members, expected=_expected(variants), limit=limit)
    if save_test is not None:
        save(save_test, story.tests(found))
    if as_json:
        out.json_object(story.as_json(found))
    else:
        for line in story.lines(found):
            out.data(line)
    if any(judged.verdict == "broken" for judged in found.judged):
        return BROKEN
    return INCOMPLETE if any(judged.verdict == "incomplete" for judged in found.judged) else 0


def run_tests(
    paths: Paths = None,
    junit: Annotated[Path | None, typer.Option("--junit", metavar="FILE", help="Write a JUnit report.")] = None,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Say what the tests cover, and why not the rest.")
    ] = False,
    suggest: Annotated[bool, typer.Option("--suggest", help="Print tests for what is not covered, as YAML.")] = False,
    as_json: Json = False,
) -> int:
    """Run rule tests: on a date, under a policy, from a position, what comes of a step."""
    from sca_flow.workbench.coverage import coverage as cover
    from sca_flow.workbench.junit import junit as report
    from sca_flow.workbench.measure import Measure
    from sca_flow.workbench.nearest import told
    from sca_flow.workbench.rule_test_files import files
    from sca_flow.workbench.rule_tests import run_file
    from sca_flow.workbench.suggest import suggest as find

    if suggest and as_json:
        raise InputError("--suggest prints YAML, not JSON.", do="Leave one of them out.")
    runs = [run for path in files(paths or [_shipped_tests()]) for run in run_file(path, under)]
    failed = [run for run in runs if not run.passed]
    covered = cover(runs, Measure.shipped()) if coverage or suggest else None
    if junit is not None:
        save(junit, report(runs))
    if suggest and covered is not None:
        out.data(find(covered, under, progress=out.talk).as_yaml())
    elif as_json:
        told_all = [_run_as_json(run, told(run) if not run.passed else []) for run in runs]
        out.json_object(
            {"runs": len(runs), "failed": len(failed), "tests": told_all}
            | ({"coverage": covered.as_json()} if covered else {})
        )
    else:
        for run in failed:
            out.data(f"FAILED {run.file}:{run.line}: {run.name}")
            for line in told(run):
                out.data(f"  {line}")
        for line in covered.lines() if covered else ():
            out.data(line)
        out.data(f"{len(runs) - len(failed)} passed, {len(failed)} failed")
    return BROKEN if failed else 0


def mutate(paths: Paths = None, on: On = None, as_json: Json = False) -> int:
    """Loosen each guard in turn: which invariants and rule tests notice. Exit 1 when one goes unnoticed."""
    from sca_flow.cli.policy import the_day
    from sca_flow.rules.loader import shipped
    from sca_flow.workbench.mutate import mutate as loosen
    from sca_flow.workbench.rule_test_files import files

    tests = list(files(paths or [_shipped_tests()]))
    mutants = []
    for mutant in loosen(shipped(), the_day(on) or date(2021, 6, 1), invariants(None), tests, under):
        mutants.append(mutant)
        if not as_json:
            noticed = [*mutant.invariants, f"{len(mutant.tests)} rule tests"] if mutant.noticed else ["NOBODY NOTICES"]
            out.data(f"{mutant.guard} ({mutant.rows} rows): {', '.join(noticed)}")
    unnoticed = [mutant.guard for mutant in mutants if not mutant.noticed]
    if as_json:
        out.json_object({"unnoticed": unnoticed, "guards": [mutant.as_json() for mutant in mutants]})
    else:
        out.data(f"{len(mutants) - len(unnoticed)} of {len(mutants)} guards are noticed.")
    return BROKEN if unnoticed else 0


def _days(on: str | None, across: str | None, rules: Policy) -> tuple[date, date]:
    """The date of a check, or the two it runs between."""
    from sca_flow.forms import day
    from sca_flow.rules.model import START

    if on is not None and across is not None:
        raise InputError("--on and --across cannot both be given.", do="Give one of them.")
    if across is not None:
        begin, dots, end = across.partition("..")
        if not dots:
            raise InputError(f"'{across}' is no span of days.", do="Write it as 2022-11-01..2023-03-01.")
        first, last = day(begin, "--across"), day(end, "--across")
    else:
        first = last = day(on, "--on") if on is not None else rules.judged_on or date.today()
    if first > last:
        raise InputError(f"{first} comes after {last}.", do="Give the earlier day first.")
    if first < START:
        raise InputError(
            f"There is nothing to check before {START}.", why="No SCA decision predates it.", do="Begin later."
        )
    return first, last


def invariants(more: Sequence[Path] | None) -> list[Invariant]:
    """The safeguards that ship, and more from files; `InputError` when two have one id."""
    from sca_flow.workbench.invariants import SHIPPED, read_invariants

    sources = under(None).sources
    found = [invariant for path in (SHIPPED, *(more or ())) for invariant in read_invariants(path, sources)]
    names = [invariant.id for invariant in found]
    if twice := {name for name in names if names.count(name) > 1}:
        raise InputError(f"There are two invariants called {', '.join(sorted(twice))}.", do="Rename yours.")
    return found


def _expected(variants: list[str] | None) -> frozenset[str]:
    """The safeguards that the variants say they break."""
    from sca_flow.rules.loader import shipped, shipped_variants

    known = shipped_variants()
    return frozenset(name for variant in variants or () for name in known.find(variant, shipped()).expect_break)


def _shipped_tests() -> Path:
    from sca_flow.rules.loader import SHIPPED

    return SHIPPED / "tests"


def _run_as_json(run: Run, failure: Sequence[str]) -> dict[str, object]:
    return {
        "name": run.test.name,
        "on": run.on.isoformat(),
        "policy": run.policy,
        "passed": run.passed,
        "file": run.file,
        "line": run.line,
        "failure": list(failure),
    }
