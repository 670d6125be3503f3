"""Send the statements of a random walk of each shipped scenario to a real learning record store, and read them back.

Run by ``make lrs``.  Exit 0 when the store gives back what was sent, 1 when it does not, 2 when it does not come up.
The store is Ralph, over its file-system backend: a process of its own, on this machine alone, in a folder that goes
when it ends.
"""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from sca_flow.journal import MemoryJournal
from sca_flow.rules.loader import shipped
from sca_flow.scenario.loader import Library
from sca_flow.states.names import Step
from sca_flow.training.attempt import Attempt
from sca_flow.training.chance import play
from sca_flow.workshop.xapi.exporting import statements

Statement = dict[str, Any]
ADDED = frozenset({"stored", "authority", "version"})
"""What a store may add to a statement, or set in it."""
PATIENCE = 60
"""For how many seconds the store may take to come up."""
AT_ONCE = 50
HOST = "127.0.0.1"
USER = "trainer"


class NotUp(Exception):
    """The store did not come up."""


@dataclass(frozen=True)
class Store:
    """A running store, and how it is asked."""

    port: int
    password: str

    def ask(self, method: str, query: str = "", body: Any = None) -> Any:
        """What it answers, as plain values; `HTTPError` when it refuses."""
        key = b64encode(f"{USER}:{self.password}".encode()).decode()
        asked = Request(
            f"http://{HOST}:{self.port}{query if query.startswith('/xAPI') else f'/xAPI/statements{query}'}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "Authorization": f"Basic {key}",
                "Content-Type": "application/json",
                "X-Experience-API-Version": "1.0.3",
            },
        )
        with urlopen(asked, timeout=PATIENCE) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def every(self) -> Iterator[Statement]:
        """Every statement that it holds, page by page."""
        more = f"?{urlencode({'limit': AT_ONCE})}"
        while more:
            page = self.ask("GET", more)
            yield from page["statements"]
            more = page.get("more") or ""


def main(arguments: Sequence[str]) -> int:
    """Run it against the ``ralph`` command of an environment; the exit code."""
    [ralph] = arguments
    sent = walked()
    try:
        with running(Path(ralph).absolute()) as store:
            wrong = list(differences(store, sent))
    except NotUp as error:
        print(f"Nothing was sent: {error}", file=sys.stderr)
        return 2
    print(*wrong, f"{len(sent)} statements sent and read back, {len(wrong)} differences.", sep="\n")
    return 1 if wrong else 0


def walked(seeds: Sequence[int] = (1, 2, 3)) -> list[Statement]:
    """The statements of random walks of each scenario that ships."""
    policy, journal = shipped(), MemoryJournal()
    library = Library(policy)
    attempts = []
    for scenario, seed in product(library.scenarios(), seeds):
        attempt = Attempt.start(scenario, policy, journal, name="Somebody")
        refused = attempt.take(Step.SERVE_CG_NEGATIVE)  # a refusal goes with it, which a random walk never tries
        assert not refused.accepted
        count = sum(1 for _ in play(attempt, seed))
        print(f"{scenario.id}: walked in {count} steps to {attempt.case.stage}")
        attempts.append(attempt.id)
    return statements(journal, attempts, library.find, policy)


@contextmanager
def running(ralph: Path) -> Iterator[Store]:
    """A store that is up, and is stopped again whatever happens."""
    with TemporaryDirectory() as folder:
        store = Store(_free_port(), secrets.token_urlsafe(12))
        environment = {**os.environ, "RALPH_APP_DIR": folder, "RALPH_RUNSERVER_BACKEND": "fs"}
        user = ("auth", "-u", USER, "-p", store.password, "-s", "all", "-A", "lrs", "https://sca-flow.example/xapi")
        made = subprocess.run([ralph, *user, "-N", USER, "-w"], env=environment, capture_output=True, text=True)
        if made.returncode:
            raise NotUp(f"it makes no user.\n{made.stderr}")
        at = ("-b", "fs", "--fs-default-directory-path", folder, "-h", HOST, "-p", str(store.port))
        log = Path(folder, "ralph.log")
        with log.open("w") as told, subprocess.Popen(
            [ralph, "runserver", *at], env=environment, stdout=told, stderr=subprocess.STDOUT
        ) as process:  # fmt: skip
            try:
                _wait(store, process, log)
                yield store
            finally:
                process.terminate()
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    process.kill()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind((HOST, 0))
        port: int = free.getsockname()[1]
        return port


def _wait(store: Store, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            store.ask("GET", "?limit=1")
        except HTTPError as error:
            # Before its first statement the file-system backend has no file to read.
            if error.code == 500:
                return
            raise NotUp(f"the store answers {error.code}.") from error
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise NotUp(f"the store did not come up.\n{log.read_text()}")


def differences(store: Store, sent: Sequence[Statement]) -> Iterator[str]:
    """Send everything, and once more what it must not keep twice; say where what comes back is not what was sent."""
    try:
        # All in one request: this version's file-system backend writes its file once, and refuses to append.
        if (ids := store.ask("POST", body=sent)) != [one["id"] for one in sent]:
            yield f"the store answers other ids than were sent: {ids}"
        store.ask("POST", body=sent[:1])
    except HTTPError as error:
        yield f"the store refuses: {error.code} {error.read().decode(errors='replace')[:2000]}"
        return
    there = list(store.every())
    yield from compared(sent, there)
    alone = store.ask("GET", f"?{urlencode({'statementId': sent[0]['id']})}")
    [alone] = alone.get("statements", [alone])  # the specification has the statement itself; this store, a list
    if not _same(sent[0], alone):
        yield f"{sent[0]['id']}: asked for alone, it comes back otherwise"


def compared(sent: Sequence[Statement], there: Sequence[Statement]) -> Iterator[str]:
    """Where the statements of a store are not those that were sent."""
    found = {one["id"]: one for one in there}
    if len(found) != len(there):
        yield f"the store holds {len(there)} statements of {len(found)} ids"
    yield from (f"{one} is in the store, and was not sent" for one in found.keys() - {one["id"] for one in sent})
    for one in sent:
        if one["id"] not in found:
            yield f"{one['id']} was sent, and is not in the store"
        elif not _same(one, found[one["id"]]):
            yield f"{one['id']} comes back otherwise:\n  {json.dumps(one)}\n  {json.dumps(found[one['id']])}"


def _same(one: Statement, other: Statement) -> bool:
    return {k: v for k, v in one.items() if k not in ADDED} == {k: v for k, v in other.items() if k not in ADDED}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
