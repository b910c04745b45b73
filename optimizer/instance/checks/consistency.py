"""Checks that span tables and settings: what one of them requires of another."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from optimizer.instance.instance import Instance
from optimizer.instance.names import names_of
from optimizer.instance.problems import ProblemList, nearest, shown
from optimizer.instance.reading.tables import check_words_occur
from optimizer.instance.reading.toml_words import Words
from optimizer.instance.schema.levers import check_channels, check_savings, without_zone
from optimizer.instance.schema.limits import Limits, Locked
from optimizer.instance.schema.ranges import behavioural
from optimizer.instance.schema.settings import Settings

Tables = Mapping[str, pd.DataFrame]
Files = Mapping[str, str]
MOST_OPTIMISTIC = ("realised_share", "additional_share", "youth_share", "job_motive_share")
"""Settings whose default is their highest value: all jobs come, are new and go to the young."""


def check_rows(
    tables: Tables,
    files: Files,
    settings: Settings,
    limits: Limits,
    years: int,
    problems: ProblemList,
) -> None:
    """Check what can be said of single rows once every table and setting is known.

    Parameters
    ----------
    tables, files : mapping of table name to DataFrame, and to file name
    settings : Settings
    limits : Limits
    years : int
        Years from the base year to the horizon year.
    problems : ProblemList
    """
    if "regions" in tables:
        _check_regions(tables, files["regions"], settings, limits, problems)
    if "options" in tables:
        _check_options(tables["options"], files["options"], years, problems)
    if settings.stay_half_minutes == "table" and "travel" not in tables and "edges" in tables:
        problems.add(
            files["edges"],
            'settings.stay_half_minutes is "table", but a network has no column `stay`.',
            remedy="add travel.csv with the columns from_region, to_region and stay.",
        )
    if "travel" in tables:
        _check_travel(tables["travel"], files["travel"], settings, problems)
    if "measures" in tables and "options" in tables:
        sectors = sorted(set(tables["options"]["sector"]) - {""})
        cells = tables["measures"]["sector"]
        if sectors:
            check_words_occur(cells, sectors, "options, column sector", files["measures"], problems)
        check_savings(tables["measures"], sectors, files["measures"], problems)
        check_channels(tables["measures"], files["measures"], problems)


def _check_regions(
    tables: Tables, file: str, settings: Settings, limits: Limits, problems: ProblemList
) -> None:
    regions = tables["regions"]
    leavers, young = regions["leavers"], regions["youth_zero_migration"]
    problems.add_each(
        file,
        list(regions.index[leavers > young]),
        lambda row: (
            f"{leavers[row]:g} leavers, but only {young[row]:g} young people would live there if "
            "nobody moved.",
            "leavers are a part of youth_zero_migration: lower them or raise it.",
        ),
        column="leavers",
    )
    catchment = settings.job_takers == "catchment"
    if catchment or settings.leaver_share == "area":
        because = 'settings.job_takers is "catchment"'
        because = because if catchment else 'settings.leaver_share is "area"'
        _require(regions, file, "youth_zero_migration", because, problems)
    if settings.weights == "extinction_risk":
        _require(
            regions, file, "extinction_risk", 'settings.weights is "extinction_risk"', problems
        )
    if "options" in tables and (_hub_capacity(tables["options"]) > 0).any():
        _require(regions, file, "youth", "a hub has culture_capacity", problems)
    elif catchment and settings.access_elasticity > 0:
        _require(regions, file, "youth", "settings.access_elasticity is above 0", problems)
    elif limits.min_fair_share is not None or limits.max_fair_share is not None:
        _require(regions, file, "youth", "a fair share goes by the young residents", problems)
    if catchment and settings.arrival_share > 0 and not uncounted(regions).any():
        problems.add(
            file,
            f"settings.arrival_share is {settings.arrival_share:g}, but every province has a "
            "candidate: there is nowhere that arrivals could come from.",
            column="candidate",
            remedy="set arrival_share = 0, or list the regions of a province where nothing may "
            "be built with candidate = false.",
        )


def uncounted(regions: pd.DataFrame) -> pd.Series:
    """Return which regions lie in a province without a candidate."""
    candidate = regions["candidate"].to_numpy(dtype=bool)
    return ~regions["province"].isin(set(regions["province"].to_numpy(dtype=object)[candidate]))


def destinations(regions: pd.DataFrame) -> pd.Series:
    """Return in which regions whoever stays elsewhere is missing: those said, else uncounted."""
    said = regions["destination"]
    return said.where(said.notna(), uncounted(regions).astype(float)) > 0


def _hub_capacity(options: pd.DataFrame) -> pd.Series:
    return options["culture_capacity"].where(options["kind"] == "hub", 0.0)


def _require(
    regions: pd.DataFrame, file: str, column: str, because: str, problems: ProblemList
) -> None:
    # A cell that doesn't fit has been named already; it isn't blank as well.
    named = [p for p in problems if p.column == column and file.startswith(p.file)]
    if any(problem.count > 1 for problem in named):
        return
    missing = regions.index[regions[column].isna()].difference([p.row for p in named if p.row])
    if len(missing) and len(missing) == len(regions):
        problems.add(
            file,
            f"no row has a value, but it is needed because {because}.",
            column=column,
            remedy="add the column.",
        )
        return
    problems.add_each(
        file,
        list(missing),
        lambda row: (f"the cell is blank, but it is needed because {because}.", "fill it in."),
        column=column,
    )


def _check_options(options: pd.DataFrame, file: str, years: int, problems: ProblemList) -> None:
    for kind, column in (("cluster", "sector"), ("hub", "hub_type")):
        problems.add_each(
            file,
            list(options.index[(options["kind"] == kind) & (options[column] == "")]),
            lambda row, kind=kind, column=column: (  # type: ignore[misc]  # bound in the loop
                f"the cell is blank, but a {kind} needs a {column}.",
                "fill it in.",
            ),
            column=column,
        )
    lead, capacity = options["lead_years"], options["culture_capacity"]
    problems.add_each(
        file,
        list(options.index[lead >= years]),
        lambda row: (
            f"{lead[row]:g} years of lead, but the horizon is only {years} "
            "years away: it would open too late.",
            "shorten the lead, or move horizon_year.",
        ),
        column="lead_years",
    )
    wrong = (options["kind"] == "cluster") & (capacity > 0)
    problems.add_each(
        file,
        list(options.index[wrong]),
        lambda row: (
            f"{capacity[row]:g} places, but a cluster has none; only hubs serve culture.",
            "clear the cell, or make a hub of its own.",
        ),
        column="culture_capacity",
    )


def _check_travel(
    travel: pd.DataFrame, file: str, settings: Settings, problems: ProblemList
) -> None:
    table = settings.stay_half_minutes == "table"
    because = f"settings.stay_half_minutes is {shown(settings.stay_half_minutes)}"
    # What is not said of a region's way to itself keeps its default: 0 minutes, stay 1.
    travel = travel[travel["from_region"] != travel["to_region"]]
    _require(travel, file, "stay" if table else "minutes", because, problems)


def check_words(
    tables: Tables, limits: Limits, locked: Locked, words: Words, problems: ProblemList
) -> None:
    """Check that limits and locks name provinces, options and regions that exist."""
    if "regions" not in tables or "options" not in tables:
        return
    provinces = sorted(set(tables["regions"]["province"]) - {""})
    options = sorted(set(tables["options"]["option_id"]) - {""})
    regions = sorted(set(tables["regions"]["region_id"]) - {""})
    measures = sorted(tables["measures"]["measure_id"]) if "measures" in tables else []
    if not (provinces and options and regions):
        return
    by_province = limits.max_clusters_per_province
    named: list[tuple[str, Mapping[str, float], list[str], str]] = [
        (
            "max_clusters_per_province",
            by_province if isinstance(by_province, dict) else {},
            provinces,
            "province of regions",
        ),
        ("min_retained_share", limits.min_retained_share, provinces, "province of regions"),
        ("max_retained_share", limits.max_retained_share, provinces, "province of regions"),
        ("min_spending", limits.min_spending, provinces, "province of regions"),
        ("max_spending", limits.max_spending, provinces, "province of regions"),
        ("max_options", limits.max_options, options, "option_id of options"),
        # Without the table there is no measure to limit.
        ("max_measures", limits.max_measures if measures else {}, measures, "measure_id"),
    ]
    for key, values, known, what in named:
        origin = words.origin("limits", key)
        for word in values:
            if word not in known:
                problems.add(
                    origin.file,
                    f"{shown(word)} is no {what}.",
                    row=origin.line,
                    column=f"limits.{key}",
                    remedy=nearest(word, known),
                )
    for key, locks in (("in", locked.in_), ("out", locked.out)):
        origin = words.origin("locked", key)
        for lock in locks:
            if split_lock(lock, set(regions), set(options)) is None:
                region, _, option = (part.strip() for part in lock.partition(":"))
                problems.add(
                    origin.file,
                    f"{shown(lock)} is not region_id:option_id of this instance.",
                    row=origin.line,
                    column=f"locked.{key}",
                    remedy=f"region: {nearest(region, regions)}"
                    if region not in regions
                    else f"option: {nearest(option, options)}",
                )


def split_lock(lock: str, regions: set[str], options: set[str]) -> tuple[str, str] | None:
    """Split `region_id:option_id`; ids may themselves hold colons."""
    parts = lock.split(":")
    for cut in range(1, len(parts)):
        region, option = ":".join(parts[:cut]).strip(), ":".join(parts[cut:]).strip()
        if region in regions and option in options:
            return region, option
    return None


def unused(tables: Tables, settings: Settings, limits: Limits) -> list[str]:
    """Return notes on data without effect, and on settings that nobody has chosen."""
    notes: list[str] = []
    if settings.job_takers == "best":
        for name in ("arrival_share", "access_elasticity"):
            if getattr(settings, name) > 0:
                notes.append(f'{name} counts nobody, since job_takers is "best".')
        notes += _housing_left_out(tables, limits)
    options = tables["options"]
    missing = without_zone(options, tables.get("measures"))
    if missing.any():
        names = _listed(options[missing], "option_id")
        notes.append(
            f"{names}: can't be built, as they need a zone and measures has none for them."
        )
    regions = tables["regions"]
    for stock in sorted(set(options["uses_stock"]) - {""}):
        if f"stock_{stock}" not in regions.columns:
            notes.append(
                f"regions has no column stock_{stock}: nothing that uses it up can be built."
            )
    if "needs" in tables and "universities" not in tables:
        notes.append("no table of universities: nothing that needs graduates can be built.")
    if not bool(np.any(regions["candidate"])):
        notes.append("no region is a candidate: nothing can be built.")
    return [*notes, *optimistic(settings)]


def optimistic(settings: Settings) -> list[str]:
    """Return a note on settings that hold their default, the most optimistic value, unsaid."""
    general = behavioural()
    unsaid = [name for name in MOST_OPTIMISTIC if name not in settings.model_fields_set]
    if not unsaid:
        return []
    told = [f"{n} {getattr(settings, n):g} ({general[n][0]:g}–{general[n][1]:g})" for n in unsaid]
    return [
        "as neither the instance, a scenario nor --set says otherwise, the most optimistic value "
        f"is assumed (in brackets plausible ones): {', '.join(told)}."
    ]


def _housing_left_out(tables: Tables, limits: Limits) -> list[str]:
    """Return a note on measures that keep nobody where the model decides who takes a job."""
    if "measures" not in tables:
        return []
    measures = tables["measures"]
    helping = measures[measures["retention"] > 0]
    offered = [limits.max_measures.get(code) != 0 for code in helping["measure_id"]]
    helping = helping[offered]
    if helping.empty:
        return []
    return [
        f'{_listed(helping, "measure_id")}: retention keeps nobody, since job_takers is "best".'
    ]


def _listed(frame: pd.DataFrame, key: str) -> str:
    """Return names of rows with their codes, or codes alone where they have none."""
    names = names_of(frame, key).english
    return ", ".join(
        f"{names[code]} ({code})" if code in names else str(code) for code in frame[key]
    )


def check_local_jobs(instance: Instance) -> None:
    """Require local_jobs wherever culture alone can keep anybody.

    Raises
    ------
    InputError
        Naming each region that has leavers, could get more culture and has no local_jobs.
    """
    regions = instance.regions
    gain = instance.culture.curve is not None or instance.settings.culture_only_share > 0
    could = regions["local_jobs"].isna() & (regions["leavers"] > 0) & (regions["culture_level"] < 1)
    hubs = instance.options[(_hub_capacity(instance.options) > 0)]
    possible = ~without_zone(hubs, instance.tables.get("measures"))
    hubs = hubs[(hubs["max_per_region"] > 0) & possible]
    if not gain or not could.any() or hubs.empty:
        return
    sites = set(regions.loc[regions["candidate"], "region_id"])
    travel = instance.table("travel")
    near = travel[
        (travel["minutes"] <= instance.settings.culture_limit) & travel["to_region"].isin(sites)
    ]
    served = sites | set(near["from_region"])
    problems = ProblemList()
    for row in regions.index[could & regions["region_id"].isin(served)]:
        problems.add(
            instance.files.get("regions", "regions.csv"),
            "the cell is blank, but hubs in reach could keep people here for culture alone, "
            "for whom there must be work.",
            row=int(row),
            column="local_jobs",
            remedy="fill it in (0 if there is none), or set culture_only_share = 0.",
        )
    problems.raise_if_any()
