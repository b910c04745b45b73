"""A plan's objective, region by region, where it is a sum over regions."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from optimizer.coefficients import find_weight
from optimizer.instance import Instance
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
    kind = plan.settings.get("objective", "retained")
    persons = people["people"].astype(float)
    unknown = pd.Series(np.nan, index=people.index)
    if kind == "net_benefit":
        parts = float(plan.settings.get("value_per_retained", 1.0)) * persons - people["cost"]
        return parts if _fits(parts, plan) else unknown
    if kind != "retained":
        return unknown
    if _fits(persons, plan):
        return persons.copy()
    if instance is None:
        return unknown
    parts = persons * people["region_id"].map(_weights(plan, instance)).fillna(1.0)
    return parts if _fits(parts, plan) else unknown


def _weights(plan: PlanData, instance: Instance) -> dict[str, float]:
    """Return the weight of one who stays, by region, under the plan's own settings."""
    words = {"weights": plan.settings.get("weights", "column")}
    under = replace(instance, settings=instance.settings.model_copy(update=words))
    regions = (str(region) for region in instance.regions["region_id"])
    return dict(zip(regions, find_weight(under).tolist(), strict=True))


def _fits(parts: pd.Series, plan: PlanData) -> bool:
    return abs(float(parts.sum()) - plan.objective) <= TOLERANCE * max(1.0, abs(plan.objective))
