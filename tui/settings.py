"""What the app remembers between runs: the theme.  A small JSON file in the user's configuration directory."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

from platformdirs import user_config_path, user_state_path


def config_folder() -> Path:
    """Where settings are kept."""
    return user_config_path("sca-flow")


def state_folder() -> Path:
    """Where drafts are kept."""
    return user_state_path("sca-flow")


class Settings:
    """The settings file; one that cannot be read or written counts as empty: it is a convenience, never an obstacle."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "settings.json"

    def theme(self) -> str:
        """The theme last chosen, or nothing."""
        try:
            found = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError):
            return ""
        name = found.get("theme", "") if isinstance(found, dict) else ""
        return name if isinstance(name, str) else ""

    def remember(self, theme: str) -> None:
        """Keep the theme for the next run."""
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.write_text(json.dumps({"theme": theme}) + "\n", "utf-8")
