"""What a module brings in with it, seen from outside: a fresh interpreter and its `sys.modules`."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("transitions", "sqlmodel", "sqlalchemy", "alembic", "textual", "pydantic", "yaml")


def modules_after(code: str) -> set[str]:
    """The top-level modules loaded after running some code in a fresh interpreter."""
    shown = "import sys; print('\\n'.join(sorted({name.split('.')[0] for name in sys.modules})), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", f"{code}\n{shown}"], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_help_loads_none_of_the_heavy_libraries() -> None:
    code = """
import sys
sys.argv = ["sca-flow", "--help"]
from sca_flow.cli.main import main
try:
    main()
except SystemExit:
    pass
"""
    assert not set(HEAVY) & modules_after(code)


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("sca_flow.take", ("textual", "sqlmodel", "sqlalchemy", "typer")),
        ("sca_flow.training.attempt", ("textual", "sqlmodel", "sqlalchemy", "typer")),
        ("sca_flow.rules.loader", ("textual", "sqlmodel", "transitions", "typer")),
        ("sca_flow.store", ("textual", "transitions", "typer")),
        ("tui.app", ("sqlmodel", "sqlalchemy", "alembic", "typer")),
    ],
)
def test_a_module_does_not_load_what_is_not_its_business(module: str, absent: tuple[str, ...]) -> None:
    assert not set(absent) & modules_after(f"import {module}")
