"""How long it takes until something is there: help, and the first frame of the screens."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.filling import filled
from bench.ratio import Ratio, side_by_side

_HELP = "import sys; sys.argv = ['sca-flow', '--help']; from sca_flow.cli.main import main; main()"
_DESK = """
    from tui.app import TrainerApp
    from bench.terminal import first_frame

    def library():
        from sca_flow.rules.loader import shipped
        from sca_flow.scenario.loader import Library
        return Library(shipped())

    def journal():
        from sca_flow.store import open_journal
        return open_journal({store!r})

    first_frame(TrainerApp(library, journal), "The nail bar")
"""
_BARE = """
    from textual.app import App
    from textual.widgets import Footer, Header, OptionList
    from bench.terminal import first_frame

    class Bare(App):
        def compose(self):
            yield Header()
            yield OptionList(*[f"scenario {n}" for n in range(3)])
            yield Footer()

    first_frame(Bare(), "scenario 2")
"""
ATTEMPTS = 1_000


def ratios() -> Iterator[Ratio]:
    with TemporaryDirectory() as folder:
        home = {
            **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
            "PYTHONPYCACHEPREFIX": folder,  # compiled once, as what is installed is
            "HOME": folder,
            "XDG_STATE_HOME": folder,
            "XDG_DATA_HOME": folder,
            "XDG_CONFIG_HOME": folder,
        }

        def runs(code: str) -> None:
            subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL, env=home, timeout=60)

        helped, nothing = side_by_side(lambda: runs(_HELP), lambda: runs("pass"))
        yield Ratio("sca-flow --help", "bare Python", helped / nothing, 8)
        bare = textwrap.dedent(_BARE)
        stores = {
            "an empty store": Path(folder, "empty.db"),
            f"{ATTEMPTS:,} attempts": filled(Path(folder, "full.db"), ATTEMPTS),
        }
        for words, store in stores.items():
            desk = textwrap.dedent(_DESK).format(store=str(store))
            ours, theirs = side_by_side(partial(runs, desk), partial(runs, bare))
            yield Ratio(
                f"the desk's first frame and a key accepted, with {words},", "a bare Textual app", ours / theirs, 1.5
            )
