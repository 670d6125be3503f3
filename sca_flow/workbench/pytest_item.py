"""A test of ours as an item of pytest's: it fails in words, not with a Python traceback.

pytest itself does not come with the program.
"""

from __future__ import annotations

from typing import Any

import pytest


class Failed(Exception):
    """A test that did not go as it says, or cannot be read."""


class Item(pytest.Item):
    """What the items of all our plugins share."""

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """What went otherwise."""
        return str(excinfo.value) if isinstance(excinfo.value, Failed) else super().repr_failure(excinfo, style)
