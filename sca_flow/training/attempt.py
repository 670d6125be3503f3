"""The attempt: the one door through which a case is worked, by screens, plain text and scripts alike."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal

from sca_flow.case import Case, begin, fold, folded
from sca_flow.deadlines import Deadline, deadlines, next_deadline
from sca_flow.errors import InputError, UnknownName
from sca_flow.events import AnyEvent, Happened, Refused, Started, Studied, Taken, Unmarked, Wrote, happened
from sca_flow.journal import Draft, Head, Journal, Text
from sca_flow.panel.quorum import Quorum, quorum
from sca_flow.reasons import Reason
from sca_flow.rules.loader import shipped, shipped_variants
from sca_flow.rules.policy import Policy
from sca_flow.scenario.judgement import Judged
from sca_flow.scenario.model import Document, Scenario
from sca_flow.states.names import Step, form
from sca_flow.states.row import Table
from sca_flow.states.table import TABLE
from sca_flow.take import Scene, take
from sca_flow.training.offers import Offer, offers
from sca_flow.training.study import FREE, Study, asked, missing, read_mark, read_writing

Clock = Callable[[], datetime]
TRAINEE = "trainee"


class Drifted(InputError):
    """The scenario or the rules are not those the attempt was begun with."""

    code = "drifted"


def wall_clock() -> datetime:
    """Wall-clock time, recorded beside the simulated date; it orders nothing."""
    return datetime.now(UTC)


def new_id() -> str:
    """A random id for attempts and events."""
    return secrets.token_hex(8)


def step_named(name: str) -> Step:
    """A step by its id; `UnknownName` with the nearest one when there is none."""
    try:
        return Step(name)
    except ValueError:
        raise UnknownName("step", name, Step) from None


@dataclass(frozen=True)
class Result:
    """What came of taking a step: its sequence number, and the reasons when it was refused."""

    seq: int
    step: Step
    reasons: tuple[Reason, ...]
    case: Case

    @property
    def accepted(self) -> bool:
        """Whether the step was taken."""
        return not self.reasons


def _step_of(event: AnyEvent) -> str:
    """What an event is about: a step, taken or refused, or its own kind."""
    return event.step.value if isinstance(event, Refused) else event.kind


class Attempt:
    """One trainee's walk through a scenario.

    `take` records before it returns: what it reports is durable.  An attempt may be shared between threads only if
    its journal may be.
    """

    def __init__(
        self,
        attempt_id: str,
        scenario: Scenario,
        policy: Policy,
        journal: Journal,
        case: Case,
        *,
        clock: Clock,
        ids: Callable[[], str],
        table: Table = TABLE,
    ) -> None:
        self.id, self.scenario, self.policy, self.journal = attempt_id, scenario, policy, journal
        self.case = case
        self.now, self.new_id, self._table = clock, ids, table
        self._scene: Scene | None = None

    @classmethod
    def start(
        cls,
        scenario: Scenario,
        policy: Policy,
        journal: Journal,
        *,
        name: str = "",
        chair: str | None = None,
        clock: Clock = wall_clock,
        ids: Callable[[], str] = new_id,
    ) -> Attempt:
        """Open a new attempt under a policy.

        ``name`` is the trainee's, if they want it recorded (it can be erased); ``chair`` is who they are in the case,
        where scripted people act for the others (see `company`).

        Raises:
            UnknownName: the scenario does not offer this chair.
        """
        if chair is not None and chair not in scenario.file.chairs:
            raise UnknownName("chair of this scenario", chair, scenario.file.chairs)
        policy = policy.assuming(scenario.file.assume)
        found_at = Text.of(scenario.found_at, secrets.token_hex(8)) if scenario.found_at else None  # may name somebody
        started = Started(
            scenario=scenario.id,
            folder=found_at.ref if found_at else None,
            scenario_sha=scenario.sha,
            policy_sha=policy.sha,
            opens=scenario.opens,
            referral=scenario.file.referral,
            assume=dict(policy.assume),
            variants=list(policy.variants),
            chair=chair,
        )
        attempt = cls(ids(), scenario, policy, journal, begin(started), clock=clock, ids=ids)
        head = Head(
            attempt.id, scenario.id, scenario.sha, policy.sha, person=ids(), stage=attempt.case.stage, updated=clock()
        )
        journal.begin(head, name)
        attempt._record(started, TRAINEE, TRAINEE, (found_at,) if found_at else (), fresh=True)
        return attempt

    @classmethod
    def resume(
        cls,
        attempt_id: str,
        find: Callable[[str], Scenario],
        policy: Policy,
        journal: Journal,
        *,
        clock: Clock = wall_clock,
        ids: Callable[[], str] = new_id,
    ) -> Attempt:
        """Go on with an attempt where it was left, under the variants it was begun with.

        Raises:
            UnknownName: there is no such attempt, or no such scenario any more.
            Drifted: the scenario or the rules are not those it was begun with.
            Broken: its journal does not hold.
        """
        case = folded(happened(entry) for entry in journal.read(attempt_id))
        started = case.history[0].event
        assert isinstance(started, Started)
        folder = journal.texts(attempt_id).get(started.folder) if started.folder else None
        scenario = find(folder or started.scenario)
        base = shipped() if policy.variants else policy  # whoever opened the desk under a variant may go on with others
        policy = shipped_variants().apply(base, started.variants).assuming(started.assume)
        for what, pinned, now in (
            ("scenario", started.scenario_sha, scenario.sha),
            ("rules", started.policy_sha, policy.sha),
        ):
            if pinned != now:
                raise Drifted(
                    f"The {what} of attempt {attempt_id} changed since it was begun.",
                    why="It would go on under other conditions than it began with.",
                    do=f"Start '{started.scenario}' again; what was done stays recorded.",
                )
        return cls(attempt_id, scenario, policy, journal, case, clock=clock, ids=ids)

    def beside(self, attempt_id: str, case: Case) -> Attempt:
        """Another attempt at the same scenario, in the same journal."""
        return Attempt(
            attempt_id,
            self.scenario,
            self.policy,
            self.journal,
            case,
            clock=self.now,
            ids=self.new_id,
            table=self._table,
        )

    @property
    def chair(self) -> str | None:
        """Who the trainee is, where scripted people act for the others."""
        started = self.case.history[0].event if self.case.history else None
        return started.chair if isinstance(started, Started) else None

    @property
    def seq(self) -> int:
        """The sequence number of the last event."""
        return self.case.history[-1].seq if self.case.history else 0

    @property
    def scene(self) -> Scene:
        """The case with its people and the rules on the dates that count; made once for each step."""
        if self._scene is None or self._scene.case is not self.case:
            self._scene = Scene.of(self.case, self.scenario.people, self.policy, self._table)
        return self._scene

    def offers(self) -> tuple[Offer, ...]:
        """Every step of this stage, open or closed with its reasons."""
        return offers(self.scene)

    def deadlines(self) -> tuple[Deadline, ...]:
        """The dates that matter now."""
        return deadlines(self.case, self.scene.rules)

    @property
    def next_deadline(self) -> date | None:
        """The next date ahead, to which time passes when no day is named."""
        return next_deadline(self.case, self.scene.rules)

    def quorum(self) -> Quorum | None:
        """The quorum of the sitting, or None when none is on."""
        if self.case.sitting is None:
            return None
        position = self.scene.position
        return quorum(position.chair, position.members, self.scene.rules, pinned=True)

    def texts(self) -> Mapping[str, str]:
        """The free text recorded so far, by reference."""
        return self.journal.texts(self.id)

    def documents(self) -> tuple[tuple[date, Document], ...]:
        """The documents on file, each with the day on which it came, the first first."""
        return self.scenario.on_file(self.case.today, asked(self.case.history))

    def study(self) -> Study:
        """The marks that stand, and the decisions as they were written last."""
        return Study.of(self.case.history)

    def mark(self, document: str, first: int, last: int, as_: str, of: str | None = None) -> int:
        """Mark lines of a document on file, counted from 1; the number by which the mark is named.

        Raises:
            InputError: there is no such document, line or kind of mark, or the mark stands already.
        """
        there = [document.id for _, document in self.documents()]
        return self._studied(read_mark(self.scenario, there, self.study(), document, first, last, as_, of)).seq

    def unmark(self, number: int) -> None:
        """Take a mark back; `UnknownName` when there is none of that number."""
        marks = self.study().marks
        if number not in marks:
            raise UnknownName("mark", str(number), map(str, marks))
        self._studied(Unmarked(mark=number))

    def write(self, step: Step | str, with_: Mapping[str, Any]) -> tuple[str, ...]:
        """Write a decision, as far as it has come; what it still lacks before it is put forward, in words.

        Raises:
            InputError: something in it cannot be used; nothing is recorded.
        """
        step = step_named(step)
        writing = read_writing(self.scenario, self.study(), step, with_)
        texts = {name: Text.of(text, secrets.token_hex(8)) for name in FREE if (text := getattr(writing, name))}
        plain = writing.model_dump(mode="json", exclude={*FREE}) | {name: text.ref for name, text in texts.items()}
        self._studied(Wrote.model_validate({"step": step, **plain}), tuple(texts.values()))
        return missing(self.scenario, self.judged(step), writing)

    def missing(self, step: Step) -> tuple[str, ...]:
        """What a decision, as it was written last, still lacks before it is put forward, in words."""
        return missing(self.scenario, self.judged(step), self.study().written.get(step, Wrote(step=step)))

    def judged(self, step: Step) -> Judged | None:
        """What the author says of the decision that a step would take now; None where nothing is said."""
        return self.scenario.file.judgement.of_step(step, self.study().reconsidered)

    def _studied(self, event: Studied, texts: tuple[Text, ...] = ()) -> Happened:
        return self._record(event, TRAINEE, TRAINEE, texts, family="study")

    def take(
        self,
        step: Step | str,
        by: str | None = None,
        with_: Mapping[str, Any] | None = None,
        *,
        event_id: str | None = None,
        incident: str | None = None,
    ) -> Result:
        """Take a step, or be refused with all reasons; either is recorded before this returns.

        ``incident`` is the id of the one by which the step comes.

        Raises:
            InputError: the step, the form or whoever is named cannot be used; nothing is recorded.
            Changed: the attempt has gone on in another window; nothing is recorded.
            StoreError: the journal failed; nothing is recorded.
        """
        step = step_named(step)
        tried = take(self.scene, step, by, with_ or {})
        event, texts = self._forgettable(tried.event, step)
        if incident is not None:
            event = event.model_copy(update={"incident": incident}) if isinstance(event, Taken) else event
        recorded = self._record(event, tried.actor, tried.role, texts, event_id=event_id)
        refusal = recorded.event.reasons if isinstance(recorded.event, Refused) else ()
        return Result(recorded.seq, step, tuple(Reason.from_json(reason) for reason in refusal), self.case)

    def _record(
        self,
        event: AnyEvent,
        actor: str,
        role: str,
        texts: tuple[Text, ...],
        *,
        event_id: str | None = None,
        family: Literal["case", "study"] = "case",
        fresh: bool = False,
    ) -> Happened:
        draft = Draft(
            id=event_id or self.new_id(),
            family=family,
            kind=event.kind,
            version=event.version,
            actor=actor,
            role=role,
            on=self.case.today,
            at=self.now(),
            payload=event.payload(),
        )
        what = Happened(seq=self.seq + 1, actor=actor, role=role, on=self.case.today, event=event)
        case = folded([what]) if fresh else fold(self.case, what)
        entry = self.journal.append(self.id, self.seq, [draft], stage=case.stage, ended=case.ended, texts=texts)[0]
        if event_id is not None and happened(entry) != what:  # a retry: recorded before, and perhaps more behind it
            case = folded(happened(entry) for entry in self.journal.read(self.id))
            if _step_of(case.history[entry.seq - 1].event) != _step_of(event):
                raise InputError(
                    f"Event id '{draft.id}' was used for another step.", do="Give each step an id of its own."
                )
        self.case = case
        return case.history[entry.seq - 1]

    def _forgettable(self, event: Any, step: Step) -> tuple[Any, tuple[Text, ...]]:
        """The event with its free text replaced by references, and the texts."""
        texts = {
            field.name: Text.of(event.form[field.name], secrets.token_hex(8))
            for field in form(step)
            if field.asks == "text" and field.name in event.form
        }
        if not texts:
            return event, ()
        kept = {**event.form, **{name: text.ref for name, text in texts.items()}}
        return event.model_copy(update={"form": kept}), tuple(texts.values())
