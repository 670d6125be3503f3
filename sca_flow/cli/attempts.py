"""The attempts in a store: which there are, whether they are sound, and forgetting who walked one."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from sca_flow.cli import out, stores
from sca_flow.cli.options import AnyAttempt, Attempt, Json, Store
from sca_flow.errors import InputError

Yes = Annotated[bool, typer.Option("--yes", help="Do not ask first.")]


def attempts(as_json: Json = False, store: Store = None) -> int:
    """List the attempts, the last updated first."""
    with stores.reading(store) as journal:
        heads = [head for head in journal.heads() if head.seq]  # without an event it was never begun
    if as_json:
        told = [
            {
                "attempt": head.attempt,
                "scenario": head.scenario,
                "stage": head.stage,
                "ended": head.ended,
                "seq": head.seq,
                "updated": head.updated.isoformat(),
            }
            for head in heads
        ]
        out.json_object({"attempts": told})
        return 0
    for head in heads:
        state = "ended" if head.ended else "open"
        out.data(f"{head.attempt}  {head.scenario}  {head.stage}, {state}, {head.seq} events, {head.updated:%F %R} UTC")
    if not heads:
        out.talk("There are no attempts yet. Begin one with: sca-flow walk SCENARIO")
    return 0


def verify(attempt: AnyAttempt = None, as_json: Json = False, store: Store = None) -> int:
    """Check that every attempt holds. Sequence, hash chain, fold and list are compared; exit 1 when one does not."""
    from sca_flow.training.verify import verdicts

    with stores.reading(store) as journal:
        found = list(verdicts(journal, attempt))
    broken = [verdict for verdict in found if not verdict.sound]
    if as_json:
        out.json_object({"sound": not broken, "attempts": [verdict.as_json() for verdict in found]})
    else:
        for verdict in broken:
            out.data(f"{verdict.attempt}: broken. {verdict.why}")
        out.data(f"{len(found) - len(broken)} of {len(found)} sound.")
    return 1 if broken else 0


def erase(attempt: Attempt, yes: Yes = False, store: Store = None) -> int:
    """Erase what was written in an attempt. The name goes too; what was done stays, and the chain still verifies."""
    from sca_flow.training.verify import erase as forget
    from sca_flow.training.verify import verdicts

    with stores.reading(store) as journal:
        journal.head(attempt)
        if not yes and not _agreed(attempt):
            out.talk("Nothing was erased.")
            return 1
        gone = forget(journal, attempt)
        [verdict] = verdicts(journal, attempt)
    out.data(f"Erased: {gone} {'text' if gone == 1 else 'texts'}, and the name. It cannot be undone.")
    out.data("The chain still verifies." if verdict.sound else f"The chain does not verify: {verdict.why}")
    return 0 if verdict.sound else 1


def _agreed(attempt: str) -> bool:
    if not sys.stdin.isatty():
        raise InputError("There is nobody to ask whether this is meant.", do="Add --yes.")
    out.prompt(f"Erase what was written in attempt {attempt}, for good? (yes or no): ", aside=True)
    try:
        return input().strip().lower() in ("y", "yes")
    except EOFError:
        return False
