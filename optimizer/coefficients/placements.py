"""Sites: which option may be built in which region, what one costs and the youth jobs it makes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from optimizer.arrays import Flags, Floats, Ints
from optimizer.coefficients.travel_pairs import Pairs
from optimizer.instance import Instance, without_zone


@dataclass(frozen=True)
class Sites:
    """Permitted pairs of region and option, sorted by region, then by option.

    Attributes
    ----------
    region, option : int arrays, shape (sites,)
        Positions in the tables of regions and options.
    hub : bool array, shape (sites,)
    most : int array, shape (sites,)
        Most buildings: 1 for a cluster, max_per_region for a hub.
    cost : float array, shape (sites,)
        Public cost of one over the horizon, bn KRW.
    strength : float array, shape (sites,)
        Factor of the region on the sector; 1 for hubs.
    youth_jobs : float array, shape (sites,)
        N, additional jobs of one for the young (job_takers "catchment"); under "best" J, those
        of them that keep somebody who would have left.
    """

    region: Ints
    option: Ints
    hub: Flags
    most: Ints
    cost: Floats
    strength: Floats
    youth_jobs: Floats

    def __len__(self) -> int:
        return len(self.region)


def annuity(lead_years: Floats, years: int, discount_rate: float) -> Floats:
    """Return Σ (1 + rate)^−y over y = lead_years + 1 … years, for each option."""
    discounted = (1.0 + discount_rate) ** -np.arange(1, years + 1, dtype=float)
    return np.array([discounted[int(lead) :].sum() for lead in lead_years])


def open_share(instance: Instance) -> Floats:
    """Return the share of the years to the horizon in which each option is open."""
    lead = instance.numbers("options", "lead_years")
    return (instance.years - lead) / instance.years


def leaver_share(instance: Instance, pairs: Pairs) -> Floats:
    """Return ℓ for each region as a site: the share of young job-takers who would have left.

    Notes
    -----
    ℓ_j = min(1, targeting · Σ_i L_i·stay(τ(i,j)) / Σ_i Y⁰_i·stay(τ(i,j))) over the commuting
    area; 0 where nobody young lives there; 1 everywhere for leaver_share = "one".
    """
    count = len(instance.words("regions", "region_id"))
    if instance.settings.leaver_share == "one":
        return np.ones(count)
    area = pairs.area

    def gather(people: Floats) -> Floats:
        weights = people[pairs.origin[area]] * pairs.stay[area]
        return np.asarray(
            np.bincount(pairs.site[area], weights=weights, minlength=count), dtype=float
        )

    leavers = gather(instance.numbers("regions", "leavers"))
    young = gather(instance.numbers("regions", "youth_zero_migration"))
    share = np.divide(leavers, young, out=np.zeros(count), where=young > 0)
    return np.minimum(1.0, instance.settings.targeting * share)


@dataclass(frozen=True)
class Ground:
    """Where what may be built, whatever it costs and brings; as in `Sites`."""

    region: Ints
    option: Ints
    hub: Flags
    most: Ints


def find_ground(instance: Instance, candidate: Flags | None = None) -> Ground:
    """Return every permitted pair of region and option.

    Parameters
    ----------
    instance : Instance
    candidate : bool array, shape (regions,), optional
        In place of the table's column.
    """
    if candidate is None:
        candidate = instance.regions["candidate"].to_numpy(bool)
    region, option = np.nonzero(_permitted(instance, candidate))
    hub = (instance.words("options", "kind") == "hub")[option]
    most = instance.numbers("options", "max_per_region")[option].astype(np.int64)
    return Ground(region, option, hub, np.where(hub, most, 1))


def find_sites(instance: Instance, factor: Floats, ground: Ground | None = None) -> Sites:
    """Return every permitted site with its cost and youth jobs.

    Parameters
    ----------
    instance : Instance
    factor : float array, shape (regions,)
        On the youth jobs of a site there: access_j (`takers`), or under "best" ℓ (`leaver_share`).
    ground : Ground, optional
        What may be built where, if it is known; else it is found.

    Notes
    -----
    Cost of one = capital_cost × construction_cost_index + land_price × land_ha
    + operating_cost × operating_cost_index × annuity (contract.md).
    N = jobs × strength × realised_share × additional_share × (1 + multiplier) × youth_share
    × open share × access; under "best" J with ℓ in place of access (model.md).
    """
    settings = instance.settings
    ground = find_ground(instance) if ground is None else ground
    region, option, hub = ground.region, ground.option, ground.hub
    factors = instance.facts.once(
        "strength of options", [("strength", "strength")], lambda: _strength(instance)
    )
    strength = np.where(hub, 1.0, factors[region, option])

    def of_region(column: str) -> Floats:
        return instance.numbers("regions", column)[region]

    def of_option(column: str) -> Floats:
        return instance.numbers("options", column)[option]

    years_paid = annuity(
        instance.numbers("options", "lead_years"), instance.years, settings.discount_rate
    )
    cost = (
        of_option("capital_cost") * of_region("construction_cost_index")
        + of_region("land_price") * of_option("land_ha")
        + of_option("operating_cost") * of_region("operating_cost_index") * years_paid[option]
    )
    shares = settings.realised_share * settings.additional_share * settings.youth_share
    youth_jobs = (
        of_option("jobs")
        * strength
        * shares
        * (1.0 + of_option("multiplier"))
        * factor[region]
        * open_share(instance)[option]
    )
    return Sites(region, option, hub, ground.most, cost, strength, np.asarray(youth_jobs))


def _permitted(instance: Instance, candidate: Flags) -> Flags:
    """Return which option may be built in which region, shape (regions, options)."""
    regions, options = instance.regions, instance.options
    possible = ~without_zone(options, instance.tables.get("measures"))
    buildable = (options["max_per_region"] > 0) & possible
    permitted = np.outer(candidate, buildable.to_numpy(bool))
    forbidden = instance.table("suitability")
    forbidden = forbidden[~forbidden["allowed"].astype(bool)]
    rows = _position(regions["region_id"], forbidden["region_id"])
    columns = _position(options["option_id"], forbidden["option_id"])
    permitted[rows, columns] = False
    return permitted


def _strength(instance: Instance) -> Floats:
    """Return the strength of each region for each option's sector, shape (regions, options)."""
    regions, options = instance.regions, instance.options
    factors = np.ones((len(regions), len(options)))
    table = instance.table("strength")
    sectors = options["sector"].to_numpy(dtype=object)
    rows = _position(regions["region_id"], table["region_id"])
    for row, sector, strength in zip(rows, table["sector"], table["strength"], strict=True):
        factors[row, sectors == sector] = strength
    return factors


def _position(ids: Iterable[str], words: Iterable[str]) -> Ints:
    order = {word: place for place, word in enumerate(ids)}
    return np.array([order[word] for word in words], dtype=np.int64)
