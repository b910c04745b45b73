"""A plan's objective, region by region, where it is a sum over regions."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

import numpy as np
import pandas as pd

from optimizer.coefficients import find_weight
from optimizer.instance import Instance, Objective
from optimizer.plan import PlanData

TOLERANCE = 1e-6
"""Relative to the objective: the parts must add up to it."""


def objective_by_region(
    plan: PlanData, instance: Instance | None, people: pd.DataFrame
) -> pd.Series:
    """Return each region's part of the objective.

    Parameters
    ----------
    plan : PlanData
    instance : Instance, optional
        For the regions' weights; without it they are taken to be 1 where that fits.
    people : DataFrame
        region_id, people (persons who stay or come), cost.

    Returns
    -------
    Series of float
        In the rows' order. NaN throughout where the objective is no sum over regions, or its parts
        don't add up to it: the weights are not known.
    """
    kind: Objective = plan.settings.get("objective", "retained")
    persons = people["people"].astype(float)
    unknown = pd.Series(np.nan, index=people.index)
    match kind:
        case "worst_province" | "equally_distributed":
            return unknown
        case "net_benefit":
            worth = float(plan.settings.get("value_per_retained", 1.0))
            parts = worth * persons - people["cost"]
        case "retained" if _fits(persons, plan) or instance is None:
            parts = persons
        case "retained":
            assert instance is not None
            parts = persons * people["region_id"].map(_weights(plan, instance)).fillna(1.0)
        case _:
            assert_never(kind)
    return parts if _fits(parts, plan) else unknown


def _weights(plan: PlanData, instance: Instance) -> dict[str, float]:
    """Return the weight of one who stays, by region, under the plan's own settings."""
    words = {"weights": plan.settings.get("weights", "column")}
    under = replace(instance, settings=instance.settings.model_copy(update=words))
    regions = (str(region) for region in instance.regions["region_id"])
    return dict(zip(regions, find_weight(under).tolist(), strict=True))


def _fits(parts: pd.Series, plan: PlanData) -> bool:
    return abs(float(parts.sum()) - plan.objective) <= TOLERANCE * max(1.0, abs(plan.objective))
