"""What can be done under two policies: the steps gained and lost at each stage, each with the shortest case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sca_flow.people import Role
from sca_flow.rules.policy import Dates, Rules
from sca_flow.states.names import Stage, Step
from sca_flow.states.position import Position
from sca_flow.states.row import Table
from sca_flow.states.table import TABLE
from sca_flow.workbench.cases import Shown, Under, show
from sca_flow.workbench.explore import LIMIT, Found, accepted
from sca_flow.workbench.plan import plan
from sca_flow.workbench.product import Kind, Parting, Walk, Way

Outcome = Literal["equivalent", "different", "incomplete"]
WORDS: Mapping[Kind, str] = {"lost": "Lost", "gained": "Gained", "elsewhere": "Leads elsewhere"}


@dataclass(frozen=True)
class Difference:
    """A step of a stage that one policy alone opens, or that leads elsewhere.

    ``never`` are those of the ``roles`` to whom the other policy opens it at no position of the stage.
    """

    kind: Kind
    stage: Stage
    step: Step
    roles: tuple[Role, ...]
    never: tuple[Role, ...]
    leads: tuple[Stage | None, Stage | None]
    shown: Shown

    @property
    def where(self) -> str:
        """By whom, and at how much of the stage."""
        by = f"by the {_either(self.roles)}"
        if self.kind == "elsewhere":
            return by
        if not self.never:
            return f"{by}, at some positions"
        if self.never == self.roles:
            return f"{by}; the other opens it to them nowhere at this stage"
        return f"{by}, at some positions; the other opens it nowhere at this stage to the {_either(self.never)}"

    def headline(self, a: str, b: str) -> str:
        """The difference in a sentence."""
        said = f"{WORDS[self.kind]} at '{self.stage.label}': {self.step.caption}, {self.where}."
        if self.kind != "elsewhere" or None in self.leads:
            return said
        there = [stage.label for stage in self.leads if stage is not None]
        return f"{said} Under {a} to '{there[0]}', under {b} to '{there[1]}'."

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "kind": self.kind,
            "stage": self.stage.value,
            "step": self.step.value,
            "by": [role.value for role in self.roles],
            "never_by": [role.value for role in self.never],
            "leads_to": [stage.value if stage else None for stage in self.leads],
            "case": self.shown.as_json(),
        }


@dataclass(frozen=True)
class Behaviour:
    """Everything that differs in what can be done.  ``assuming`` says which possibility, where days are left open.

    ``only`` are the stages that no case reaches but under the first policy, and but under the second.
    """

    assuming: str
    differences: tuple[Difference, ...]
    only: tuple[tuple[Stage, ...], tuple[Stage, ...]]
    pairs: int
    complete: bool

    @property
    def outcome(self) -> Outcome:
        """Equivalent only if everything was searched and nothing differs."""
        if self.differences or any(self.only):
            return "different"
        return "equivalent" if self.complete else "incomplete"

    def summary(self, a: str, b: str) -> Iterator[str]:
        """The comparison in a few sentences."""
        if self.assuming:
            yield f"Assuming that {self.assuming}:"
        if self.outcome == "equivalent":
            yield f"Equivalent: the same steps are open at all {self.pairs:,} positions, whoever tries them and how."
        elif not self.complete:
            yield f"Incomplete: the search was cut after {self.pairs:,} positions; there may be more differences."
        for name, other, stages in ((a, b, self.only[0]), (b, a, self.only[1])):
            if stages:
                listed = ", ".join(f"'{stage.label}'" for stage in stages)
                yield f"Reached under {name} and never under {other}: {listed}."

    def lines(self, a: str, b: str) -> Iterator[str]:
        """The comparison in words, with the cases."""
        yield from self.summary(a, b)
        for difference in self.differences:
            yield difference.headline(a, b)
            names = (b, a) if difference.kind == "gained" else (a, b)
            yield from (f"    {line}" for line in difference.shown.lines(*names))

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "assuming": self.assuming or None,
            "outcome": self.outcome,
            "pairs": self.pairs,
            "only_first": [stage.value for stage in self.only[0]],
            "only_second": [stage.value for stage in self.only[1]],
            "differences": [difference.as_json() for difference in self.differences],
        }


def compare(
    a: Under, b: Under, found: tuple[Found, Found], members: int, *, assuming: str = "", limit: int = LIMIT
) -> Behaviour:
    """Compare what can be done under two policies.

    They are walked in step from where cases begin.  Where they part, a position that both come to nevertheless, each by
    a way of its own that ``found`` has, is walked on from too.

    Raises:
        DoesNotReplay: the real door does not part where the walk does.
    """
    rules = [under.policy.in_force(Dates.all_on(under.on)).values for under in (a, b)]
    walk = Walk(rules[0], rules[1], members, a.on, limit=limit)
    walk.run()
    if walk.found:
        _rejoin(walk, *found)
    differences = tuple(_difference(parting, a, b, _ever(parting, rules, members, found)) for parting in walk.partings)
    reached = [{position.stage for position in one.order} for one in found]
    only = (_in_order(reached[0] - reached[1]), _in_order(reached[1] - reached[0]))
    complete = walk.complete and all(one.complete for one in found)
    return Behaviour(assuming, differences, only, walk.pairs, complete)


def _rejoin(walk: Walk, a: Found, b: Found) -> None:
    """Walk on from every position that both policies come to, each by a way of its own."""
    firsts, seconds = _firsts(walk, a), _firsts(walk, b)
    for key in [key for key in firsts if key in seconds and key not in walk.keys]:
        walk.seed(_way(a, firsts[key]), _way(b, seconds[key]))
    walk.run()


def _firsts(walk: Walk, found: Found) -> Mapping[Position, int]:
    """For each position, as far as it matters, the place that is nearest to a start."""
    firsts: dict[Position, int] = {}
    for place, position in enumerate(found.order):
        firsts.setdefault(walk.key(position), place)
    return firsts


def _way(found: Found, place: int) -> Way:
    start, steps = found.trace(place)
    return Way(start, tuple(steps))


def _ever(parting: Parting, rules: Sequence[Rules], members: int, found: tuple[Found, Found]) -> set[Role]:
    """To whom the other policy opens the step at some position of the stage."""
    other = 0 if parting.kind == "gained" else 1
    rows = Table(tuple(row for row in TABLE.rows if row.step == parting.step))
    what = plan(rows, rules[other], members, {parting.step: frozenset({"role"})})
    there = (position for position in found[other].order if position.stage == parting.stage)
    return {attempt.role for position in there for _, attempt in accepted(what, position)}


def _difference(parting: Parting, a: Under, b: Under, ever: set[Role]) -> Difference:
    return Difference(
        kind=parting.kind,
        stage=parting.stage,
        step=parting.step,
        roles=_roles(parting.roles),
        never=_roles(parting.roles - ever),
        leads=tuple(reached.stage if reached is not None else None for reached in parting.reached),  # type: ignore[arg-type]
        shown=show(parting, a, b),
    )


def _roles(roles: Iterable[Role]) -> tuple[Role, ...]:
    chosen = set(roles)
    return tuple(role for role in Role if role in chosen)


def _either(roles: Iterable[Role]) -> str:
    return " or ".join(role.label for role in roles)


def _in_order(stages: set[Stage]) -> tuple[Stage, ...]:
    return tuple(stage for stage in Stage if stage in stages)
