"""The screens in a browser: what has to hold before they are served, and under which address."""

from __future__ import annotations

import socket
from typing import Annotated
from urllib.parse import urlsplit

import typer

from sca_flow.cli import out, stores
from sca_flow.cli.options import Store
from sca_flow.errors import InputError

LOCAL = ("localhost", "127.0.0.1", "::1")
OPEN = (
    "Warning: there is no login, and nothing is encrypted. Anybody who can reach this address can use it: read every "
    "attempt in the store, go on with it, and begin others. Put a proxy with a login in front, or leave out --host."
)

Host = Annotated[str, typer.Option("--host", metavar="HOST", help="Where to listen. There is no login.")]
Port = Annotated[int, typer.Option("--port", min=0, max=65535, help="Where to listen; 0 takes a free one.")]
Public = Annotated[
    str | None, typer.Option("--public-url", metavar="URL", help="The address behind a proxy, if there is one.")
]


def serve(host: Host = "127.0.0.1", port: Port = 8000, public_url: Public = None, store: Store = None) -> int:
    """Open the screens in browsers. On this machine alone unless --host says otherwise; visitors share one store."""
    try:
        from sca_flow.cli.web.server import Rooms, keep
    except ModuleNotFoundError as missing:
        raise InputError(
            "The screens in a browser need the extra 'web'.",
            why=f"{missing.name} is not installed.",
            do="Install it with: pip install 'sca-flow[web]'",
        ) from None
    if store == stores.MEMORY:
        raise InputError(
            "Visitors need a store that they share.", do="Leave out --store, or name a file or a database."
        )
    if public_url is not None and not urlsplit(public_url).netloc:
        raise InputError(f"'{public_url}' is not an address.", do="Write it as https://training.example/")
    with stores.opened(store):
        pass  # it is there, and of this version: said now, once, and not to every visitor
    with _listening(host, port) as listening:
        address, local = _address(listening)
        if not local:
            out.talk(OPEN)
        out.data(public_url or address)
        out.talk("Open that address in a browser. Ctrl+C stops it.")
        return keep(Rooms(stores.chosen(store), LOCAL if local else None, public_url), listening)


def _listening(host: str, port: int) -> socket.socket:
    """A socket of one family: a host that has two would get two, and for port 0 two ports.

    Raises:
        InputError: there is no such host here, or the port cannot be had.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        family, _, _, _, address = min(found, key=lambda one: one[0] != socket.AF_INET)
        return socket.create_server(address[:2], family=family)
    except (OSError, UnicodeError) as error:
        raise InputError(
            f"Cannot listen on {host}, port {port}.",
            why=f"{getattr(error, 'strerror', None) or error}.",
            do="Take another with --port; 0 takes a free one.",
        ) from None


def _address(listening: socket.socket) -> tuple[str, bool]:
    """The address for a browser, and whether only this machine reaches it."""
    from ipaddress import ip_address

    host, port = listening.getsockname()[:2]
    at = ip_address(host.partition("%")[0])
    name = socket.gethostname() if at.is_unspecified else f"[{host}]" if at.version == 6 else host
    return f"http://{name}:{port}/", at.is_loopback
