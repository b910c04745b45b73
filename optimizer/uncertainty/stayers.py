"""Who stays when what is built is fixed: the best use of jobs and culture, rules 5, 6, 8 and 9."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

import numpy as np
from scipy import sparse

from optimizer.arrays import Flags, Floats, Ints
from optimizer.instance import Objective, Settings, adds_up, counts_people
from optimizer.kolm_pollak import equivalent
from optimizer.solver import SHARE_KEPT

TIE = 1e-9
"""Weight added to every person, relative to the largest: of equal objectives, most people."""
GRADIENTS = 500
"""Most rounds in which the equivalent is bounded."""
NEAR = 1e-7
"""Of the persons at the equivalent: a bound that is no further away is reached."""
ROUNDING = 1e-12
"""How far, relatively, sums in binary64 may exceed what they add up to."""


@dataclass(frozen=True)
class Room:
    """Who could stay, and for what. R regions, F flows.

    Attributes
    ----------
    origin, site : int arrays, shape (F,)
        Positions of regions: leavers there could take jobs here.
    stay : float array, shape (F,)
        stay of each flow.
    usual : bool array, shape (F,)
        Flows that the plan uses: preferred where others are exactly as good.
    jobs : float array, shape (R,)
        Persons whom the jobs in a site let stay, at most (right-hand side of rule 5).
    pool : float array, shape (R,)
        job_motive_share × L.
    leavers : float array, shape (R,)
    culture : float array, shape (R,)
        Who would stay for culture alone, at most (rule 8).
    weight : float array, shape (R,)
        Of a retained person.
    province : int array, shape (R,)
        Number of each region's province, 0, 1, …
    floor : float array, shape (provinces,)
        min_retained_share; 0: none.
    objective : Objective
        Of `net_benefit` only the people matter, as the plan's cost is fixed.
    aversion : float
        κ of `equally_distributed`, in 1/share.
    """

    origin: Ints
    site: Ints
    stay: Floats
    usual: Flags
    jobs: Floats
    pool: Floats
    leavers: Floats
    culture: Floats
    weight: Floats
    province: Ints
    floor: Floats
    objective: Objective
    aversion: float

    def by_province(self, values: Floats) -> Floats:
        """Return sums by province."""
        return np.asarray(
            np.bincount(self.province, weights=values, minlength=len(self.floor)), dtype=float
        )

    def needed(self) -> Floats:
        """Return who must stay by province, persons (rule 9)."""
        return np.asarray(self.floor * self.by_province(self.leavers))


def weights(settings: Settings, weight: Floats) -> Floats:
    """Return each person's weight in the objective, with the rule for ties in it."""
    if not counts_people(settings.objective):
        return np.ones(len(weight))
    largest = float(weight.max(initial=0.0))
    return np.asarray(weight + TIE * (largest if largest > 0 else 1.0))


def best_stayers(room: Room) -> tuple[Floats, bool]:
    """Return who stays by region, at the best, and whether every province's floor is met.

    Notes
    -----
    No plan can do better than when each site fills its jobs from the region that gives most for
    one (largest weight × stay) and everybody stays whom culture can keep. Where that fits into the
    pools, the leavers and the floors, it is the optimum. Elsewhere a linear programme over the
    flows finds it (HiGHS); where no flows meet the floors, one without them.
    """
    if adds_up(room.objective):
        simple = _each_at_its_best(room)
        if simple is not None:
            return simple, True
    found = _linear(room, floors=True)
    if found is not None:
        return found, True
    found = _linear(room, floors=False)
    if found is None:
        raise RuntimeError("HiGHS found nobody to stay, not even none")
    return found, False


def _each_at_its_best(room: Room) -> Floats | None:
    """Return who stays if every site is filled from its best region, None where that can't be."""
    count = len(room.leavers)
    value = room.weight[room.origin] * room.stay
    own = room.origin == room.site
    order = np.lexsort((room.origin, ~own, ~room.usual, -value, room.site))
    sites, first = np.unique(room.site[order], return_index=True)
    best = order[first]
    taken = room.jobs[sites]
    load = np.bincount(room.origin[best], weights=taken, minlength=count)
    by_jobs = np.bincount(room.origin[best], weights=room.stay[best] * taken, minlength=count)
    kept = np.asarray(by_jobs + room.culture, dtype=float)
    if (load > room.pool * (1 + ROUNDING)).any() or (kept > room.leavers * (1 + ROUNDING)).any():
        return None
    if (room.by_province(kept) < room.needed() * (1 - ROUNDING)).any():
        return None
    return kept


@dataclass(frozen=True)
class _Rows:
    """Rows A·(q, e) ≤ b and bounds of (q, e); `gain` maps (q, e) to who stays by region."""

    a: sparse.csr_array
    b: Floats
    high: Floats
    gain: sparse.csr_array


def _linear(room: Room, *, floors: bool) -> Floats | None:
    """Return who stays by a linear programme over q and e, None where floors can't be met."""
    rows = _rows(room, floors=floors)
    match room.objective:
        case "retained" | "net_benefit":
            return _solved(rows, room.weight @ rows.gain)
        case "worst_province":
            return _worst_first(room, rows)
        case "equally_distributed":
            return _most_equal(room, rows)
        case other:
            assert_never(other)


def _rows(room: Room, *, floors: bool) -> _Rows:
    count, flows = len(room.leavers), len(room.origin)
    alone = np.flatnonzero(room.culture > 0)
    flow, people = np.arange(flows), flows + np.arange(len(alone))
    columns = flows + len(alone)

    def matrix(values: Floats, row: Ints, column: Ints) -> sparse.csr_array:
        return sparse.csr_array((values, (row, column)), shape=(count, columns))

    gain = matrix(
        np.concatenate([room.stay, np.ones(len(alone))]),
        np.concatenate([room.origin, alone]),
        np.concatenate([flow, people]),
    )
    parts = [
        matrix(np.ones(flows), room.site, flow),
        matrix(np.ones(flows), room.origin, flow),
        gain,
    ]
    right = [room.jobs, room.pool, room.leavers]
    if floors and room.needed().any():
        parts.append(-_sums(room) @ gain)
        right.append(-room.needed())
    high = np.concatenate([room.pool[room.origin], room.culture[alone]])
    return _Rows(sparse.vstack(parts, format="csr"), np.concatenate(right), high, gain)


def _sums(room: Room) -> sparse.csr_array:
    """Return the matrix that adds regions up to provinces."""
    count = len(room.province)
    ones = (np.ones(count), (room.province, np.arange(count)))
    return sparse.csr_array(ones, shape=(len(room.floor), count))


def _solved(rows: _Rows, goal: Floats) -> Floats | None:
    found = _maximum(goal, rows.a, rows.b, rows.high)
    return None if found is None else np.maximum(0.0, rows.gain @ found)


def _maximum(goal: Floats, a: sparse.csr_array, b: Floats, high: Floats) -> Floats | None:
    """Return the maximiser of goal·x over a·x ≤ b, 0 ≤ x ≤ high; None: there is no such x."""
    from scipy.optimize import linprog  # slow to import, and few plans need it

    if not len(goal):
        return np.zeros(0) if (b >= 0).all() else None
    bounds = np.column_stack([np.zeros(len(high)), high])
    answer = linprog(-goal, A_ub=a, b_ub=b, bounds=bounds, method="highs")
    if answer.status == 2:
        return None
    if answer.status != 0:
        raise RuntimeError(f"HiGHS could not tell who stays: {answer.message}")
    return np.asarray(answer.x, dtype=float)


def _worst_first(room: Room, rows: _Rows) -> Floats | None:
    """Maximise the smallest share of a province, then everybody with that share kept."""
    total = room.by_province(room.leavers)
    counted = np.flatnonzero(total > 0)
    if not len(counted):
        return np.zeros(len(room.leavers))
    shares = sparse.csr_array(_sums(room)[counted] @ rows.gain / total[counted, None])
    blank = sparse.csr_array((rows.a.shape[0], 1))
    both = sparse.vstack(
        [
            sparse.hstack([rows.a, blank]),
            sparse.hstack([-shares, sparse.csr_array(np.ones((len(counted), 1)))]),
        ],
        format="csr",
    )
    right = np.concatenate([rows.b, np.zeros(len(counted))])
    goal = np.append(np.zeros(len(rows.high)), 1.0)
    found = _maximum(goal, both, right, np.append(rows.high, 1.0))
    if found is None:
        return None
    kept = np.full(len(counted), SHARE_KEPT - found[-1])
    still = _Rows(
        sparse.vstack([rows.a, -shares], format="csr"),
        np.concatenate([rows.b, kept]),
        rows.high,
        rows.gain,
    )
    return _solved(still, np.ones(len(room.leavers)) @ rows.gain)


def _most_equal(room: Room, rows: _Rows) -> Floats | None:
    """Maximise the equivalent by its gradients at who stays, which lie above it (Kelley 1960)."""
    total = room.by_province(room.leavers)
    counted = np.flatnonzero(total > 0)
    if not len(counted):
        return np.zeros(len(room.leavers))
    leavers, everybody = total[counted], float(total.sum())
    staying = sparse.csr_array(_sums(room)[counted] @ rows.gain)
    a = sparse.csr_array(sparse.hstack([rows.a, sparse.csr_array((rows.a.shape[0], 1))]))
    right, high = rows.b, np.append(rows.high, everybody)
    goal = np.append(np.zeros(len(rows.high)), 1.0)
    share, best = np.zeros(len(counted)), (-1.0, np.zeros(len(rows.high)))
    for _ in range(GRADIENTS):
        level = equivalent(share, leavers, room.aversion)
        # Persons at the equivalent in place of shares, so that HiGHS's tolerances are small.
        each = np.exp(-room.aversion * (share - level))
        row = np.append(-(each @ staying), 1.0)[None, :]
        a = sparse.csr_array(sparse.vstack([a, sparse.csr_array(row)]))
        right = np.append(right, everybody * level - float(each @ (leavers * share)))
        found = _maximum(goal, a, right, high)
        if found is None:
            return None
        share = np.clip(staying @ found[:-1] / leavers, 0.0, 1.0)
        reached = everybody * equivalent(share, leavers, room.aversion)
        best = max(best, (reached, found[:-1]), key=lambda pair: pair[0])
        if found[-1] - best[0] <= NEAR * max(1.0, best[0]):
            break
    return np.asarray(np.maximum(0.0, rows.gain @ best[1]), dtype=float)
