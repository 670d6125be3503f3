"""Characters that cannot be seen.  A module of its own, so that whoever only shows text loads nothing else."""

from __future__ import annotations

import re

UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Control and invisible characters: refused when a file is read, shown as a replacement when text is displayed."""
