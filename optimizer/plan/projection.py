"""What becomes of the regions: zero migration, nothing done, and the plan, year by year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from optimizer.coefficients import Coefficients
from optimizer.coefficients.pairs import Floats
from optimizer.instance import Instance
from optimizer.plan.ages import ages_from_record, ages_of, ages_record
from optimizer.plan.price import no_prices, prices_from_record, prices_record
from optimizer.projection import (
    Baseline,
    Path,
    baseline,
    risk_class,
    with_plan,
    women_and_old,
    young,
)

VARIANTS = ("zero_migration", "nothing_done", "plan")
FLOWS = ("births", "deaths", "net_migration")
COUNTS = ("youth", "population", *FLOWS, "women_20_39", "residents_65", "jobs")
"""Persons at the end of a year or, of flows, in it; direct jobs that come and are open in it."""
LEVELS = {"regions": "region_id", "provinces": "province", "nation": None}
RISK_COUNTS = ("at_risk", "high_risk")
AT_RISK, HIGH_RISK = 4, 5
"""Classes of the extinction-risk index: under 0.5 and under 0.2."""
LIVING_AREA_MINUTES = 45.0
"""Assumption, as for `leavers`: nobody leaves a region for one so near."""
DIGITS = 3


@dataclass(frozen=True)
class Projection:
    """Regions, provinces and the nation with and without a plan, year by year.

    Attributes
    ----------
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

    regions: pd.DataFrame
    provinces: pd.DataFrame
    nation: pd.DataFrame
    ages: pd.DataFrame
    cost_per_stayer: pd.DataFrame = field(default_factory=no_prices)
    closed: tuple[str, ...] = ()

    def lifted(self) -> list[str]:
        """Return the regions whose class in the last year is better with the plan than without."""
        last = self.regions[self.regions["year"] == self.regions["year"].max()]
        table = last.pivot(index="region_id", columns="variant", values="risk_class")
        return list(table.index[table["plan"] < table["nothing_done"]])

    def elsewhere(self) -> pd.Series:
        """Return by province the change of the young in the last year, plan less nothing done."""
        last = self.provinces[self.provinces["year"] == self.provinces["year"].max()]
        table = last.pivot(index="province", columns="variant", values="youth")
        change: pd.Series = table["plan"] - table["nothing_done"]
        return change

    def relief(self) -> float:
        """Return how many fewer young people live in the closed provinces in the last year."""
        return float(-self.elsewhere().reindex(list(self.closed)).sum())

    def record(self) -> dict[str, Any]:
        """Return plain Python, as plan.json holds it: lists over the years."""
        years = sorted(int(year) for year in self.nation["year"].unique())
        content: dict[str, Any] = {"years": years}
        for level, key in LEVELS.items():
            frame = getattr(self, level)
            extra = () if level == "regions" else RISK_COUNTS
            content[level] = {
                variant: _lists(rows, key, (*COUNTS, *extra))
                for variant, rows in frame.groupby("variant", sort=False)
            }
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
        frames = {level: _with_index(_frame(content, level, key)) for level, key in LEVELS.items()}
        return cls(
            **frames,
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
    retained = regions["retained"].to_numpy(dtype=float)
    opened = opening(coefficients, regions, flows, build)
    path = with_plan(before, retained, opened, living_areas(instance))
    return _tables(instance, before, path, _jobs(instance, build, last))


def opening(
    coefficients: Coefficients, regions: pd.DataFrame, flows: pd.DataFrame, build: pd.DataFrame
) -> Floats:
    """Return the share of what keeps a region's people that is open by year, (R, years).

    Jobs count by who takes them, culture by what each hub adds to the region's level; an option
    is open from the year after its lead years.
    """
    instance = coefficients.given
    position = {region: place for place, region in enumerate(coefficients.regions)}
    opens = _open(instance, build)
    site = build["region_id"].map(position).to_numpy(dtype=int)
    jobs = build["youth_jobs"].to_numpy(dtype=float)
    at_site = np.zeros((len(position), instance.years))
    np.add.at(at_site, site, jobs[:, None] * opens)
    made = np.bincount(site, weights=jobs, minlength=len(position))
    at_site = np.divide(at_site, made[:, None], out=np.zeros_like(at_site), where=made[:, None] > 0)
    found = np.zeros_like(at_site)
    origin = flows["from_region"].map(position).to_numpy(dtype=int)
    goes = flows["to_region"].map(position).to_numpy(dtype=int)
    np.add.at(found, origin, flows["retained"].to_numpy(dtype=float)[:, None] * at_site[goes])
    capacity = instance.options.set_index("option_id")["culture_capacity"]
    places = build["option_id"].map(capacity).to_numpy(dtype=float) * opens.mean(axis=1)
    places = places * build["count"].to_numpy(dtype=float)
    by_year = np.zeros_like(at_site)
    np.add.at(by_year, site, places[:, None] * opens)
    culture = coefficients.service @ by_year
    whole = coefficients.service @ np.bincount(site, weights=places, minlength=len(position))
    culture = np.divide(culture, whole[:, None], out=culture * 0, where=whole[:, None] > 0)
    by_culture = regions["retained_by_culture"].to_numpy(dtype=float)
    found += by_culture[:, None] * culture
    total = regions["retained"].to_numpy(dtype=float)[:, None]
    share: Floats = np.divide(found, total, out=np.zeros_like(found), where=total > 0)
    return share


def living_areas(instance: Instance) -> NDArray[np.bool_]:
    """Return whether [i, j] are at most 45 minutes apart either way, (R, R) of bool."""
    order = pd.Index(instance.regions["region_id"])
    near = np.eye(len(order), dtype=bool)
    travel = instance.table("travel")
    if "minutes" in travel.columns:
        close = travel[travel["minutes"] <= LIVING_AREA_MINUTES]
        one = order.get_indexer(pd.Index(close["from_region"]))
        other = order.get_indexer(pd.Index(close["to_region"]))
        near[one, other] = near[other, one] = True
    return near


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
    frames = []
    paths = dict(zip(VARIANTS, (before.still, before.nothing, path), strict=True))
    for variant, found in paths.items():
        women, old = women_and_old(found)
        unknown = np.full(len(found.region_ids), np.nan)
        flows = [np.vstack([unknown, getattr(found, name)]) for name in FLOWS]
        built = jobs * (variant == "plan")
        counts = (young(found), found.residents, *flows, women, old, built)
        years, regions = counts[0].shape
        columns = {
            "variant": variant,
            "year": np.repeat(found.years, regions),
            "region_id": np.tile(np.array(found.region_ids, dtype=object), years),
            **{name: count.ravel() for name, count in zip(COUNTS, counts, strict=True)},
        }
        frames.append(pd.DataFrame(columns))
    exact = pd.concat(frames, ignore_index=True)
    province = exact["region_id"].map(instance.regions.set_index("region_id")["province"])
    grouped = exact.assign(province=province)
    names = list(COUNTS)

    def summed(keys: list[str]) -> pd.DataFrame:
        # The base year has no births: a sum of nothing known stays unknown.
        sums = grouped.groupby(keys, sort=False)[names].sum(min_count=1)
        return _with_index(sums.reset_index())

    regions = _with_index(exact)
    risk = regions["risk_class"]
    grouped = grouped.assign(at_risk=risk >= AT_RISK, high_risk=risk >= HIGH_RISK)

    def level(keys: list[str]) -> pd.DataFrame:
        counts = grouped.groupby(keys, sort=False)[list(RISK_COUNTS)].sum().astype("int64")
        return summed(keys).assign(**{name: counts[name].to_numpy() for name in RISK_COUNTS})

    given = instance.regions.groupby("province", sort=False)["candidate"].any()
    return Projection(
        regions,
        level(["variant", "year", "province"]),
        level(["variant", "year"]),
        ages_of(paths, before.horizon),
        closed=tuple(str(name) for name in given.index[~given]),
    )


def _with_index(frame: pd.DataFrame) -> pd.DataFrame:
    """Round what is counted, and add the extinction-risk index and its class."""
    frame = frame.round(dict.fromkeys(COUNTS, DIGITS))
    women, old = (frame[name].to_numpy(dtype=float) for name in ("women_20_39", "residents_65"))
    index = np.divide(women, old, out=np.full_like(women, np.inf), where=old > 0)
    return frame.assign(risk_index=index.round(6), risk_class=risk_class(index))


def _lists(rows: pd.DataFrame, key: str | None, names: tuple[str, ...]) -> dict[str, Any]:
    def values(found: list[float]) -> list[float | None]:
        return [None if value != value else value for value in found]  # NaN is no JSON

    if key is None:
        return {name: values(rows[name].tolist()) for name in names}
    # As arrays: a table of a thousand lists is slow to cut from a frame list by list.
    place, ones = pd.factorize(rows[key])
    year, years = pd.factorize(rows["year"], sort=True)
    content: dict[str, Any] = {}
    for name in names:
        table = np.full((len(ones), len(years)), np.nan)
        table[place, year] = rows[name].to_numpy(dtype=float)
        whole = name in RISK_COUNTS
        lists = (table.astype(np.int64) if whole else table).tolist()
        if np.isnan(table).any():
            lists = [values(found) for found in lists]
        content[name] = dict(zip(map(str, ones), lists, strict=True))
    return content


def _frame(content: Mapping[str, Any], level: str, key: str | None) -> pd.DataFrame:
    years, parts = content["years"], []
    for variant, lists in content[level].items():
        if key is None:
            parts.append(pd.DataFrame({"variant": variant, "year": years, **lists}))
            continue
        ones = list(next(iter(lists.values())))
        counts = {
            name: np.array([found[one] for one in ones], dtype=float).ravel()
            for name, found in lists.items()
        }
        of = {"year": np.tile(years, len(ones)), key: np.repeat(np.array(ones, object), len(years))}
        parts.append(pd.DataFrame({"variant": variant, **of, **counts}))
    frame = pd.concat(parts, ignore_index=True)
    frame[list(COUNTS)] = frame[list(COUNTS)].astype(float)
    counted = [name for name in RISK_COUNTS if name in frame]
    return frame.astype(dict.fromkeys(counted, "int64"))
