"""Rule 8, retained: who stays for a job and who stays for culture, never more than would leave."""

from __future__ import annotations

from collections import defaultdict

import pyomo.environ as pyo

from optimizer.coefficients import Coefficients
from optimizer.model.decisions import Key, flow_keys


def add_retained(model: pyo.ConcreteModel, coefficients: Coefficients) -> None:
    """Add r = Σ stay·q + e ≤ L, e ≤ L·(g(c) − g(c⁰)) by each piece of g, e ≤ local_jobs."""
    leaving: dict[str, list[tuple[float, Key]]] = defaultdict(list)
    keys = flow_keys(coefficients)
    for stay, key in zip(coefficients.flow_stay, keys, strict=True):
        leaving[key[0]].append((float(stay), key))
    leavers = dict(zip(coefficients.regions, coefficients.leavers, strict=True))
    jobs = dict(zip(coefficients.regions, coefficients.local_jobs, strict=True))
    known = dict(
        zip(coefficients.regions, coefficients.curve(coefficients.base_level), strict=True)
    )
    lines = coefficients.curve.lines()

    def retained(m: pyo.ConcreteModel, region: str) -> object:
        by_jobs = pyo.quicksum(stay * m.q[key] for stay, key in leaving[region])
        return by_jobs + m.e[region] if region in m.e else by_jobs

    model.retained = pyo.Expression(list(coefficients.regions), rule=retained)
    model.total_retained = pyo.Expression(
        expr=pyo.quicksum(model.retained[region] for region in coefficients.regions)
    )
    # Without e, rule 6 already keeps r within L, since stay ≤ 1.
    model.no_more_than_leave = pyo.Constraint(
        list(model.e), rule=lambda m, region: m.retained[region] <= float(leavers[region])
    )
    model.by_culture = pyo.Constraint(
        list(model.e),
        range(len(lines)),
        rule=lambda m, region, piece: (
            m.e[region]
            <= float(leavers[region])
            * (lines[piece][0] * m.c[region] + lines[piece][1] - float(known[region]))
        ),
    )
    model.work_for_them = pyo.Constraint(
        list(model.e), rule=lambda m, region: m.e[region] <= float(jobs[region])
    )
