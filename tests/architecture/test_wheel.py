"""The wheel: what somebody gets who installs it."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel, built once from this tree."""
    out = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps"]
    subprocess.run(
        [*build, "--no-build-isolation", "--wheel-dir", str(out), str(ROOT)], check=True, capture_output=True
    )
    return zipfile.ZipFile(next(out.glob("*.whl")))


def test_the_wheel_carries_everything_that_the_two_packages_hold(wheel: zipfile.ZipFile) -> None:
    carried = set(wheel.namelist())
    tracked = subprocess.run(
        ["git", "ls-files", "sca_flow", "tui"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert set(tracked.stdout.split()) <= carried


def test_the_installed_program_plays_a_case_from_the_wheel_alone(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path)
    code = "import sys; sys.argv = ['sca-flow', 'walk', 'county-lines', '--auto', '--seed', '1', '--store', 'memory:'];"
    code += "import sca_flow; from sca_flow.cli.main import main; print(sca_flow.__file__); main()"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert str(tmp_path) in done.stdout
    assert "saved 2" in done.stdout
