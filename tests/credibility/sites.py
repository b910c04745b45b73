"""What stands for and against a place: takers, price, worth alone, and what locking it in costs."""

from functools import cache

import numpy as np
import pandas as pd
import pyomo.environ as pyo

import optimizer as opt
from credibility.korea import LEVERS, WORKFORCE, coefficients, korea, plain_value, without
from optimizer.model import Structure
from optimizer.solver.highs.controls import Controls
from optimizer.solver.highs.run import run
from optimizer.solver.standard_form import export

CENTRES = (
    ("Daedeok", "Yuseong-gu", ("ai", "biotech", "semiconductor")),
    ("Osong–Ochang", "Cheongju-si", ("biotech", "semiconductor")),
    ("Gwangju", "Buk-gu (Gwangju)", ("ai",)),
    ("Gumi", "Gumi-si", ("semiconductor",)),
    ("Pohang", "Pohang-si", ("green_energy",)),
    ("Ulsan", "Ulju-gun", ("green_energy",)),
    ("Ulsan", "Nam-gu (Ulsan)", ("green_energy",)),
)
"""Centres by what they are known for: name, region, sectors."""


@cache
def table():
    """Every permitted site: what one building costs, whom it keeps alone, with today's culture.

    kept and arrived are persons; weighted counts both as the objective does; worth is weighted
    persons for a billion won of the centre; leaving is λ of the site's takers; rank is the place
    among all sites of clusters, the best scale of each region and sector.
    """
    found = coefficients()
    sites, takers, instance = found.sites, found.takers, found.instance
    settings = instance.settings
    count = len(found.regions)
    by_site = np.bincount(
        takers.site, weights=takers.share * takers.leaving[takers.origin], minlength=count
    )
    weighted = np.bincount(
        takers.site,
        weights=takers.share * (takers.leaving * found.weight)[takers.origin],
        minlength=count,
    )
    region = sites.region
    only, added = settings.job_only_share, settings.culture_added_share
    use = only + added * np.where(sites.hub, 0.0, found.base_level[region])
    jobs = sites.youth_jobs * use
    province = instance.regions["province"].to_numpy(dtype=object)[region]
    match = instance.table("provinces").set_index("province")["match_share"]
    central = sites.cost * (1 - match.loc[province].to_numpy())
    come = takers.arriving[region] * found.weight[region]
    options = instance.options
    rows = pd.DataFrame(
        {
            "region_id": np.array(found.regions)[region],
            "name": instance.regions["name"].to_numpy()[region],
            "province": province,
            "option_id": np.array(found.options)[sites.option],
            "sector": options["sector"].to_numpy(dtype=object)[sites.option],
            "scale": options["scale"].to_numpy(dtype=object)[sites.option],
            "hub": sites.hub,
            "strength": sites.strength,
            "leaving": by_site[region],
            "cost": sites.cost,
            "central": central,
            "match": match.loc[province].to_numpy(),
            "kept": jobs * by_site[region],
            "arrived": jobs * takers.arriving[region],
            "worth": jobs * (weighted[region] + come) / central,
            "land": options["land_ha"].to_numpy(dtype=float)[sites.option],
            "youth_jobs": sites.youth_jobs,
        }
    )
    best = rows[~rows["hub"]].groupby(["region_id", "sector"])["worth"].max()
    rank = best.groupby("sector").rank(ascending=False, method="min")
    keys = pd.MultiIndex.from_frame(rows[["region_id", "sector"]])
    rows["rank"] = rank.reindex(keys).to_numpy()
    return rows


@cache
def strength_rank():
    """Strength and its rank among the candidates, by region_id and sector."""
    table = korea().table("strength").set_index(["region_id", "sector"])["strength"]
    rank = table.groupby("sector").rank(ascending=False, method="min").astype(int)
    return pd.DataFrame({"strength": table, "rank": rank})


def region(name):
    """Return the region_id of a name."""
    regions = korea().regions
    (found,) = regions.loc[regions["name"] == name, "region_id"]
    return found


@cache
def price_of(region_id, option_id, budget):
    """Weighted persons that the plain programme loses if one building must stand here."""
    instance = without(korea(), *LEVERS, *WORKFORCE)
    model = opt.build_model(instance, budget=budget)
    model.must = pyo.Constraint(expr=model.x[region_id, option_id] >= 1)
    found = run(export(Structure(model)), Controls(gap=1e-3), phase="insisting")
    assert found.values is not None, "the plain programme has no plan"
    return free_bound(budget) - found.objective


@cache
def free_bound(budget):
    """Return the plain programme's value for Korea as shipped."""
    return plain_value(korea(), budget)
