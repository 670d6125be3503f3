"""Print the design's ratios."""

from __future__ import annotations

import importlib
import sys

from bench.ratio import Skipped

PARTS = ("process", "storing", "starting", "screens", "checking", "sweeping", "authoring")
"""What is measured when nothing is named; `long` only when it is."""


def main() -> None:
    missed = skipped = 0
    for name in sys.argv[1:] or PARTS:
        for row in importlib.import_module(f"bench.{name}").ratios():
            print(row, flush=True)
            missed += not row.met
            skipped += isinstance(row, Skipped)
    aside = f" {skipped} could not be measured here." if skipped else ""
    print((f"{missed} goals missed." if missed else "Every goal that was measured is met.") + aside)


main()
