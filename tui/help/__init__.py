"""Help texts of ours, in Markdown.  Scenario text never goes this way."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent


def help_text(topic: str) -> str:
    """The help for a topic."""
    return (_HERE / f"{topic}.md").read_text("utf-8")
