"""The `sca-flow` command.

Nothing heavy is imported before a command runs: ``--help`` needs Typer and nothing else.  A command returns its exit
code; whatever it raises is told here, on stderr, as one block or, under ``--json``, as one JSON object.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from typing import Annotated, NoReturn

import typer

from sca_flow.cli import attempts, cases, cohort, debriefing, out, serving, stores, system, walks
from sca_flow.cli.later import PLAIN, Commands, add, add_later
from sca_flow.errors import InputError, ScaFlowError

INTERRUPTED = 130
TERMINATED = 143
TRACEBACK = "SCA_FLOW_TRACEBACK"
"""Set in the environment, it lets a fault of the program's own show its traceback."""

app = typer.Typer(
    name="sca-flow",
    help="Work UK modern-slavery referrals through the Single Competent Authority's decision process, as training.",
    epilog="Without a command it opens the desk. A training simulation with fictional people: not legal advice, "
    "not Home Office material.",
    context_settings={"help_option_names": ["--help", "-h"]},
    **PLAIN,
)


class UsageError(InputError):
    """The command was not used as its help says."""

    code = "usage"


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Show the versions of this, Textual and Python.")] = False,
) -> int | None:
    """Open the desk when no command is given."""
    if version:
        system.show_version()
        raise typer.Exit
    if context.invoked_subcommand is None:
        return walks.desk(os.environ.get(stores.VARIABLE) or None)
    return None


def _policy() -> Commands:
    from sca_flow.cli import checks, comparing, policy, provenance

    return {
        "show": policy.show,
        "history": provenance.history,
        "explain": provenance.explain,
        "stale": provenance.stale,
        "sources": provenance.sources,
        "quorum": policy.quorum,
        "attendance": comparing.attendance,
        "check": checks.check,
        "diff": comparing.diff,
        "grid": comparing.grid,
        "test": checks.run_tests,
        "mutate": checks.mutate,
    }


def _process() -> Commands:
    from sca_flow.cli import process

    return {"map": process.map_, "table": process.table, "diagram": process.diagram}


def _scenario() -> Commands:
    from sca_flow.cli import authoring, previewing, printing, sharing, sweeping, testing

    return {
        "new": authoring.new,
        "check": authoring.check,
        "schema": authoring.schema,
        "test": testing.run_tests,
        "record": testing.record,
        "compare": testing.compare,
        "sweep": sweeping.sweep,
        "print": printing.print_,
        "graph": printing.graph,
        "preview": previewing.preview,
        "pack": sharing.pack,
        "unpack": sharing.unpack,
        "upgrade": sharing.upgrade,
    }


def _export() -> Commands:
    from sca_flow.cli import exporting

    return {"xapi": exporting.xapi}


add(app, {"play": walks.play, "walk": walks.walk, "resume": walks.resume, "list": cases.list_})
add(app, {"serve": serving.serve})
add(app, {"debrief": debriefing.debrief, "record": debriefing.record, "report": cohort.report})
add(app, {"attempts": attempts.attempts, "verify": attempts.verify, "erase": attempts.erase})
add_later(app, "policy", "Ask the dated rules: what holds on a day, and on what it rests.", _policy)
add_later(app, "process", "The process as a map, as a table and as a drawing.", _process)
add_later(app, "export", "Give attempts to other systems: as statements for a learning record store.", _export)
add_later(app, "scenario", "Write scenarios: begin, check, test, preview, print and share them.", _scenario)
add(app, {"where": system.where, "doctor": system.doctor})


def main() -> None:
    """Run the command that was typed, and leave with its exit code."""
    signal.signal(signal.SIGTERM, _terminated)
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed before the program began
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115
        # Text that the terminal cannot show, or that is not text, is replaced: it is no reason to stop.
        getattr(sys, name).reconfigure(errors="replace")
    try:
        sys.exit(run(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def run(arguments: Sequence[str]) -> int:
    """Run one command; its exit code."""
    as_json = "--json" in arguments
    try:
        code = typer.main.get_command(app).main(list(arguments), prog_name="sca-flow", standalone_mode=False)
    except ScaFlowError as error:
        return _failed(error, as_json)
    except typer.Abort:
        return INTERRUPTED
    except typer.TyperException as error:
        hint = getattr(getattr(error, "ctx", None), "command_path", "sca-flow")
        return _failed(UsageError(error.format_message(), do=f"See: {hint} --help"), as_json)
    except Exception as error:
        if os.environ.get(TRACEBACK):
            raise
        return _failed(_fault(error), as_json)
    return code if isinstance(code, int) else 0


def _failed(error: ScaFlowError, as_json: bool) -> int:
    out.error(error, as_json=as_json)
    return error.exit_code


def _fault(error: Exception) -> ScaFlowError:
    """The error for what should not have happened."""
    return ScaFlowError(
        "Something in this program went wrong.",
        why=f"{type(error).__name__}: {error}",
        do=f"What was acknowledged is safe. Please report it, with what {TRACEBACK}=1 shows.",
    )


def _terminated(number: int, frame: object) -> NoReturn:
    sys.exit(TERMINATED)
