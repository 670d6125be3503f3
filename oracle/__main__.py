"""Compare, print, and exit with 1 when the two do not agree, with 2 when they cannot be compared here."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date

from oracle.compare import ON, Compared, compare
from oracle.rumur import fetch, missing

VARIANTS = (None, "chair-plus-three", "binding-referral-back", "no-panel")
MEMBERS = (3, 5, 7, 9)
_LINE = "{:24} {:>7} {:>9} {:>9} {:>11} {:>9} {:>9} {:>9}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the comparison; the exit code."""
    asked = argparse.ArgumentParser(prog="python -m oracle", description=__doc__)
    asked.add_argument("variant", nargs="*", help="variants to compare under (default: the baseline and three)")
    asked.add_argument("--members", nargs="*", type=int, default=MEMBERS, help="sizes of the panel besides the chair")
    asked.add_argument("--on", type=date.fromisoformat, default=ON, help=f"the date of the rules (default: {ON})")
    given = asked.parse_args(arguments)
    if lacking := missing():
        fetch(lacking)
    if lacking := missing():
        print(f"Nothing was compared: {' and '.join(lacking)} missing here, and apt did not bring it.", file=sys.stderr)
        return 2
    print(_LINE.format("policy", "members", "positions", "Rumur", "one by one", "verdicts", "check", "Rumur"))
    found = [_told(compare(one, members, given.on)) for one in given.variant or VARIANTS for members in given.members]
    disagreements = [text for compared in found for text in compared.disagreements]
    print(*(disagreements or [f"They agree in all {len(found)} comparisons."]), sep="\n")
    return 1 if disagreements else 0


def _told(found: Compared) -> Compared:
    alike = sum(ours == theirs for ours, theirs in found.verdicts.values())
    print(
        _LINE.format(
            found.policy,
            found.members,
            *(f"{number:,}" for number in found.states),
            f"{found.one_by_one[1]:,}" if found.one_by_one else "-",
            f"{alike} of {len(found.verdicts)}",
            *(f"{seconds:.2f} s" for seconds in found.seconds),
        ),
        flush=True,
    )
    return found


if __name__ == "__main__":
    sys.exit(main())
