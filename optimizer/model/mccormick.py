"""Rule 5, harmony: culture at work as the product of a building and the cultural level.

McCormick (1976) over c⁰ ≤ c ≤ 1 and 0 ≤ x ≤ 1: with v = c⁰·x + v_added the product x·c is bounded
by v_added ≤ (1 − c⁰)·x and v_added ≤ c − c⁰, exact for whole x and as tight as rows on the two can
be. Products of levers with buildings are in `levers.py` and `uplift.py`.
"""

from __future__ import annotations

from collections import defaultdict

from optimizer.coefficients import Coefficients
from optimizer.light_pyomo import pyo
from optimizer.model.decisions import Key
from optimizer.model.rule import Rule
from optimizer.model.siting import sectors

RULES = (
    Rule(
        "culture_works_where_built",
        5,
        "Culture at work only where something is built (McCormick 1976)",
        "v_added_ik ≤ (1 − c⁰_i)·x_ik",
        "",
        "structural",
        "",
    ),
    Rule(
        "culture_at_work",
        5,
        "Culture at work within what there is (McCormick 1976)",
        "Σ v_added_ik of a sector ≤ c_i − c⁰_i",
        "",
        "structural",
        "",
    ),
)


def add_culture_at_work(model: pyo.ConcreteModel, coefficients: Coefficients) -> None:
    """Add v_added ≤ (1 − c⁰)·x, and Σ v_added of a sector ≤ c − c⁰."""
    sector = sectors(coefficients)
    base = dict(zip(coefficients.regions, coefficients.base_level.tolist(), strict=True))
    model.culture_works_where_built = pyo.Constraint(
        list(model.v_added),
        rule=lambda m, *key: m.v_added[key] <= (1 - base[key[0]]) * m.x[key],
    )
    together: dict[Key, list[Key]] = defaultdict(list)
    for region, option in model.v_added:
        together[region, sector[option]].append((region, option))
    model.culture_at_work = pyo.Constraint(
        list(together),
        rule=lambda m, region, name: (
            pyo.quicksum(m.v_added[key] for key in together[region, name])
            <= m.c[region] - base[region]
        ),
    )
