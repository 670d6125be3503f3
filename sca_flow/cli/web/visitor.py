"""One visitor: a process with the screens, and the socket of the page that shows them."""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable
from contextlib import suppress

from aiohttp.web import WebSocketResponse
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from sca_flow.cli import stores
from tui.web import ADDRESS

PATIENCE = 5.0
"""Seconds in which a process may leave, before it is asked more firmly."""
SCREENS = (sys.executable, "-P", "-m", "sca_flow.cli.web.screens")
"""-P: no module is taken from the folder in which the server was started."""


class Visitor(AppService):
    """The process of one visitor.  Nothing that a visitor sends reaches a shell: there is none.

    What differs from textual-serve's own: it ends for certain, also when the page vanished in the middle of a frame or
    when the process fell over, and the address of the page follows the attempt.
    """

    def __init__(self, socket: WebSocketResponse, downloads: DownloadManager, store: str, attempt: str | None) -> None:
        async def close() -> None:
            await socket.close()

        super().__init__(
            "", write_bytes=socket.send_bytes, write_str=socket.send_str, close=close, download_manager=downloads
        )
        self._arguments = [attempt] if attempt else []
        self._store = store

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        self._process = await asyncio.create_subprocess_exec(
            *SCREENS,
            *self._arguments,
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env=self._build_environment(width, height) | {stores.VARIABLE: self._store},
            start_new_session=True,  # or Ctrl+C at the server would reach it too, while the server ends it in order
        )
        self._stdin = self._process.stdin
        return self._process

    async def run(self) -> None:
        """Show what the process draws; the page is told when it ends, however it does."""
        await super().run()
        await self.remote_close()

    async def on_data(self, payload: bytes) -> None:
        """Show a frame.  Read on when nobody sees it: a process that cannot write could not leave either."""
        await _if_there(super().on_data(payload))

    async def on_meta(self, data: bytes) -> None:
        """Heed what the process says beside its frames."""
        said = json.loads(data)
        if said.get("type") == "open_url" and str(said.get("url")).startswith(ADDRESS):
            attempt = said["url"].removeprefix(ADDRESS)
            await _if_there(self.remote_write_str(json.dumps(["attempt", attempt])))
        else:
            await _if_there(super().on_meta(data))

    async def stop(self) -> None:
        """Let it leave in good order, with what was typed saved; insist when it does not."""
        process = self._process
        if process is None:
            return
        await _in_time(super().stop())
        self._task = None
        for insist in (process.terminate, process.kill):
            await _in_time(process.wait())
            if process.returncode is None:
                insist()
        await process.wait()


async def _if_there(sending: Awaitable[None]) -> None:
    """Send something to the page, if it is still there."""
    with suppress(ConnectionError):
        await sending


async def _in_time(waiting: Awaitable[object]) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(waiting, PATIENCE)
