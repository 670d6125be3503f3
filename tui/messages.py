"""Messages: what screens ask of the app, and what the worker answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from textual.message import Message

from sca_flow.errors import ScaFlowError

if TYPE_CHECKING:
    from sca_flow.journal import Head
    from sca_flow.people import Person
    from sca_flow.report import Report
    from sca_flow.states.names import Step
    from sca_flow.training.attempt import Result
    from sca_flow.training.offers import Offer
    from sca_flow.training.telling import Line
    from sca_flow.workbench.traces import Walked
    from tui.views import CaseView


class Asker(Protocol):
    """A screen that asked for something and is told how it went."""

    def taken(self, result: Result) -> None:
        """The step was recorded: taken, or refused with its reasons."""

    def failed(self, error: ScaFlowError) -> None:
        """It could not be tried; nothing was recorded."""


@dataclass
class Start(Message):
    """Begin a new attempt on a scenario."""

    scenario: str


@dataclass
class Begin(Message):
    """Begin a new attempt as somebody, or, without a chair, as everybody."""

    scenario: str
    chair: str | None = None


@dataclass
class Again(Message):
    """Try again from a step, as a new attempt."""

    seq: int


@dataclass
class Tour(Message):
    """Show the screens on a practice case."""


@dataclass
class Resume(Message):
    """Go on with an attempt."""

    attempt: str


@dataclass
class Retry(Message):
    """Try to open the journal again."""


@dataclass
class Choose(Message):
    """A step was chosen; ``given`` and ``by`` are settled already where a seat was marked."""

    offer: Offer
    given: Mapping[str, Any] = field(default_factory=dict)
    by: str | None = None


@dataclass
class Take(Message):
    """Take a step.  ``event_id`` is the same when the same form is put forward again after the store failed."""

    step: Step
    by: str | None
    values: Mapping[str, Any]
    event_id: str
    asker: Asker
    writing: Mapping[str, Any] | None = None
    """The decision as it was written, where the author of the scenario judges it."""


@dataclass
class Typed(Message):
    """Something was typed into a form: keep it as a draft; nothing typed means that none is needed any more."""

    form: str
    values: Mapping[str, Any]


@runtime_checkable
class Drafting(Protocol):
    """A screen in which something is being typed."""

    def draft(self) -> Typed | None:
        """What stands in it at this moment; None once its step was taken."""


@dataclass
class Read(Message):
    """A document was opened."""

    page: str


@dataclass
class MarkLines(Message):
    """Mark lines of a document."""

    document: str
    first: int
    last: int
    as_: str
    of: str | None


@dataclass
class Unmark(Message):
    """Take a mark back."""

    number: int


@dataclass
class Write(Message):
    """Keep a decision as far as it has come; its draft is not needed any more once the form was ``left``."""

    step: Step
    writing: Mapping[str, Any]
    left: bool


@dataclass
class Show(Message):
    """Open a document at a line."""

    page: str
    line: int


@dataclass
class Go(Message):
    """Go to one of the main places."""

    place: str


@dataclass
class Listed(Message):
    """The attempts that are there."""

    heads: tuple[Head, ...]
    """The trainee's own first, then those of others; not all of them when there are many."""
    about: Mapping[str, str] = field(default_factory=dict)
    """What is to be known of how they began: a branch, a chair."""
    others: Mapping[str, str] = field(default_factory=dict)
    """Whose those of others are: a name, or nothing."""
    all: int = 0
    """How many attempts there are."""


@dataclass
class Chairs(Message):
    """Who the trainee may be in a scenario."""

    scenario: str
    people: tuple[Person, ...]


@dataclass(frozen=True)
class News:
    """What somebody else did, or what happened of itself."""

    line: Line
    waited: bool = False
    """Whether time passed, which nobody does."""


@dataclass
class Opened(Message):
    """An attempt was opened, or read again; ``news`` is what the others did meanwhile."""

    view: CaseView
    news: tuple[News, ...] = ()


@dataclass
class Studied(Message):
    """A mark was made or taken back, or a decision kept; ``left`` is the form whose draft is not needed any more."""

    view: CaseView
    left: str = ""


@dataclass
class Debriefed(Message):
    """The debrief of an attempt after its event ``seq``.  ``places`` are the lines of the author's passages."""

    attempt: str
    seq: int
    report: Report
    places: tuple[tuple[str, int], ...]
    moves: tuple[int, ...] = ()
    """The sequence numbers of the rows of the path, and, as ``decided``, of the decisions."""
    decided: tuple[int, ...] = ()


@dataclass
class Recorded(Message):
    """A step was recorded: taken or refused."""

    view: CaseView
    result: Result
    asker: Asker
    news: tuple[News, ...] = ()


@dataclass
class Failed(Message):
    """An error of ours; ``asker`` is told when a step was being taken."""

    error: ScaFlowError
    asker: Asker | None = None


@dataclass
class StepThrough(Message):
    """Step through a counter-example that was found in the policy room."""

    walked: Walked


@dataclass
class StepBack(Message):
    """Go back from a trace to the policy room, or from the room to where it was come from."""
