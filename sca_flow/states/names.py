"""The public ids of stages and steps, with the labels people read, and what each step asks to be recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sca_flow.people import Labelled


class Stage(Labelled):
    """Where a case stands in the process."""

    RECEIVED = "received", "Referral received"
    NOT_ACCEPTED = "not_accepted", "Referral not accepted"
    RG_CONSIDERATION = "rg_consideration", "Reasonable grounds: under consideration"
    RG_SECOND_REVIEW = "rg_second_review", "Reasonable grounds: second review of a negative"
    RG_NEGATIVE_SERVED = "rg_negative_served", "Negative reasonable grounds decision served"
    RECOVERY_PERIOD = "recovery_period", "Recovery period"
    CG_CONSIDERATION = "cg_consideration", "Conclusive grounds: under consideration"
    CG_POSITIVE_SERVED = "cg_positive_served", "Positive conclusive grounds decision served"
    SECOND_PAIR_OF_EYES = "second_pair_of_eyes", "Conclusive grounds: second pair of eyes on a negative"
    PANEL_LISTING = "panel_listing", "Waiting for a multi-agency assurance panel"
    PANEL_SITTING = "panel_sitting", "Panel sitting"
    FURTHER_CONSIDERATION = "further_consideration", "Referred back by the panel"
    READY_TO_SERVE = "ready_to_serve", "Negative decision ready to serve"
    CG_NEGATIVE_SERVED = "cg_negative_served", "Negative conclusive grounds decision served"
    WITHDRAWN = "withdrawn", "Withdrawn"

    @property
    def end(self) -> bool:
        """Whether an attempt may stop here."""
        return self in ENDS

    @property
    def served(self) -> bool:
        """Whether a decision has been served."""
        return self in SERVED


SERVED = frozenset({Stage.RG_NEGATIVE_SERVED, Stage.CG_POSITIVE_SERVED, Stage.CG_NEGATIVE_SERVED})
ENDS = SERVED | {Stage.NOT_ACCEPTED, Stage.WITHDRAWN}
OPEN = tuple(stage for stage in Stage if stage not in ENDS)


class Step(Labelled):
    """Something somebody does to a case, or tries to."""

    ACCEPT_REFERRAL = "accept_referral"
    REJECT_REFERRAL = "reject_referral"
    DECIDE_RG_POSITIVE = "decide_rg_positive", "Decide reasonable grounds: positive"
    DRAFT_RG_NEGATIVE = "draft_rg_negative", "Draft a negative reasonable grounds decision"
    CONFIRM_RG_NEGATIVE = "confirm_rg_negative", "Confirm the negative reasonable grounds decision"
    RETURN_RG_DRAFT = "return_rg_draft", "Return the draft to the decision maker"
    BEGIN_CG_CONSIDERATION = "begin_cg_consideration", "Begin conclusive grounds consideration"
    REQUEST_INFORMATION = "request_information"
    RECORD_INFORMATION = "record_information"
    DECIDE_CG_POSITIVE = "decide_cg_positive", "Decide conclusive grounds: positive"
    DRAFT_CG_NEGATIVE = "draft_cg_negative", "Draft a negative conclusive grounds decision"
    UPHOLD_CG_NEGATIVE = "uphold_cg_negative", "Uphold the negative draft (second pair of eyes)"
    RETURN_CG_DRAFT = "return_cg_draft", "Return the draft to the decision maker"
    RECALL_FOR_NEW_EVIDENCE = "recall_for_new_evidence"
    CONVENE_PANEL = "convene_panel", "Convene a panel"
    RELEASE_FROM_PANEL = "release_from_panel", "Release the case from panel listing"
    RECORD_ATTENDANCE = "record_attendance"
    DECLARE_CONFLICT = "declare_conflict", "Declare a conflict of interest"
    LEAVE_SITTING = "leave_sitting", "Leave the sitting early"
    ADJOURN_SITTING = "adjourn_sitting", "Adjourn the sitting"
    PUBLISH_AGREEMENT = "publish_agreement", "Publish the panel's agreement"
    REFER_BACK = "refer_back", "Refer the case back, suggesting further consideration"
    OVERTURN_DECISION = "overturn_decision", "Overturn the decision"
    DIRECT_FURTHER_CONSIDERATION = "direct_further_consideration"
    DECLINE_FURTHER_CONSIDERATION = "decline_further_consideration"
    SERVE_CG_NEGATIVE = "serve_cg_negative", "Serve the negative conclusive grounds decision"
    REQUEST_RECONSIDERATION = "request_reconsideration"
    ACCEPT_RECONSIDERATION = "accept_reconsideration"
    DECLINE_RECONSIDERATION = "decline_reconsideration"
    WITHDRAW = "withdraw"
    SUSPEND = "suspend", "Suspend the case"
    RESUME = "resume", "Resume the case"
    WAIT = "wait", "Let time pass"

    @property
    def caption(self) -> str:
        """The label with a capital, as a control shows it."""
        return self.label[0].upper() + self.label[1:]


class Status(Labelled):
    """How it stands with somebody invited to a sitting."""

    INVITED = "invited"
    PRESENT = "present"
    ABSENT = "absent"
    CONFLICTED = "conflicted", "left the case for a conflict of interest"
    LEFT = "left", "left early"


Asks = Literal["text", "choice", "person", "people", "date", "flag"]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a step asks to be recorded.  Text is free, kept for the trainer and never scored."""

    name: str
    label: str
    asks: Asks = "text"
    required: bool = False
    choices: tuple[str, ...] = ()


REASONS = Field("reasons", "Reasons", required=True)
NOTE = Field("note", "Note")
_WHOM = Field(
    "of",
    "From whom",
    "choice",
    required=True,
    choices=("support_provider", "police", "first_responder", "local_authority", "person", "other"),
)
_AT_18 = Field("consent_confirmed", "The person, now 18, has confirmed that they consent", "flag")

FORMS: dict[Step, tuple[Field, ...]] = {
    Step.ACCEPT_REFERRAL: (NOTE,),
    Step.REJECT_REFERRAL: (
        Field(
            "reason",
            "Why it is not accepted",
            "choice",
            required=True,
            choices=("not_first_responder", "adult_without_consent", "duplicate"),
        ),
        NOTE,
    ),
    Step.DECIDE_RG_POSITIVE: (REASONS,),
    Step.DRAFT_RG_NEGATIVE: (REASONS,),
    Step.CONFIRM_RG_NEGATIVE: (NOTE,),
    Step.RETURN_RG_DRAFT: (REASONS,),
    Step.REQUEST_INFORMATION: (_WHOM, Field("question", "What is asked", required=True)),
    Step.RECORD_INFORMATION: (_WHOM, Field("what", "What was said or sent", required=True)),
    Step.DECIDE_CG_POSITIVE: (REASONS, _AT_18),
    Step.DRAFT_CG_NEGATIVE: (REASONS, _AT_18),
    Step.UPHOLD_CG_NEGATIVE: (NOTE,),
    Step.RETURN_CG_DRAFT: (REASONS,),
    Step.RECALL_FOR_NEW_EVIDENCE: (Field("what_is_new", "What is new", required=True),),
    Step.CONVENE_PANEL: (
        Field("chair", "Chair", "person", required=True),
        Field("members", "Members invited", "people"),
    ),
    Step.RECORD_ATTENDANCE: (
        Field("member", "Who", "person", required=True),
        Field("status", "Attendance", "choice", required=True, choices=(Status.PRESENT, Status.ABSENT)),
        Field("reason", "Reason, when absent"),
    ),
    Step.DECLARE_CONFLICT: (
        Field("member", "Who (left out: whoever acts)", "person"),
        Field("reason", "The conflict", required=True),
    ),
    Step.LEAVE_SITTING: (Field("member", "Who (left out: whoever acts)", "person"), Field("reason", "Reason")),
    Step.ADJOURN_SITTING: (Field("reason", "Reason"),),
    Step.PUBLISH_AGREEMENT: (Field("view", "The panel's view"),),
    Step.REFER_BACK: (Field("look_at_again", "What to look at again", required=True),),
    Step.OVERTURN_DECISION: (REASONS,),
    Step.DIRECT_FURTHER_CONSIDERATION: (Field("reasons", "Reasons"),),
    Step.DECLINE_FURTHER_CONSIDERATION: (REASONS,),
    Step.SERVE_CG_NEGATIVE: (
        Field("recipient", "To whom", "choice", required=True, choices=("the_person", "somebody_with_permission")),
        Field("safe_to_contact", "Confirmed that it is safe to contact them there", "flag", required=True),
    ),
    Step.REQUEST_RECONSIDERATION: (
        Field("ground", "Ground", "choice", required=True, choices=("new_evidence", "not_in_line_with_guidance")),
        Field("what", "What is put forward", required=True),
        Field("exceptional", "Exceptional circumstances, when the time limit has passed"),
        Field("good_reasons", "Good reasons, when there was a request before"),
    ),
    Step.ACCEPT_RECONSIDERATION: (Field("reasons", "Reasons"),),
    Step.DECLINE_RECONSIDERATION: (REASONS,),
    Step.WITHDRAW: (NOTE,),
    Step.SUSPEND: (Field("reason", "Why", required=True),),
    Step.RESUME: (NOTE,),
    Step.WAIT: (Field("until", "Until (left out: the next deadline)", "date"),),
}


def form(step: Step) -> tuple[Field, ...]:
    """What a step asks to be recorded."""
    return FORMS.get(step, ())
