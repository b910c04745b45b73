"""Location problems without what no good plan needs: sites never opened, and whoever is behind.

By the Lagrangian relaxation, each plan that opens a site (or leaves it closed) is worth less than a
plan that is known: reduced-cost fixing, before anything is handed to HiGHS.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from optimizer.arrays import Flags, Floats
from optimizer.solver.highs.controls import Controls
from optimizer.solver.reductions.same_order import merged
from optimizer.solver.relaxation.lagrangian import (
    LagrangianBound,
    bound_at,
    lagrangian_bound,
    starting_prices,
)
from optimizer.solver.relaxation.location import Location
from optimizer.solver.search.interchange import greedy, interchange

ROUNDS = 6
FEWER = 0.9
"""Another round is worth it where no more than this part of the open questions is left."""
AS_GOOD = 1e-7
"""Plans that are worse than the one known by less than this part of it are kept too: of several as
good the cheapest is sought."""


@dataclass(frozen=True)
class Narrowed:
    """What is left of a location problem.

    Attributes
    ----------
    problem : Location
        Of what is left.
    prices : float array, shape (residents left,)
        Of the Lagrangian bound.
    settled : float
        What residents are worth who are left out, since the best site of each is open for sure.
    never, always : bool arrays, shape (sites,)
        Sites that are closed, and open, in every plan worth `cutoff`.
    opened : bool array, shape (sites,)
        The best plan known of the location problem; limits that it does not know may forbid it.
    reached, cutoff : float
        What that plan is worth, and what the plans are worth that were ruled out, at most.
    bound : float
        No plan is worth more.
    """

    problem: Location
    prices: Floats
    settled: float
    never: Flags
    always: Flags
    opened: Flags
    reached: float
    cutoff: float
    bound: float

    @property
    def undecided(self) -> int:
        """How many sites may be open or not."""
        return int(np.sum(~self.never & ~self.always))


def narrowed(problem: Location, controls: Controls, reached: float | None = None) -> Narrowed:
    """Return what is left of a location problem.

    Parameters
    ----------
    problem : Location
    controls : Controls
        Ends the search early.
    reached : float, optional
        What a plan is known to be worth, −inf where none is known; else a plan is sought.
    """
    opened = interchange(problem, greedy(problem), controls)
    never = np.zeros(problem.sites, dtype=bool)
    known = problem.worth(opened) if reached is None else reached
    prices, lowest = starting_prices(problem, opened)
    state = Narrowed(problem, prices, 0.0, never, problem.always, opened, known, -np.inf, np.inf)
    for number in range(ROUNDS):
        if not state.problem.residents:
            break
        before = state.undecided
        if number:
            _, lowest = starting_prices(state.problem, state.opened)
            lowest = np.minimum(lowest, state.prices)
        state = _round(state, lowest, controls, seek=reached is None)
        if state.undecided > FEWER * before or not state.undecided or controls.stopped():
            break
    return state


def _round(state: Narrowed, lowest: Floats, controls: Controls, *, seek: bool) -> Narrowed:
    """Return the problem after one more bound, perhaps with a better plan."""
    problem = state.problem
    # Residents settled earlier are no longer in the problem.
    aim = max(state.reached - state.settled, problem.worth(state.opened))
    found = lagrangian_bound(problem, state.prices, lowest, aim, controls)
    if seek:
        begin = greedy(problem, found.chosen >= 1.0)
        other = interchange(problem, begin, controls)
        worth = problem.worth(other) + state.settled
        if worth > state.reached:
            state = replace(state, opened=other, reached=worth)
    return _ruled_out(state, found, _cutoff(state.reached))


def _ruled_out(state: Narrowed, found: LagrangianBound, cutoff: float) -> Narrowed:
    """Return what is left for plans worth a cutoff, given a bound of the state's problem."""
    room = found.value + state.settled - cutoff
    never = state.never | (found.opening > room)
    always = state.always | (found.closing > room)
    left, prices, settled = _left(state.problem, found.prices, never, always)
    return replace(
        state,
        problem=left,
        prices=prices,
        settled=state.settled + settled,
        never=never,
        always=always,
        cutoff=max(cutoff, state.cutoff),
        bound=min(state.bound, max(found.value + state.settled, cutoff)),
    )


def priced(state: Narrowed, prices: Floats) -> Narrowed:
    """Return what is left at other prices of the residents left, such as a linear programme's."""
    return _ruled_out(state, bound_at(state.problem, prices), _cutoff(state.reached))


def known_better(state: Narrowed, opened: Flags, reached: float) -> Narrowed:
    """Return what is left once a better plan is known.

    Parameters
    ----------
    state : Narrowed
    opened : bool array, shape (sites,)
    reached : float
        What the plan is worth.
    """
    found = bound_at(state.problem, state.prices)
    better = replace(state, opened=opened, reached=reached)
    return _ruled_out(better, found, _cutoff(reached))


def nearest(state: Narrowed, chosen: Floats, sites: int) -> Narrowed:
    """Return what is left for plans next to a relaxation, so that few sites may be open or not.

    Plans beyond are worth no more than the cutoff. Whether there is a better one is not known.

    Parameters
    ----------
    state : Narrowed
    chosen : float array, shape (sites,)
        How far the relaxation opens each site.
    sites : int
        How many at most; those that the relaxation opens, then those that lose least by opening.
    """
    found = bound_at(state.problem, state.prices)
    question = np.flatnonzero(~state.never & ~state.always)
    order = question[np.lexsort((found.opening[question], -chosen[question]))]
    beyond = order[sites:]
    if not len(beyond):
        return state
    cutoff = found.value + state.settled - float(found.opening[beyond].min())
    never = state.never.copy()
    never[beyond] = True
    near = _ruled_out(replace(state, never=never), found, state.cutoff)
    return replace(near, cutoff=max(cutoff, state.cutoff))


def _cutoff(reached: float) -> float:
    return reached - AS_GOOD * abs(reached) if np.isfinite(reached) else -np.inf


def _left(
    problem: Location, prices: Floats, never: Flags, always: Flags
) -> tuple[Location, Floats, float]:
    """Return what is left beside the sites never open, and before the first always open."""
    there = np.flatnonzero(~never[problem.site])
    stays = always[problem.site[there]].astype(np.int64)
    resident = problem.resident[there]
    starts = np.searchsorted(resident, np.arange(problem.residents))
    before = np.cumsum(stays) - stays
    padded = np.append(before, 0)
    ahead = before - padded[np.minimum(starts, len(before))][resident]
    kept = there[ahead == 0]
    last = always[problem.site[kept]]
    first = np.concatenate([[True], problem.resident[kept][1:] != problem.resident[kept][:-1]])
    done = np.zeros(problem.residents, dtype=bool)
    at_once = kept[first & last]
    done[problem.resident[at_once]] = True
    entries = np.zeros(len(problem.site), dtype=bool)
    entries[kept[~done[problem.resident[kept]]]] = True
    left, residents = replace(problem, always=always).only(entries)
    together, number = merged(left)
    summed = np.bincount(number, weights=prices[residents], minlength=together.residents)
    return together, summed.astype(float), float(problem.value[at_once].sum())
