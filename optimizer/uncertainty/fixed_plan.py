"""A plan that is built whatever comes: what it costs and who stays under other assumptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from optimizer.arrays import Floats, Ints
from optimizer.coefficients import (
    Levers,
    Pairs,
    Sites,
    Takers,
    capacities,
    copy_name,
    expand,
    find_curve,
    find_ground,
    find_levers,
    find_pairs,
    find_sites,
    find_takers,
    find_weight,
    helped,
    leaver_share,
    renumbered,
    service,
    stayers,
)
from optimizer.coefficients import Room as Limits
from optimizer.instance import Instance
from optimizer.plan import PlanData, effect_of
from optimizer.uncertainty.assumptions import changed, reached, towards, widened
from optimizer.uncertainty.same import check_same
from optimizer.uncertainty.stayers import ROUNDING, Room, best_stayers, weights


@dataclass(frozen=True)
class Outcome:
    """What comes of a fixed plan under one set of assumptions.

    Attributes
    ----------
    retained : float array, shape (regions,)
        Persons who stay, at the best for the plan's objective.
    arrived : float array, shape (regions,)
        Persons who come from provinces where nothing may be built.
    cost : float
        Public outlay in the instance's currency.
    floors_met : bool
        Whether each province's min_retained_share holds.
    """

    retained: Floats
    arrived: Floats
    cost: float
    floors_met: bool

    @property
    def total(self) -> float:
        """Persons retained in the nation."""
        return float(self.retained.sum())

    @property
    def people(self) -> float:
        """Persons who stay or arrive in the nation."""
        return self.total + float(self.arrived.sum())


class FixedPlan:
    """What a plan builds, in a form that is quick to evaluate again and again.

    Parameters
    ----------
    plan : PlanData
    instance : Instance
        The one that the plan was made for, with the same scenarios and settings.

    Raises
    ------
    InputError
        The plan belongs to another instance, or to other settings.

    Notes
    -----
    Only what the plan builds is kept of the tables (travel to its sites, strength there), so that
    the engine's own coefficients, not copies of their formulas, are computed within
    milliseconds. The rules on what may be built (budget, land, siting, workforce, floors and
    ceilings of spending) are not asked again: it is built.
    """

    def __init__(self, plan: PlanData, instance: Instance):
        check_same(plan, instance)
        self._instance, self._stages = expand(_cut(plan, instance))
        self._find_seats(plan)
        self._known_levers: Levers | None = None
        provinces, names = pd.factorize(instance.regions["province"])
        self._province = np.asarray(provinces, dtype=np.int64)
        self.provinces = tuple(str(name) for name in names)
        limits = instance.limits
        self._floor = self._by_name(limits.min_retained_share, 0.0)
        self._ceiling = self._by_name(limits.max_retained_share, np.inf)
        self._built = set(plan.build["region_id"])
        self._find_sites(plan)
        self._find_usual(plan)

    def _by_name(self, shares: Mapping[str, float], absent: float) -> Floats:
        return np.array([shares.get(name, absent) for name in self.provinces], dtype=float)

    def _find_sites(self, plan: PlanData) -> None:
        instance = self._instance
        # What may be built matters only where something is built, and no draw changes it.
        somewhere = instance.regions["region_id"].isin(self._built).to_numpy(dtype=bool)
        sites = self._ground = find_ground(instance, somewhere)
        regions, options = instance.regions["region_id"], instance.options["option_id"]
        keys = zip(regions.iloc[sites.region], options.iloc[sites.option], strict=True)
        place = {key: number for number, key in enumerate(keys)}
        years = self._stages.years
        built = plan.build
        option = [
            copy_name(name, self._stages, years.index(year) if self._stages.several else 0)
            for name, year in zip(built["option_id"], built["phase"], strict=True)
        ]
        build = list(zip(built["region_id"], option, strict=True))
        self._site: Ints = np.array([place[key] for key in build], dtype=np.int64)
        self._count: Floats = plan.build["count"].to_numpy(dtype=float)
        self._all_counts = np.zeros(len(sites.region))
        self._all_counts[self._site] = self._count
        measures = pd.Index(instance.table("measures")["measure_id"])
        self._measure = measures.get_indexer(plan.measures["measure_id"])
        self._taken = np.zeros((len(regions), len(measures)), dtype=bool)
        where = pd.Index(regions).get_indexer(plan.measures["region_id"])
        self._taken[where, self._measure] = True

    def _find_seats(self, plan: PlanData) -> None:
        """Keep the rows of `universities` of which the plan buys seats: no draw moves them."""
        keys = ["university_id", "field"]
        rows = pd.MultiIndex.from_frame(self._instance.table("universities")[keys])
        self._seat_rows = rows.get_indexer(pd.MultiIndex.from_frame(plan.seats[keys]))
        self._seats: Floats = plan.seats["seats"].to_numpy(dtype=float)

    def _find_usual(self, plan: PlanData) -> None:
        ids = pd.Index(self._instance.regions["region_id"])
        origin, site = (ids.get_indexer(plan.flows[end]) for end in ("from_region", "to_region"))
        self._usual = np.sort(origin * len(ids) + site)

    def evaluate(self, values: Mapping[str, float]) -> Outcome:
        """Return what comes of the plan with some assumptions changed.

        Parameters
        ----------
        values : mapping of name to float
            Settings, and "table.column" or "table.column[word]" with a factor; all others are as
            the plan has them.

        Notes
        -----
        Leavers are kept within youth_zero_migration, of which they are a part.
        """
        instance = changed(self._instance, values, self._built)
        pairs = find_pairs(instance)
        catchment = instance.settings.job_takers == "catchment"
        takers = find_takers(instance, pairs) if catchment else None
        factor = leaver_share(instance, pairs) if takers is None else takers.access
        sites = find_sites(instance, factor, self._ground)
        chosen = self._site
        region, hub = sites.region[chosen], sites.hub[chosen]
        level = self._levels(instance, pairs, region, sites.option[chosen])
        settings = instance.settings
        share = settings.job_only_share + np.where(
            hub, 0.0, settings.culture_added_share * level[region]
        )
        count = len(self._province)
        levers = self._levers_of(instance, sites)
        uplift, saving, measures_cost = self._levers(instance, sites, levers)
        taken = self._count * sites.youth_jobs[chosen] * (1 + uplift) * share
        jobs = np.asarray(np.bincount(region, weights=taken, minlength=count), dtype=float)
        built = float(self._count @ (sites.cost[chosen] * (1 - saving)))
        cost = built + measures_cost + self._seats_cost(instance)
        if takers is not None:
            housed = helped(levers.retention, self._taken, takers.leaving)
            kept = takers.kept_of(jobs, housed)
            return self._followed(instance, takers, jobs, kept, level, cost)
        retained, met = best_stayers(self._room(instance, pairs, jobs, level))
        return Outcome(retained, np.zeros(count), cost, met)

    def _followed(
        self,
        instance: Instance,
        takers: Takers,
        jobs: Floats,
        could: Floats,
        level: Floats,
        cost: float,
    ) -> Outcome:
        """Return who stays and arrives where `jobs` in each site have takers (rules 5 to 9).

        `could` are those whom jobs and housing could keep, the pool aside, by region.
        """
        settings = instance.settings
        leavers = instance.numbers("regions", "leavers")
        by_province = np.bincount(self._province, weights=leavers, minlength=len(self._floor))
        ceiling = np.full(len(self._ceiling), np.inf)
        limited = np.isfinite(self._ceiling)
        ceiling[limited] = self._ceiling[limited] * by_province[limited]
        people = stayers(
            Limits(
                kept=np.minimum(settings.job_motive_share * leavers, could),
                by_culture=_culture(instance, leavers, level),
                arrived=takers.arriving * jobs,
                leavers=leavers,
                province=self._province,
                ceiling=ceiling,
                weight=weights(settings, find_weight(instance)),
            )
        )
        kept = np.bincount(self._province, weights=people.retained, minlength=len(self._floor))
        met = bool((kept >= self._floor * by_province * (1 - ROUNDING)).all())
        return Outcome(people.retained, people.arrived, cost, met)

    def _levers(
        self, instance: Instance, sites: Sites, levers: Levers
    ) -> tuple[Floats, Floats, float]:
        """Return uplift and share of cost saved of each built site, and what measures cost."""
        effect = effect_of(levers, sites, instance, self._all_counts, self._taken)
        cost = float(levers.cost[self._measure].sum())
        return effect.uplift[self._site], effect.saving[self._site], cost

    def _levers_of(self, instance: Instance, sites: Sites) -> Levers:
        """Return the levers; who is near whom is found anew only where that may have changed."""
        known = self._instance
        pairs, limits = ("travel", "minutes"), ("interactions", "limit_minutes")
        if not all(_same(instance.numbers(*one), known.numbers(*one)) for one in (pairs, limits)):
            return find_levers(instance, sites)
        if self._known_levers is None:
            found = find_levers(known, sites)
            near = (gain for gain in found.near if self._all_counts[list(gain.sites)].any())
            self._known_levers = replace(found, near=tuple(near))
        return renumbered(self._known_levers, instance)

    def _levels(self, instance: Instance, pairs: Pairs, region: Ints, option: Ints) -> Floats:
        """Return min(1, c⁰ + Σ capacity·d(τ)/D/full_service·y) for each region (rule 7)."""
        capacity = self._count * capacities(instance)[option]
        places = np.bincount(region, weights=capacity, minlength=len(self._province))
        base = instance.numbers("regions", "culture_level")
        return np.asarray(np.minimum(1.0, base + service(instance, pairs) @ places))

    def _room(self, instance: Instance, pairs: Pairs, jobs: Floats, level: Floats) -> Room:
        settings, leavers = instance.settings, instance.numbers("regions", "leavers")
        pool = settings.job_motive_share * leavers
        flows = pairs.commutes & (pairs.stay > 0)
        flows &= (jobs[pairs.site] > 0) & (pool[pairs.origin] > 0)
        origin, site = pairs.origin[flows], pairs.site[flows]
        return Room(
            origin=origin,
            site=site,
            stay=pairs.stay[flows],
            usual=np.isin(origin * len(leavers) + site, self._usual),
            jobs=jobs,
            pool=pool,
            leavers=leavers,
            culture=_culture(instance, leavers, level),
            weight=weights(settings, find_weight(instance)),
            province=self._province,
            floor=self._floor,
            objective=settings.objective,
            aversion=settings.inequality_aversion,
        )

    def _seats_cost(self, instance: Instance) -> float:
        if not len(self._seats):
            return 0.0
        price = instance.numbers("universities", "seat_cost")
        return float(self._seats @ price[self._seat_rows])


def _culture(instance: Instance, leavers: Floats, level: Floats) -> Floats:
    """Return who would stay for culture alone, at most, by region (rule 8)."""
    curve, base = find_curve(instance), instance.numbers("regions", "culture_level")
    work = np.nan_to_num(instance.numbers("regions", "local_jobs"))
    culture = np.minimum(leavers * (curve(level) - curve(base)), work)
    return np.asarray(np.maximum(0.0, culture))


def _same(one: Floats, other: Floats) -> bool:
    """Return whether two columns hold the same numbers, for what they are needed for here."""
    return one is other or (len(one) == len(other) and bool(np.array_equal(one, other)))


def _cut(plan: PlanData, instance: Instance) -> Instance:
    """Return the instance without what only matters to sites where nothing is built."""
    built = set(plan.build["region_id"])
    tables = dict(instance.tables)
    # Nobody is recruited anew: graduates were found for what is built.
    settings = instance.settings.model_copy(update={"recruit_limit": 0.0})
    wide = widened(instance)
    if wide is not instance:
        tables["travel"] = wide.tables["travel"]
    if "travel" in tables:
        tables["travel"] = towards(tables["travel"], reached(instance, built))
    if "strength" in tables:
        sector = instance.options.set_index("option_id")["sector"]
        used = set(zip(plan.build["region_id"], plan.build["option_id"].map(sector), strict=True))
        rows = zip(tables["strength"]["region_id"], tables["strength"]["sector"], strict=True)
        tables["strength"] = tables["strength"][[row in used for row in rows]]
    tables["suitability"] = instance.table("suitability").iloc[:0]
    return replace(instance, tables=tables, settings=settings)
