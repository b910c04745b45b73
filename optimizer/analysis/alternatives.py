"""Plans nearly as good as a plan, and unlike it and each other: what is free to choose.

How far two plans are apart is the Jaccard distance of their clusters, weighted by cost: of all
clusters that either of them builds, the part that only one of them builds. Linear in one of the
plans where the other is known, so that each further plan is a solution of the model with a row for
each plan known (modelling to generate alternatives; Brill, Chang & Hopkins 1982).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from optimizer.analysis.alternatives_data import (
    ALTERNATIVES,
    FREE,
    MUST_HAVE,
    AlternativesData,
    Line,
    lines,
)
from optimizer.analysis.rules_of_plan import Own, own_rules_of
from optimizer.coefficients import Coefficients, compute
from optimizer.model import Name, OwnRule, site_names
from optimizer.plan import PlanData
from optimizer.solver import (
    Aim,
    Controls,
    NamedRow,
    NoPlanError,
    ParametricSolver,
    Solution,
    about,
    gap_of,
)

LOG = logging.getLogger(__name__)
DISTANCE = 0.3
"""Least distance of any two of the plans."""
PRICE = 2.0
"""What building a known plan's clusters again costs, in times the share that may be lost."""
MOST_TRIED = 20
"""Lines common to all plans without which a plan is sought in turn, the dearest first."""
Made = Callable[[Coefficients, Solution, float], PlanData]
"""Makes a plan of a solution with the gap that is accepted of it, and checks it."""
Cluster = tuple[str, str]
"""region_id and option_id."""


def distance(
    one: Iterable[Cluster], other: Iterable[Cluster], cost: Mapping[Cluster, float]
) -> float:
    """Return the part, by cost, of all clusters of either plan that only one of them builds.

    Parameters
    ----------
    one, other : iterables of (region_id, option_id)
        Clusters.
    cost : mapping
        Of one of each, as from `cluster_costs`.
    """
    first, second = set(one), set(other)
    either = sum(cost[key] for key in first | second)
    return sum(cost[key] for key in first ^ second) / either if either > 0 else 0.0


def cluster_costs(coefficients: Coefficients) -> dict[Cluster, float]:
    """Return the cost of each cluster that may be built: in the first phase, before savings."""
    costs: dict[Cluster, float] = {}
    for key, names in _columns(coefficients).items():
        if names[0][0][0] == "x":
            costs[key] = names[0][1]
    return costs


def _columns(coefficients: Coefficients) -> dict[Cluster, list[tuple[Name, float]]]:
    """Return the columns of each option in each region, one for each phase, and their cost."""
    named = coefficients.stages.named()
    found: dict[Cluster, list[tuple[Name, float]]] = {}
    costs = coefficients.sites.cost.tolist()
    for name, cost in zip(site_names(coefficients), costs, strict=True):
        region, option = name[1]
        found.setdefault((region, named[option]), []).append((name, cost))
    return found


@dataclass(frozen=True)
class _Search:
    """What all searches for alternatives share."""

    plan: PlanData
    series: ParametricSolver
    own: Own
    floor: float
    apart: float
    columns: Mapping[Cluster, list[tuple[Name, float]]]
    cost: Mapping[Cluster, float]

    def clusters(self, plan: PlanData) -> frozenset[Cluster]:
        """Return the clusters that a plan builds."""
        keys = zip(plan.build["region_id"], plan.build["option_id"], strict=True)
        return frozenset(key for key in keys if key in self.cost)

    def unlike(self, known: frozenset[Cluster]) -> NamedRow:
        """Return the row of plans that are far enough from a known one."""
        if not known:  # any cluster makes a difference
            every = {name: 1.0 for key in self.cost for name, _ in self.columns[key]}
            return NamedRow(every, low=1.0)
        near = 1 - self.apart
        factors = {
            name: cost * ((2 - self.apart if key in known else 0.0) - near)
            for key, cost in self.cost.items()
            for name, _ in self.columns[key]
        }
        return NamedRow(factors, high=near * sum(self.cost[key] for key in known))

    def prices(self, known: Sequence[frozenset[Cluster]]) -> dict[Name, float]:
        """Return what each cluster of the known plans is to lose, so that others are tried."""
        whole = PRICE * abs(self.plan.objective - self.floor) / len(known)
        prices: dict[Name, float] = {}
        for clusters in known:
            total = sum(self.cost[key] for key in clusters)
            for key in clusters:
                for name, _ in self.columns[key]:
                    price = whole * self.cost[key] / total
                    prices[name] = prices.get(name, 0.0) + price
        return prices

    def without(self, line: Line, count: float) -> NamedRow:
        """Return the row of plans with fewer than so many of a line."""
        kind, region, what = line
        if kind == "measure":
            return NamedRow({("z", (region, what)): 1.0}, high=count - 1)
        names = {name: 1.0 for name, _ in self.columns[region, what]}
        return NamedRow(names, high=count - 1)


def alternatives(
    plan: PlanData,
    made: Made,
    controls: Callable[[], Controls],
    *,
    n: int = 10,
    within: float = 0.01,
    apart: float = DISTANCE,
    rules: Sequence[OwnRule] | None = None,
) -> AlternativesData:
    """Return plans nearly as good as a plan that differ from it and from each other.

    Parameters
    ----------
    plan : PlanData
        With its `source`.
    made : callable
        Makes a plan of a solution, and checks it.
    controls : callable
        Returns the controls of the next search.
    n : int
        How many are sought.
    within : float
        Share of the plan's objective that may be lost.
    apart : float
        Least distance of any two.
    rules : sequence of callables, optional
        Of one's own; by default those of the plan.

    Raises
    ------
    KeyboardInterrupt
        Ctrl-C.
    InputError
        The rules of one's own that the plan was made under are not known.
    ValueError
        The plan was read from a folder, so that what it was made for is not known.
    """
    search = _search(plan, within, apart, rules)
    search.series.prepare(plan.budget, controls())
    found, proven = [plan], False
    known = [search.clusters(plan)]
    while len(found) <= n:
        aim = Aim(search.floor, tuple(map(search.unlike, known)), search.prices(known))
        try:
            other = _found(search, aim, made, _told(controls(), f"alternative {len(found)}"))
        except NoPlanError as error:
            if error.status == "interrupted":
                raise KeyboardInterrupt from error
            proven = error.status == "infeasible"
            break
        found.append(other)
        known.append(search.clusters(other))
        LOG.info("%d of %d alternatives found.", len(found) - 1, n)
    must, free = _common(search, found, controls)
    return AlternativesData(
        plan=plan,
        plans=tuple(found[1:]),
        within=within,
        apart=apart,
        asked=n,
        proven=proven,
        rows=_rows(found, known, search.cost),
        must_have=must,
        free=free,
    )


def _search(
    plan: PlanData, within: float, apart: float, rules: Sequence[OwnRule] | None
) -> _Search:
    if plan.source is None:
        raise ValueError("the plan was read from a folder; name its instance")
    own = own_rules_of(plan, rules)
    coefficients = compute(plan.source)
    budgets = [] if plan.budget is None else [plan.budget]
    return _Search(
        plan,
        ParametricSolver(coefficients, budgets, own.rules),
        own,
        plan.objective - within * abs(plan.objective),
        apart,
        _columns(coefficients),
        cluster_costs(coefficients),
    )


def _told(controls: Controls, subject: str) -> Controls:
    return replace(controls, watcher=about(controls.watcher, subject))


def _found(search: _Search, aim: Aim, made: Made, controls: Controls) -> PlanData:
    solution = search.series.meeting(search.plan.budget, controls, aim)
    # What is proven of the plan is proven of all plans under its rules.
    bound = max(search.plan.bound, solution.objective)
    accepted = max(search.plan.gap_asked, gap_of(search.floor, bound))
    told = replace(solution, status="optimal", bound=bound)
    return made(search.series.coefficients, told, accepted)


def _rows(
    found: Sequence[PlanData],
    known: Sequence[frozenset[Cluster]],
    cost: Mapping[Cluster, float],
) -> pd.DataFrame:
    rows = []
    for number, (plan, clusters) in enumerate(zip(found, known, strict=True)):
        if number == 0:
            continue
        others = [key for place, key in enumerate(known) if place != number]
        rows.append(
            {
                "number": number,
                "objective": plan.objective,
                "bound": plan.bound,
                "gap": plan.gap,
                "distance": distance(known[0], clusters, cost),
                "nearest": min(distance(other, clusters, cost) for other in others),
                "people": plan.people,
                "cost": plan.cost,
            }
        )
    return pd.DataFrame(rows, columns=list(ALTERNATIVES))


def _common(
    search: _Search, found: Sequence[PlanData], controls: Callable[[], Controls]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what all plans have, and what only some have or what is known to be dispensable."""
    counts = [lines(plan) for plan in found]
    every = dict.fromkeys(line for count in counts for line in count)
    least = {line: min(count.get(line, 0.0) for count in counts) for line in every}
    most = {line: max(count.get(line, 0.0) for count in counts) for line in every}
    plans = {line: sum(line in count for count in counts) for line in every}
    price = {line: search.cost.get(line[1:], 0.0) for line in every}
    common = sorted((line for line in every if least[line] > 0), key=lambda line: -price[line])
    needed: set[Line] = set()
    for line in common[:MOST_TRIED]:
        least[line], proven = _needed(search, line, least[line], controls)
        needed |= {line} if proven else set()
    names = search.plan.names
    province = search.plan.regions.set_index("region_id")["province"].to_dict()

    def place(line: Line) -> dict[str, object]:
        kind, region, what = line
        return {
            "kind": kind,
            "region_id": region,
            "region": names.get(region) or region,
            "province": province.get(region, ""),
            "option_id": what,
        }

    must = [
        {**place(line), "count": least[line], "proven": line in needed}
        for line in common
        if least[line] > 0
    ]
    free = [
        {**place(line), "least": least[line], "most": most[line], "plans": plans[line]}
        for line in every
        if least[line] < most[line]
    ]
    return (
        pd.DataFrame(must, columns=list(MUST_HAVE)),
        pd.DataFrame(free, columns=list(FREE)),
    )


def _needed(
    search: _Search, line: Line, count: float, controls: Callable[[], Controls]
) -> tuple[float, bool]:
    """Return how many of a line no plan was found without, and whether it is proven."""
    while count > 0:
        aim = Aim(search.floor, (search.without(line, count),))
        told = _told(controls(), f"without {line[2]} in {line[1]}")
        if told.left() <= 0:
            return count, False
        try:
            search.series.meeting(search.plan.budget, told, aim, thorough=False)
        except NoPlanError as error:
            if error.status == "interrupted":
                raise KeyboardInterrupt from error
            return count, error.status == "infeasible"
        count -= 1
    return 0, False
