"""Brings the coefficients of an instance together, in the order in which they depend."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from optimizer.arrays import Flags, Floats, Ints
from optimizer.coefficients.cofinancing import Purses, find_purses
from optimizer.coefficients.culture import Curve, capacities, find_curve, service
from optimizer.coefficients.housing import Housing, find_housing, most_takers
from optimizer.coefficients.levers import Levers, find_levers
from optimizer.coefficients.phases import Stages, expand
from optimizer.coefficients.placements import Sites, find_sites, leaver_share
from optimizer.coefficients.takers import Takers, find_takers
from optimizer.coefficients.travel_pairs import Pairs, find_pairs
from optimizer.coefficients.workforce import Workforce, find_workforce
from optimizer.instance import Instance, ProblemList
from optimizer.projection import Baseline, baseline, cohorts_of

BOUNDLESS = 10_000
"""Youth jobs kept by culture alone, at most, for each leaver who could come."""


@dataclass(frozen=True)
class Coefficients:
    """Everything the model is built from; positions refer to the instance's tables.

    Attributes
    ----------
    given : Instance
        As it was loaded.
    instance : Instance
        With a copy of each option for each phase; without phases it is `given`.
    stages : Stages
        Which option and phase each copy stands for.
    purses : Purses
        Who pays.
    regions, options : tuple of str
        Ids by position; of options those of the copies.
    sites : Sites
    leavers : float array, shape (regions,)
        L, persons.
    pool : float array, shape (regions,)
        job_motive_share × L, persons whom a job could keep.
    weight : float array, shape (regions,)
        Weight of a retained person.
    pairs : Pairs
        For commuting, culture and recruiting.
    takers : Takers or None
        Who takes jobs; None under job_takers "best", where the model decides it.
    flow_origin, flow_site : int arrays, shape (flows,)
        Under "best" the pairs over which leavers can take a job: leavers there, jobs here, some
        would commute. None under "catchment".
    flow_stay : float array, shape (flows,)
        stay of each flow.
    service : csr_array, shape (regions, regions)
        Levels per place of capacity, from `culture.service`.
    capacity : float array, shape (options,)
        Places that one building serves.
    base_level : float array, shape (regions,)
        c⁰, today's cultural level.
    curve : Curve
        g.
    local_jobs : float array, shape (regions,)
        Persons; 0 where unknown and unneeded.
    absorption : float array, shape (regions,)
        Direct jobs at most; infinite where there is no limit.
    workforce : Workforce
    levers : Levers
    housing : Housing
        Measures of housing, and whom they can help.
    """

    given: Instance
    instance: Instance
    stages: Stages
    purses: Purses
    regions: tuple[str, ...]
    options: tuple[str, ...]
    sites: Sites
    leavers: Floats
    pool: Floats
    weight: Floats
    pairs: Pairs
    takers: Takers | None
    flow_origin: Ints
    flow_site: Ints
    flow_stay: Floats
    service: sparse.csr_array
    capacity: Floats
    base_level: Floats
    curve: Curve
    local_jobs: Floats
    absorption: Floats
    workforce: Workforce
    levers: Levers
    housing: Housing

    def campus(self) -> dict[tuple[str, str], str]:
        """Return the region of the campus by university and field."""
        table = self.given.table("universities")
        keys = zip(table["university_id"], table["field"], strict=True)
        return dict(zip(keys, table["region_id"], strict=True))

    @cached_property
    def outlook(self) -> Baseline | None:
        """The paths without a plan up to the horizon year; None where nothing can be projected."""
        cohorts = cohorts_of(self.given)
        if cohorts is None or cohorts.migration is None:
            return None
        return baseline(cohorts, self.given.years)

    def culture_room(self) -> Floats:
        """Return who could stay for full culture alone, by region: L·(g(1) − g(c⁰)), persons."""
        gain = self.curve(np.ones(len(self.regions))) - self.curve(self.base_level)
        return np.asarray(self.leavers * np.maximum(0.0, gain))


def compute(given: Instance) -> Coefficients:
    """Compute all coefficients of an instance.

    Parameters
    ----------
    given : Instance
        With its travel table (`optimizer.load` sees to that).
    """
    instance, stages = expand(given)
    regions, settings = instance.regions, instance.settings
    pairs = find_pairs(instance)
    takers = find_takers(instance, pairs) if settings.job_takers == "catchment" else None
    factor = leaver_share(instance, pairs) if takers is None else takers.access
    sites = find_sites(instance, factor)
    leavers = regions["leavers"].to_numpy(dtype=float)
    pool = settings.job_motive_share * leavers
    if takers is None:
        flows = _find_flows(pairs, sites, pool)
        come = np.bincount(pairs.site[flows], pool[pairs.origin[flows]], len(regions))
        enough = np.asarray(come, dtype=float)
    else:
        flows = np.zeros(len(pairs.origin), dtype=bool)
        enough = takers_at_most(takers, pool)
    levers, absorption = find_levers(instance, sites, takers), _absorption(instance, pairs)
    most = most_takers(instance, sites, levers.most_uplift, absorption)
    _refuse_boundless_jobs(instance, sites, enough[sites.region])
    return Coefficients(
        given=given,
        instance=instance,
        stages=stages,
        purses=find_purses(instance),
        regions=tuple(regions["region_id"]),
        options=tuple(instance.options["option_id"]),
        sites=sites,
        leavers=leavers,
        pool=pool,
        weight=find_weight(instance),
        pairs=pairs,
        takers=takers,
        flow_origin=pairs.origin[flows],
        flow_site=pairs.site[flows],
        flow_stay=pairs.stay[flows],
        service=service(instance, pairs),
        capacity=capacities(instance),
        base_level=regions["culture_level"].to_numpy(dtype=float),
        curve=find_curve(instance),
        local_jobs=np.nan_to_num(regions["local_jobs"].to_numpy(dtype=float)),
        absorption=absorption,
        workforce=find_workforce(instance, pairs, sites),
        levers=levers,
        housing=find_housing(levers, takers, most, pool),
    )


def _find_flows(pairs: Pairs, sites: Sites, pool: Floats) -> Flags:
    makes_jobs = np.zeros(len(pool), dtype=bool)
    makes_jobs[sites.region[sites.youth_jobs > 0]] = True
    flows = pairs.commutes & (pairs.stay > 0) & makes_jobs[pairs.site] & (pool[pairs.origin] > 0)
    return np.asarray(flows, dtype=bool)


def takers_at_most(takers: Takers, pool: Floats) -> Floats:
    """Return by site the takers beyond whom nobody more is kept, and nobody more arrives.

    One site's takers alone then keep, in each region, the whole pool. Infinite where further
    takers bring arrivals, and where none would leave (targeting 0) so that only housing keeps any.
    """
    keep = takers.share * takers.leaving[takers.origin]
    needed = np.divide(pool[takers.origin], keep, out=np.zeros(len(keep)), where=keep > 0)
    needed[(keep == 0) & (pool[takers.origin] > 0)] = np.inf
    most = np.zeros(len(pool))
    np.maximum.at(most, takers.site, needed)
    return np.where(takers.arriving > 0, np.inf, most)


def find_weight(instance: Instance) -> Floats:
    """Return the weight of one who stays, by region."""
    if instance.settings.weights == "extinction_risk":
        risk = instance.numbers("regions", "extinction_risk")
        return np.asarray(2.0 - np.minimum(1.0, risk))
    return instance.numbers("regions", "weight")


def _absorption(instance: Instance, pairs: Pairs) -> Floats:
    """Return direct jobs at most by region: absorption_share × youth of its commuting area.

    There is no limit where `youth` is absent for any region of the area.
    """
    count = len(instance.regions)
    share = instance.settings.absorption_share
    if share == "none":
        return np.full(count, np.inf)
    youth = instance.regions["youth"].to_numpy(dtype=float)
    youth = np.where(np.isnan(youth), np.inf, youth)
    area = pairs.area
    young = np.bincount(pairs.site[area], weights=youth[pairs.origin[area]], minlength=count)
    # 0 × ∞ must stay "no limit".
    return np.where(np.isinf(young), np.inf, float(share) * np.where(np.isinf(young), 0.0, young))


def _refuse_boundless_jobs(instance: Instance, sites: Sites, who: Floats) -> None:
    """Refuse jobs so many that a trace of culture, below any solver's tolerance, would decide.

    Where α₀·J exceeds everybody who could come (`who`, by site), their number does not matter;
    elsewhere α₁·J beside them must stay within BOUNDLESS.

    Raises
    ------
    InputError
        Naming each option.
    """
    settings = instance.settings
    by_culture = settings.culture_added_share * sites.youth_jobs
    boundless = ~sites.hub & (settings.job_only_share * sites.youth_jobs < who)
    boundless &= by_culture > BOUNDLESS * who
    problems = ProblemList()
    for option in np.unique(sites.option[boundless]):
        row = instance.options.index[option]
        problems.add(
            instance.files.get("options", "options.csv"),
            f"{instance.options['jobs'].iloc[option]:g} jobs are over {BOUNDLESS:,} times those "
            "who could take them, so that the least trace of culture would decide.",
            row=int(row),
            column="jobs",
            remedy="write the jobs that there can be, or raise job_only_share.",
        )
    problems.raise_if_any()
