"""Messages: what screens ask of the app, and what the worker answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from textual.message import Message

from sca_flow.errors import ScaFlowError

if TYPE_CHECKING:
    from sca_flow.journal import Head
    from sca_flow.states.names import Step
    from sca_flow.training.attempt import Result
    from sca_flow.training.offers import Offer
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
class Go(Message):
    """Go to one of the main places."""

    place: str


@dataclass
class Listed(Message):
    """The attempts that are there."""

    heads: tuple[Head, ...]


@dataclass
class Opened(Message):
    """An attempt was opened, or read again."""

    view: CaseView


@dataclass
class Recorded(Message):
    """A step was recorded: taken or refused."""

    view: CaseView
    result: Result
    asker: Asker


@dataclass
class Failed(Message):
    """An error of ours; ``asker`` is told when a step was being taken."""

    error: ScaFlowError
    asker: Asker | None = None
