"""Playing an attempt to where it stops: by hand, by a script, or by chance; and what came of it as JSON."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from secrets import randbelow
from typing import Any

from sca_flow.cli import out
from sca_flow.cli.asking import Gone
from sca_flow.cli.walking import Say, Walk, acknowledge, close, opening
from sca_flow.errors import AnswerNo, FileError, Incomplete, InputError, Problem
from sca_flow.events import Happened, Refused, Taken
from sca_flow.scenario.script import Script
from sca_flow.states.names import form
from sca_flow.training import chance, script, telling
from sca_flow.training.attempt import Attempt, Result


@dataclass(frozen=True)
class How:
    """How an attempt is played: by the steps of a script, by chance, or (neither) by whoever is asked."""

    script: Script | None
    seed: int | None
    as_json: bool

    @classmethod
    def chosen(cls, script: Path | None, auto: bool, seed: int | None, as_json: bool) -> How:
        """Read what was asked for; `InputError` when it does not go together."""
        if script is not None and auto:
            raise InputError("An attempt is played by a script or by chance, not both.", do="Leave one of them out.")
        if seed is not None and not auto:
            raise InputError("A seed is for chance alone.", do="Add --auto, or leave --seed out.")
        if as_json and script is None and not auto and sys.stdin.isatty():
            raise InputError(
                "With --json nobody is asked.", do="Add --script or --auto, or give the steps on standard input."
            )
        if auto and seed is None:
            seed = randbelow(1_000_000)
        return cls(Script.read(script) if script is not None else None, seed, as_json)

    @property
    def say(self) -> Say:
        """Where the walk is told: stdout, or stderr when stdout carries JSON."""
        return out.talk if self.as_json else out.data

    def play(self, attempt: Attempt, go_on: str) -> None:
        """Play it, tell its ending or how to ``go_on``, and print what came of it.

        Raises:
            AnswerNo: a step of the script went otherwise than expected.
            Incomplete: chance did not reach an end.
        """
        self.say(f"attempt {attempt.id}")
        opening(self.say, attempt)
        try:
            self._played(attempt)
        except (AnswerNo, Incomplete):
            self._result(attempt)
            raise
        except KeyboardInterrupt:
            self.say("")  # a question may stand on this line
            raise
        finally:
            if not attempt.case.ended:
                self.say(go_on)
        self._result(attempt)

    def _played(self, attempt: Attempt) -> None:
        if self.script is not None:
            _by_script(self.say, attempt, self.script)
        elif self.seed is not None:
            self.say(f"Played by chance, seed {self.seed}.")
            for result in chance.play(attempt, self.seed):
                _tell(self.say, attempt, result)
        else:
            Walk(attempt, self.say, _line_reader(aside=self.as_json)).go()
            return
        close(self.say, attempt)

    def _result(self, attempt: Attempt) -> None:
        if self.as_json:
            out.json_object(as_json(attempt))


def _by_script(say: Say, attempt: Attempt, played: Script) -> None:
    marks: dict[str, int] = {}
    for place, step in enumerate(played.steps):
        file, line = played.tree.file, played.line(place)
        try:
            for one in script.play(attempt, [step], marks):
                _tell(say, attempt, one.result)
                if one.surprise:
                    why = " ".join(reason.text for reason in one.result.reasons)
                    raise AnswerNo(one.surprise, why=why, do="Correct the script.", file=file, line=line)
        except FileError:
            raise
        except InputError as error:
            text = " ".join(part for part in (error.what, error.why) if part)
            raise FileError(file, [Problem(line, text)], do=error.do) from None


def _tell(say: Say, attempt: Attempt, result: Result) -> None:
    acknowledge(say, result)
    line = telling.latest(attempt)
    say(f"  {line.on}  {line.who}: {line.text}")


def _line_reader(*, aside: bool) -> Callable[[str], str]:
    """Reads a line.  On a terminal it can be edited; what is piped in is written out, so that the next line is new."""
    if sys.stdin.isatty():
        import readline  # noqa: F401 - importing it is what makes a line editable

    def ask(prompt: str) -> str:
        try:
            if sys.stdin.isatty():
                return input(prompt)
            out.prompt(prompt, aside=aside)
            said = input()
        except EOFError:
            raise Gone from None
        (out.talk if aside else out.data)(said)
        return said

    return ask


def as_json(attempt: Attempt) -> dict[str, Any]:
    """What came of an attempt: where it stands, every event, and the refusals again with their reasons."""
    history = attempt.case.history
    texts = attempt.texts()
    return {
        "attempt": attempt.id,
        "scenario": attempt.scenario.id,
        "stage": attempt.case.stage.value,
        "ended": attempt.case.ended,
        "events": [_envelope(happened) | _content(happened, texts) for happened in history],
        "refusals": [
            _envelope(happened) | {"step": happened.event.step.value, "reasons": happened.event.reasons}
            for happened in history
            if isinstance(happened.event, Refused)
        ],
    }


def _envelope(happened: Happened) -> dict[str, Any]:
    return {
        "seq": happened.seq,
        "kind": happened.event.kind,
        "actor": happened.actor,
        "role": happened.role,
        "on": happened.on.isoformat(),
    }


def _content(happened: Happened, texts: Any) -> dict[str, Any]:
    """What an event says besides: where it led and what was recorded, free text as text (null when erased)."""
    event = happened.event
    if not isinstance(event, (Taken, Refused)):
        return {}
    free = {field.name for field in form(event.step) if field.asks == "text"}
    recorded = {name: texts.get(value) if name in free else value for name, value in event.form.items()}
    if isinstance(event, Refused):
        return {"step": event.step.value, "with": recorded}
    return {"from": event.from_.value, "to": event.to.value, "with": recorded}
