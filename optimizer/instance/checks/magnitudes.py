"""Columns that are hardly in the unit they should be, told by what they stand beside.

Nothing here is refused. Each warning names the two figures that it compared. The bounds are
assumptions, far from what the shipped countries hold, so that only another unit crosses them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from optimizer.instance.schema.settings import Settings

Tables = Mapping[str, pd.DataFrame]
Files = Mapping[str, str]

YOUTH_BY_UNMOVED = (0.2, 5.0)
"""Between these is youth today over those who would live there without migration; Korea: 1.4."""
LEAVERS_SHARE = 0.002
"""At least this part of the young leaves, where anybody does; Korea: 0.25."""
YOUTH_OF_REGION = (100.0, 5e6)
"""Between these is the median region's youth; Korea: 16,000."""
LAND_OF_REGION = 1e5
"""Hectares of developable land of the median region, at most; Korea: 18."""
INDEX = (0.1, 10.0)
"""Between these is the median of an index around 1."""
RISK = (0.005, 10.0)
"""Between these is the median of women of 20 to 39 over residents of 65 and above; Korea: 0.4."""
FEWEST_JOBS = 5.0
"""The largest cluster brings at least so many."""
MULTIPLIER = 20.0
"""Further jobs for each job, at most; Korea: 0.8."""
UPLIFT = 2.0
"""Of jobs by one measure, at most: three times the jobs."""
RATIO_OF_COSTS = 100.0
"""The cheapest measure over the dearest option, at most."""
RATIO_OF_LAND = 20.0
"""A site's land over the dearest option, at most."""
BEYOND = 10.0
"""A length or a rate in settings is within so many times its general range."""
OWN_BUDGET = 1e5
"""A province's own budget over the dearest option, at most; Korea: 25."""
SURVIVAL = 0.5
"""The median chance of living five years longer, at least."""
LOCAL_JOBS = 5.0
"""Jobs within reach of culture for each young resident, at most; Korea: 0.001."""
TIMES_EVERYTHING = 10.0
"""The budget over the cost of all that may be built, at most."""
YEARS_OF_VALUE = (0.02, 200.0)
"""Between these are the years in which a cluster's jobs make as much value as it costs to build;
Korea: 1.2."""
FEWEST_REGIONS = 5
"""Of fewer regions no median is judged: they may be an example made by hand."""


def out_of_budget(tables: Tables, files: Files, budget: float | None) -> list[str]:
    """Return a warning where the budget of instance.toml buys nothing, or everything many times.

    Parameters
    ----------
    tables, files
        As for `out_of_scale`.
    budget : float or None
    """
    options, regions = tables["options"], tables["regions"]
    costs = options["capital_cost"]
    there = regions[regions["candidate"].astype(bool)]
    if budget is None or not (costs > 0).any() or there.empty:
        return []
    match = float(tables["provinces"]["match_share"].max()) if "provinces" in tables else 0.0
    cheapest = float(costs.where(costs > 0).min())
    centre = cheapest * float(there["construction_cost_index"].min()) * (1.0 - match)
    if budget < centre:
        return [
            f"{files['options']}: the cheapest option costs {cheapest:,.4g}, the centre "
            f"{centre:,.4g} of it at least: more than the budget of {budget:,.4g}, so that hardly "
            "anything can be built; are both in one currency unit?"
        ]
    everything = float((costs * options["max_per_region"]).sum()) * len(there)
    if budget > TIMES_EVERYTHING * everything:
        return [
            f"{files['options']}: to build every option in every region costs {everything:,.4g}, "
            f"but the budget is {budget:,.4g}; are both in one currency unit?"
        ]
    return []


def out_of_scale(tables: Tables, files: Files, *, people_told: bool = False) -> list[str]:
    """Return a warning for each column whose size tells of another unit.

    Parameters
    ----------
    tables : mapping of table name to DataFrame
        At least regions and options.
    files : mapping of table name to file name
    people_told : bool
        Whether the number of young people has been warned of already: then nothing is compared
        with it, since one cause is told once.
    """
    found = [] if people_told else list(_people(tables, files))
    alone = (_indices, _land, _costs, _survival)
    by_people = () if people_told or found else (_local_jobs, _jobs, _graduates)
    found += [text for check in (*by_people, *alone) for text in check(tables, files)]
    return found


def out_of_range(settings: Settings) -> list[str]:
    """Return a warning for each length in minutes or rate a year that is far from its range.

    Parameters
    ----------
    settings : Settings
    """
    found = []
    for name, field in type(settings).model_fields.items():
        extra, value = field.json_schema_extra, getattr(settings, name)
        about = extra if isinstance(extra, dict) else {}
        unit, low, high = about.get("unit"), about.get("low"), about.get("high")
        if unit not in ("minutes", "1/year") or not isinstance(value, int | float):
            continue
        if not isinstance(low, int | float) or not isinstance(high, int | float):
            continue
        if _outside(float(value), (low / BEYOND, high * BEYOND)):
            found.append(
                f"settings.{name} is {value:g} {unit}, but {low:g} to {high:g} is usual; is it in "
                "another unit?"
            )
    return found


def _outside(value: float, bounds: tuple[float, float]) -> bool:
    return value > 0 and not bounds[0] <= value <= bounds[1]


def _people(tables: Tables, files: Files) -> Iterator[str]:
    regions, file = tables["regions"], files["regions"]
    both = regions[(regions["youth"] > 0) & (regions["youth_zero_migration"] > 0)]
    youth, unmoved = both["youth"].sum(), both["youth_zero_migration"].sum()
    if unmoved > 0 and _outside(youth / unmoved, YOUTH_BY_UNMOVED):
        yield (
            f"{file}: youth is {youth:,.4g} in all, but youth_zero_migration {unmoved:,.4g}; is "
            "one of them in thousands?"
        )
    leaving = regions[(regions["leavers"] > 0) & (regions["youth_zero_migration"] > 0)]
    leavers, unmoved = leaving["leavers"].sum(), leaving["youth_zero_migration"].sum()
    if unmoved > 0 and leavers < LEAVERS_SHARE * unmoved:
        yield (
            f"{file}: leavers are {leavers:,.4g} of {unmoved:,.4g} young people in all; are they "
            "in thousands?"
        )
    median = float(regions["youth"].where(regions["youth"] > 0).median())
    if len(regions) >= FEWEST_REGIONS and _outside(median, YOUTH_OF_REGION):
        yield f"{file}: the median region has {median:,.4g} young residents; are these persons?"


def _local_jobs(tables: Tables, files: Files) -> Iterator[str]:
    regions = tables["regions"]
    jobs, youth = float(regions["local_jobs"].sum()), float(regions["youth"].sum())
    if youth > 0 and len(regions) >= FEWEST_REGIONS and jobs > LOCAL_JOBS * youth:
        yield (
            f"{files['regions']}: local_jobs is {jobs:,.4g} in all, but there are {youth:,.4g} "
            "young residents; are these in one unit?"
        )


def _indices(tables: Tables, files: Files) -> Iterator[str]:
    regions, file = tables["regions"], files["regions"]
    if len(regions) < FEWEST_REGIONS:
        return
    for name in ("operating_cost_index", "construction_cost_index"):
        median = float(regions[name].median())
        if _outside(median, INDEX):
            yield f"{file}: the median {name} is {median:,.4g}; 1 is the national average."
    median = float(regions["extinction_risk"].median())
    if _outside(median, RISK):
        yield (
            f"{file}: the median extinction_risk is {median:,.4g}; it is women of 20 to 39 over "
            "residents of 65 and above, no percentage."
        )


def _land(tables: Tables, files: Files) -> Iterator[str]:
    regions, options = tables["regions"], tables["options"]
    candidates = regions[regions["candidate"].astype(bool)]
    needed = options.loc[options["land_ha"] > 0, "land_ha"]
    largest = float(candidates["land_ha"].max()) if len(candidates) else 0.0
    if len(needed) and 0 < largest < needed.min():
        yield (
            f"{files['regions']} and {files['options']}: no region has more than {largest:,.4g} ha "
            f"of land, but the smallest option takes {needed.min():,.4g} ha; are both in hectares?"
        )
    median = float(candidates["land_ha"].median()) if len(candidates) else 0.0
    if len(regions) >= FEWEST_REGIONS and median > LAND_OF_REGION:
        yield (
            f"{files['regions']}: the median region has {median:,.4g} ha of developable land; are "
            "these square metres?"
        )


def _jobs(tables: Tables, files: Files) -> Iterator[str]:
    regions, options, file = tables["regions"], tables["options"], files["options"]
    if len(regions) < FEWEST_REGIONS:
        return
    everybody, most = float(regions["youth"].sum()), float(options["jobs"].max())
    if everybody > 0 and most > everybody:
        yield (
            f"{file}: an option brings {most:,.4g} jobs, but the nation has {everybody:,.4g} young "
            "residents."
        )
    elif 0 < most < FEWEST_JOBS:
        yield f"{file}: no option brings more than {most:,.4g} jobs; are these thousands?"
    if options["multiplier"].max() > MULTIPLIER:
        most = float(options["multiplier"].max())
        yield f"{file}: multiplier is up to {most:,.4g} further jobs for each; is it a percentage?"
    places = float(options["culture_capacity"].max())
    if everybody > 0 and places > everybody:
        yield (
            f"{file}: a hub has {places:,.4g} places, but the nation {everybody:,.4g} young "
            "residents."
        )


def _costs(tables: Tables, files: Files) -> Iterator[str]:
    regions, options, file = tables["regions"], tables["options"], files["options"]
    built = options[options["capital_cost"] > 0]
    if built.empty:
        return
    dearest = float(built["capital_cost"].max())
    share = float((built["operating_cost"] / built["capital_cost"]).median())
    if share > 1:
        yield f"{file}: the median operating_cost of a year is {share:,.4g} times capital_cost."
    yield from _years_of_value(options, file)
    sites = float(regions["land_price"].median()) * float(options["land_ha"].median())
    if sites > RATIO_OF_LAND * dearest:
        yield (
            f"{files['regions']}: the land of a median option costs {sites:,.4g}, but the dearest "
            f"option itself {dearest:,.4g}; is land_price in another unit?"
        )
    if "measures" in tables:
        measures = tables["measures"]
        cheapest = float(measures["cost"].where(measures["cost"] > 0).min())
        if cheapest > RATIO_OF_COSTS * dearest:
            yield (
                f"{files['measures']}: the cheapest measure costs {cheapest:,.4g}, but the dearest "
                f"option {dearest:,.4g}; are both in one currency unit?"
            )
        if measures["uplift"].max() > UPLIFT:
            yield (
                f"{files['measures']}: uplift is up to {measures['uplift'].max():,.4g}; it is a "
                "share of the jobs, 0.1 for a tenth more."
            )
    if "provinces" in tables:
        own = float(tables["provinces"]["own_budget"].max())
        if own > OWN_BUDGET * dearest:
            yield (
                f"{files['provinces']}: own_budget is up to {own:,.4g}, but the dearest option "
                f"costs {dearest:,.4g}; are both in one currency unit?"
            )


def _years_of_value(options: pd.DataFrame, file: str) -> Iterator[str]:
    """Warn where clusters cost hardly anything, or far too much, for what their jobs bring."""
    clusters = options[(options["capital_cost"] > 0) & (options["jobs"] > 0)]
    clusters = clusters[clusters["value_added"] > 0]
    if clusters.empty:
        return
    cost = float((clusters["capital_cost"] / clusters["jobs"]).median())
    value = float(clusters["value_added"].median())
    if _outside(cost / value, YEARS_OF_VALUE):
        yield (
            f"{file}: the median option costs {cost:,.4g} for each job, but a job brings "
            f"{value:,.4g} of value added a year; are capital_cost, jobs and value_added in one "
            "currency unit and in persons?"
        )


def _graduates(tables: Tables, files: Files) -> Iterator[str]:
    if "universities" not in tables:
        return
    universities, regions = tables["universities"], tables["regions"]
    there, youth = float(universities["graduates"].sum()), float(regions["youth"].sum())
    if 0 < youth < there:
        yield (
            f"{files['universities']}: {there:,.4g} graduates a year, but {youth:,.4g} young "
            "residents in all."
        )
    if "needs" not in tables:
        return
    fields = universities.groupby("field")["graduates"].sum()
    least = tables["needs"].groupby("field")["graduates"].min()
    short = (least - fields).dropna()
    short = short[short > 0]
    if len(short) and len(short) == len(least):
        field = str(short.index[0])
        yield (
            f"{files['needs']}: every option needs more graduates than there are "
            f"({field}: {least[field]:,.4g} of {fields[field]:,.4g} a year)."
        )


def _survival(tables: Tables, files: Files) -> Iterator[str]:
    if "survival" in tables and (median := float(tables["survival"]["value"].median())) < SURVIVAL:
        yield f"{files['survival']}: the median survival is {median:,.4g}; are these deaths?"
