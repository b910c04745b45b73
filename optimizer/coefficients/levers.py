"""Levers that multiply clusters: which measures may be taken where, and who is near whom."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from optimizer.arrays import Flags, Floats, Ints
from optimizer.coefficients.placements import Sites
from optimizer.coefficients.takers import Takers
from optimizer.coefficients.travel_pairs import listed
from optimizer.instance import Instance, for_clusters, for_people, together, zones_for

Place = tuple[int, str]
"""Position of a region, and a sector."""
NEIGHBOURS = ("sector", "near_sector")


@dataclass(frozen=True)
class Near:
    """One interaction in one region: what its clusters of a sector gain, and from what.

    Attributes
    ----------
    region : int
        Position of the region that gains.
    sector, near_sector : str
    uplift : float
        Added share of jobs.
    sites : tuple of int
        Sites one of which must be built.
    """

    region: int
    sector: str
    near_sector: str
    uplift: float
    sites: tuple[int, ...]


@dataclass(frozen=True)
class Levers:
    """Measures and interactions.

    Attributes
    ----------
    measures : tuple of str
        Ids by position.
    cost, uplift, saving, retention : float arrays, shape (measures,)
        bn KRW for one region; added share of a cluster's jobs; share of its cost saved; added
        share of the takers who live there who stay.
    group : tuple of str, shape (measures,)
        Tier groups; "" where a measure has none.
    zone : bool array, shape (measures,)
    for_people : bool array, shape (measures,)
        The measure helps the people of a region, whether or not a cluster stands there.
    max_total, max_per_province : float arrays, shape (measures,)
        Infinite where there is no limit.
    region, measure : int arrays, shape (offers,)
        Where a measure may be taken: where a permitted site could use it, or people live whom it
        may help to stay.
    serves : bool array, shape (measures, options)
        The measure lifts or cheapens the clusters of that option.
    zones : bool array, shape (measures, options)
        The measure is a zone that the option, which needs one, may use.
    near : tuple of Near
    most_uplift : float array, shape (sites,)
        U at most, the cap included; 0 for hubs.
    """

    measures: tuple[str, ...]
    cost: Floats
    uplift: Floats
    saving: Floats
    retention: Floats
    group: tuple[str, ...]
    zone: Flags
    for_people: Flags
    max_total: Floats
    max_per_province: Floats
    region: Ints
    measure: Ints
    serves: Flags
    zones: Flags
    near: tuple[Near, ...]
    most_uplift: Floats


def find_levers(instance: Instance, sites: Sites, takers: Takers | None = None) -> Levers:
    """Return the measures that some site could use, and the interactions that can occur.

    Parameters
    ----------
    instance : Instance
    sites : Sites
    takers : Takers, optional
        Under job_takers "catchment", for where measures of housing may be bought.
    """
    table, options = instance.table("measures"), instance.options
    sector = table["sector"].to_numpy(dtype=object)
    cluster = (options["kind"] == "cluster").to_numpy(bool)
    same = sector[:, None] == options["sector"].to_numpy(dtype=object)[None, :]
    serves = (same | (sector == "")[:, None]) & cluster[None, :]
    serves = np.asarray(serves & for_clusters(table)[:, None], dtype=bool)
    zones = zones_for(options, table)
    permitted = np.zeros((len(instance.regions), len(options)), dtype=bool)
    permitted[sites.region, sites.option] = True
    useful = permitted.astype(np.int64) @ (serves | zones).T.astype(np.int64)
    retention, offered = _column(table, "retention", 0.0), _offered(instance, table)
    homes = _homes(instance, takers)[:, None] & (retention > 0)[None, :]
    region, measure = np.nonzero(((useful > 0) | homes) & (offered > 0)[None, :])
    near = _near(instance, sites)
    return Levers(
        measures=tuple(table["measure_id"]),
        cost=_column(table, "cost", 0.0),
        uplift=_column(table, "uplift", 0.0),
        saving=_column(table, "saving", 0.0),
        retention=retention,
        group=tuple(table["tier_group"]),
        zone=np.asarray(table["kind"] == "zone", dtype=bool),
        for_people=for_people(table),
        max_total=np.minimum(_column(table, "max_total", np.inf), offered),
        max_per_province=_column(table, "max_per_province", np.inf),
        region=region,
        measure=measure,
        serves=serves,
        zones=zones,
        near=near,
        most_uplift=_most_uplift(instance, sites, near),
    )


def renumbered(levers: Levers, instance: Instance) -> Levers:
    """Return levers with the costs and effects of other tables.

    Parameters
    ----------
    levers : Levers
        Of the same measures, sites and travel.
    instance : Instance
        With other numbers; an uplift that was 0 stays 0.

    Notes
    -----
    Who is near whom, which takes long to find, stays. `most_uplift` is not known then: NaN.
    """

    def of_measures(column: str) -> Floats:
        return _filled(instance.numbers("measures", column), 0.0)

    keys = zip(*(instance.words("interactions", end) for end in NEIGHBOURS), strict=True)
    uplift = dict(zip(keys, instance.numbers("interactions", "uplift").tolist(), strict=True))
    return replace(
        levers,
        cost=of_measures("cost"),
        uplift=of_measures("uplift"),
        saving=of_measures("saving"),
        retention=of_measures("retention"),
        near=tuple(
            replace(gain, uplift=uplift[gain.sector, gain.near_sector]) for gain in levers.near
        ),
        most_uplift=np.full_like(levers.most_uplift, np.nan),
    )


def _homes(instance: Instance, takers: Takers | None) -> Flags:
    """Return in which regions a measure of housing may be bought: where leavers live, and λ < 1.

    Nowhere under job_takers "best", and none where takers are not known.
    """
    leavers = instance.regions["leavers"].to_numpy(dtype=float)
    if takers is None:
        return np.zeros(len(leavers), dtype=bool)
    return np.asarray((leavers > 0) & (takers.leaving < 1))


def _offered(instance: Instance, table: pd.DataFrame) -> Floats:
    """Return the regions in which each measure may be taken by [limits], at most."""
    most = instance.limits.max_measures
    return np.array([most.get(name, np.inf) for name in table["measure_id"]], dtype=float)


def _column(table: pd.DataFrame, name: str, blank: float) -> Floats:
    return _filled(table[name].to_numpy(dtype=float), blank)


def _filled(values: Floats, blank: float) -> Floats:
    return np.asarray(np.where(np.isnan(values), blank, values))


def _near(instance: Instance, sites: Sites) -> tuple[Near, ...]:
    """Return each interaction in each region where both sides may be built.

    Notes
    -----
    Near is another region whose minutes, from the one that gains, are listed and within the
    limit; and the region itself, but for its own sector.
    """
    interactions = instance.table("interactions")
    interactions = interactions[interactions["uplift"].astype(float) > 0]
    if interactions.empty:
        return ()
    options = instance.options
    sector_of, hub_type = options["sector"].to_numpy(object), options["hub_type"].to_numpy(object)
    # A word that is both is read as a sector.
    sectors = set(sector_of[(options["kind"] == "cluster").to_numpy(bool)])
    of_kind: dict[tuple[str, bool], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for place, (region, option) in enumerate(zip(sites.region, sites.option, strict=True)):
        hub = bool(sites.hub[place])
        word = hub_type[option] if hub else sector_of[option]
        of_kind[str(word), hub][int(region)].append(place)
    there = np.zeros(len(instance.regions), dtype=bool)
    there[sites.region] = True
    origin, site, minutes, _ = listed(instance)
    # NaN minutes are no known way: they compare false.
    near = (minutes <= interactions["limit_minutes"].max()) & (origin != site)
    near &= there[origin] & there[site]
    origin, site, minutes = origin[near], site[near], minutes[near]
    found: list[Near] = []
    columns = (interactions[name] for name in ("sector", "near_sector", "limit_minutes", "uplift"))
    for sector, near_sector, limit, uplift in zip(*columns, strict=True):
        partners = of_kind[near_sector, near_sector not in sectors]
        gaining = of_kind[sector, False]
        reach: dict[int, list[int]] = defaultdict(list)
        within = minutes <= limit
        for start, end in zip(origin[within].tolist(), site[within].tolist(), strict=True):
            if start in gaining:
                reach[start].append(end)
        for region in sorted(gaining):
            own = [region] if near_sector != sector else []
            places = [place for end in own + reach[region] for place in partners.get(end, [])]
            if places:
                found.append(Near(region, sector, near_sector, float(uplift), tuple(places)))
    return tuple(found)


def _most_uplift(instance: Instance, sites: Sites, near: tuple[Near, ...]) -> Floats:
    """Return the most uplift that each site's cluster can have."""
    table = instance.table("measures")
    uplift = table["uplift"].astype(float).fillna(0.0)
    sector = instance.options["sector"].to_numpy(dtype=object)
    by_sector = {name: together(uplift, table, name) for name in set(sector)}
    by_near: dict[Place, float] = defaultdict(float)
    for gain in near:
        by_near[gain.region, gain.sector] += gain.uplift
    most = [
        0.0 if hub else by_sector[sector[option]] + by_near.get((int(region), sector[option]), 0.0)
        for region, option, hub in zip(sites.region, sites.option, sites.hub, strict=True)
    ]
    return np.asarray(np.minimum(instance.limits.max_uplift, np.array(most, dtype=float)))
