"""`sca-flow serve` without a browser: what it refuses, whom it answers, and how it leaves."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, WSCloseCode, WSMsgType

from sca_flow.cli.web.visitor import SCREENS

from .conftest import Command

Start = Callable[..., "subprocess.Popen[str]"]
SOCKET = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
}


def test_without_the_extra_it_says_how_to_install_it(sca_flow: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("sca_flow.cli.web")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "aiohttp", None)
    said = sca_flow("serve")
    assert (said.code, said.out) == (2, "")
    assert "pip install 'sca-flow[web]'" in said.err


def test_a_port_that_is_taken_is_named(sca_flow: Command, made: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = sca_flow("serve", "--port", port)
    assert (said.code, said.out) == (2, "")
    assert f"Cannot listen on 127.0.0.1, port {port}." in said.err
    assert "--port" in said.err


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--host", "nowhere.invalid"), "Cannot listen on nowhere.invalid"),
        (("--store", "memory:"), "need a store that they share"),
        (("--public-url", "training"), "not an address"),
        (("--port", "70000"), "65535"),
    ],
)
def test_what_cannot_be_served_is_refused(sca_flow: Command, made: Path, arguments: tuple[str, ...], why: str) -> None:
    said = sca_flow("serve", "--port", "0", *arguments)
    assert (said.code, said.out) == (2, "")
    assert why in said.err


def test_a_store_that_cannot_be_opened_is_told_before_anybody_comes(sca_flow: Command, tmp_path: Path) -> None:
    (tmp_path / "other.db").write_text("not a store, though long enough to be taken for one\n" * 30)
    assert sca_flow("serve", "--port", "0", "--store", tmp_path / "other.db").code == 3


@contextmanager
def serving(started: Start, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    process = started("serve", *([] if "--port" in arguments else ["--port", "0"]), *arguments)
    assert process.stdout is not None
    yield process, process.stdout.readline().strip()


def asked(address: str, path: str, **headers: str) -> int:
    """The status of an answer."""
    host = urlsplit(address)
    connection = HTTPConnection(host.hostname or "", host.port, timeout=60)
    connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    connection.close()
    return answer.status


def test_only_its_own_page_may_talk_to_it(started: Start, made: Path) -> None:
    with serving(started) as (_, address):
        assert asked(address, "/") == 200
        assert asked(address, "/ws", Origin="http://elsewhere.example", **SOCKET) == 403
        assert asked(address, "/ws", Origin="null", **SOCKET) == 403
        assert asked(address, "/", Host="elsewhere.example") == 403  # a name that somebody made point here


def test_behind_a_proxy_its_public_name_is_let_in_too(started: Start, made: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    with serving(started, "--port", port, "--public-url", "https://training.example/") as (_, address):
        assert address == "https://training.example/"
        local = f"http://127.0.0.1:{port}/"
        assert asked(local, "/", Host="training.example", Origin="https://training.example") == 200
        assert asked(local, "/", Origin="https://training.example") == 200
        assert asked(local, "/", Host="elsewhere.example") == 403


@pytest.mark.parametrize(
    "path", ["/ws/x;touch y", "/ws/$(id)", "/ws/../../etc", f"/ws/{'a' * 65}", "/page/../server.py"]
)
def test_an_attempt_is_letters_and_digits_or_there_is_no_such_address(started: Start, made: Path, path: str) -> None:
    with serving(started) as (_, address):
        assert asked(address, path.replace(" ", "%20"), **SOCKET) == 404


def test_no_shell_stands_between_the_server_and_the_screens() -> None:
    assert SCREENS[0] == sys.executable
    assert "-P" in SCREENS


def test_beyond_this_machine_it_warns_that_there_is_no_login(started: Start, made: Path) -> None:
    with serving(started, "--host", "0.0.0.0") as (process, address):
        assert urlsplit(address).hostname == socket.gethostname().lower()
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate()
    assert "there is no login" in err
    assert "Anybody who can reach this address can use it" in err


@pytest.mark.skipif(sys.platform != "linux", reason="signals and processes as on Linux")
@pytest.mark.parametrize(("number", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129), ("SIGKILL", -9)])
async def test_however_it_is_ended_it_leaves_no_process_of_a_visitor(
    started: Start, made: Path, number: str, code: int
) -> None:
    with serving(started) as (process, address):
        async with (
            ClientSession() as visitors,
            visitors.ws_connect(f"{address}ws") as one,
            visitors.ws_connect(f"{address}ws") as other,
        ):
            await asyncio.gather(drawn(one), drawn(other))
            screens = children(process)
            assert len(screens) == 2
            process.send_signal(signal.Signals[number])
            assert await asyncio.to_thread(process.wait, 60) == code
        assert await asyncio.to_thread(ended, screens)
        assert process.stderr is not None
        assert process.stderr.read() == "Open that address in a browser. Ctrl+C stops it.\n"


async def test_a_visitor_who_sends_nonsense_is_sent_away_and_the_others_stay(started: Start, made: Path) -> None:
    with serving(started) as (process, address):
        async with (
            ClientSession() as visitors,
            visitors.ws_connect(f"{address}ws") as one,
            visitors.ws_connect(f"{address}ws") as other,
        ):
            await asyncio.gather(drawn(one), drawn(other))
            screens = children(process)
            for nonsense in ("{}", "[]", '["resize", 1]', "x"):
                async with visitors.ws_connect(f"{address}ws") as rude:
                    await rude.send_str(nonsense)
                    while (await rude.receive()).type == WSMsgType.BINARY:
                        pass
                    assert rude.close_code == WSCloseCode.PROTOCOL_ERROR
            assert children(process) >= screens
            await one.send_json(["ping", "1"])
            while (said := await one.receive()).type == WSMsgType.BINARY:
                pass
            assert said.json() == ["pong", "1"]


async def drawn(page: ClientWebSocketResponse) -> None:
    """Wait for the desk."""
    while b"Begin a case" not in (await page.receive_bytes()):
        pass


def children(process: subprocess.Popen[str]) -> set[int]:
    every = Path(f"/proc/{process.pid}/task").glob("*/children")
    return {int(child) for task in every for child in task.read_text().split()}


def ended(processes: set[int]) -> bool:
    """Whether these processes have ended, which may take a moment."""
    for process in processes:
        with suppress(ProcessLookupError):
            handle = os.pidfd_open(process)
            there, _, _ = select.select([handle], [], [], 60)
            os.close(handle)
            if not there:
                return False
    return True
