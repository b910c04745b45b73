"""Fair shares: what the centre must and may spend in each province, by its young residents.

min_fair_share f asks, of each province p with a candidate, central spending on what is built there
of at least f·min(budget·youth_p / Σ youth, M_p). M_p is the most that rules 1 to 3 and the locks
let the centre spend there if p alone existed, without measures: a small programme a province.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

import highspy
import numpy as np
import pandas as pd
from scipy import sparse

from optimizer.arrays import Floats, Ints
from optimizer.coefficients.compute import Coefficients
from optimizer.instance import split_lock
from optimizer.silent_highs import SilentHighs, maximising

SetBy = Literal["share", "possible", "nothing"]
ROUNDING = 1e-9
"""Relative; money that differs by less is the same."""
NEAR = 1e-7
"""Relative gap to which the most possible is found."""
NODES = 20_000
"""Most nodes of the programme of one province; what was found by then is possible, too."""


@dataclass(frozen=True)
class Share:
    """One province's fair share.

    Attributes
    ----------
    province : str
    floor, ceiling : float
        What the centre must spend there on what is built, and may at most; in the currency.
        The ceiling is infinite without max_fair_share.
    set_by : {"share", "possible", "nothing"}
        What the floor follows from: the province's part of the budget, the most that can be spent
        there, or nothing where the cheapest permitted building is dearer than the floor would be.
    """

    province: str
    floor: float
    ceiling: float
    set_by: SetBy


class FairShares:
    """The fair shares of an instance at any budget.

    Parameters
    ----------
    coefficients : Coefficients
    """

    def __init__(self, coefficients: Coefficients):
        self._coefficients = coefficients
        limits = coefficients.instance.limits
        self._least, self._most = limits.min_fair_share, limits.max_fair_share
        self._youth = youth_shares(coefficients)
        self._programmes: dict[str, _Programme] = {}
        self._known: dict[float, tuple[Share, ...]] = {}

    def at(self, budget: float) -> tuple[Share, ...]:
        """Return the share of each province with a candidate, at a budget of the centre."""
        if budget not in self._known:
            shares = (self._share(name, part, budget) for name, part in self._youth.items())
            self._known[budget] = tuple(shares)
        return self._known[budget]

    def _share(self, province: str, part: float, budget: float) -> Share:
        ceiling = np.inf if self._most is None else self._most * budget * part
        if not self._least:
            return Share(province, 0.0, ceiling, "nothing")
        if province not in self._programmes:
            self._programmes[province] = _Programme(self._coefficients, province)
        programme = self._programmes[province]
        aim = budget * part
        possible = programme.most(budget, aim)
        floor = self._least * min(aim, possible)
        if floor == 0 or floor < programme.cheapest * (1 - ROUNDING):
            return Share(province, 0.0, ceiling, "nothing")
        limited = possible < aim * (1 - ROUNDING)
        return Share(province, floor, ceiling, "possible" if limited else "share")


def fair_shares(coefficients: Coefficients, budget: float | None) -> tuple[Share, ...]:
    """Return the share of each province with a candidate; none without a limit on them."""
    limits = coefficients.given.limits
    if budget is None or (not limits.min_fair_share and limits.max_fair_share is None):
        return ()
    kept = coefficients.given.once("fair shares", lambda: FairShares(coefficients))
    return kept.at(budget)


def youth_shares(coefficients: Coefficients) -> dict[str, float]:
    """Return youth_p / Σ youth of each province with a candidate, of all their regions."""
    regions = coefficients.given.regions
    there = regions["candidate"].astype(bool).groupby(regions["province"]).transform("any")
    counted = regions[there]
    youth = counted.groupby("province", sort=False)["youth"].sum()
    total = float(youth.sum())
    return {str(name): float(n) / total if total > 0 else 0.0 for name, n in youth.items()}


class _Programme:
    """What the centre could spend in one province if it alone existed, without measures."""

    def __init__(self, coefficients: Coefficients, province: str):
        sites, purses = coefficients.sites, coefficients.purses
        needs_zone = coefficients.instance.options["needs_zone"].to_numpy(dtype=bool)
        lies = np.array([purses.of_region[name] == province for name in coefficients.regions])
        self._c = coefficients
        self._places: Ints = np.flatnonzero(lies[sites.region] & ~needs_zone[sites.option])
        match = purses.share()[province]
        self._central: Floats = (1.0 - match) * sites.cost[self._places]
        self._own: Floats = match * sites.cost[self._places]
        own = dict(zip(purses.provinces, purses.own_budget.tolist(), strict=True))
        self._own_budget = own[province] if match > 0 else np.inf
        self._province = province
        self._rows: _Rows | None = None
        self.cheapest = self._cheapest()

    def _cheapest(self) -> float:
        """Return the centre's part of the cheapest building that siting and locks permit."""
        c, region = self._c, self._c.sites.region[self._places]
        named = np.array(c.stages.option, dtype=object)[c.sites.option[self._places]]
        free = np.ones(len(self._places), dtype=bool)
        for weights, _, most in self._locks(region, named):
            free &= (weights == 0) | (most > 0)
        return float(self._central[free].min(initial=np.inf))

    def most(self, budget: float, enough: float) -> float:
        """Return M_p at a budget, but no more than is `enough`."""
        if not len(self._places) or enough <= 0 or not self._central.any():
            return 0.0
        if self._rows is None:
            self._rows = self._siting_rows()
        count = len(self._places)
        rows = _Rows(count)
        self._add_money(rows, budget)
        parts, lows, highs = zip(self._rows.stacked(), rows.stacked(), strict=True)
        body = sparse.vstack(parts, format="csr")
        # The last column is what is spent, capped at enough: more need not be proven.
        wide = sparse.hstack([body, sparse.csr_array((body.shape[0], 1))], format="csr")
        spent = sparse.csr_array(np.append(-self._central, 1.0)[None, :])
        body = sparse.csr_array(sparse.vstack([wide, spent], format="csr"))
        low, high = np.concatenate([*lows, [-np.inf]]), np.concatenate([*highs, [0.0]])
        most = np.append(self._c.sites.most[self._places].astype(float), enough)
        found = _most(np.append(np.zeros(count), 1.0), body, low, high, most)
        if found is None:
            return 0.0  # the locks there can't be met without measures
        return min(enough, float(self._central @ np.round(found[:count])))

    def _add_money(self, rows: _Rows, budget: float) -> None:
        rows.add(self._central, -np.inf, budget)
        parts = self._c.stages.spread(budget)
        if parts is not None:
            phase = self._c.stages.phase[self._c.sites.option[self._places]]
            for number, there in enumerate(list(accumulate(parts))[:-1]):
                rows.add(np.where(phase <= number, self._central, 0.0), -np.inf, there)
        if np.isfinite(self._own_budget):
            rows.add(self._own, -np.inf, self._own_budget)

    def _siting_rows(self) -> _Rows:
        """Return rules 2 and 3 and the locks on the province's sites, as low ≤ weights·n ≤ high."""
        c = self._c
        sites, instance, places = c.sites, c.instance, self._places
        region, option = sites.region[places], sites.option[places]
        cluster = (~sites.hub[places]).astype(float)
        options, regions, limits = instance.options, instance.regions, instance.limits
        sector = pd.factorize(options["sector"])[0][option]
        named = np.array(c.stages.option, dtype=object)[option]
        stock = options["uses_stock"].to_numpy(dtype=object)[option]
        rows = _Rows(len(places))
        one = np.ones(1 + int(region.max()) * len(options) + len(options))
        rows.limit(region * len(options) + sector, cluster, one, several=True)
        if c.stages.several:
            kind = region * len(options) + pd.factorize(named)[0]
            rows.limit(kind, 1.0 - cluster, _first(kind, sites.most[places]), several=True)
        rows.limit(
            region, options["land_ha"].to_numpy(float)[option], regions["land_ha"].to_numpy(float)
        )
        rows.limit(region, options["jobs"].to_numpy(float)[option], c.absorption)
        if limits.max_clusters_per_region is not None:
            rows.limit(region, cluster, np.full(len(regions), limits.max_clusters_per_region))
        for name in dict.fromkeys(word for word in stock if word):
            column = f"stock_{name}"
            none = np.zeros(len(regions))
            there = regions[column].to_numpy(float) if column in regions else none
            rows.limit(region, (stock == name).astype(float), there)
        per_province = limits.max_clusters_per_province
        if isinstance(per_province, dict):
            per_province = per_province.get(self._province)
        if per_province is not None:
            rows.add(cluster, -np.inf, per_province)
        for name, most in limits.max_options.items():
            rows.add((named == name).astype(float), -np.inf, most)
        for weights, low, high in self._locks(region, named):
            rows.add(weights, low, high)
        return rows

    def _locks(self, region: Ints, named: np.ndarray) -> list[tuple[Floats, float, float]]:
        c = self._c
        known, ids = set(c.regions), set(c.given.options["option_id"])
        number = {name: place for place, name in enumerate(c.regions)}
        rows: list[tuple[Floats, float, float]] = []
        for locks, low, high in (
            (c.instance.locked.in_, 1.0, np.inf),
            (c.instance.locked.out, -np.inf, 0.0),
        ):
            for lock in locks:
                key = split_lock(lock, known, ids)
                if key is None:
                    continue
                own = ((region == number[key[0]]) & (named == key[1])).astype(float)
                if own.any():
                    rows.append((own, low, high))
        return rows


class _Rows:
    """Rows low ≤ weights·n ≤ high over a province's sites; sparse, as most rows are of a region."""

    def __init__(self, sites: int) -> None:
        self._sites = sites
        self._bodies: list[sparse.csr_array] = []
        self._low: list[Floats] = []
        self._high: list[Floats] = []

    def add(self, weights: Floats, low: float, high: float) -> None:
        """Add a row, unless it holds no weight or no limit."""
        if weights.any() and (np.isfinite(low) or np.isfinite(high)):
            self._bodies.append(sparse.csr_array(weights[None, :]))
            self._low.append(np.array([low]))
            self._high.append(np.array([high], dtype=float))

    def limit(self, group: Ints, weights: Floats, high: Floats, *, several: bool = False) -> None:
        """Add Σ weights·n ≤ high[group] for each group of sites.

        Parameters
        ----------
        group : int array, shape (sites,)
        weights : float array, shape (sites,)
        high : float array, shape (groups,)
            Infinite where there is no limit.
        several : bool
            Only for groups of more than one site with a weight.
        """
        used = np.flatnonzero(weights)
        groups, row, size = np.unique(group[used], return_inverse=True, return_counts=True)
        most = np.asarray(high, dtype=float)[groups]
        kept = np.isfinite(most) & (size > 1 if several else True)
        shape = (len(groups), self._sites)
        body = sparse.csr_array((weights[used], (row, used)), shape=shape)
        self._bodies.append(sparse.csr_array(body[np.flatnonzero(kept)]))
        self._low.append(np.full(int(kept.sum()), -np.inf))
        self._high.append(most[kept])

    def stacked(self) -> tuple[sparse.csr_array, Floats, Floats]:
        """Return body, low and high of all rows."""
        empty = sparse.csr_array((0, self._sites))
        body = sparse.csr_array(sparse.vstack([empty, *self._bodies], format="csr"))
        return body, np.concatenate([[], *self._low]), np.concatenate([[], *self._high])


def _first(group: Ints, values: Ints) -> Floats:
    """Return the value of the first of each group, by its number."""
    found = np.zeros(1 + int(group.max(initial=-1)))
    found[group[::-1]] = values[::-1]
    return found


def _most(
    goal: Floats, body: sparse.csr_array, low: Floats, high: Floats, most: Floats
) -> Floats | None:
    """Return whole n, 0 ≤ n ≤ most, but for the last, with low ≤ body·n ≤ high and most goal·n."""
    highs = SilentHighs()
    highs.setOptionValue("mip_rel_gap", NEAR)
    highs.setOptionValue("mip_max_nodes", NODES)
    highs.setOptionValue("presolve", "off")  # saves nothing here
    whole = np.append(np.ones(len(goal) - 1, dtype=bool), False)
    limits = (low, high), (np.zeros(len(goal)), most)
    scales = maximising(highs, goal, body, *limits, whole)
    if highs.run() == highspy.HighsStatus.kError:
        # Not “no plan”: it would be taken for a floor of 0.
        raise RuntimeError("HiGHS gave up on what can be spent in a province (fair share)")
    status = highs.getInfo().primal_solution_status
    if scales is None or status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    return scales.values(highs.getSolution().col_value)
