"""Print the design's ratios."""

from __future__ import annotations

import importlib
import sys

PARTS = ("process", "storing", "starting")


def main() -> None:
    missed = 0
    for name in sys.argv[1:] or PARTS:
        for ratio in importlib.import_module(f"bench.{name}").ratios():
            print(ratio, flush=True)
            missed += not ratio.met
    print(f"{missed} goals missed." if missed else "Every goal met.")


main()
