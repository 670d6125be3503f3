"""Walking a case in plain text, line by line: no colour, no moving cursor, so that a screen reader can follow.

What is said comes in the order in which it happens.  ``saved N`` or ``refused N`` stands on a line of its own as soon
as event N is durable, before anything else is said about it.
"""

from __future__ import annotations

from collections.abc import Callable

from sca_flow.cli import studying
from sca_flow.cli.asking import Asker, Back, Gone, in_words
from sca_flow.cli.studying import Studying
from sca_flow.errors import InputError
from sca_flow.reasons import Reason
from sca_flow.states.map_words import outlined
from sca_flow.states.names import Step
from sca_flow.training import telling
from sca_flow.training.attempt import Attempt, Result
from sca_flow.training.company import Company
from sca_flow.training.offers import Offer
from sca_flow.training.process_map import map_of
from sca_flow.training.study import asked_again

Say = Callable[[str], None]

HELP = (
    """\
A number, or a step's name: take that step.
why N: why a step is closed, or who may take it.   try N: take a closed step all the same; it is recorded as refused.
steps: the steps again.   file: the documents.   read N: one of them.   people: who is in the case.
dates: what has to be done by when.   timeline: what has happened.   quorum: how the sitting stands, and why.
map: the stages, where the case came from and where it may go.   quit: leave; the case stays as it is.

To study the file:
"""
    + studying.HELP
)


def acknowledge(say: Say, result: Result) -> None:
    """Say that an event is durable, and why a step was refused."""
    say(f"{'saved' if result.accepted else 'refused'} {result.seq}")
    explain(say, result.reasons)


def explain(say: Say, reasons: tuple[Reason, ...]) -> None:
    """Every reason: first what is confirmed, then, apart, the working assumptions."""
    for reason in (reason for reason in reasons if reason.confirmed):
        say(str(reason))
    unsure = [reason for reason in reasons if not reason.confirmed]
    if unsure:
        say("Working assumptions, never counted as a fault:")
    for reason in unsure:
        say(str(reason))


def opening(say: Say, attempt: Attempt) -> None:
    """What everybody is told before the first step: the notice, the content note and the header."""
    header = telling.header(attempt)
    for line in (header.notice, f"Content note: {attempt.scenario.file.content_note.strip()}"):
        say(line)
    say("")
    say(f"{header.title}. The case of {header.person}, with the {header.authority}.")
    if header.transferred:
        say("The referral came in before 29 April 2019 and is transferred.")
    for assumed in header.assumed:
        say(f"Assumed: {assumed}.")
    if attempt.chair is not None:
        say(f"You are {in_words(attempt.scenario.people[attempt.chair])}. The others act for themselves.")


def close(say: Say, attempt: Attempt) -> None:
    """The ending, when there is one."""
    if attempt.case.ended:
        say("")
        for sentence in telling.ending(attempt):
            say(sentence)
        say("The case may stop here.")


class Walk:
    """One person at one case."""

    def __init__(self, attempt: Attempt, say: Say, ask: Callable[[str], str]) -> None:
        self.attempt, self.say = attempt, say
        self._asker = Asker(say, ask)
        self._listed: tuple[Offer, ...] = ()
        self._seen = 0
        self._study = Studying(attempt, say, self._asker)
        self._company = Company(attempt)
        self._commands: dict[str, Callable[[str], None]] = {
            "help": lambda _: self.say(HELP),
            "steps": lambda _: self._steps(),
            "why": self._why,
            "try": lambda said: self._take(self._offer(said)),
            "file": lambda _: self._file(),
            "read": self._read,
            "people": lambda _: self._people(),
            "dates": lambda _: self._dates(),
            "timeline": lambda _: self._timeline(),
            "quorum": lambda _: self._quorum(),
            "map": lambda _: self._map(),
            "write": lambda said: self._study.write(self._offer(said).step),
            **self._study.commands,
        }

    def go(self) -> None:
        """Ask for one step after the other, until the input ends or whoever walks leaves."""
        self._file()
        self._others()
        self._stand()
        try:
            while (said := self._asker.ask("What next? ").strip()) not in ("quit", "q", "exit"):
                self._heed(said)
        except Gone:
            self.say("")

    def _heed(self, said: str) -> None:
        word, _, rest = said.partition(" ")
        try:
            if word in self._commands:
                self._commands[word](rest.strip())
            elif word:
                offer = self._offer(said)
                self._take(offer) if offer.open else self._closed(offer)
        except Back:
            self.say("Nothing was recorded.")
        except InputError as error:
            self.say(" ".join(part for part in (error.what, error.why, error.do) if part))

    def _take(self, offer: Offer) -> None:
        given = self._study.before(offer)
        by, form = self._asker.fill(self.attempt, offer, given)
        result = self.attempt.take(offer.step, by, form)
        acknowledge(self.say, result)
        if told := asked_again(self.attempt.scenario, self.attempt.case.history, result.seq):
            self.say(told)
        if result.accepted:
            self._others()
            close(self.say, self.attempt)
            self._stand()

    def _others(self) -> None:
        """What the others do, and what happens of itself, until it is the trainee's turn."""
        for act in self._company.go_on():
            acknowledge(self.say, act.result)
            line = telling.timeline(self.attempt)[-1]
            for told in (str(line), *line.details):
                self.say(told)

    def _stand(self) -> None:
        """Where the case stands now, what is new on file, and the steps."""
        self.say("")
        header = telling.header(self.attempt)
        self.say(f"{header.today}. {header.standing}.")
        documents = [document for _, document in self.attempt.documents()]
        for number, document in enumerate(documents[self._seen :], start=self._seen + 1):
            self.say(f"New on file: {number}. {document.title}, from {document.from_}.")
        self._seen = len(documents)
        if quorum := self.attempt.quorum():
            self.say(quorum.words)
        self._steps()

    def _steps(self) -> None:
        offers = self._company.mine()
        self._listed = (*(o for o in offers if o.open), *(o for o in offers if not o.open))
        self.say("Open:")
        for number, offer in enumerate(self._listed, start=1):
            if number > 1 and not offer.open and self._listed[number - 2].open:
                self.say("Closed ('why' and the number says why):")
            roles = "anyone" if offer.step == Step.WAIT else " or ".join(role.label for role in offer.roles)
            self.say(f"  {number}. {offer.step.caption}: {roles}")

    def _offer(self, said: str) -> Offer:
        number = int(said) if said.isdecimal() else 0
        for place, offer in enumerate(self._listed, start=1):
            if place == number or said == offer.step.value:
                return offer
        raise InputError(f"There is no '{said}' here.", do=f"Give a number from 1 to {len(self._listed)}, or 'help'.")

    def _why(self, said: str) -> None:
        offer = self._offer(said)
        if offer.open:
            self.say(f"{offer.step.caption} is open, for: {', '.join(person.name for person in offer.people)}.")
            for rule in offer.unknown:
                self.say(f"  Not confirmed: the sources say nothing of {rule} for this date, so it bars nothing.")
        else:
            explain(self.say, offer.reasons)

    def _closed(self, offer: Offer) -> None:
        self.say(f"{offer.step.caption} is closed.")
        explain(self.say, offer.reasons)
        self.say(f"'try {offer.step.value}' takes it all the same, and records that it was refused.")

    def _file(self) -> None:
        self.say("On file:")
        documents = [document for _, document in self.attempt.documents()]
        for number, document in enumerate(documents, start=1):
            self.say(f"  {number}. {document.title}, from {document.from_}, {document.dated}")
        self._seen = len(documents)

    def _read(self, said: str) -> None:
        documents = [document for _, document in self.attempt.documents()]
        for number, document in enumerate(documents, start=1):
            if said in (str(number), document.id):
                self.say(f"{document.title}, from {document.from_}, {document.dated}")
                for place, line in enumerate(self.attempt.scenario.texts[document.id].splitlines(), start=1):
                    self.say(f"{place:>4}  {line}".rstrip())
                return
        raise InputError(f"There is no document '{said}' on file.", do="'file' lists them; read one by its number.")

    def _people(self) -> None:
        for person in self.attempt.scenario.people.values():
            self.say(f"  {person.id}: {in_words(person)}")

    def _dates(self) -> None:
        self.say(f"Today is {self.attempt.case.today}.")
        for deadline in self.attempt.deadlines():
            self.say(f"  {deadline.words}" + (f": {deadline.citation}" if deadline.citation else ""))

    def _timeline(self) -> None:
        for line in telling.timeline(self.attempt):
            self.say(str(line))
            for detail in line.details:
                self.say(f"  {detail}")

    def _quorum(self) -> None:
        quorum = self.attempt.quorum()
        if quorum is None:
            raise InputError("No panel is sitting.")
        for line in (quorum.words, *map(str, quorum.reasons)):
            self.say(line)

    def _map(self) -> None:
        for line in outlined(map_of(self.attempt)):
            self.say(line)
