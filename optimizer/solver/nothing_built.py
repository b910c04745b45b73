"""The plan that builds nothing: what there is where time ends before any other is found."""

from __future__ import annotations

from typing import assert_never

import numpy as np

from optimizer.coefficients import Coefficients, People
from optimizer.solver.solution import Decisions, Solution

NOTHING_BUILT = "Time ran out before a plan was found: this one builds nothing. Give it more time."


def nothing_built(coefficients: Coefficients) -> Solution:
    """Return the decisions to build, take and buy nothing, with a bound from the tables alone.

    Whether limits and locks allow it is left to the check.

    Parameters
    ----------
    coefficients : Coefficients
    """
    force, count = coefficients.workforce, len(coefficients.regions)
    nobody = np.zeros(count)
    best = coefficients.takers is None
    decisions = Decisions(
        count=np.zeros(len(coefficients.sites.region), dtype=np.int64),
        flow=np.zeros(len(coefficients.flow_origin) if best else 0),
        people=People(nobody, nobody, nobody) if best else None,
        recruits=np.zeros(len(force.supply)),
        seats=np.zeros(len(force.universities)),
        taken=np.zeros(len(coefficients.levers.region), dtype=bool),
    )
    return Solution(decisions, "time_limit", most_possible(coefficients), 0.0, (NOTHING_BUILT,))


def most_possible(coefficients: Coefficients) -> float:
    """Return what no plan's objective exceeds: everybody stays, and all come whom jobs could bring.

    Parameters
    ----------
    coefficients : Coefficients
    """
    settings, sites, who = (
        coefficients.instance.settings,
        coefficients.sites,
        coefficients.takers,
    )
    people = coefficients.leavers.astype(float)
    if who is not None:
        share = np.where(
            sites.hub,
            settings.job_only_share,
            settings.job_only_share + settings.culture_added_share,
        )
        uplifted = sites.youth_jobs * (1 + coefficients.levers.most_uplift)
        jobs = np.bincount(
            sites.region, weights=sites.most * uplifted * share, minlength=len(people)
        )
        people = people + who.arriving * jobs
    match settings.objective:
        case "retained":
            return float(coefficients.weight @ people)
        case "net_benefit":
            return float(settings.value_per_retained * people.sum())
        case "worst_province" | "equally_distributed":
            return 1.0 if coefficients.leavers.any() else 0.0
        case other:
            assert_never(other)
