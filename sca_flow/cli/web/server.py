"""The server: the page, its files, and a socket for each visitor.

There is no login, so it makes sure of one thing: only its own page may talk to it.  Without that, any page that a
visitor has open elsewhere could (browsers let every page open a socket to every address).
"""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable, Collection
from contextlib import redirect_stdout, suppress
from pathlib import Path
from socket import socket
from urllib.parse import urlsplit

from aiohttp import WSCloseCode, web
from textual_serve.server import Server, to_int

from sca_flow.cli.web.visitor import PATIENCE, Visitor

PAGE = Path(__file__).parent / "page"
HEARTBEAT = 15.0
"""Seconds after which a page that does not answer counts as gone."""
LARGEST = 500
"""Columns and rows beyond which no screen is drawn."""
HEADERS = {
    # Nothing is fetched from anywhere else; the terminal sets the styles of its cells itself.
    "Content-Security-Policy": "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-cache",
    "Referrer-Policy": "no-referrer",  # the address names an attempt
    "X-Content-Type-Options": "nosniff",
}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Rooms(Server):
    """Serves the page and runs a process for each visitor.

    ``names`` are the hosts under which it may be asked for, None for any; ``public`` is the address behind a proxy.
    """

    def __init__(self, store: str, names: Collection[str] | None, public: str | None) -> None:
        super().__init__("", public_url=public or "")
        self._store = store
        self._public = urlsplit(public or "")
        self._names = None if names is None else {*names, self._public.hostname}
        self._sockets: set[web.WebSocketResponse] = set()

    async def _make_app(self) -> web.Application:
        app = web.Application(middlewares=[self._only_our_page])
        app.add_routes(
            [
                web.get("/", self.page),
                web.get("/ws", self.handle_websocket),
                web.get("/ws/{attempt:[A-Za-z0-9_-]{1,64}}", self.handle_websocket),
                web.get("/download/{key}", self.handle_download),
                web.static("/page", PAGE),
                web.static("/static", self.statics_path),
            ]
        )
        app.on_response_prepare.append(_with_headers)
        app.on_shutdown.append(self.on_shutdown)
        return app

    async def page(self, request: web.Request) -> web.FileResponse:
        """The page, which is the same for everybody."""
        return web.FileResponse(PAGE / "index.html")

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Run a process as long as the page is open."""
        page = web.WebSocketResponse(heartbeat=HEARTBEAT)
        await page.prepare(request)
        self._sockets.add(page)
        visitor = Visitor(page, self.download_manager, self._store, request.match_info.get("attempt"))
        try:
            await visitor.start(_cells(request, "width", 80), _cells(request, "height", 24))
            await self._process_messages(page, visitor)
        except (AssertionError, LookupError, TypeError, ValueError):  # not a message that our page sends
            await page.close(code=WSCloseCode.PROTOCOL_ERROR)
        finally:
            self._sockets.discard(page)
            await visitor.stop()
        return page

    async def on_shutdown(self, app: web.Application) -> None:
        """Close every page, which ends its process."""
        await asyncio.gather(*(page.close(code=WSCloseCode.GOING_AWAY) for page in list(self._sockets)))

    @web.middleware
    async def _only_our_page(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        origin = request.headers.get("Origin")
        if origin is not None and urlsplit(origin).netloc not in {request.host, self._public.netloc} - {""}:
            raise web.HTTPForbidden(text="Only the page of this server may talk to it.")
        if self._names is not None and urlsplit(f"//{request.host}").hostname not in self._names:
            raise web.HTTPForbidden(text="This server does not go by that name: sca-flow serve --public-url.")
        return await handler(request)


def keep(rooms: Rooms, listening: socket) -> int:
    """Serve until a signal comes; the exit code that stands for it.  No process of a visitor is left then."""
    with redirect_stdout(sys.stderr):  # textual-serve prints there what a process had to complain of
        return asyncio.run(_keep(rooms, listening))


async def _keep(rooms: Rooms, listening: socket) -> int:
    left: asyncio.Queue[int] = asyncio.Queue()
    _heed_signals(left.put_nowait)
    runner = web.AppRunner(await rooms._make_app(), access_log=None, shutdown_timeout=4 * PATIENCE)
    await runner.setup()
    try:
        await web.SockSite(runner, listening).start()
        return await left.get()
    finally:
        await runner.cleanup()


def _heed_signals(leave: Callable[[int], object]) -> None:
    """Leave on an interrupt, a polite kill, and a closed terminal unless that is ignored (as nohup has it)."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) != signal.SIG_IGN:
            with suppress(NotImplementedError):
                asyncio.get_running_loop().add_signal_handler(number, leave, 128 + number)


async def _with_headers(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(HEADERS)


def _cells(request: web.Request, name: str, default: int) -> int:
    return max(1, min(to_int(request.query.get(name, ""), default), LARGEST))
