"""How long it takes until something is there: help, and the first frame of the screens."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from tempfile import TemporaryDirectory

from bench.ratio import Ratio, side_by_side

_HELP = "import sys; sys.argv = ['sca-flow', '--help']; from sca_flow.cli.main import main; main()"
_DESK = """
    from tui.app import TrainerApp

    def library():
        from sca_flow.rules.loader import shipped
        from sca_flow.scenario.loader import Library
        return Library(shipped())

    def journal():
        from sca_flow.journal import MemoryJournal
        return MemoryJournal()

    app = TrainerApp(library, journal)
"""
_BARE = """
    from textual.app import App
    from textual.widgets import Footer, Header, OptionList
    class Bare(App):
        def compose(self):
            yield Header()
            yield OptionList(*[f'scenario {n}' for n in range(3)])
            yield Footer()
    app = Bare()
"""
_FIRST_FRAME = """
    import asyncio, os
    async def first_frame():
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("down")
            os._exit(0)  # there: what goes on in the background is not waited for
    asyncio.run(first_frame())
"""


def ratios() -> Iterator[Ratio]:
    with TemporaryDirectory() as folder:
        home = {
            **os.environ,
            "HOME": folder,
            "XDG_STATE_HOME": folder,
            "XDG_DATA_HOME": folder,
            "XDG_CONFIG_HOME": folder,
        }

        def runs(code: str) -> None:
            subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL, env=home)

        helped, nothing = side_by_side(lambda: runs(_HELP), lambda: runs("pass"))
        yield Ratio("sca-flow --help", "bare Python", helped / nothing, 8)
        desk = textwrap.dedent(_DESK) + textwrap.dedent(_FIRST_FRAME)
        bare = textwrap.dedent(_BARE) + textwrap.dedent(_FIRST_FRAME)
        ours, theirs = side_by_side(lambda: runs(desk), lambda: runs(bare))
        yield Ratio("the desk's first frame and a key accepted", "a bare Textual app", ours / theirs, 1.5)
