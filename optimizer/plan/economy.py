"""What a plan brings beside people who stay: jobs, value added, tax, households, births, women."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from optimizer.arrays import Floats
from optimizer.instance import Instance
from optimizer.plan.ages import GAIN
from optimizer.plan.projection import Projection, arrived_in

UNITS = {
    "additional_jobs": "jobs",
    "with_multiplier": "jobs",
    "value_added": "{currency}/year",
    "local_tax": "{currency}/year",
    "households": "households",
    "dwellings": "dwellings",
    "vacant_dwellings": "dwellings",
    "dwellings_lacking": "dwellings",
    "births": "persons",
    "births_gaining": "persons",
    "women_gaining": "persons",
}
"""Every measure of the whole plan, in the order of economy.csv."""
BY_SECTOR = ("additional_jobs", "with_multiplier", "value_added", "local_tax")
ECONOMY = ("measure", "of", "value", "unit")
WHOLE = "whole plan"


def economy_of(
    instance: Instance,
    build: pd.DataFrame,
    regions: pd.DataFrame,
    projection: Projection | None,
) -> dict[str, Any]:
    """Return what follows from a plan for the economy, as plan.json holds it.

    Parameters
    ----------
    instance : Instance
        As it was loaded (`Coefficients.given`).
    build, regions : DataFrame
        Of the plan.
    projection : Projection, optional

    Returns
    -------
    dict
        year : the horizon year, in which all that is built is open;
        additional_jobs : direct jobs as announced × realised_share × additional_share;
        with_multiplier : these and the further local jobs, × (1 + multiplier);
        value_added, local_tax : currency a year, from these jobs;
        households, dwellings : of those who stay and come, one dwelling each;
        vacant_dwellings : that stand empty in the regions where they live;
        dwellings_lacking : how many more are needed than stand empty, region by region;
        births : more with the plan than with nothing done, in all years and regions;
        births_gaining, women_gaining : the same of births, and of women of 20-39 in the horizon
        year, in the regions with more young people then;
        sectors : list of the first four by sector or type of hub, under `of`.
        What the tables and settings don't tell is None.

    Notes
    -----
    Strength, measures and neighbours are left out, as from direct jobs everywhere. A direct job
    brings value_added and local_tax of its option (blank: nothing is counted), a further one
    further_job_value_added and further_job_local_tax; where either is not told at all, nor is the
    sum.
    """
    rows = _jobs(instance, build)
    people = _homes(instance, regions)
    sectors = [
        {"of": str(name), **_sums(instance, part)} for name, part in rows.groupby("of", sort=True)
    ]
    found = {"year": instance.horizon_year, **_sums(instance, rows), **people}
    return found | _growing(projection) | {"sectors": sectors}


def economy_table(economy: Mapping[str, Any], currency: str) -> pd.DataFrame:
    """Return the measures as rows; a value that is not told is blank.

    Parameters
    ----------
    economy : mapping
        As `economy_of` returns it.
    currency : str

    Returns
    -------
    DataFrame
        measure, of ("whole plan", a sector or a type of hub), value, unit.
    """
    units = {name: unit.format(currency=currency) for name, unit in UNITS.items()}
    rows = [(name, WHOLE, economy.get(name), unit) for name, unit in units.items()]
    rows += [
        (name, part["of"], part[name], units[name])
        for part in economy.get("sectors", ())
        for name in BY_SECTOR
    ]
    frame = pd.DataFrame(rows, columns=list(ECONOMY))
    return frame.astype({"measure": "str", "of": "str", "value": "float64", "unit": "str"})


def _jobs(instance: Instance, build: pd.DataFrame) -> pd.DataFrame:
    """Return direct and further additional jobs of each thing built, and what they bring."""
    options, settings = instance.options.set_index("option_id"), instance.settings
    kind = options["sector"].where(options["kind"] == "cluster", options["hub_type"])
    kind = kind.where(kind != "", options.index.to_series())
    of = options.loc[build["option_id"]]
    share = settings.realised_share * settings.additional_share
    direct = build["jobs"].to_numpy(dtype=float) * share
    return pd.DataFrame(
        {
            "of": kind.loc[build["option_id"]].to_numpy(dtype=object),
            "direct": direct,
            "further": direct * of["multiplier"].to_numpy(dtype=float),
            "value_added": direct * of["value_added"].fillna(0.0).to_numpy(dtype=float),
            "local_tax": direct * of["local_tax"].fillna(0.0).to_numpy(dtype=float),
        }
    )


def _sums(instance: Instance, rows: pd.DataFrame) -> dict[str, float | None]:
    options, settings = instance.options, instance.settings
    direct, further = float(rows["direct"].sum()), float(rows["further"].sum())
    each = {
        "value_added": settings.further_job_value_added,
        "local_tax": settings.further_job_local_tax,
    }
    found: dict[str, float | None] = {
        "additional_jobs": direct,
        "with_multiplier": direct + further,
    }
    for name, of_further in each.items():
        told = bool(options[name].notna().any()) and of_further is not None
        found[name] = float(rows[name].sum()) + further * (of_further or 0.0) if told else None
    return found


def _homes(instance: Instance, regions: pd.DataFrame) -> dict[str, float | None]:
    """Return households, the dwellings they take, and how these stand to the vacant ones."""
    settings = instance.settings
    retained, arrived = regions["retained"].to_numpy(dtype=float), arrived_in(regions)
    names = ("households", "dwellings", "vacant_dwellings", "dwellings_lacking")
    found: dict[str, float | None] = dict.fromkeys(names)
    stay, come = settings.households_per_stayer, settings.households_per_arrival
    if stay is None or (come is None and arrived.any()):
        return found
    households: Floats = retained * stay + arrived * (come or 0.0)
    found["households"] = found["dwellings"] = float(households.sum())
    live = households > 0
    vacant = instance.regions["vacant_dwellings"].to_numpy(dtype=float)
    if not np.isnan(vacant[live]).any() and not np.isnan(vacant).all():
        found["vacant_dwellings"] = float(vacant[live].sum())
        lacking = np.maximum(households[live] - vacant[live], 0.0)
        found["dwellings_lacking"] = float(lacking.sum())
    return found


def _growing(projection: Projection | None) -> dict[str, float | None]:
    """Return births and women that the plan adds."""
    if projection is None:
        return dict.fromkeys(("births", "births_gaining", "women_gaining"))
    level = projection.levels["regions"]
    plan, nothing = level.variants["plan"], level.variants["nothing_done"]
    gaining = plan["youth"][-1] - nothing["youth"][-1] >= GAIN
    # The base year has no births.
    births = (plan["births"] - nothing["births"])[1:].sum(axis=0)
    women = (plan["women_20_39"] - nothing["women_20_39"])[-1]
    return {
        "births": float(births.sum()) + 0.0,
        "births_gaining": float(births[gaining].sum()) + 0.0,
        "women_gaining": float(women[gaining].sum()) + 0.0,
    }
