"""Variants of the Korean instance, and what can be said of a plan without looking inside."""

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd

import optimizer as opt

CAPITAL_AREA = ("Seoul", "Incheon", "Gyeonggi")
GAP = 2e-3
"""Wide enough to be quick, narrow against everything that these questions ask."""


@cache
def korea():
    """Load the shipped instance once."""
    return opt.load("korea")


@cache
def plan(budget, *settings):
    """Solve Korea at a budget under settings given as "key=value"."""
    return opt.solve(opt.load("korea", settings=settings), budget=budget, gap=GAP)


def variant(table, column, values):
    """Korea with another column; the index of ``values`` is that of the table."""
    instance = korea()
    frame = instance.table(table).copy()
    frame[column] = values
    return replace(instance, tables={**instance.tables, table: frame})


def cluster_cost(factor):
    """Korea with dearer or cheaper clusters: capital and running cost times ``factor``."""
    options = korea().options
    capital = options["capital_cost"].where(
        options["kind"] == "hub", options["capital_cost"] * factor
    )
    instance = variant("options", "capital_cost", capital)
    frame = instance.options.copy()
    hub = frame["kind"] == "hub"
    frame["operating_cost"] = frame["operating_cost"].where(hub, frame["operating_cost"] * factor)
    return replace(instance, tables={**instance.tables, "options": frame})


def shuffled(seed, *, shares=False):
    """Korea with leavers (or their shares of the young) dealt out anew among the candidates."""
    regions = korea().regions
    able = regions["candidate"].astype(bool).to_numpy()
    young = regions["youth_zero_migration"].to_numpy(dtype=float)
    leavers = regions["leavers"].to_numpy(dtype=float).copy()
    order = np.random.default_rng(seed).permutation(np.flatnonzero(able))
    if shares:
        leavers[able] = (leavers / young)[order] * young[able]
    else:
        leavers[able] = np.minimum(leavers[order], young[able])
    return variant("regions", "leavers", np.round(leavers))


def built(plan, instance=None):
    """Rows of what a plan builds, with kind, sector, scale, province and name."""
    instance = instance or korea()
    options = instance.options.set_index("option_id")[["kind", "sector", "scale", "uses_stock"]]
    regions = instance.regions.set_index("region_id")[["name", "province"]]
    return plan.build.join(options, on="option_id").join(regions, on="region_id")


def clusters(plan):
    """Pairs (region_id, sector) of the clusters in a plan."""
    rows = built(plan)
    rows = rows[rows["kind"] == "cluster"]
    return set(zip(rows["region_id"], rows["sector"], strict=True))


def moved(before, after):
    """Share of the clusters of one plan that another does not have in the same region."""
    old = clusters(before)
    return len(old - clusters(after)) / len(old)


def hub_share(plan):
    """Share of a plan's spending that goes to culture hubs."""
    rows = built(plan)
    return rows.loc[rows["kind"] == "hub", "cost"].sum() / rows["cost"].sum()


def sector_shares(plan):
    """Share of each sector among the clusters of a plan."""
    sectors = pd.Series([sector for _, sector in clusters(plan)])
    return sectors.value_counts(normalize=True)


def direct_jobs(plan):
    """Direct jobs that come, of clusters and hubs: as announced × realised_share."""
    return float(plan.build["jobs"].sum()) * korea().settings.realised_share
