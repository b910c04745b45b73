"""What was found for many worlds, in tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from optimizer.analysis.robust_criteria import cvar
from optimizer.analysis.robust_search import (
    CENTRAL,
    EXPECTED,
    MEAN,
    NO_CULTURE,
    Candidate,
    Followed,
    Search,
)
from optimizer.analysis.robustness import RobustData
from optimizer.analysis.worlds import World
from optimizer.arrays import Floats
from optimizer.coefficients import Coefficients
from optimizer.plan import PlanData
from optimizer.solver import gap_of


def told(
    search: Search,
    chosen: Candidate,
    beside: tuple[Candidate, Candidate],
    own: Floats,
    bound_by: str,
    one_stage: float | None = None,
) -> RobustData[PlanData]:
    """Return what was found, in tables.

    Parameters
    ----------
    search : Search
    chosen : Candidate
    beside : tuple of Candidate
        The central plan, and the one for the mean assumptions.
    own : float array, shape (worlds,)
        What no plan exceeds in each world.
    bound_by : str
        How the search's bound was proven.
    one_stage : float, optional
        What the best plan of one stage is worth by the criterion, where there are two.
    """
    asked, best = search.asked, search.best()
    middle, usual = beside
    value = search.worth(chosen, asked.criterion)
    bound = max(search.bound, value)
    ending = search.gap(value, bound)
    top = search.ranked("mean")[0]
    most = float(top.values.mean())
    mean_bound = max(search.mean_bound, most)
    expected = float(usual.values.mean())
    worlds = _worlds(search, chosen, beside, own)
    bare = next((one for one in search.found.values() if one.name == NO_CULTURE), middle)
    rows = {"this plan": chosen, CENTRAL: middle, EXPECTED: usual, NO_CULTURE: bare, MEAN: top}
    data = RobustData(
        plan=chosen.plan,
        criterion=asked.criterion,
        level=asked.level,
        seed=asked.seed,
        status="optimal" if ending <= asked.gap * (1 + 1e-6) else "time_limit",
        value=value,
        bound=bound,
        gap=gap_of(value, bound),
        gap_of_best=abs(bound - value) / max(1.0, abs(float(best.mean()))),
        bound_by=bound_by,
        worlds=worlds,
        plans=pd.DataFrame([_row(name, one, search) for name, one in rows.items()]),
        price=middle.plan.objective - chosen.plan.objective,
        evpi=float(best.mean()) - most,
        evpi_low=max(0.0, float(best.mean()) - mean_bound),
        evpi_high=float(worlds["own_bound"].mean()) - most,
        vss=most - expected,
        vss_high=mean_bound - expected,
        notes=tuple(search.notes),
        two_stage=asked.two_stage,
        following=following_of(search.central, chosen, search.worlds) if asked.two_stage else None,
        flexibility=None if one_stage is None else value - one_stage,
    )
    last = "Objective, bound and gap of this plan are those of the central world."
    notes = (*data.sentences(), last, *chosen.plan.notes)
    return replace(data, plan=replace(chosen.plan, notes=notes))


def _worlds(
    search: Search, chosen: Candidate, beside: tuple[Candidate, Candidate], own: Floats
) -> pd.DataFrame:
    """Return how the plans do in each world."""
    best = search.best()
    return pd.DataFrame(
        {
            "world": [world.number for world in search.worlds],
            "seed": search.asked.seed,
            "own_best": best,
            "own_bound": np.maximum(own, best),
            "this_plan": chosen.values,
            "central_plan": beside[0].values,
            "expected_plan": beside[1].values,
            "regret": best - chosen.values,
        }
    )


def following_of(central: Coefficients, chosen: Candidate, worlds: Sequence[World]) -> pd.DataFrame:
    """Return what follows of the clusters in each world; those stand in the plan."""
    assert isinstance(chosen, Followed)
    options = central.given.options
    clusters = options.loc[options["kind"] == "cluster", "option_id"]
    found = []
    for world, plan in zip(worlds, chosen.following, strict=True):
        hubs = plan.build[~plan.build["option_id"].isin(clusters)]
        for kind, table, what in (("hub", hubs, "option"), ("measure", plan.measures, "measure")):
            found.append(
                pd.DataFrame(
                    {
                        "world": world.number,
                        "kind": kind,
                        "region_id": table["region_id"],
                        "what": table[f"{what}_id"],
                        "count": table["count"] if kind == "hub" else 1,
                    }
                )
            )
    return pd.concat(found, ignore_index=True)


def _row(name: str, candidate: Candidate, search: Search) -> dict[str, object]:
    values = candidate.values
    return {
        "plan": name,
        "mean": float(values.mean()),
        "cvar": cvar(values, search.asked.level),
        "largest_regret": float((search.best() - values).max()),
        "central": candidate.plan.objective,
        "cost": candidate.plan.cost,
    }
