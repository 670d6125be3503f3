"""The random player: it takes steps that are offered, with fitting inputs, until an end.

The same seed takes the same steps.  It wanders at first, and heads for the nearest end when it has wandered long; it
never walks into a place from which no end can be reached while there is another way, unless it is sent ``astray``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import timedelta
from random import Random

from sca_flow.errors import Incomplete
from sca_flow.forms import read
from sca_flow.states.compiled import advance
from sca_flow.states.names import Stage, Step
from sca_flow.states.position import Position
from sca_flow.take import Scene, trying, who
from sca_flow.training.attempt import Attempt, Result
from sca_flow.training.fitting import Move, ahead, conflicts, fitting, invited
from sca_flow.training.homeward import Means, way_home
from sca_flow.training.offers import Offer

LIMIT = 2_000
"""After how many steps it gives up."""
WANDERS = 150
"""After how many steps it heads for the nearest end."""
GOES_ON = 0.15
"""How often it asks for reconsideration where it could stop."""

_S = Step
_WEIGHTS = {
    _S.REJECT_REFERRAL: 0.06,
    _S.DRAFT_RG_NEGATIVE: 0.3,
    _S.RETURN_RG_DRAFT: 0.8,
    _S.REQUEST_INFORMATION: 0.6,
    _S.RECORD_INFORMATION: 0.6,
    _S.DECIDE_CG_POSITIVE: 0.4,
    _S.RETURN_CG_DRAFT: 0.3,
    _S.RECALL_FOR_NEW_EVIDENCE: 0.08,
    _S.LEAVE_SITTING: 0.08,
    _S.ADJOURN_SITTING: 0.05,
    _S.REFER_BACK: 0.8,
    _S.ACCEPT_RECONSIDERATION: 0.5,
    _S.WITHDRAW: 0.015,
    _S.SUSPEND: 0.03,
    _S.WAIT: 0.03,
}
"""How often a step is taken beside one that leads on, which weighs 1."""
_IDLE = {_S.REQUEST_INFORMATION, _S.RECORD_INFORMATION, _S.WITHDRAW, _S.SUSPEND, _S.WAIT, _S.REJECT_REFERRAL}
"""Steps that do not lead on: while only these are open, time passes."""
_OUTCOMES = {_S.PUBLISH_AGREEMENT, _S.REFER_BACK, _S.OVERTURN_DECISION}


def play(
    attempt: Attempt, seed: int, limit: int = LIMIT, *, astray: Collection[Stage] = frozenset()
) -> Iterator[Result]:
    """Take random steps until an end; it may walk into the stages ``astray`` whether they lead to one or not.

    Raises:
        Incomplete: no end was reached within ``limit`` steps.
    """
    player = _Player(attempt, Random(seed), astray)
    for number in range(limit):
        if attempt.case.ended and not player.goes_on():
            return
        yield player.turn(homeward=number >= WANDERS)
    if not attempt.case.ended:
        raise Incomplete(
            f"No end was reached in {limit:,} steps.",
            why=f"The case stands at: {attempt.case.stage.label}.",
            do=f"Go on by hand, or try another seed than {seed}.",
        )


class _Player:
    def __init__(self, attempt: Attempt, random: Random, astray: Collection[Stage]) -> None:
        self.attempt, self.random, self.astray = attempt, random, astray

    def goes_on(self) -> bool:
        """Whether it asks for reconsideration at a place where it could stop."""
        asks = any(offer.step == Step.REQUEST_RECONSIDERATION and offer.open for offer in self.attempt.offers())
        return asks and self.random.random() < GOES_ON

    def turn(self, *, homeward: bool) -> Result:
        """Take one step."""
        scene = self.attempt.scene
        means = Means.of(scene)
        offers = [offer for offer in self.attempt.offers() if offer.open]
        move = self._homeward(scene, means, offers) if homeward else None
        move = move or self._wandering(scene, means, offers)
        return self.attempt.take(move.step, move.by, move.form)

    def _homeward(self, scene: Scene, means: Means, offers: list[Offer]) -> Move | None:
        """The first step of the way home, when it is really open."""
        way = way_home(scene.position, scene.rules.values, means)
        offer = next((offer for offer in offers if way and offer.step == way[0]), None)
        move = self._move(scene, offer, idle=True, keen=True) if offer else None
        return move if move and _after(scene, move) else None

    def _wandering(self, scene: Scene, means: Means, offers: list[Offer]) -> Move:
        """The first step, drawn by weight, that fits and leaves a way to an end; if none does, one that fits."""
        steps = {offer.step for offer in offers}
        idle = steps <= _IDLE
        weights = {offer.step: _weight(scene, offer.step, steps) for offer in offers}
        # Drawing without putting back: the larger the weight, the nearer the key to one.
        drawn = sorted(offers, key=lambda offer: self.random.random() ** (1 / weights[offer.step]), reverse=True)
        fits: list[Move] = []
        for offer in drawn:
            move = self._move(scene, offer, idle=idle, keen=False)
            there = _after(scene, move) if move else None
            if move is None or there is None:
                continue
            if there.stage in self.astray or way_home(there, scene.rules.values, means) is not None:
                return move
            fits.append(move)
        return fits[0]

    def _move(self, scene: Scene, offer: Offer, *, idle: bool, keen: bool) -> Move | None:
        if offer.step != Step.WAIT:
            return fitting(scene, offer, self.random, keen=keen)
        some_days = scene.case.today + timedelta(days=self.random.randint(1, 21))
        return Move(Step.WAIT, offer.people[0].id, {"until": ahead(scene) if idle else some_days})


def _weight(scene: Scene, step: Step, open_: set[Step]) -> float:
    """How often a step is drawn beside the others that are open."""
    usual = _WEIGHTS.get(step, 1.0)
    still_to_come = bool(invited(scene))
    match step:
        case Step.REQUEST_INFORMATION | Step.RECORD_INFORMATION:
            return usual / (1 + sum(event.event.kind == step for event in scene.case.history))
        case Step.REJECT_REFERRAL if Step.ACCEPT_REFERRAL not in open_:
            return 1.0
        case Step.WAIT if open_ <= _IDLE:
            return 3.0
        case Step.RECORD_ATTENDANCE:
            return 8.0 if still_to_come else 0.1
        case Step.DECLARE_CONFLICT:
            return 6.0 if conflicts(scene) else 0.04
        case Step.ADJOURN_SITTING if not (open_ & _OUTCOMES or still_to_come):
            return 1.0
        case _ if step in _OUTCOMES and still_to_come:
            return 0.03
    return usual


def _after(scene: Scene, move: Move) -> Position | None:
    """Where a move leads, or None when it would be refused."""
    actor, role = who(scene, move.step, move.by)
    attempt = trying(scene, move.step, actor, role, read(move.step, move.form, scene.people))
    return advance(scene.position, move.step, scene.rules.values, attempt, scene.table)
