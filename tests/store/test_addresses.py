"""What people type for the address of a store."""

from __future__ import annotations

import sys

import pytest

from sca_flow.errors import InputError, StoreError
from sca_flow.store import open_journal
from sca_flow.store.address import address_of


@pytest.mark.parametrize(
    "typed",
    [
        "",
        ":memory:",
        "sqlite://",
        "sqlite:///:memory:",
        "file:attempts.db?mode=memory",
        "a\0b",
        "sqlite+aiosqlite:///attempts.db",
        "sqlite:///attempts.db?timeout=1",
        "sqlite://host/attempts.db",
        "https://",
        "://",
        "oracle+nothing://host/db",
        "no such thing://x",
        "postgresql://ann:secret@host:port/db",
        "postgresql+nothing://ann:secret@host/db",
        "~nobody-of-this-name/attempts.db",
    ],
)
def test_an_address_that_cannot_be_used_is_refused_without_repeating_it(typed: str) -> None:
    with pytest.raises((InputError, StoreError)) as raised:
        open_journal(typed)

    assert raised.value.do
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_a_server_that_does_not_answer_is_said_so_without_the_password(scheme: str) -> None:
    with pytest.raises(StoreError, match="cannot be reached") as raised:
        open_journal(f"{scheme}://ann:secret@127.0.0.1:1/room")

    assert "ann:***@127.0.0.1:1/room" in str(raised.value)
    assert "secret" not in str(raised.value)


def test_passwords_are_hidden_wherever_the_address_holds_them() -> None:
    shown = str(address_of("postgresql://ann:secret1@host/db?sslpassword=secret2&password=secret3"))

    assert "secret" not in shown
    assert "ann" in shown


def test_a_missing_driver_names_the_extra_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)

    with pytest.raises(StoreError, match="Install the extra 'postgres'"):
        open_journal("postgresql://ann@host/db")
