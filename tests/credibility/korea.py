"""Variants of the Korean instance, and what can be said of a plan without looking inside."""

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd

import optimizer as opt
from optimizer.coefficients import compute
from optimizer.model import Structure
from optimizer.solver.highs.controls import Controls
from optimizer.solver.highs.run import run
from optimizer.solver.standard_form import export

CAPITAL_AREA = ("Seoul", "Incheon", "Gyeonggi")
GAP = 0.01
"""Wide enough to be quick; differences of less than a hundredth say nothing."""
TIME_LIMIT = 120.0
"""Seconds a plan; what is not proven by then says how far it is."""
LEVERS = ("measures", "interactions")
WORKFORCE = ("needs", "universities")


@cache
def korea(*scenarios, settings=()):
    """Load the shipped instance, with scenarios and settings laid over it, once."""
    return opt.load("korea", scenarios=scenarios, settings=settings)


@cache
def plan(budget, change="as shipped", value=None, seed=0):
    """Solve Korea at a budget with one change of `CHANGES`."""
    return solved(changed(change, value), budget, seed)


def solved(instance, budget, seed):
    """Solve an instance to the gap of these pages."""
    return opt.solve(instance, budget=budget, gap=GAP, time_limit=TIME_LIMIT, seed=seed)


def changed(change="as shipped", value=None):
    """Return Korea with one change."""
    return CHANGES[change](value)


def variant(table, column, values):
    """Korea with another column; the index of ``values`` is that of the table."""
    return with_column(korea(), table, column, values)


def with_column(instance, table, column, values):
    """Return an instance with another column."""
    frame = instance.table(table).copy()
    frame[column] = values
    return replace(instance, tables={**instance.tables, table: frame})


def without(instance, *tables):
    """Return an instance without some of its tables."""
    kept = {name: table for name, table in instance.tables.items() if name not in tables}
    return replace(instance, tables=kept)


def set_to(text):
    """Korea under a setting given as "key=value"."""
    return korea(settings=(text,))


def limited(instance, **limits):
    """Return an instance with other limits."""
    return replace(instance, limits=instance.limits.model_copy(update=limits))


def weighed_only(_=None):
    """Korea with its weights and without fair shares."""
    return limited(korea(), min_fair_share=None)


def without_culture(_=None):
    """Korea where culture alone keeps nobody."""
    return set_to("culture_only_share=0")


def without_hubs(_=None):
    """Korea with clusters only, and without fair shares: not all can be met by clusters alone."""
    return limited(weighed_only(), max_cost_share_hubs=0.0)


def few_hubs(_=None):
    """Korea with no more spaces and studios than could be found in one national programme."""
    instance = korea()
    return limited(instance, max_options={**instance.limits.max_options, **FEW_HUBS})


FEW_HUBS = {"startup_space": 100, "digital_studio": 20}
"""Assumption: one space for every three municipalities of five, and a studio or two a province."""


def cluster_cost(factor, sector=None):
    """Korea with dearer or cheaper clusters: capital and running cost times ``factor``."""
    instance = korea()
    options = instance.options
    meant = (options["kind"] == "cluster") & ((options["sector"] == sector) | (sector is None))
    for column in ("capital_cost", "operating_cost"):
        values = options[column].where(~meant, options[column] * factor)
        instance = with_column(instance, "options", column, values)
    return instance


def multiplied(sector, factor):
    """Korea with another multiplier in one sector."""
    options = korea().options
    meant = options["sector"] == sector
    values = options["multiplier"].where(~meant, options["multiplier"] * factor)
    return variant("options", "multiplier", values)


def slower(factor):
    """Korea with all minutes times ``factor``; what is farther than a limit falls out of reach."""
    return variant("travel", "minutes", korea().table("travel")["minutes"] * factor)


def shut(_=None):
    """Korea where nobody commutes: within a region work goes on."""
    return set_to("commute_limit=1")


def graduated(factor):
    """Korea with more or fewer graduates."""
    return variant("universities", "graduates", korea().table("universities")["graduates"] * factor)


def dearer_land(factor):
    """Korea with another price of land."""
    return variant("regions", "land_price", korea().regions["land_price"] * factor)


def matched(value):
    """Korea where one province pays another share itself, given as "province=share"."""
    name, share = value.split("=")
    table = korea().table("provinces")
    shares = table["match_share"].where(table["province"] != name, float(share))
    return variant("provinces", "match_share", shares)


def locked_in(lock):
    """Korea with one cluster built in any case."""
    instance = korea()
    return replace(instance, locked=instance.locked.model_copy(update={"in_": (lock,)}))


def shuffled(seed):
    """Korea with the shares of the young who leave dealt out anew among the candidates."""
    regions = korea().regions
    able = regions["candidate"].astype(bool).to_numpy()
    young = regions["youth_zero_migration"].to_numpy(dtype=float)
    leavers = regions["leavers"].to_numpy(dtype=float).copy()
    order = np.random.default_rng(seed).permutation(np.flatnonzero(able))
    leavers[able] = (leavers / young)[order] * young[able]
    return variant("regions", "leavers", np.round(leavers))


def times_limit(value):
    """Korea with an assumed limit at a multiple, given as "limit*factor" ("all*2": every one)."""
    name, factor = value.split("*")
    names = LIMITS if name == "all" else (name,)
    instance = korea()
    for each in names:
        instance = LIMITS[each](instance, float(factor))
    return instance


def _of_limits(name):
    def change(instance, factor):
        value = getattr(instance.limits, name)
        if isinstance(value, dict):
            return limited(instance, **{name: {k: int(v * factor) for k, v in value.items()}})
        return limited(instance, **{name: type(value)(value * factor)})

    return change


def _absorbing(instance, factor):
    share = instance.settings.absorption_share * factor
    return replace(
        instance, settings=instance.settings.model_copy(update={"absorption_share": share})
    )


def _of_column(table, *columns, hubs=False):
    def change(instance, factor):
        for column in columns:
            values = instance.table(table)[column]
            meant = instance.options["kind"] == "hub" if hubs else values.notna()
            more = with_column(instance, table, column, values.where(~meant, values * factor))
            instance = more
        return instance

    return change


LIMITS = {
    "max_clusters_per_region": _of_limits("max_clusters_per_region"),
    "max_clusters_per_province": _of_limits("max_clusters_per_province"),
    "max_options": _of_limits("max_options"),
    "zones": _of_limits("zones"),
    "max_uplift": _of_limits("max_uplift"),
    "absorption_share": _absorbing,
    "own_budget": _of_column("provinces", "own_budget"),
    "land_ha": _of_column("regions", "land_ha"),
    "stocks": _of_column("regions", "stock_factory", "stock_school", "stock_building"),
    "max_per_region of hubs": _of_column("options", "max_per_region", hubs=True),
}
"""Limits that a planner's assumptions set, and what else is short; each with how to multiply it."""

CHANGES = {
    "as shipped": lambda _: korea(),
    "scenario": korea,
    "set": set_to,
    "weights only": weighed_only,
    "no culture": without_culture,
    "no hubs": without_hubs,
    "few hubs": few_hubs,
    "cost of clusters": cluster_cost,
    "cost of AI": lambda factor: cluster_cost(factor, "ai"),
    "multiplier of AI": lambda factor: multiplied("ai", factor),
    "minutes": slower,
    "no commuting": shut,
    "graduates": graduated,
    "land price": dearer_land,
    "match": matched,
    "locked in": locked_in,
    "shuffled": shuffled,
    "limit": times_limit,
}


def plain_value(instance, budget):
    """Return what is reached, to 0.1%, without measures, interactions and graduates."""
    matrix = export(
        Structure(opt.build_model(without(instance, *LEVERS, *WORKFORCE), budget=budget))
    )
    found = run(matrix, Controls(gap=1e-3), phase="plain programme")
    assert found.values is not None, "the plain programme has no plan"
    return found.objective


@cache
def coefficients(change="as shipped", value=None):
    """Return what the model is built from."""
    return compute(changed(change, value))


def leakage(change="as shipped", value=None):
    """Share of a job's takers who live in the Capital Area, by region_id of the job."""
    found = coefficients(change, value)
    capital = found.instance.regions["province"].isin(CAPITAL_AREA).to_numpy()
    takers = found.takers
    share = np.bincount(
        takers.site, weights=takers.share * capital[takers.origin], minlength=len(capital)
    )
    return pd.Series(share, index=found.regions)


def built(plan, instance=None):
    """Rows of what a plan builds, with kind, sector, scale, province and name."""
    instance = instance or korea()
    columns = ["kind", "sector", "scale", "hub_type", "uses_stock"]
    options = instance.options.set_index("option_id")[columns]
    regions = instance.regions.set_index("region_id")[["name", "province"]]
    return plan.build.join(options, on="option_id").join(regions, on="region_id")


def people(plan):
    """Persons who stay or come."""
    return plan.retained + plan.arrived


def clusters(plan):
    """Pairs (region_id, sector) of the clusters in a plan."""
    rows = built(plan)
    rows = rows[rows["kind"] == "cluster"]
    return set(zip(rows["region_id"], rows["sector"], strict=True))


def moved(before, after):
    """Share of the clusters of one plan that another does not have in the same region."""
    old = clusters(before)
    return len(old - clusters(after)) / len(old)


def hubs(plan):
    """Rows of a plan's hubs."""
    rows = built(plan)
    return rows[rows["kind"] == "hub"]


def hub_share(plan):
    """Share of a plan's spending on what is built that goes to culture hubs."""
    return hubs(plan)["cost"].sum() / plan.build["cost"].sum()


def sector_shares(plan):
    """Share of each sector among the clusters of a plan."""
    sectors = pd.Series([sector for _, sector in clusters(plan)])
    return sectors.value_counts(normalize=True)


def direct_jobs(plan):
    """Direct jobs that come, of clusters and hubs: as announced × realised_share."""
    return float(plan.build["jobs"].sum()) * korea().settings.realised_share


def central_by_province(plan):
    """Money of the centre for what is built, by province."""
    rows = built(plan)
    match = korea().table("provinces").set_index("province")["match_share"]
    return (rows["cost"] * (1 - rows["province"].map(match))).groupby(rows["province"]).sum()


def youth_share():
    """Return each province's part of the young residents of provinces with a candidate."""
    regions = korea().regions
    there = regions.groupby("province")["candidate"].transform("any").astype(bool)
    youth = regions[there].groupby("province", sort=False)["youth"].sum()
    return youth / youth.sum()
