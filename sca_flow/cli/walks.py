"""Walking a case: opening the screens, starting in plain text, going on."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from sca_flow.cli import stores
from sca_flow.cli.options import AnyScenario, Attempt, Auto, Json, Scenario, Script, Seed, Store, Variants
from sca_flow.errors import InputError

if TYPE_CHECKING:
    from sca_flow.rules.policy import Policy
    from sca_flow.scenario.loader import Library

Plain = Annotated[bool, typer.Option("--plain", help="In plain text, also on a terminal.")]
Trace = Annotated[
    str | None,
    typer.Option(
        "--trace",
        metavar="FILE[#ID]",
        help="Step through a counter-example: the JSON of `policy check --json`, or what --save-test wrote. "
        "ID picks one of several safeguards.",
    ),
]
Chair = Annotated[
    str | None, typer.Option("--as", metavar="PERSON", help="Be one person of the case; the others act by script.")
]
Name = Annotated[str, typer.Option("--name", metavar="NAME", help="Your name, if you want it kept; it can be erased.")]


def desk(
    store: str | None,
    scenario: str | None = None,
    attempt: str | None = None,
    variants: list[str] | None = None,
    chair: str | None = None,
    name: str = "",
) -> int:
    """Open the screens.

    Raises:
        InputError: there is no terminal to open them on.
    """
    needs_terminal(f"Walk in plain text: {_plainly(scenario, attempt)}.")
    from tui.app import run

    if variants:
        under(variants)  # one that is not known is said now, not on the desk

    def library() -> Library:
        from sca_flow.scenario.loader import Library

        return Library(under(variants))

    with ExitStack() as stack:  # the screens open library and store when they need them, after the first frame
        journal = lambda: stack.enter_context(stores.opened(store))  # noqa: E731
        return run(
            library, journal, scenario=scenario, chair=chair, attempt=attempt, name=name, variants=variants or ()
        )


def under(variants: Sequence[str] | None) -> Policy:
    """The rules, with variants applied."""
    from sca_flow.rules.loader import shipped, shipped_variants

    return shipped_variants().apply(shipped(), variants) if variants else shipped()


def play(
    scenario: AnyScenario = None,
    trace: Trace = None,
    plain: Plain = False,
    name: Name = "",
    chair: Chair = None,
    variants: Variants = None,
    store: Store = None,
) -> int:
    """Open the desk, or a scenario, on this terminal; or step through a counter-example that a check has found."""
    if chair is not None and scenario is None:
        raise InputError("--as is for a scenario.", do="Name the scenario whose chair you would take.")
    if trace is None:
        if plain:
            raise InputError("--plain is for a trace.", do=f"Walk in plain text: {_plainly(scenario, None)}.")
        return desk(store, scenario, variants=variants, chair=chair, name=name)
    if scenario is not None:
        raise InputError("A scenario and a trace cannot both be opened.", do="Leave one of them out.")
    from sca_flow.cli import out
    from sca_flow.workbench.trace_files import read_trace
    from sca_flow.workbench.traces import walked

    walk = walked(read_trace(trace, under, variants))
    if plain:
        for line in walk.lines():
            out.data(line)
        return 0
    needs_terminal(f"Read it in plain text: sca-flow play --trace {quote(trace)} --plain")
    from tui.trace import run

    return run(walk)


def walk(
    scenario: Scenario,
    script: Script = None,
    auto: Auto = False,
    seed: Seed = None,
    name: Name = "",
    chair: Chair = None,
    variants: Variants = None,
    as_json: Json = False,
    store: Store = None,
) -> int:
    """Walk a case in plain text, line by line."""
    from sca_flow.cli.playing import How
    from sca_flow.scenario.loader import Library
    from sca_flow.training.attempt import Attempt

    how = How.chosen(script, auto, seed, as_json)
    policy = under(variants)
    found = Library(policy).find(scenario)
    with stores.opened(store) as journal:
        attempt = Attempt.start(found, policy, journal, name=name.strip(), chair=chair)
        how.play(attempt, _go_on(attempt.id, store))
    return 0


def resume(
    attempt: Attempt,
    again: Annotated[
        int | None,
        typer.Option("--from", metavar="SEQ", help="Try again from this step, as a new attempt; the old one stays."),
    ] = None,
    script: Script = None,
    auto: Auto = False,
    seed: Seed = None,
    plain: Plain = False,
    as_json: Json = False,
    store: Store = None,
) -> int:
    """Go on with an attempt where it was left."""
    if again is not None:
        attempt = _branch(attempt, again, store)
    if _on_terminal() and not (plain or script or auto or as_json):
        return desk(store, attempt=attempt)
    from sca_flow.cli.playing import How

    how = How.chosen(script, auto, seed, as_json)
    with stores.resumed(store, attempt) as walked:
        how.play(walked, _go_on(attempt, store))
    return 0


def needs_terminal(do: str) -> None:
    """Raise `InputError`, with what to do instead, where there is no terminal to open screens on."""
    if not _on_terminal():
        raise InputError("The screens need a terminal.", why="Input or output is not one.", do=do)


def _branch(attempt: str, seq: int, store: str | None) -> str:
    """The id of a new attempt that tries again from a step."""
    from sca_flow.training.branch import branch

    with stores.resumed(store, attempt) as walked:
        return branch(walked, seq).id


def _on_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _plainly(scenario: str | None, attempt: str | None) -> str:
    return f"sca-flow resume {attempt} --plain" if attempt else f"sca-flow walk {scenario or 'SCENARIO'}"


def _go_on(attempt: str, store: str | None) -> str:
    """How to go on with an attempt that was left."""
    if store == stores.MEMORY:
        return "It was kept in memory, and is gone."
    command = ["sca-flow resume", attempt]
    if store and store != os.environ.get(stores.VARIABLE):
        command += ["--store", quote(stores.shown(store))]
    return f"It is kept. Go on with: {' '.join(command)}"
