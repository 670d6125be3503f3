"""Where things are kept, and whether everything is in order."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from pathlib import Path
from typing import Any

from sca_flow import __version__
from sca_flow.cli import out, stores
from sca_flow.cli.options import Json, Store
from sca_flow.errors import ScaFlowError

_PACKAGES = ("textual", "sqlalchemy", "sqlmodel", "transitions", "pydantic", "typer")


def show_version() -> None:
    """Print our version, Textual's and Python's."""
    out.data(f"sca-flow {__version__}")
    out.data(f"textual {_version('textual')}")
    out.data(f"python {platform.python_version()}")


def where(as_json: Json = False, store: Store = None) -> int:
    """Print where attempts, settings, rules and scenarios are."""
    from tui.settings import FILE, config_folder

    here = Path(__file__).parent.parent
    places = {
        "store": stores.shown(store),
        "data": str(stores.data_folder()),
        "settings": str(config_folder() / FILE),
        "rules": str(here / "rules"),
        "library": str(here / "library"),
        "program": str(here),
    }
    if as_json:
        out.json_object(dict(places))
    else:
        for name, place in places.items():
            out.data(f"{name}: {place}")
    return 0


def doctor(as_json: Json = False, store: Store = None) -> int:
    """See whether everything is in order. Versions, store, terminal, rules, scenarios; exit 1 when one is unsound."""
    findings: list[str] = []
    told = {
        "versions": _versions(),
        "store": _store(store, findings),
        "terminal": _terminal(),
        "settings": _settings(findings),
        "rules": _rules(findings),
        "scenarios": _scenarios(findings),
    }
    if as_json:
        out.json_object({"sound": not findings, "findings": findings, **told})
        return 1 if findings else 0
    for part, facts in told.items():
        out.data(f"{part}:")
        for name, value in facts.items():
            out.data(f"  {name.replace('_', ' ')}: {_in_words(value)}")
    for finding in findings:
        out.data(f"Unsound: {finding}")
    if not findings:
        out.data("Everything is in order.")
    return 1 if findings else 0


def _versions() -> dict[str, Any]:
    import sqlite3

    ours = {"sca-flow": __version__, "python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    return ours | {name: _version(name) for name in _PACKAGES}


def _version(package: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _store(url: str | None, findings: list[str]) -> dict[str, Any]:
    if url == stores.MEMORY:
        return {"kind": "memory"}
    from sca_flow.store import describe

    try:
        told = describe(stores.chosen(url))
    except ScaFlowError as error:
        findings.append(str(error))
        return {}
    if not told["writable"]:
        findings.append(f"the store {told['address']} cannot be written to.")
    return dict(told)


def _terminal() -> dict[str, Any]:
    size = shutil.get_terminal_size()
    return {
        "input": sys.stdin.isatty(),
        "output": sys.stdout.isatty(),
        "columns": size.columns,
        "lines": size.lines,
        "colours": _colours(),
        "encoding": sys.stdout.encoding,
    }


def _settings(findings: list[str]) -> dict[str, Any]:
    from tui.settings import Settings, config_folder
    from tui.themes import known

    settings = Settings(config_folder())
    theme = settings.check_theme(known())
    findings += settings.problems
    chosen = settings.chosen
    return {
        "file": str(settings.path),
        "theme": theme or "the program's own",
        "animations": chosen.animations,
        "ascii": chosen.ascii,
        "keys_changed": len(chosen.keys),
    }


def _colours() -> str:
    """How many colours the terminal says it has."""
    term = os.environ.get("TERM", "")
    if os.environ.get("NO_COLOR") or term in ("", "dumb"):
        return "none"
    if os.environ.get("COLORTERM", "") in ("truecolor", "24bit"):
        return "16 million"
    return "256" if "256" in term else "16"


def _rules(findings: list[str]) -> dict[str, Any]:
    from sca_flow.rules.loader import shipped
    from sca_flow.rules.model import START
    from sca_flow.rules.policy import Dates
    from sca_flow.states.checks import unsound
    from sca_flow.states.table import TABLE

    try:
        policy = shipped()
    except ScaFlowError as error:
        findings.append(str(error))
        return {}
    faults = unsound(TABLE, policy.rules, policy.in_force(Dates.all_on(START)).values)
    findings += faults
    return {
        "rules": len(policy.rules),
        "sources": len(policy.sources),
        "rows": len(TABLE.rows),
        "table_sound": not faults,
    }


def _scenarios(findings: list[str]) -> dict[str, Any]:
    from sca_flow.rules.loader import shipped
    from sca_flow.scenario.loader import Library

    try:
        found = [scenario.id for scenario in Library(shipped()).scenarios()]
    except ScaFlowError as error:
        findings.append(str(error))
        return {}
    return {"read": found}


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "unknown" if value is None else str(value)
