"""Rule 8, retained: who stays for a job and who stays for culture, never more than would leave."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from optimizer.coefficients import Coefficients
from optimizer.light_pyomo import pyo
from optimizer.model.decisions import flow_keys
from optimizer.model.rule import Rule

RULES = (
    Rule(
        "no_more_than_leave",
        8,
        "No more stay than would leave",
        "kept_i + e_i ≤ L_i",
        "persons",
        "structural",
        "",
    ),
    Rule(
        "by_culture",
        8,
        "Who stays for culture",
        "e_i ≤ L_i·(g(c_i) − g(c⁰_i)), for each piece of g",
        "persons",
        "structural",
        "",
    ),
    Rule(
        "work_for_them",
        8,
        "Who stays for culture finds work",
        "e_i ≤ local_jobs_i",
        "persons",
        "structural",
        "",
    ),
)


def add_retained(model: pyo.ConcreteModel, coefficients: Coefficients) -> None:
    """Add r = kept + e ≤ L, e ≤ L·(g(c) − g(c⁰)) by each piece of g, e ≤ local_jobs.

    Under job_takers "best" Σ stay·q takes the place of kept.
    """
    by_jobs = _kept_by_jobs(model, coefficients)
    leavers = dict(zip(coefficients.regions, coefficients.leavers, strict=True))
    jobs = dict(zip(coefficients.regions, coefficients.local_jobs, strict=True))
    known = dict(
        zip(coefficients.regions, coefficients.curve(coefficients.base_level), strict=True)
    )
    lines = coefficients.curve.lines()

    def retained(m: pyo.ConcreteModel, region: str) -> object:
        kept = by_jobs.get(region, 0.0)
        return kept + m.e[region] if region in m.e else kept

    model.retained = pyo.Expression(list(coefficients.regions), rule=retained)
    model.total_retained = pyo.Expression(
        expr=pyo.quicksum(model.retained[region] for region in coefficients.regions)
    )
    model.total_arrived = pyo.Expression(expr=pyo.quicksum(model.arrived.values()))
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


def _kept_by_jobs(model: pyo.ConcreteModel, coefficients: Coefficients) -> dict[str, Any]:
    """Return who stays for a job, by region of residence."""
    if coefficients.takers is not None:
        return {region: model.kept[region] for region in model.kept}
    leaving: dict[str, list[Any]] = defaultdict(list)
    flows = zip(flow_keys(coefficients), coefficients.flow_stay, strict=True)
    for key, stay in flows:
        leaving[key[0]].append(float(stay) * model.q[key])
    return {region: pyo.quicksum(terms) for region, terms in leaving.items()}
