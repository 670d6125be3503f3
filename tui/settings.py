"""The user's settings: one documented YAML file.  What cannot be used is said, with its line, and the defaults hold.

The app writes one thing into it, the theme that was chosen last, and leaves every other line as it stands.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from platformdirs import user_config_path, user_state_path

from sca_flow.errors import FileError, Problem, nearest

VARIABLE = "SCA_FLOW_CONFIG"
"""Names another folder for the settings."""
FILE = "config.yaml"
_ONLY_THEME = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n|theme: *(?P<theme>[a-z][a-z0-9-]*)[ \t]*\n)*\Z")
"""What the app itself writes: it is read without the strict reader, which takes longer than the first frame may."""
_THEME = re.compile(r"^theme:[^\n]*$", re.MULTILINE)


def config_folder() -> Path:
    """Where settings are kept."""
    return Path(found) if (found := os.environ.get(VARIABLE)) else user_config_path("sca-flow")


def state_folder() -> Path:
    """Where drafts are kept."""
    return user_state_path("sca-flow")


@dataclass(frozen=True)
class Chosen:
    """The settings as they hold."""

    theme: str = ""
    animations: bool = True
    ascii: bool = False
    keys: dict[str, str] = field(default_factory=dict)


class Settings:
    """The settings file.  That it is missing, or cannot be written, is no obstacle."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self.wrong: tuple[Problem, ...] = ()
        self.chosen = self._read()

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong with it, each with file and line."""
        return tuple(f"{self.path}{f':{one.line}' if one.line else ''}: {one.text}" for one in self.wrong)

    def check_theme(self, known: set[str]) -> str:
        """The theme that was chosen, or nothing; one that is not known is a problem."""
        theme = self.chosen.theme
        if theme and theme not in known:
            self._add(self._line("theme"), f"there is no theme '{theme}'. {nearest(theme, sorted(known))}")
            return ""
        return theme

    def remember(self, theme: str) -> None:
        """Keep the theme for the next run."""
        with suppress(OSError, UnicodeDecodeError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            text = self.path.read_text("utf-8") if self.path.exists() else ""
            line = f"theme: {theme}"
            if _THEME.search(text):
                text = _THEME.sub(line, text, count=1)
            else:
                text = f"{text}{'' if text.endswith(chr(10)) or not text else chr(10)}{line}\n"
            self.path.write_text(text, "utf-8")

    def _read(self) -> Chosen:
        try:
            text = self.path.read_text("utf-8")
        except FileNotFoundError:
            return Chosen()
        except (OSError, UnicodeDecodeError):
            text = "\0"  # the strict reader says what is wrong
        if found := _ONLY_THEME.match(text):
            return Chosen(found.group("theme") or "")
        return self._read_strictly()

    def _read_strictly(self) -> Chosen:
        from sca_flow.reading import read_yaml
        from tui.keys import checked
        from tui.settings_file import File

        try:
            tree = read_yaml(self.path)
            file = tree.as_(File)
        except FileError as error:
            for problem in error.problems:
                self._add(problem.line, problem.text)
            return Chosen()
        keys, wrong = checked(file.keys)
        for action, said in wrong:
            self._add(tree.line(("keys", action)), said)
        return Chosen(file.theme, file.animations, file.ascii, keys)

    def _line(self, key: str) -> int | None:
        with suppress(OSError, UnicodeDecodeError):
            lines = self.path.read_text("utf-8").splitlines()
            return next((n for n, line in enumerate(lines, start=1) if line.startswith(f"{key}:")), None)
        return None

    def _add(self, line: int | None, said: str) -> None:
        self.wrong += (Problem(line, said),)
