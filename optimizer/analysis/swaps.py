"""One thing of a plan for another: the swaps that help most, each checked."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np
import pandas as pd
from scipy import sparse

from optimizer.analysis.judge import Case, Judge
from optimizer.analysis.score_data import SWAPS
from optimizer.arrays import Flags, Floats, Ints
from optimizer.coefficients import Coefficients
from optimizer.instance import zones_for
from optimizer.model import offer_keys, site_names
from optimizer.plan import worth
from optimizer.solver import Controls, Matrix, Relaxed

CANDIDATES = 60
"""Sites that are tried as what comes in: those that the relaxation values most."""
PAIRS = 80
"""Pairs that are valued exactly, of those that promise most."""
SCREENED = 2_000
"""Pairs that are looked at for it."""
TRIES = 8
"""Swaps that are checked at most."""
LEAST_GAIN = 1e-6
"""Relative to the objective; less is no gain."""
ROUNDING = 1e-6
MONEY = ("fair_share", "least_spending")
"""Floors of spending, in which savings count besides: a swap that misses them so misses them."""
Pair = tuple[int, int]
"""Sites: what goes (−1: nothing) and what comes."""


class Screen:
    """Which rows of the model a build misses: a quick look, before the check.

    Only rows of whole decisions, and floors of spending, whose savings are left aside.

    Parameters
    ----------
    matrix : Matrix
    coefficients : Coefficients
    """

    def __init__(self, matrix: Matrix, coefficients: Coefficients):
        column = matrix.position()
        names = [*site_names(coefficients), *(("z", key) for key in offer_keys(coefficients))]
        place = np.array([column.get(name, -1) for name in names], dtype=int)
        self._known, self._places = place >= 0, place[place >= 0]
        other = np.setdiff1d(np.arange(len(matrix.cost)), self._places)
        mixed = np.diff(sparse.csr_array(matrix.a[:, other]).indptr) > 0
        mixed[matrix.rows_of(*MONEY)] = False
        rows = np.flatnonzero(~mixed)
        self._body = sparse.csr_array(matrix.a[rows][:, self._places])
        self._low, self._high = matrix.row_low[rows], matrix.row_high[rows]

    def missed(self, count: Ints, taken: Flags) -> Floats:
        """Return by how much each row is missed."""
        values = np.concatenate([count, taken]).astype(float)[self._known]
        load = self._body @ values
        return np.asarray(np.maximum(0.0, np.maximum(load - self._high, self._low - load)))

    def no_worse(self, before: Floats, count: Ints, taken: Flags) -> bool:
        """Return whether no row is missed by more than before."""
        slack = ROUNDING * np.maximum(1.0, np.abs(before))
        return bool(np.all(self.missed(count, taken) <= before + slack))


class Swaps:
    """The swaps of a build: one building less, another more, and measures left idle dropped.

    Parameters
    ----------
    judge : Judge
    case : Case
        What the build is worth.
    count : int array, shape (sites,)
    taken : bool array, shape (offers,)
    unplaced : mapping
        What is no site.
    relaxed : Relaxed
        Of all plans under the same rules and budget.

    Attributes
    ----------
    unfinished : bool
        Whether time ran out before all that is looked at by default was.
    """

    def __init__(
        self,
        judge: Judge,
        case: Case,
        count: Ints,
        taken: Flags,
        unplaced: Mapping[tuple[str, str, int], int],
        relaxed: Relaxed,
    ):
        self._judge, self._case = judge, case
        self._count, self._taken, self._unplaced = count, taken, unplaced
        names = site_names(judge.coefficients)
        self._gain = np.array([relaxed.gains.get(name, -np.inf) for name in names])
        self._screen = Screen(relaxed.matrix, judge.coefficients)
        self._known = {(item.rule, item.place) for item in case.failures}
        self.unfinished = False

    def best(self, most: int, controls: Controls) -> pd.DataFrame:
        """Return the swaps that add most to the objective, and break no further rule.

        Parameters
        ----------
        most : int
        controls : Controls
            When to stop trying.

        Returns
        -------
        DataFrame
            As `ScoreData.swaps`; empty under job_takers "best", where each would take a solve.
        """
        rows: list[dict[str, object]] = []
        if self._judge.coefficients.takers is not None:
            tried, comes = 0, set[int]()
            for pair, _ in self._promising(controls):
                if len(rows) == most or tried == TRIES:
                    break
                if self._late(controls):
                    break
                if pair[1] in comes:
                    continue  # the same for something else is no further advice
                tried += 1
                row = self._checked(pair)
                if row is not None:
                    rows.append(row)
                    comes.add(pair[1])
        frame = pd.DataFrame(rows, columns=list(SWAPS))
        return frame.sort_values("gain", ascending=False, kind="stable", ignore_index=True)

    def _late(self, controls: Controls) -> bool:
        """Return whether time is out, and keep that something was left for it."""
        self.unfinished = self.unfinished or controls.stopped()
        return self.unfinished

    def _promising(self, controls: Controls) -> list[tuple[Pair, float]]:
        """Return pairs with what they add, valued exactly, the best first."""
        if self._late(controls):
            return []
        base, spent = self._worth(self._count, self._taken)
        budget = self._judge.budget
        room = np.inf if budget is None else max(0.0, budget * self._share(spent) - spent)
        loss, saved = {-1: 0.0}, {-1: 0.0}
        for place in np.flatnonzero(self._count > 0).tolist():
            value, cost = self._moved(place, -1)
            loss[place], saved[place] = base - value, spent - cost
        comes: dict[int, tuple[float, float]] = {}
        for place in self._candidates():
            value, cost = self._moved(-1, place)
            comes[place] = (value - base, cost - spent)
        promise = [
            ((out, place), gain - loss[out])
            for place, (gain, cost) in comes.items()
            for out in loss
            if out != place and cost - saved[out] <= room + 1e-9 * max(1.0, spent)
        ]
        promise.sort(key=lambda item: -item[1])
        before = self._screen.missed(self._count, self._taken)
        kept = [
            pair
            for pair, _ in promise[:SCREENED]
            if self._screen.no_worse(before, *self._after(*pair))
        ]
        exact = [
            (pair, self._moved(*pair)[0] - base)
            for pair in kept[:PAIRS]
            if not self._late(controls)
        ]
        least = LEAST_GAIN * max(1.0, abs(base))
        return sorted((item for item in exact if item[1] > least), key=lambda item: -item[1])

    def _share(self, spent: float) -> float:
        """Return what all purses pay for 1 of the central one, as in this build."""
        purses = self._case.plan.purses
        central = float(purses["central"].sum()) if len(purses) else 0.0
        return spent / central if central > 0 else 1.0

    def _candidates(self) -> list[int]:
        order = np.argsort(-self._gain, kind="stable")
        room = self._count < self._judge.coefficients.sites.most
        return [place for place in order.tolist() if room[place]][:CANDIDATES]

    def _moved(self, out: int, place: int) -> tuple[float, float]:
        return self._worth(*self._after(out, place))

    def _worth(self, count: Ints, taken: Flags) -> tuple[float, float]:
        return worth(self._judge.coefficients, count, taken)

    def _after(self, out: int, place: int) -> tuple[Ints, Flags]:
        """Return the build after a swap, without measures that serve nothing any longer."""
        count, taken = self._count.copy(), self._taken.copy()
        if place >= 0:
            count[place] += 1
            self._add_zone(place, taken)
        if out < 0:
            return count, taken
        count[out] -= 1
        coefficients = self._judge.coefficients
        levers, sites = coefficients.levers, coefficients.sites
        here = sites.region == sites.region[out]
        for offer in np.flatnonzero(taken & (levers.region == sites.region[out])).tolist():
            serves = levers.serves[levers.measure[offer], sites.option] & here
            before, after = (bool((serves & (each > 0)).any()) for each in (self._count, count))
            taken[offer] = after or not before
        return count, taken

    def _add_zone(self, place: int, taken: Flags) -> None:
        """Take the cheapest zone that a building needs, where none is there."""
        levers, sites = self._judge.coefficients.levers, self._judge.coefficients.sites
        serves = self._zones[:, sites.option[place]]
        offers = np.flatnonzero((levers.region == sites.region[place]) & serves[levers.measure])
        if serves.any() and len(offers) and not taken[offers].any():
            taken[offers[np.argmin(levers.cost[levers.measure[offers]])]] = True

    @cached_property
    def _zones(self) -> Flags:
        instance = self._judge.coefficients.instance
        return zones_for(instance.options, instance.tables.get("measures"))

    def _checked(self, pair: Pair) -> dict[str, object] | None:
        """Return a swap as a row; None where it breaks a rule that was kept before."""
        other = self._judge.of(*self._after(*pair), self._unplaced)
        if {(item.rule, item.place) for item in other.failures} - self._known:
            return None
        out, place = pair
        gain = other.plan.objective - self._case.plan.objective
        if gain <= 0:
            return None
        row: dict[str, object] = {}
        for end, site in (("out", out), ("in", place)):
            row[f"{end}_region_id"], row[f"{end}_option_id"] = self._called(site)
        row["out"] = self._words(out) if out >= 0 else ""
        row["in"] = self._words(place)
        row["gain"], row["cost"] = gain, other.cost - self._case.cost
        return row

    def _called(self, site: int) -> tuple[str, str]:
        if site < 0:
            return "", ""
        coefficients = self._judge.coefficients
        sites = coefficients.sites
        return (
            str(coefficients.regions[sites.region[site]]),
            str(coefficients.stages.option[sites.option[site]]),
        )

    def _words(self, site: int) -> str:
        region, option = self._called(site)
        names = self._judge.coefficients.given.region_names
        return f"{option} in {names.get(region) or region}"
