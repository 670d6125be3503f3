"""Drafts: what was typed into a form and not yet put forward.

They are kept per attempt and form, in memory and in one small file an attempt, readable by its owner alone.  A draft
goes when its step is taken; `forget` removes all drafts of an attempt, as erasing it must.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tui.settings import state_folder

Values = dict[str, Any]
_PLAIN = re.compile(r"[A-Za-z0-9_-]{1,64}$")


def forget(attempt: str, folder: Path | None = None) -> None:
    """Remove every draft of an attempt from disk."""
    if _PLAIN.match(attempt):
        ((folder or state_folder()) / "drafts" / f"{attempt}.json").unlink(missing_ok=True)


class Drafts:
    """The drafts of the attempts worked in this run.  `put` remembers; `flush` makes it last."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = (folder or state_folder()) / "drafts"
        self._kept: dict[str, dict[str, Values]] = {}
        self._unsaved: set[str] = set()

    def get(self, attempt: str, form: str) -> Values:
        """What was typed into a form; nothing when there is no draft."""
        return dict(self._of(attempt).get(form, {}))

    def put(self, attempt: str, form: str, values: Mapping[str, Any]) -> None:
        """Remember what is typed now; all empty means no draft."""
        typed = {name: value for name, value in values.items() if value not in (None, "", [], (), False)}
        kept = self._of(attempt)
        if typed == kept.get(form, {}):
            return
        if typed:
            kept[form] = typed
        else:
            kept.pop(form, None)
        if _PLAIN.match(attempt):
            self._unsaved.add(attempt)

    def flush(self) -> str:
        """Write what is unsaved; what went wrong, in words, or nothing.  What could not be written stays unsaved."""
        for attempt in sorted(self._unsaved):
            try:
                self._write(attempt)
            except OSError as error:
                return f"Drafts cannot be saved in {self._folder}: {error.strerror}."
            self._unsaved.discard(attempt)
        return ""

    def _write(self, attempt: str) -> None:
        path = self._folder / f"{attempt}.json"
        if not self._kept[attempt]:
            path.unlink(missing_ok=True)
            return
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = path.with_suffix(".new")
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(handle, "w", encoding="utf-8") as file:
            json.dump({"format": 1, "forms": self._kept[attempt]}, file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)

    def _of(self, attempt: str) -> dict[str, Values]:
        if attempt not in self._kept:
            self._kept[attempt] = self._read(attempt) if _PLAIN.match(attempt) else {}
        return self._kept[attempt]

    def _read(self, attempt: str) -> dict[str, Values]:
        """What an earlier run left; a file that cannot be understood counts as none."""
        with contextlib.suppress(OSError, ValueError):
            found = json.loads((self._folder / f"{attempt}.json").read_text("utf-8"))
            forms = found.get("forms") if isinstance(found, dict) else None
            if isinstance(forms, dict):
                return {form: values for form, values in forms.items() if isinstance(values, dict)}
        return {}
