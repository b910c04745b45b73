"""Uplift: the jobs that measures and neighbours add to a cluster, with and without culture."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from optimizer.coefficients import Coefficients
from optimizer.light_pyomo import pyo
from optimizer.model.decisions import Key
from optimizer.model.levers import Layout, Worked, at_work
from optimizer.model.rule import Rule
from optimizer.model.siting import sectors

RULES = (
    Rule(
        "uplift_where_built",
        0,
        "Uplift within its cap",
        "u_ik ≤ cap_ik·x_ik",
        "",
        "structural",
        "",
    ),
    Rule(
        "uplift_of_levers",
        0,
        "Uplift from the levers at work",
        "Σ u_ik of a sector ≤ Σ uplift_m·(z·X) + Σ uplift·near",
        "",
        "structural",
        "",
    ),
    Rule(
        "culture_uplift_where_at_work",
        0,
        "Uplift of culture at work within its cap",
        "uv_added_ik ≤ cap_ik·v_added_ik",
        "",
        "structural",
        "",
    ),
    Rule(
        "culture_lifted_by_lever",
        0,
        "Culture lifted by a lever at work (McCormick 1976)",
        "b·v ≤ (1 − c⁰)·b",
        "",
        "structural",
        "",
    ),
    Rule(
        "culture_lifted_at_work",
        0,
        "Culture lifted where it is at work (McCormick 1976)",
        "b·v ≤ Σ v_added_ik",
        "",
        "structural",
        "",
    ),
    Rule(
        "culture_uplift_of_levers",
        0,
        "Uplift of culture from the levers at work",
        "Σ uv_added_ik ≤ Σ uplift·(b·v)",
        "",
        "structural",
        "",
    ),
)


@dataclass(frozen=True)
class _Lever:
    """A measure or an interaction that lifts a sector's clusters in one region."""

    uplift: float
    key: Worked
    is_near: bool

    def switch(self, model: pyo.ConcreteModel) -> pyo.Var:
        """Return the decision that is 1 where the lever works."""
        return model.near[self.key] if self.is_near else at_work(model, self.key)

    def with_culture(self, model: pyo.ConcreteModel) -> pyo.Var:
        """Return the product of the lever and what v has beyond today's culture."""
        return (model.near_culture if self.is_near else model.z_culture)[self.key]


def add_uplift(model: pyo.ConcreteModel, coefficients: Coefficients, places: Layout) -> None:
    """Add u = x·U and uv = v·U, U = min(max_uplift, Σ uplift of the levers at work).

    Notes
    -----
    Exact for whole decisions: a lever b at work is 0 or 1 and x is the only scale of its sector,
    so x·min(cap, Σ a·b) = min(cap·x, Σ a·b·x) and v·min(cap, Σ a·b) = min(cap·v, Σ a·(b·v)), where
    b·v = min(b, v). v being c⁰·x + v_added, v·U is c⁰·u + v_added·U, of which only the second
    part is new. Only upper bounds are written: more uplift is never worse. In place of the cap
    stands the most uplift that the cluster can have by the tables, where that is less.
    """
    sector = sectors(coefficients)
    scales: dict[Key, list[Key]] = defaultdict(list)
    for region, option in places.lifted:
        scales[region, sector[option]].append((region, option))
    levers = _levers(coefficients, places, scales)
    model.u = pyo.Var(
        list(places.lifted), bounds=lambda _, region, option: (0, places.lifted[region, option])
    )
    model.uplift_where_built = pyo.Constraint(
        list(places.lifted), rule=lambda m, *key: m.u[key] <= places.lifted[key] * m.x[key]
    )
    model.uplift_of_levers = pyo.Constraint(
        list(scales),
        rule=lambda m, *place: (
            pyo.quicksum(m.u[key] for key in scales[place])
            <= pyo.quicksum(lever.uplift * lever.switch(m) for lever in levers[place])
        ),
    )
    _add_with_culture(model, places, scales, levers)


def _add_with_culture(
    model: pyo.ConcreteModel,
    places: Layout,
    scales: dict[Key, list[Key]],
    levers: dict[Key, list[_Lever]],
) -> None:
    lifted = {
        place: [key for key in keys if key in model.v]
        for place, keys in scales.items()
        if any(key in model.v for key in keys)
    }
    keys = [key for group in lifted.values() for key in group]
    # What culture adds beyond today's level, as for v = c⁰·x + v_added.
    room = {key: float(model.v_added[key].ub) for key in keys}
    model.uv_added = pyo.Var(keys, bounds=lambda _, *key: (0, room[key] * places.lifted[key]))
    model.uv = pyo.Expression(
        keys, rule=lambda m, *key: (1 - room[key]) * m.u[key] + m.uv_added[key]
    )
    model.culture_uplift_where_at_work = pyo.Constraint(
        keys, rule=lambda m, *key: m.uv_added[key] <= places.lifted[key] * m.v_added[key]
    )
    used = [(place, lever) for place in lifted for lever in levers[place]]
    left = {le.key: room[lifted[place][0]] for place, le in used}
    model.z_culture = pyo.Var(
        [le.key for _, le in used if not le.is_near], bounds=lambda _, *key: (0, left[key])
    )
    model.near_culture = pyo.Var(
        [le.key for _, le in used if le.is_near], bounds=lambda _, *key: (0, left[key])
    )
    numbers = range(len(used))
    model.culture_lifted_by_lever = pyo.Constraint(
        numbers,
        rule=lambda m, n: used[n][1].with_culture(m) <= left[used[n][1].key] * used[n][1].switch(m),
    )
    model.culture_lifted_at_work = pyo.Constraint(
        numbers,
        rule=lambda m, n: (
            used[n][1].with_culture(m) <= pyo.quicksum(m.v_added[key] for key in lifted[used[n][0]])
        ),
    )
    model.culture_uplift_of_levers = pyo.Constraint(
        list(lifted),
        rule=lambda m, *place: (
            pyo.quicksum(m.uv_added[key] for key in lifted[place])
            <= pyo.quicksum(lever.uplift * lever.with_culture(m) for lever in levers[place])
        ),
    )


def _levers(
    coefficients: Coefficients, places: Layout, scales: dict[Key, list[Key]]
) -> dict[Key, list[_Lever]]:
    """Return the levers of each sector in each region."""
    found: dict[Key, list[_Lever]] = defaultdict(list)
    for (region, measure), served in places.served.items():
        uplift = float(coefficients.levers.uplift[places.measure[measure]])
        for sector in served:
            if uplift > 0 and (region, sector) in scales:
                key = (region, sector, measure)
                found[region, sector].append(_Lever(uplift, key, is_near=False))
    for key, near in places.near.items():
        if key[:2] in scales:
            found[key[:2]].append(_Lever(near.uplift, key, is_near=True))
    return found
