"""Groups of commands that are imported when somebody asks for them: the help of the whole does without."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any

import typer
from typer.core import TyperGroup

PLAIN: dict[str, Any] = {"rich_markup_mode": None, "pretty_exceptions_enable": False}
Commands = dict[str, Callable[..., int]]


def add(group: typer.Typer, commands: Commands) -> None:
    """Put commands into a group; what they are for stands in their docstrings."""
    for name, command in commands.items():
        group.command(name, help=command.__doc__)(command)


def add_later(app: typer.Typer, name: str, help_: str, commands: Callable[[], Commands]) -> None:
    """Put a group into an app whose commands are fetched when they are looked at."""

    class Later(TyperGroup):
        _fetched: MutableMapping[str, Any]

        @property
        def commands(self) -> MutableMapping[str, Any]:
            if not self._fetched:
                group = typer.Typer(**PLAIN)
                group.callback()(lambda: None)  # or a group of one command would be that command
                add(group, commands())
                made = typer.main.get_command(group)
                assert isinstance(made, TyperGroup)
                self._fetched = made.commands
            return self._fetched

        @commands.setter
        def commands(self, given: MutableMapping[str, Any]) -> None:
            self._fetched = given

    app.add_typer(typer.Typer(cls=Later, help=help_, **PLAIN), name=name)
