"""The exhaustive check of a policy: against Rumur, the `transitions` machine, one check of many, and its own size."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from bench.ratio import Ratio, Skipped, best, seconds
from oracle.rumur import explored, missing
from sca_flow.rules.loader import shipped
from sca_flow.rules.policy import Dates
from sca_flow.states import machine
from sca_flow.states.position import Position
from sca_flow.states.reads import reads
from sca_flow.states.table import TABLE
from sca_flow.workbench.check import Check, check
from sca_flow.workbench.explore import explore, starts, tries
from sca_flow.workbench.grid import grid
from sca_flow.workbench.invariants import SHIPPED, read_invariants
from sca_flow.workbench.murphi import finishing, model
from sca_flow.workbench.plan import AT_POSITION, Move, Plan, candidates, plan

ON = date(2021, 6, 1)
"""A day on which panels sat."""
OTHERS = 8
"""Who sits on a nine-member panel besides its chair; everywhere here members are counted besides the chair."""
FEW = 5
SIZES = (3, 6, 9, 12, 15)
VARYING = (
    "quorum.members_besides_chair=1..7",
    "further_consideration.round_limit=1..5",
    "referral_back.binding=true,false",
    "quorum.conflicted_counted=true,false",
)
POLICY = shipped()
RULES = POLICY.in_force(Dates.all_on(ON)).values
INVARIANTS = read_invariants(SHIPPED, POLICY.sources)


def ratios() -> Iterator[Ratio | Skipped]:
    yield from against_rumur(OTHERS)
    yield from _against_the_machine()
    yield _a_grid()
    yield _flat()


def against_rumur(members: int) -> Iterator[Ratio | Skipped]:
    """The goal is for Rumur as it comes; without the schedules of its scalarsets it is very much faster."""
    what = f"the shipped suite with a chair and {members} others"
    if lacking := missing():
        yield Skipped(f"{what} against Rumur", f"{' and '.join(lacking)} missing here")
        return
    pairs = [(_checked(members), _rumur(members, schedules=False)) for _ in range(5)]
    ours, fast = (min(of) for of in zip(*((one.seconds, theirs) for one, theirs in pairs), strict=True))
    slow = _rumur(members, schedules=True)
    for peer, theirs, goal in (("as it comes", slow, 20), ("with --scalarset-schedules=off", fast, None)):
        note = f"[{ours:.2f} s against {theirs:.2f} s, without compiling]"
        yield Ratio(what, f"Rumur {peer}", theirs / ours, goal, True, note)


def _checked(members: int = FEW, rounds: int = 1) -> Check:
    """The fastest of some rounds."""
    found = (check(POLICY, POLICY, INVARIANTS, ON, members=members) for _ in range(rounds))
    return min(found, key=lambda one: one.seconds)


def _rumur(members: int, *, schedules: bool) -> float:
    """Its seconds for the suite: the model with all safeguards, and the one that asks whether every case can finish."""
    suite = explored(model(TABLE, RULES, members, INVARIANTS, RULES), schedules=schedules)
    _same(suite.states, _checked(members).states)
    return suite.seconds + explored(finishing(TABLE, RULES, members), schedules=schedules).seconds


def _against_the_machine() -> Iterator[Ratio]:
    """What the explorer's plan settles once, guards on who tries and with which form, a machine is asked every time."""
    few, what = plan(TABLE, RULES, FEW, {}), f"the search with a chair and {FEW} others"
    _same(_through_the_machine(few), set(explore(RULES, members=FEW).order))
    ours, planned = best(partial(explore, RULES, members=FEW), partial(_through_the_machine, few))
    every = seconds(partial(_through_the_machine, _of_everybody(few)))
    peer = "the transitions machine asked at each step of it, by every role and with every form"
    yield Ratio(what, peer, every / ours, 10, True, "[the same positions]")
    peer = "the transitions machine asked only what the search's plan leaves open"
    yield Ratio(what, peer, planned / ours, None, True, "[the same positions]")


def _of_everybody(what: Plan) -> Plan:
    """A plan that tries whatever some guard or effect of a row tells apart, and rules out nothing beforehand."""

    def tried(move: Move) -> Move:
        read = (reads(call, RULES)[1] for call in (move.row.effect, *(guard.test for guard in move.row.guards)))
        fields = frozenset({"role"}).union(*read) - set(AT_POSITION)
        return replace(move, tries=tuple(candidates(move.row, RULES, fields)))

    cells = {stage: tuple(tuple(map(tried, rows)) for rows in moves) for stage, moves in what.moves.items()}
    return replace(what, moves=cells)


def _through_the_machine(what: Plan) -> set[Position]:
    """Every position, where the machine says whether a step is accepted and where it leads."""
    found = {what.normal(start) for start in starts()}
    waiting = list(found)
    while waiting:
        before = waiting.pop()
        for move in (move for moves in what.moves[before.stage] for move in moves if move.row.when.test(before, RULES)):
            row = move.row
            for attempt in tries(what, move, before):
                stage = machine.fire(before.stage, row.step, row.when.id, row.mask(before, RULES, attempt))
                if stage is not None:
                    reached = what.normal(row.effect(before, RULES, attempt)._replace(stage=stage))
                    if reached not in found:
                        found.add(reached)
                        waiting.append(reached)
    return found


def _a_grid() -> Ratio:
    every = min((grid(POLICY, POLICY, INVARIANTS, ON, VARYING) for _ in range(2)), key=lambda found: found.seconds)
    return Ratio(f"a grid of {len(every.cells)} policies", "one check", every.seconds / _checked(rounds=5).seconds, 60)


def _flat() -> Ratio:
    """In processor time.  Each check makes its plan anew, and a position of a larger panel has more steps to try."""
    sizes = {members: _checked(members).states for members in SIZES}
    taken = best(*(partial(_checked, members) for members in SIZES), clock=time.process_time)
    each = [seconds / states * 1e6 for seconds, states in zip(taken, sizes.values(), strict=True)]
    told = ", ".join(f"{members}: {microseconds:.0f}" for members, microseconds in zip(SIZES, each, strict=True))
    what = f"a check's time a position with {SIZES[0]} to {SIZES[-1]} others, at its slowest"
    return Ratio(what, "at its fastest", max(each) / min(each), 1.5, note=f"[microseconds by others: {told}]")


def _same(one: object, other: object) -> None:
    if one != other:
        raise AssertionError(f"{one} is not {other}")
