"""One case at least for every guard: how it comes to be refused, through the one door."""

from __future__ import annotations

from collections.abc import Callable

from sca_flow.reasons import Reason

from ..builders import PANEL, Walk

REQUEST = {"ground": "new_evidence", "what": "A report."}


def rg_served(**changes: object) -> Walk:
    return Walk.of(**changes).to_rg_review().takes("confirm_rg_negative", "reviewer")


def upheld_by_all_rounder() -> Walk:
    case = Walk.of().to_second_pair().takes("uphold_cg_negative", "all-rounder")
    return case.convenes().present("chair-1", "police-1", "council-1").refers_back()


def conflicted() -> Walk:
    return Walk.of().to_quorate().takes("declare_conflict", "police-1", reason="I know them.")


def second_round(**rules: object) -> Walk:
    case = Walk.of(rules=rules).to_further().takes("direct_further_consideration", "manager").drafts()
    case.takes("uphold_cg_negative", "reviewer").convenes().present("chair-1", "police-1", "council-1")
    return case.refers_back()


def december() -> Walk:
    return Walk.of(received="2022-10-03", assume={"panel.in_force": "2022-12-10"}).to_listing(on="2022-11-30")


Refusals = dict[str, Reason]
CASES: dict[str, dict[str, Callable[[], Refusals]]] = {
    "stage": {"a decision is served that was not taken": lambda: Walk.of().refused("serve_cg_negative", "decider")},
    "role": {
        "a decision maker reviews a draft": lambda: (
            Walk.of().to_second_pair().refused("uphold_cg_negative", "decider-2")
        ),
        "a member records the outcome": lambda: Walk.of().to_quorate().refused("publish_agreement", "police-1"),
        "a decision maker answers a referral back": lambda: (
            Walk.of().to_further().refused("decline_further_consideration", "decider", reasons="No.")
        ),
        "the person asks for reconsideration in 2019": lambda: rg_served(received="2019-10-01").refused(
            "request_reconsideration", "subject", **REQUEST
        ),
        "a member tries to convene": lambda: Walk.of().to_listing().refused("convene_panel", "police-1", **PANEL),
    },
    "not_suspended": {
        "a suspended case is decided": lambda: (
            Walk.of()
            .to_cg()
            .takes("suspend", "intake", reason="x")
            .refused("decide_cg_positive", "decider", reasons="Shown.")
        )
    },
    "sca_decides": {
        "a referral is accepted before the SCA began": lambda: Walk.of(received="2019-04-01").refused(
            "accept_referral", "intake"
        )
    },
    "right_authority": {
        "the SCA acts in a case of the IECA": lambda: Walk.of(received="2021-11-08", ieca_cohort=True).refused(
            "accept_referral", "sca-intake"
        )
    },
    "form_complete": {
        "a referral is turned down without a reason": lambda: Walk.of().refused("reject_referral", "intake"),
        "an absence without a reason": lambda: (
            Walk.of().to_sitting().refused("record_attendance", "secretary", member="police-1", status="absent")
        ),
        "a referral back that does not say what to look at": lambda: (
            Walk.of().to_quorate().refused("refer_back", "chair-1")
        ),
        "a recall that does not say what is new": lambda: (
            Walk.of().to_listing().refused("recall_for_new_evidence", "manager")
        ),
        "service without a recipient": lambda: Walk.of().to_ready().refused("serve_cg_negative", "decider"),
        "waiting without a day": lambda: Walk.of().to_served().refused("wait"),
    },
    "reasons_recorded": {
        "a decision without reasons": lambda: Walk.of().to_rg().refused("decide_rg_positive", "decider"),
        "a referral back declined without reasons": lambda: (
            Walk.of().to_further().refused("decline_further_consideration", "manager")
        ),
    },
    "sent_by_first_responder": {
        "not a first responder": lambda: Walk.of(first_responder=False).refused("accept_referral", "intake")
    },
    "consent_or_child": {
        "an adult without consent": lambda: Walk.of(consent="not_given").refused("accept_referral", "intake")
    },
    "another_reviewer": {
        "the drafter reviews": lambda: (
            Walk.of().to_second_pair(by="all-rounder").refused("uphold_cg_negative", "all-rounder")
        )
    },
    "recovery_minimum": {
        "too early in 2021": lambda: (
            Walk.of()
            .to_recovery()
            .takes("begin_cg_consideration", "decider")
            .refused("decide_cg_positive", "decider", reasons="Shown.")
        ),
        "too early in 2023": lambda: (
            Walk.of(received="2023-03-01")
            .to_recovery()
            .takes("begin_cg_consideration", "decider")
            .refused("draft_cg_negative", "decider", reasons="Not shown.")
        ),
    },
    "consent_at_18": {
        "a person who turned 18 in 2026": lambda: (
            Walk.of(received="2026-05-05", age_at_referral="child", turns_18="2026-06-01")
            .to_cg()
            .refused("decide_cg_positive", "decider", reasons="Shown.")
        )
    },
    "another_caseworker": {
        "under a variant, the same caseworker": lambda: (
            Walk.of(rules={"further_consideration.another_caseworker": True})
            .to_further()
            .takes("direct_further_consideration", "manager")
            .refused("draft_cg_negative", "decider", reasons="Not shown.")
        )
    },
    "request_pending": {
        "an answer to nothing": lambda: Walk.of().to_served().refused("accept_reconsideration", "intake")
    },
    "no_request_pending": {
        "a second request while one waits": lambda: (
            Walk.of().to_served().requests().refused("request_reconsideration", "responder", **REQUEST)
        )
    },
    "ground_in_force": {
        "under a variant, another ground": lambda: (
            Walk.of(rules={"reconsideration.grounds": ["not_in_line_with_guidance"]})
            .to_served()
            .refused("request_reconsideration", "responder", **REQUEST)
        )
    },
    "within_limit": {
        "a late request in 2024": lambda: (
            rg_served(received="2024-02-12")
            .until("2024-06-01")
            .refused("request_reconsideration", "subject", **REQUEST)
        )
    },
    "within_number": {
        "a second request in 2026": lambda: (
            rg_served(received="2026-01-05")
            .requests()
            .takes("decline_reconsideration", "intake", reasons="Nothing new.")
            .refused("request_reconsideration", "subject", **REQUEST)
        )
    },
    "adult": {"a child withdraws": lambda: Walk.of(age_at_referral="child").to_cg().refused("withdraw", "subject")},
    "not_served": {"withdrawing after service": lambda: Walk.of().to_served().refused("withdraw", "subject")},
    "is_suspended": {"resuming what is not suspended": lambda: Walk.of().to_cg().refused("resume", "intake")},
    "date_forward": {"waiting for yesterday": lambda: Walk.of().refused("wait", "subject", until="2021-02-28")},
    "panel_in_force": {
        "convening in 2023": lambda: december().until("2023-01-02").refused("convene_panel", "secretary", **PANEL),
        "convening on an unconfirmed day": lambda: (
            december().until("2022-12-15").refused("convene_panel", "secretary", **PANEL)
        ),
    },
    "panels_ended": {
        "releasing while panels sit": lambda: Walk.of().to_listing().refused("release_from_panel", "secretary")
    },
    "one_chair": {
        "a member as chair": lambda: (
            Walk.of().to_listing().refused("convene_panel", "secretary", **{**PANEL, "chair": "police-2"})
        )
    },
    "members_from_pool": {
        "a manager as member": lambda: (
            Walk.of()
            .to_listing()
            .refused("convene_panel", "secretary", **{**PANEL, "members": ["police-1", "manager"]})
        )
    },
    "nobody_with_a_hand": {
        "somebody who wrote the referral": lambda: (
            Walk.of()
            .to_listing()
            .refused("convene_panel", "secretary", **{**PANEL, "members": ["police-1", "had-a-hand"]})
        ),
        "somebody who acted in the case": lambda: (
            Walk.of()
            .to_second_pair(by="all-rounder")
            .takes("uphold_cg_negative", "reviewer")
            .refused("convene_panel", "secretary", **{**PANEL, "chair": "all-rounder"})
        ),
        "somebody who left it for a conflict": lambda: (
            conflicted().takes("adjourn_sitting", "chair-1").refused("convene_panel", "secretary", **PANEL)
        ),
    },
    "at_sitting": {
        "somebody who was not invited": lambda: (
            Walk.of().to_sitting().refused("record_attendance", "secretary", member="nurse-1", status="present")
        )
    },
    "not_conflicted": {
        "a conflicted member comes back": lambda: conflicted().refused(
            "record_attendance", "secretary", member="police-1", status="present"
        )
    },
    "present_throughout": {
        "under a variant, arriving late": lambda: (
            Walk.of(rules={"quorum.present_throughout": True})
            .to_sitting()
            .absent("police-1")
            .refused("record_attendance", "secretary", member="police-1", status="present")
        )
    },
    "was_present": {"leaving without having come": lambda: Walk.of().to_sitting().refused("leave_sitting", "police-1")},
    "own_seat": {
        "speaking for another": lambda: (
            Walk.of().to_quorate().refused("declare_conflict", "council-1", member="police-1", reason="x")
        )
    },
    "within_adjournments": {
        "under a variant, once more": lambda: (
            Walk.of(rules={"panel.adjournment_limit": 1})
            .to_sitting()
            .takes("adjourn_sitting", "chair-1")
            .convenes()
            .refused("adjourn_sitting", "chair-1")
        )
    },
    "the_chair": {
        "another chair records the outcome": lambda: Walk.of().to_quorate().refused("publish_agreement", "chair-2")
    },
    "chair_present": {
        "the chair has left": lambda: (
            Walk.of().to_quorate().takes("leave_sitting", "chair-1").refused("publish_agreement", "chair-1")
        ),
        "the chair is absent": lambda: (
            Walk.of().to_quorate().absent("chair-1").refused("refer_back", "chair-1", look_at_again="x")
        ),
    },
    "enough_members": {
        "one of two": lambda: (
            Walk.of().to_sitting().present("chair-1", "police-1").refused("publish_agreement", "chair-1")
        ),
        "one left for a conflict, and it tells": lambda: (
            Walk.of()
            .to_sitting()
            .present("chair-1", "police-1", "council-1")
            .takes("declare_conflict", "police-1", reason="x")
            .refused("publish_agreement", "chair-1")
        ),
    },
    "sectors_present": {
        "under a variant, no NGO": lambda: (
            Walk.of(rules={"quorum.sectors_required": ["police", "ngo"]})
            .to_sitting()
            .present("chair-1", "police-1", "council-1")
            .refused("publish_agreement", "chair-1")
        )
    },
    "power_to_overturn": {
        "a panel overturns": lambda: Walk.of().to_quorate().refused("overturn_decision", "chair-1", reasons="No.")
    },
    "not_binding": {
        "under a variant, declining": lambda: (
            Walk.of(rules={"referral_back.binding": True})
            .to_further()
            .refused("decline_further_consideration", "manager", reasons="No.")
        )
    },
    "within_rounds": {
        "under a variant, once more": lambda: second_round(**{"further_consideration.round_limit": 1}).refused(
            "direct_further_consideration", "manager"
        )
    },
    "not_the_reviewer": {
        "the second reviewer answers": lambda: upheld_by_all_rounder().refused(
            "direct_further_consideration", "all-rounder"
        )
    },
}
