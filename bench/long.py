"""What takes minutes, measured only when asked for: ``python -m bench long``."""

from __future__ import annotations

from collections.abc import Iterator

from bench.checking import OTHERS, against_rumur
from bench.ratio import Ratio, Skipped


def ratios() -> Iterator[Ratio | Skipped]:
    yield from against_rumur(OTHERS + 1)
