"""Named points at which a test ends the process as ``kill -9`` would.

``SCA_FLOW_CRASH_AT=after_insert`` ends it there; ``after_insert:3`` ends it there the third time.
"""

from __future__ import annotations

import os
import signal
from collections import Counter

VARIABLE = "SCA_FLOW_CRASH_AT"
POINTS = ("before_begin", "after_begin", "after_insert", "before_commit", "after_commit")

_passed: Counter[str] = Counter()


def point(name: str) -> None:
    """Pass the point, or end there when the environment asks for it."""
    wanted, _, time = os.environ.get(VARIABLE, "").partition(":")
    if wanted != name:
        return
    _passed[name] += 1
    if _passed[name] == int(time or 1):
        os.kill(os.getpid(), signal.SIGKILL)
