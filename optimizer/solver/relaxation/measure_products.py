"""Measures in the tighter relaxation: which combination of clusters each is taken for.

A measure taken in part for each of two combinations of clusters, of which a region gets one, must
not lift both in full. With λ_S the combination S and z the measure, the product p = z·λ_S has

    p ≤ λ_S,   Σ_S p ≤ z,   Σ p of a tier group ≤ λ_S,   λ_S ≤ Σ p of the zones that S needs,

and what a measure lifts or saves of cluster k is Σ_{S ∋ k} p in place of z (the reformulation and
linearisation of Sherali & Adams 1990).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.coefficients import Coefficients
from optimizer.model import Key, Layout, Name, Structure, Worked, layout, offer_keys, sectors
from optimizer.solver.relaxation.extended_rows import MoreRows
from optimizer.solver.standard_form import Matrix

Combination = tuple[frozenset[str], int]
"""Options that are built together in a region, and the column that says so."""


@dataclass(frozen=True)
class _Region:
    """One region's measures: p by measure and combination."""

    name: str
    combinations: Sequence[Combination]
    p: Mapping[tuple[str, int], int]

    def of(self, measure: str, options: set[str]) -> list[int]:
        """Return p of the combinations that hold any of some options."""
        return [
            self.p[measure, column]
            for members, column in self.combinations
            if members & options and (measure, column) in self.p
        ]


def add_measures(
    matrix: Matrix,
    structure: Structure,
    combinations: Mapping[str, Sequence[Combination]],
    more: MoreRows,
) -> list[int]:
    """Add p with its rows in every region whose combinations are known; return their columns."""
    coefficients = structure.coefficients
    column, places = matrix.position(), layout(coefficients)
    offers: dict[str, list[str]] = defaultdict(list)
    for place, measure in offer_keys(coefficients):
        if ("z", (place, measure)) in column:
            offers[place].append(measure)
    added: list[int] = []
    for name, measures in offers.items():
        users = {measure: _users(places, (name, measure)) for measure in measures}
        wanted = [
            (measure, combination)
            for members, combination in combinations.get(name, ())
            for measure in measures
            if members & users[measure]
        ]
        p = dict(zip(wanted, more.new_columns(len(wanted)).tolist(), strict=True))
        region = _Region(name, combinations.get(name, ()), p)
        added += p.values()
        if p:
            _add_limits(region, column, coefficients, places, more)
            _add_effects(region, column, places, more)
            _add_uplift(region, column, coefficients, places, more)
    return added


def _users(places: Layout, offer: Key) -> set[str]:
    """Return the clusters that a measure may be taken for."""
    served = {o for sector in places.served[offer] for _, o in places.scales[offer[0], sector]}
    return served | {option for _, option in places.zone_users[offer]}


def _add_limits(
    region: _Region,
    column: Mapping[Name, int],
    coefficients: Coefficients,
    places: Layout,
    more: MoreRows,
) -> None:
    levers = coefficients.levers
    by_measure: dict[str, list[int]] = defaultdict(list)
    by_group: dict[tuple[str, str, int], list[int]] = defaultdict(list)
    for (measure, place), own in region.p.items():
        by_measure[measure].append(own)
        # A measure without a group is a group by itself.
        group = levers.group[places.measure[measure]]
        by_group["" if group else measure, group, place].append(own)
    for measure, several in by_measure.items():
        taken = column["z", (region.name, measure)]
        more.add({**dict.fromkeys(several, 1.0), taken: -1.0}, -np.inf, 0.0)
    for (*_, place), several in by_group.items():
        more.add({**dict.fromkeys(several, 1.0), place: -1.0}, -np.inf, 0.0)
    zones: dict[str, list[str]] = defaultdict(list)
    for (name, measure), users in places.zone_users.items():
        for _, option in users if name == region.name else ():
            zones[option].append(measure)
    for members, place in region.combinations:  # a zone that is needed
        for option in sorted(members & set(zones)):
            there = [region.p[m, place] for m in zones[option] if (m, place) in region.p]
            more.add({place: 1.0, **dict.fromkeys(there, -1.0)}, -np.inf, 0.0)


def _add_effects(
    region: _Region,
    column: Mapping[Name, int],
    places: Layout,
    more: MoreRows,
) -> None:
    """Add that z·X and what is saved are no more than p says."""
    measures = sorted({measure for measure, _ in region.p})

    def cap(name: Name, measure: str, options: set[str]) -> None:
        if name in column:
            own = dict.fromkeys(region.of(measure, options), -1.0)
            more.add({column[name]: 1.0, **own}, -np.inf, 0.0)

    for measure in measures:
        for served in places.served[region.name, measure]:
            scales = {option for _, option in places.scales[region.name, served]}
            cap(("z_at_work", (region.name, served, measure)), measure, scales)
            for option in sorted(scales):
                cap(("z_saving", (region.name, option, measure)), measure, {option})


def _add_uplift(
    region: _Region,
    column: Mapping[Name, int],
    coefficients: Coefficients,
    places: Layout,
    more: MoreRows,
) -> None:
    """Add u ≤ Σ_S u_S, u_S ≤ cap·λ_S and u_S ≤ Σ uplift of what is at work for S."""
    levers, sector = coefficients.levers, sectors(coefficients)
    near: dict[tuple[Worked, int], int] = {}
    parts: dict[Worked, list[int]] = defaultdict(list)
    for worked in places.near:
        if worked[0] != region.name or ("near", worked) not in column:
            continue
        for members, place in region.combinations:
            if any(sector[option] == worked[1] for option in members):
                (near[worked, place],) = more.new_columns(1).tolist()
                parts[worked].append(near[worked, place])
                more.add({near[worked, place]: 1.0, place: -1.0}, -np.inf, 0.0)
    for worked, own in parts.items():
        whole = column["near", worked]
        more.add({**dict.fromkeys(own, 1.0), whole: -1.0}, -np.inf, 0.0)
    lifts: dict[int, list[int]] = defaultdict(list)
    for members, place in region.combinations:
        for option in sorted(members):
            key = (region.name, option)
            if ("u", key) not in column:
                continue
            (own_uplift,) = more.new_columns(1).tolist()
            lifts[column["u", key]].append(own_uplift)
            more.add({own_uplift: 1.0, place: -places.lifted[key]}, -np.inf, 0.0)
            terms = {own_uplift: 1.0}
            for measure, position in places.measure.items():
                uplift = float(levers.uplift[position])
                serves = sector[option] in places.served.get((region.name, measure), ())
                if uplift > 0 and serves and (measure, place) in region.p:
                    terms[region.p[measure, place]] = -uplift
            for (worked, where), there in near.items():
                if where == place and worked[1] == sector[option]:
                    terms[there] = -places.near[worked].uplift
            more.add(terms, -np.inf, 0.0)
    for u, several in lifts.items():
        more.add({u: 1.0, **dict.fromkeys(several, -1.0)}, -np.inf, 0.0)


def add_lifted_culture(matrix: Matrix, more: MoreRows) -> None:
    """Add uv_added ≤ (1 − c⁰)·u for every cluster: culture at work is 1 − c⁰ beyond c⁰ at most."""
    column = matrix.position()
    for place in matrix.block("uv_added").tolist():
        name = matrix.columns[place]
        assert not isinstance(name, int)
        u, v = column.get(("u", name[1])), column.get(("v_added", name[1]))
        if u is not None and v is not None:
            more.add({place: 1.0, u: -float(matrix.high[v])}, -np.inf, 0.0)
