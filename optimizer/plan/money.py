"""Who pays what, and when: a plan's costs by purse and by phase."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import pandas as pd

from optimizer.coefficients import Coefficients, fair_shares
from optimizer.plan.plan import FAIR_SHARE, PHASES, PURSES, typed


@dataclass(frozen=True)
class Bill:
    """What a plan pays for: its tables of what is built, the measures and the seats."""

    build: pd.DataFrame
    measures: pd.DataFrame
    seats: pd.DataFrame

    @property
    def cost(self) -> float:
        """Whole cost, bn KRW, both purses."""
        return float(sum(table["cost"].sum() for table in (self.build, self.measures, self.seats)))


def purses_table(coefficients: Coefficients, bill: Bill) -> pd.DataFrame:
    """Return what is spent in each province and who pays it; no rows without `provinces`."""
    if "provinces" not in coefficients.given.tables:
        return typed(pd.DataFrame(columns=list(PURSES)))
    purses = coefficients.purses
    spent = _spent(coefficients, bill).groupby("province")["cost"].sum()
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


def phases_table(coefficients: Coefficients, bill: Bill, budget: float | None) -> pd.DataFrame:
    """Return each phase's central budget, what is spent of it, and what carries over."""
    stages = coefficients.stages
    budgets = stages.spread(budget)
    if budgets is None:
        return typed(pd.DataFrame(columns=list(PHASES)))
    match = coefficients.purses.share()
    spent = _spent(coefficients, bill)
    central = spent["cost"] * (1.0 - spent["province"].map(match).astype(float))
    by_year = central.groupby(spent["phase"]).sum()
    cost = np.array([float(by_year.get(year, 0.0)) for year in stages.years])
    left = np.array(list(accumulate(np.array(budgets) - cost)))
    frame = {"year": stages.years, "budget": budgets, "central": cost, "carried_over": left}
    return typed(pd.DataFrame(frame))


def fair_share_table(coefficients: Coefficients, bill: Bill, budget: float | None) -> pd.DataFrame:
    """Return each province's floor on the centre's spending, and what it spends there.

    No rows without min_fair_share.
    """
    if not coefficients.given.limits.min_fair_share:
        return typed(pd.DataFrame(columns=list(FAIR_SHARE)))
    province = bill.build["region_id"].map(coefficients.purses.of_region)
    cost = bill.build["cost"].groupby(province).sum()
    match = coefficients.purses.share()
    rows = [
        {
            "province": share.province,
            "floor": share.floor,
            "spent": (1.0 - match[share.province]) * float(cost.get(share.province, 0.0)),
            "set_by": share.set_by,
        }
        for share in fair_shares(coefficients, budget)
    ]
    return typed(pd.DataFrame(rows, columns=list(FAIR_SHARE)))


def _spent(coefficients: Coefficients, bill: Bill) -> pd.DataFrame:
    """Return province, phase and cost of everything that a plan pays for."""
    province, campus = coefficients.purses.of_region, coefficients.campus()
    courses = zip(bill.seats["university_id"], bill.seats["field"], strict=True)
    places = [*bill.build["region_id"], *bill.measures["region_id"]]
    places += [campus[course] for course in courses]
    first = coefficients.stages.years[0]
    at_first = [first] * (len(bill.measures) + len(bill.seats))
    return pd.DataFrame(
        {
            "province": [province[region] for region in places],
            "phase": [*bill.build["phase"], *at_first],
            "cost": [*bill.build["cost"], *bill.measures["cost"], *bill.seats["cost"]],
        }
    ).astype({"cost": float})
