"""What becomes of the regions: zero migration, nothing done, and the plan, year by year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from optimizer.arrays import Floats
from optimizer.coefficients import Coefficients
from optimizer.instance import Instance, destinations, uncounted
from optimizer.plan.ages import ages_from_record, ages_of, ages_record
from optimizer.plan.cost_per_stayer import no_prices, prices_from_record, prices_record
from optimizer.plan.levels import COUNTS, FLOWS, Level, level_from_record, rounded, summed
from optimizer.projection import (
    Baseline,
    Path,
    baseline,
    with_plan,
    women_and_old,
    young,
)

VARIANTS = ("zero_migration", "nothing_done", "plan")
LEVELS = {"regions": "region_id", "provinces": "province", "nation": None}
LIVING_AREA_MINUTES = 45.0
"""Assumption, as for `leavers`: nobody leaves a region for one so near."""


@dataclass(frozen=True)
class Projection:
    """Regions, provinces and the nation with and without a plan, year by year.

    Attributes
    ----------
    levels : mapping of "regions", "provinces" and "nation" to Level
        The counts as arrays, of which the tables are made when they are asked for.
    regions, provinces, nation : DataFrame
        variant ("zero_migration", "nothing_done", "plan"), year, region_id or province;
        youth (20-39), population, women_20_39, residents_65: persons at the end of the year;
        births, deaths, net_migration (inside the country): in the year, unknown in the base year;
        jobs: direct, that come and are open; risk_index: women 20-39 ÷ residents 65+;
        risk_class: 1 from 1.5, 2 from 1.0, 3 from 0.5, 4 from 0.2, 5 below.
        Provinces and the nation have at_risk and high_risk: regions of class 4 and 5, and of
        class 5.
    ages : DataFrame
        area ("nation"; "gaining": the regions with more young people with the plan than with
        nothing done, together), variant, sex, age_group, persons; in the horizon year.
    cost_per_stayer : DataFrame
        instrument ("whole plan" first), cost (currency), adds (persons more than without it),
        adds_low, adds_high, cost_per_stayer; by instrument from `optimizer.by_instrument`.
    closed : tuple of str
        Provinces where nothing may be built in any region.
    """

    levels: Mapping[str, Level]
    ages: pd.DataFrame
    cost_per_stayer: pd.DataFrame = field(default_factory=no_prices)
    closed: tuple[str, ...] = ()

    @cached_property
    def regions(self) -> pd.DataFrame:
        """By region."""
        return self.levels["regions"].frame()

    @cached_property
    def provinces(self) -> pd.DataFrame:
        """By province."""
        return self.levels["provinces"].frame()

    @cached_property
    def nation(self) -> pd.DataFrame:
        """All regions together."""
        return self.levels["nation"].frame()

    def lifted(self) -> list[str]:
        """Return the regions whose class in the last year is better with the plan than without."""
        level = self.levels["regions"]
        better = level.risk("plan")[-1] < level.risk("nothing_done")[-1]
        return sorted(np.array(level.places, dtype=object)[better].tolist())

    def elsewhere(self) -> pd.Series:
        """Return by province the change of the young in the last year, plan less nothing done."""
        level = self.levels["provinces"]
        change = level.variants["plan"]["youth"][-1] - level.variants["nothing_done"]["youth"][-1]
        return pd.Series(change, index=pd.Index(level.places, name="province")).sort_index()

    def relief(self) -> float:
        """Return how many fewer young people live in the closed provinces in the last year."""
        return float(0.0 - self.elsewhere().reindex(list(self.closed)).sum())

    def record(self) -> dict[str, Any]:
        """Return plain Python, as plan.json holds it: lists over the years."""
        content: dict[str, Any] = {"years": self.levels["nation"].years.tolist()}
        content |= {name: level.record() for name, level in self.levels.items()}
        return content | {
            "lifted": self.lifted(),
            "elsewhere": {str(name): value for name, value in self.elsewhere().round(3).items()},
            "relief": {"provinces": list(self.closed), "young": round(self.relief(), 3)},
            "cost_per_stayer": prices_record(self.cost_per_stayer),
            "ages": ages_record(self.ages),
        }

    @classmethod
    def from_record(cls, content: Mapping[str, Any]) -> Projection:
        """Return the projection that plan.json holds."""
        years = np.array(content["years"], dtype=np.int64)
        levels = {
            name: level_from_record(key, years, content[name]) for name, key in LEVELS.items()
        }
        return cls(
            levels,
            ages=ages_from_record(content["ages"]),
            cost_per_stayer=prices_from_record(content.get("cost_per_stayer", ())),
            closed=tuple(content.get("relief", {}).get("provinces", ())),
        )


def project_plan(
    coefficients: Coefficients,
    regions: pd.DataFrame,
    flows: pd.DataFrame,
    build: pd.DataFrame,
    until: int | None = None,
) -> Projection | None:
    """Project an instance with a plan beside its do-nothing twin.

    Parameters
    ----------
    coefficients : Coefficients
    regions, flows, build : DataFrame
        Of the plan.
    until : int, optional
        Last year; at least the horizon year, which is the default.

    Returns
    -------
    Projection or None
        None where the instance lacks residents, survival, fertility or migration.
    """
    instance, before = coefficients.given, coefficients.outlook
    if before is None:
        return None
    last = instance.horizon_year if until is None else until
    if last != instance.horizon_year:
        before = baseline(before.cohorts, instance.years, last - instance.base_year)
    path = with_plan(
        before,
        regions["retained"].to_numpy(dtype=float),
        opening(coefficients, regions, flows, build),
        **whereabouts(instance),
        arrived=arrived_in(regions),
        brought=open_at_site(coefficients, build),
    )
    return _tables(instance, before, path, _jobs(instance, build, last))


def arrived_in(regions: pd.DataFrame) -> Floats:
    """Return who comes by region, persons; nobody in plans of earlier versions."""
    if "arrived" not in regions.columns:
        return np.zeros(len(regions))
    return np.asarray(regions["arrived"].to_numpy(dtype=float))


def whereabouts(instance: Instance) -> dict[str, Any]:
    """Return where those who stay or come are missing, as `with_plan` takes it.

    Returns
    -------
    dict
        near, sparse (R, R), destination (R,) and uncounted (R,), arrays of bool.
    """
    return {
        "near": living_areas(instance),
        "destination": destinations(instance.regions).to_numpy(dtype=bool),
        "uncounted": uncounted(instance.regions).to_numpy(dtype=bool),
    }


def open_at_site(coefficients: Coefficients, build: pd.DataFrame) -> Floats:
    """Return the share of a region's youth jobs that is open by year, (R, years).

    Where none are built, it is that of all that are built.
    """
    opens = _open(coefficients.given, build)
    site = _positions(coefficients, build["region_id"])
    jobs = build["youth_jobs"].to_numpy(dtype=float)
    by_year = np.zeros((len(coefficients.regions), opens.shape[1]))
    np.add.at(by_year, site, jobs[:, None] * opens)
    made = np.bincount(site, weights=jobs, minlength=len(by_year))
    if len(jobs) and jobs.sum() > 0:
        by_year[made <= 0] = jobs @ opens
        made[made <= 0] = jobs.sum()
    return np.divide(by_year, made[:, None], out=by_year * 0, where=made[:, None] > 0)


def opening(
    coefficients: Coefficients, regions: pd.DataFrame, flows: pd.DataFrame, build: pd.DataFrame
) -> Floats:
    """Return the share of what keeps a region's people that is open by year, (R, years).

    Jobs count by who takes them, culture by what each hub adds to the region's level; an option
    is open from the year after its lead years. Where people stay who are too few to be listed
    among the flows, it is the share of all youth jobs that is open.
    """
    instance = coefficients.given
    opens = _open(instance, build)
    site = _positions(coefficients, build["region_id"])
    at_site = open_at_site(coefficients, build)
    found = np.zeros_like(at_site)
    origin = _positions(coefficients, flows["from_region"])
    goes = _positions(coefficients, flows["to_region"])
    np.add.at(found, origin, flows["retained"].to_numpy(dtype=float)[:, None] * at_site[goes])
    capacity = instance.options.set_index("option_id")["culture_capacity"]
    places = build["option_id"].map(capacity).to_numpy(dtype=float) * opens.mean(axis=1)
    places = places * build["count"].to_numpy(dtype=float)
    by_year = np.zeros_like(at_site)
    np.add.at(by_year, site, places[:, None] * opens)
    culture = coefficients.service @ by_year
    whole = coefficients.service @ np.bincount(site, weights=places, minlength=len(at_site))
    culture = np.divide(culture, whole[:, None], out=culture * 0, where=whole[:, None] > 0)
    by_culture = regions["retained_by_culture"].to_numpy(dtype=float)
    found += by_culture[:, None] * culture
    total = regions["retained"].to_numpy(dtype=float)
    share: Floats = np.divide(found, total[:, None], out=found * 0, where=total[:, None] > 0)
    unlisted = (total > 0) & (share.max(axis=1, initial=0.0) <= 0)
    if unlisted.any() and len(build):
        jobs = build["youth_jobs"].to_numpy(dtype=float)
        weight = jobs if jobs.sum() > 0 else np.ones(len(build))
        share[unlisted] = weight @ opens / weight.sum()
    return share


def _positions(coefficients: Coefficients, ids: pd.Series) -> NDArray[np.intp]:
    return pd.Index(coefficients.regions).get_indexer(pd.Index(ids))


def living_areas(instance: Instance) -> sparse.csr_array:
    """Return a sparse (R, R) of bool: at most 45 minutes apart either way, or the same region."""
    order = pd.Index(instance.regions["region_id"])
    own = np.arange(len(order))
    travel = instance.table("travel")
    close = travel[travel["minutes"] <= LIVING_AREA_MINUTES] if "minutes" in travel else travel[:0]
    one = order.get_indexer(pd.Index(close["from_region"]))
    other = order.get_indexer(pd.Index(close["to_region"]))
    places = np.concatenate([own, one, other]), np.concatenate([own, other, one])
    there = np.ones(len(places[0]), dtype=bool)
    return sparse.csr_array((there, places), shape=(len(order), len(order)))


def _open(instance: Instance, build: pd.DataFrame) -> Floats:
    """Return whether each thing built is open in each year after the base year, (built, Y)."""
    lead = instance.options.set_index("option_id")["lead_years"].astype(float)
    later = build["phase"].to_numpy(dtype=float) - instance.base_year
    opens = build["option_id"].map(lead).to_numpy(dtype=float) + later
    return np.asarray(np.arange(1, instance.years + 1) > opens[:, None], dtype=float)


def _jobs(instance: Instance, build: pd.DataFrame, last: int) -> Floats:
    """Return direct jobs that come and are open, (years + 1, R); as they are after the horizon."""
    years = last - instance.base_year
    order = pd.Index(instance.regions["region_id"])
    come = build["jobs"].to_numpy(dtype=float) * instance.settings.realised_share
    jobs = np.zeros((len(order), instance.years + 1))
    at = order.get_indexer(pd.Index(build["region_id"]))
    np.add.at(jobs[:, 1:], at, come[:, None] * _open(instance, build))
    return np.pad(jobs, ((0, 0), (0, years - instance.years)), mode="edge").T


def _tables(instance: Instance, before: Baseline, path: Path, jobs: Floats) -> Projection:
    paths = dict(zip(VARIANTS, (before.still, before.nothing, path), strict=True))
    exact = {
        variant: _counts(found, jobs * (variant == "plan")) for variant, found in paths.items()
    }
    told = {
        variant: {name: rounded(table) for name, table in counts.items()}
        for variant, counts in exact.items()
    }
    years = np.asarray(path.years, dtype=np.int64)
    regions = Level("region_id", tuple(path.region_ids), years, told)
    province = instance.regions["province"].to_numpy(dtype=object)
    everywhere = np.full(len(province), "", dtype=object)
    given = instance.regions.groupby("province", sort=False)["candidate"].any()
    return Projection(
        {
            "regions": regions,
            "provinces": summed(regions, exact, "province", province),
            "nation": summed(regions, exact, None, everywhere),
        },
        ages_of(paths, before.horizon),
        closed=tuple(str(name) for name in given.index[~given]),
    )


def _counts(found: Path, jobs: Floats) -> dict[str, Floats]:
    women, old = women_and_old(found)
    unknown = np.full(len(found.region_ids), np.nan)
    flows = [np.vstack([unknown, getattr(found, name)]) for name in FLOWS]
    counts = (young(found), found.residents, *flows, women, old, jobs)
    return dict(zip(COUNTS, counts, strict=True))
