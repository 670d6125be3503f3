"""What the tests of the core are built with: a cast, a referral, rules that say something else, and walks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from sca_flow.journal import MemoryJournal
from sca_flow.reasons import Reason
from sca_flow.rules.loader import shipped
from sca_flow.rules.model import Rule
from sca_flow.rules.policy import Dates, InForce, Policy
from sca_flow.scenario.model import Scenario, ScenarioFile
from sca_flow.states.names import Stage, Step
from sca_flow.training.attempt import Attempt, Result

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PANEL = {"chair": "chair-1", "members": ["police-1", "council-1", "charity-1"]}


def clock() -> datetime:
    """A clock that stands still."""
    return NOW


def counted(prefix: str = "id") -> Callable[[], str]:
    """Ids that count up."""
    numbers = count(1)
    return lambda: f"{prefix}-{next(numbers)}"


def _person(id: str, *roles: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "name": id.replace("-", " ").title(), "roles": list(roles), **more}


CAST = (
    _person("intake", "competent_authority"),
    _person("decider", "decision_maker"),
    _person("decider-2", "decision_maker"),
    _person("reviewer", "second_reviewer"),
    _person("secretary", "panel_secretariat"),
    _person("chair-1", "panel_chair"),
    _person("chair-2", "panel_chair"),
    _person("police-1", "panel_member", sector="police"),
    _person("police-2", "panel_member", sector="police"),
    _person("council-1", "panel_member", sector="local_authority"),
    _person("charity-1", "panel_member", sector="ngo"),
    _person("charity-2", "panel_member", sector="ngo", conflict="I know the family."),
    _person("nurse-1", "panel_member", sector="health"),
    _person("manager", "manager"),
    _person("expert", "experienced_staff"),
    _person("responder", "first_responder"),
    _person("subject", "person"),
    _person("had-a-hand", "panel_member", sector="ngo", hand="She wrote the referral."),
    _person("no-sector", "panel_member"),
    _person("chair-with-a-hand", "panel_chair", hand="He was the person's solicitor."),
    _person("all-rounder", "decision_maker", "second_reviewer", "manager", "panel_chair", "panel_member", sector="ngo"),
    _person("ieca-intake", "competent_authority", authority="ieca"),
    _person("ieca-decider", "decision_maker", authority="ieca"),
    _person("sca-intake", "competent_authority", authority="sca"),
    _person("sca-decider", "decision_maker", authority="sca"),
)


def scenario(
    *,
    received: str = "2021-03-01",
    opens: str | None = None,
    assume: Mapping[str, str] | None = None,
    people: Sequence[Mapping[str, Any]] = CAST,
    **referral: Any,
) -> Scenario:
    """A scenario about an adult who consents and was sent by a first responder, unless told otherwise."""
    child = referral.get("age_at_referral", "adult") != "adult"
    file = ScenarioFile.model_validate(
        {
            "format": 1,
            "id": "made-up",
            "title": "Made up",
            "minutes": 5,
            "summary": "For a test.",
            "content_note": "Nothing in it.",
            "opens": opens,
            "assume": dict(assume or {}),
            "referral": {
                "received": received,
                "organisation": "Border Force",
                "first_responder": True,
                "person": {"name": "Alex Doe", "nationality": "British"},
                "age_at_referral": "adult",
                "age_at_exploitation": "adult",
                "consent": "not_needed" if child else "given",
                **referral,
            },
            "people": list(people),
        }
    )
    return Scenario(file, "a-course", {}, "0" * 64)


def varied(rules: Mapping[str, Any], policy: Policy | None = None) -> Policy:
    """The shipped rules with some of them, by id, saying something else: one value for all time, or whole versions."""
    policy = policy or shipped()
    changed = {rule_id: _saying(policy.rules[rule_id], value) for rule_id, value in rules.items()}
    return Policy({**policy.rules, **changed}, policy.sources, policy.assume)


def _saying(rule: Rule, value: Any) -> Rule:
    spans = value if isinstance(value, list) and value and isinstance(value[0], dict) else [{"value": value}]
    versions = [{"source": "SIM", "confidence": "assumed", **span} for span in spans]
    versions[0].setdefault("from", "2019-04-29")
    return Rule.model_validate({**rule.model_dump(by_alias=True), "values": versions, "contradictions": []})


def rules_on(day: date | str, policy: Policy | None = None) -> InForce:
    """All rules of a day."""
    return (policy or shipped()).in_force(Dates.all_on(date.fromisoformat(day) if isinstance(day, str) else day))


@dataclass
class Walk:
    """A case that is worked through the one door; every method leads on from where the case stands."""

    attempt: Attempt
    journal: MemoryJournal

    @classmethod
    def through(
        cls, scenario: Scenario, policy: Policy | None = None, *, journal: MemoryJournal | None = None, name: str = ""
    ) -> Walk:
        """A new attempt at a scenario."""
        journal = journal or MemoryJournal()
        attempt = Attempt.start(scenario, policy or shipped(), journal, name=name, clock=clock, ids=counted())
        return cls(attempt, journal)

    @classmethod
    def of(cls, *, rules: Mapping[str, Any] | None = None, **changes: Any) -> Walk:
        """A new attempt at the usual scenario with changes, under the shipped rules with changes."""
        return cls.through(scenario(**changes), varied(rules) if rules else None)

    @property
    def stage(self) -> Stage:
        return self.attempt.case.stage

    @property
    def today(self) -> date:
        return self.attempt.case.today

    def tries(self, step: str, by: str | None = None, **form: Any) -> Result:
        """Try a step, whatever comes of it."""
        return self.attempt.take(step, by, form)

    def takes(self, step: str, by: str | None = None, **form: Any) -> Walk:
        """Take a step that is expected to be accepted."""
        result = self.tries(step, by, **form)
        assert result.accepted, f"{step} was refused at {self.stage} on {self.today}:\n" + "\n".join(
            str(reason) for reason in result.reasons
        )
        return self

    def refused(self, step: str, by: str | None = None, **form: Any) -> dict[str, Reason]:
        """Take a step that is expected to be refused; the reasons by guard."""
        result = self.tries(step, by, **form)
        assert not result.accepted, f"{step} was accepted and led to {self.stage} on {self.today}"
        return {reason.guard: reason for reason in result.reasons}

    def until(self, day: str) -> Walk:
        """Let time pass to a day, unless it is that day."""
        return self if self.today.isoformat() == day else self.takes("wait", until=day)

    def offer(self, step: str) -> Any:
        """What is offered of one step."""
        return next(offer for offer in self.attempt.offers() if offer.step == step)

    def open_steps(self) -> set[str]:
        """The steps that are offered open."""
        return {offer.step.value for offer in self.attempt.offers() if offer.open}

    def to_rg(self) -> Walk:
        return self.takes("accept_referral", "intake")

    def to_rg_review(self) -> Walk:
        return self.to_rg().takes("draft_rg_negative", "decider", reasons="Nothing points to it.")

    def to_recovery(self) -> Walk:
        return self.to_rg().takes("decide_rg_positive", "decider", reasons="I suspect.")

    def to_cg(self, on: str | None = None) -> Walk:
        """To conclusive grounds, on a day when the recovery period has passed."""
        self.to_recovery().takes("begin_cg_consideration", "decider")
        return self.until(on) if on else self.takes("wait")

    def to_second_pair(self, by: str = "decider", on: str | None = None) -> Walk:
        return self.to_cg(on).drafts(by)

    def drafts(self, by: str = "decider") -> Walk:
        return self.takes("draft_cg_negative", by, reasons="Not shown.")

    def to_listing(self, on: str | None = None) -> Walk:
        return self.to_second_pair(on=on).takes("uphold_cg_negative", "reviewer")

    def convenes(self, **panel: Any) -> Walk:
        return self.takes("convene_panel", "secretary", **{**PANEL, **panel})

    def to_sitting(self, on: str | None = None, **panel: Any) -> Walk:
        return self.to_listing(on).convenes(**panel)

    def present(self, *who: str) -> Walk:
        for member in who:
            self.takes("record_attendance", "secretary", member=member, status="present")
        return self

    def absent(self, *who: str) -> Walk:
        for member in who:
            self.takes("record_attendance", "secretary", member=member, status="absent", reason="Ill.")
        return self

    def to_quorate(self, on: str | None = None) -> Walk:
        return self.to_sitting(on).present("chair-1", "police-1", "council-1", "charity-1")

    def refers_back(self, by: str = "chair-1") -> Walk:
        return self.takes("refer_back", by, look_at_again="The letter of the clinic.")

    def to_further(self, on: str | None = None) -> Walk:
        return self.to_quorate(on).refers_back()

    def to_ready(self, on: str | None = None) -> Walk:
        return self.to_quorate(on).takes("publish_agreement", "chair-1")

    def serves(self) -> Walk:
        return self.takes("serve_cg_negative", "decider", recipient="the_person", safe_to_contact=True)

    def to_served(self, on: str | None = None) -> Walk:
        """To a served negative, by way of a panel while there is one."""
        self.to_listing(on)
        if self.stage == Stage.PANEL_LISTING:
            self.convenes().present("chair-1", "police-1", "council-1", "charity-1")
            self.takes("publish_agreement", "chair-1")
        return self.serves()

    def requests(self, by: str = "responder", **form: Any) -> Walk:
        return self.takes(
            "request_reconsideration", by, **{"ground": "new_evidence", "what": "An expert report.", **form}
        )


def stages_of(walk: Walk) -> Iterator[str]:
    """The stages through which a case came, each once it changed."""
    yield "received"
    for happened in walk.attempt.case.history:
        event = happened.event
        if getattr(event, "to", None) and event.to != event.from_:  # type: ignore[union-attr]
            yield event.to.value  # type: ignore[union-attr]


ALL_STEPS = tuple(step.value for step in Step)
