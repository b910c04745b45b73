"""The rules without levers written with linopy, and HiGHS as it comes: the second rival.

Rules 1 to 9 of docs/explanation/model.md under job_takers "catchment", from the engine's
coefficients, as somebody would write them who knows linopy: arrays of variables, rows by groups.
Measures, interactions, purses of provinces, phases and locks are refused.
"""

from __future__ import annotations

from typing import Any

import linopy as lp
import numpy as np
import pandas as pd
import xarray as xr

import optimizer as opt
from benchmarks.phases import Record, Stopwatch
from optimizer.coefficients import Coefficients, compute, fair_shares

ABSENT = ("measures", "interactions", "provinces")


def linopy(source: str, budget: float, gap: float, limit: float | None) -> list[Record]:
    """Return the records of the rival.

    Raises
    ------
    ValueError
        The instance has levers.
    """
    watch = Stopwatch()
    instance = watch.time("read", lambda: opt.load(source))
    watch.note(regions=len(instance.regions), pairs=len(instance.table("travel")))
    if instance.phases or any(name in instance.tables for name in ABSENT):
        raise ValueError("written for instances without levers")
    found = watch.time("coefficients", lambda: compute(instance))
    model = watch.time("model", lambda: written(found, budget))
    options: dict[str, Any] = {"mip_rel_gap": gap, "threads": 1}
    if limit is not None:
        options["time_limit"] = limit
    watch.time("solve", lambda: model.solve("highs", io_api="direct", progress=False, **options))
    objective, bound = (
        -float(model.objective.value),
        -float(model.solver_model.getInfo().mip_dual_bound),
    )
    watch.note(objective=objective, bound=bound, gap=(bound - objective) / max(1.0, abs(objective)))
    return watch.records


def written(c: Coefficients, budget: float) -> lp.Model:
    """Return the model; it minimises the negative of who stays or comes."""
    model = lp.Model()
    n = _built(model, c)
    seats = _graduates(model, c, n)
    _money(model, c, n, seats, budget)
    _siting(model, c, n)
    level, added = _culture(model, c, n)
    _people(model, c, n, level, added)
    return model


def _over(values: Any, dim: str) -> xr.DataArray:
    return xr.DataArray(np.asarray(values), dims=[dim], coords={dim: np.arange(len(values))})


def _total(terms: Any, group: np.ndarray, dim: str) -> Any:
    """Return the sum of terms by group; its dimension is `group`."""
    return terms.groupby(
        pd.Series(group, index=pd.RangeIndex(len(group), name=dim), name="group")
    ).sum()


def _at_most(model: lp.Model, name: str, sums: Any, limits: np.ndarray) -> None:
    """Add a row for each group: sum ≤ limit of the group, where there is one."""
    groups = sums.indexes["group"] if hasattr(sums, "indexes") else sums.coords["group"].to_index()
    most = xr.DataArray(limits[groups.to_numpy()], coords={"group": groups})
    model.add_constraints(sums <= most, name=name, mask=np.isfinite(most))


def _built(model: lp.Model, c: Coefficients) -> Any:
    return model.add_variables(
        lower=0, upper=_over(c.sites.most, "site"), integer=True, name="built"
    )


def _money(model: lp.Model, c: Coefficients, n: Any, seats: Any, budget: float) -> None:
    cost = (n * _over(c.sites.cost, "site")).sum()
    spent = cost if seats is None else cost + (seats * _over(c.workforce.seat_cost, "supply")).sum()
    model.add_constraints(spent <= budget, name="budget")
    of_region = c.purses.of_region
    lies = np.array([of_region[name] for name in c.regions], dtype=object)[c.sites.region]
    for share in fair_shares(c, budget):
        here = _over(np.where(lies == share.province, c.sites.cost, 0.0), "site")
        if share.set_by != "nothing":
            model.add_constraints((n * here).sum() >= share.floor, name=f"floor {share.province}")


def _siting(model: lp.Model, c: Coefficients, n: Any) -> None:
    sites, options, regions = c.sites, c.instance.options, c.instance.regions
    limits, count = c.instance.limits, len(c.regions)
    cluster = ~sites.hub
    region = sites.region

    def rows(name: str, weights: np.ndarray, group: np.ndarray, most: np.ndarray) -> None:
        used = np.flatnonzero(weights)
        if len(used):
            terms = n.isel(site=used) * _over(weights, "site").isel(site=used)
            terms = terms.assign_coords(site=np.arange(len(used)))
            _at_most(model, name, _total(terms, group[used], "site"), most)

    rows(
        "land",
        options["land_ha"].to_numpy(float)[sites.option],
        region,
        regions["land_ha"].to_numpy(float),
    )
    rows("absorption", options["jobs"].to_numpy(float)[sites.option], region, c.absorption)
    for stock in [name for name in options["uses_stock"].unique() if name]:
        uses = (options["uses_stock"] == stock).to_numpy(float)[sites.option]
        there = regions.get(f"stock_{stock}", pd.Series(np.zeros(count))).to_numpy(float)
        rows(f"stock {stock}", uses, region, there)
    sector = pd.factorize(options["sector"])[0][sites.option]
    kinds = int(sector.max()) + 1
    rows("one scale", cluster.astype(float), region * kinds + sector, np.ones(count * kinds))
    if limits.max_clusters_per_region is not None:
        most = np.full(count, float(limits.max_clusters_per_region))
        rows("clusters in region", cluster.astype(float), region, most)
    province, names = pd.factorize(regions["province"])
    if isinstance(limits.max_clusters_per_province, int | float):
        most = np.full(len(names), float(limits.max_clusters_per_province))
        rows("clusters in province", cluster.astype(float), province[region], most)
    for option, most_there in limits.max_options.items():
        chosen = (options["option_id"] == option).to_numpy(float)[sites.option]
        rows(
            f"nationwide {option}",
            chosen,
            np.zeros(len(region), int),
            np.array([float(most_there)]),
        )


def _graduates(model: lp.Model, c: Coefficients, n: Any) -> Any:
    force = c.workforce
    if not len(force.supply):
        return None
    seats = model.add_variables(lower=0, upper=_over(force.max_seats, "supply"), name="seats")
    goes = model.add_variables(
        lower=0, coords=[pd.RangeIndex(len(force.supply), name="way")], name="goes"
    )
    _at_most_seats = _total(goes * _over(np.ones(len(force.supply)), "way"), force.supply, "way")
    supply = (
        _at_most_seats.indexes["group"]
        if hasattr(_at_most_seats, "indexes")
        else _at_most_seats.coords["group"].to_index()
    )
    bought = seats.isel(supply=supply.to_numpy()).rename(supply="group").assign_coords(group=supply)
    there = xr.DataArray(force.hireable[supply.to_numpy()], coords={"group": supply})
    model.add_constraints(_at_most_seats - bought <= there, name="graduates there")
    far = (
        seats.isel(supply=force.supply)
        .rename(supply="way")
        .assign_coords(way=np.arange(len(force.supply)))
    )
    willing = _over(force.willing, "way")
    model.add_constraints(
        goes - far * willing <= willing * _over(force.hireable[force.supply], "way"),
        name="distance",
    )
    fields = len(force.fields)
    number = {name: k for k, name in enumerate(force.fields)}
    field = np.array([number[name] for name in force.supply_field])
    site, kind = np.nonzero(force.need > 0)
    key = c.sites.region[site] * fields + kind
    need = n.isel(site=site) * xr.DataArray(force.need[site, kind], dims=["site"])
    need = need.assign_coords(site=np.arange(len(site)))
    hired = goes * _over(-np.ones(len(force.supply)), "way")
    both = lp.merge(
        [
            need.rename(site="entry"),
            hired.rename(way="entry").assign_coords(
                entry=np.arange(len(site), len(site) + len(force.supply))
            ),
        ],
        dim="entry",
    )
    keys = np.concatenate([key, force.site * fields + field[force.supply]])
    series = pd.Series(keys, index=pd.RangeIndex(len(keys), name="entry"), name="group")
    sums = both.groupby(series).sum()
    model.add_constraints(sums <= 0, name="graduates needed")
    return seats


def _culture(model: lp.Model, c: Coefficients, n: Any) -> tuple[Any, Any]:
    count = len(c.regions)
    level = model.add_variables(
        lower=0, upper=1, coords=[pd.RangeIndex(count, name="region")], name="level"
    )
    hubs = np.flatnonzero(c.sites.hub & (c.capacity[c.sites.option] > 0))
    places = c.service.tocsc()[:, c.sites.region[hubs]].tocoo()
    share = places.data * c.capacity[c.sites.option[hubs]][places.coords[1]]
    terms = n.isel(site=hubs[places.coords[1]]) * xr.DataArray(-share, dims=["site"])
    own = (1.0 * level).rename(region="entry")
    serve = terms.rename(site="entry").assign_coords(entry=np.arange(count, count + len(share)))
    keys = np.concatenate([np.arange(count), places.coords[0]])
    series = pd.Series(keys, index=pd.RangeIndex(len(keys), name="entry"), name="group")
    sums = lp.merge([own, serve], dim="entry").groupby(series).sum()
    _at_most(model, "culture", sums, c.base_level)
    helped = np.flatnonzero((c.sites.youth_jobs > 0) & ~c.sites.hub)
    rest = 1.0 - c.base_level[c.sites.region[helped]]
    added = model.add_variables(lower=0, upper=_over(rest, "helped"), name="added")
    x = n.isel(site=helped).rename(site="helped").assign_coords(helped=np.arange(len(helped)))
    model.add_constraints(added - x * _over(rest, "helped") <= 0, name="works where built")
    sector = pd.factorize(c.instance.options["sector"])[0][c.sites.option[helped]]
    region = c.sites.region[helped]
    kinds = int(sector.max(initial=0)) + 1
    key, group = np.unique(region * kinds + sector, return_inverse=True)
    total = _total(1.0 * added, group, "helped")
    there = (
        level.isel(region=key // kinds)
        .rename(region="group")
        .assign_coords(group=np.arange(len(key)))
    )
    model.add_constraints(
        total - there <= -_over(c.base_level[key // kinds], "group"), name="at work"
    )
    return level, added


def _people(model: lp.Model, c: Coefficients, n: Any, level: Any, added: Any) -> None:
    settings, sites, who = c.instance.settings, c.sites, c.takers
    assert who is not None
    count = len(c.regions)
    region = pd.RangeIndex(count, name="region")
    takers = model.add_variables(lower=0, coords=[region], name="takers")
    kept = model.add_variables(lower=0, upper=_over(c.pool, "region"), name="kept")
    stays = model.add_variables(
        lower=0, upper=_over(np.minimum(c.culture_room(), c.local_jobs), "region"), name="stays"
    )
    arrived = model.add_variables(lower=0, coords=[region], name="arrived")
    alone = settings.job_only_share * sites.youth_jobs
    base = c.base_level[sites.region]
    alone = alone + np.where(sites.hub, 0.0, settings.culture_added_share * sites.youth_jobs * base)
    helped = np.flatnonzero((sites.youth_jobs > 0) & ~sites.hub)
    more = settings.culture_added_share * sites.youth_jobs[helped]
    parts = [
        (1.0 * takers).rename(region="entry"),
        (n * _over(-alone, "site")).rename(site="entry"),
        (added * _over(-more, "helped")).rename(helped="entry"),
    ]
    keys = np.concatenate([np.arange(count), sites.region, sites.region[helped]])
    _grouped(model, "jobs", parts, keys)
    weight = who.share * who.leaving[who.origin]
    lives = takers.isel(region=who.site).rename(region="entry") * xr.DataArray(
        -weight, dims=["entry"]
    )
    _grouped(
        model,
        "kept",
        [(1.0 * kept).rename(region="entry"), lives],
        np.concatenate([np.arange(count), who.origin]),
    )
    model.add_constraints(arrived - takers * _over(who.arriving, "region") <= 0, name="arrivals")
    model.add_constraints(kept + stays <= _over(c.leavers, "region"), name="no more than leave")
    known = c.curve(c.base_level)
    for number, (slope, intercept) in enumerate(c.curve.lines()):
        right = _over(c.leavers * (intercept - known), "region")
        model.add_constraints(
            stays - level * _over(slope * c.leavers, "region") <= right, name=f"by culture {number}"
        )
    worth = _over(-c.weight, "region")
    model.add_objective((kept * worth + stays * worth + arrived * worth).sum())


def _grouped(model: lp.Model, name: str, parts: list[Any], keys: np.ndarray) -> None:
    """Add a row for each key: the sum of all terms with it is at most 0."""
    begun = 0
    for place, part in enumerate(parts):
        size = part.sizes["entry"]
        parts[place] = part.assign_coords(entry=np.arange(begun, begun + size))
        begun += size
    series = pd.Series(keys, index=pd.RangeIndex(len(keys), name="entry"), name="group")
    model.add_constraints(lp.merge(parts, dim="entry").groupby(series).sum() <= 0, name=name)
