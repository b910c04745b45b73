"""Who pays what, and when: a plan's costs by purse and by phase."""

from __future__ import annotations

from itertools import accumulate

import numpy as np
import pandas as pd

from optimizer.coefficients import Coefficients
from optimizer.plan.plan import PHASES, PURSES, typed


def purses_table(
    coefficients: Coefficients, build: pd.DataFrame, seats: pd.DataFrame
) -> pd.DataFrame:
    """Return what is spent in each province and who pays it; no rows without `provinces`."""
    if "provinces" not in coefficients.given.tables:
        return typed(pd.DataFrame(columns=list(PURSES)))
    purses = coefficients.purses
    spent = _spent(coefficients, build, seats).groupby("province")["cost"].sum()
    cost = np.array([float(spent.get(name, 0.0)) for name in purses.provinces])
    own = purses.match * cost
    frame = pd.DataFrame(
        {
            "province": list(purses.provinces),
            "cost": cost,
            "own": own,
            "central": cost - own,
            "own_budget": np.where(np.isfinite(purses.own_budget), purses.own_budget, np.nan),
        }
    )
    return typed(frame)


def phases_table(
    coefficients: Coefficients, build: pd.DataFrame, seats: pd.DataFrame, budget: float | None
) -> pd.DataFrame:
    """Return each phase's central budget, what is spent of it, and what carries over."""
    stages = coefficients.stages
    budgets = stages.spread(budget)
    if budgets is None:
        return typed(pd.DataFrame(columns=list(PHASES)))
    match = coefficients.purses.share()
    spent = _spent(coefficients, build, seats)
    central = spent["cost"] * (1.0 - spent["province"].map(match).astype(float))
    by_year = central.groupby(spent["phase"]).sum()
    cost = np.array([float(by_year.get(year, 0.0)) for year in stages.years])
    left = np.array(list(accumulate(np.array(budgets) - cost)))
    frame = {"year": stages.years, "budget": budgets, "central": cost, "carried_over": left}
    return typed(pd.DataFrame(frame))


def _spent(coefficients: Coefficients, build: pd.DataFrame, seats: pd.DataFrame) -> pd.DataFrame:
    """Return province, phase and cost of everything that a plan pays for."""
    province, campus = coefficients.purses.of_region, coefficients.campus()
    courses = zip(seats["university_id"], seats["field"], strict=True)
    first = coefficients.stages.years[0]
    return pd.DataFrame(
        {
            "province": [province[region] for region in build["region_id"]]
            + [province[campus[course]] for course in courses],
            "phase": [*build["phase"], *[first] * len(seats)],
            "cost": [*build["cost"], *seats["cost"]],
        }
    ).astype({"cost": float})
