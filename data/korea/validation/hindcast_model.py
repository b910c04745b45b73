"""The model's answer for jobs at one site, in plain arithmetic from an instance's tables.

A second reading of the rules of docs/explanation/model.md for the hindcast: no solver, no
package, tables only. tests/data_korea/test_hindcast.py holds it against the engine's coefficients.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FURTHER = {"relocated": 1.0, "lost": 0.5}
"""Further local jobs per job: public jobs 1.0, manufacturing 0.5 (docs/explanation/evidence.md)."""
HANGS_ON = (
    *("targeting", "youth_share", "job_only_share", "culture_added_share", "job_motive_share"),
    *("arrival_share", "access_elasticity"),
)
"""Settings of the answer that may have a range."""


@dataclass(frozen=True)
class Model:
    """The instance's tables, read plainly; regions in the order of the table.

    Attributes
    ----------
    ids : Index
        region_id.
    stayers, leavers, culture : float arrays (regions,)
        Y⁰ and L, persons; c⁰, 0-1.
    access : float array (regions,)
        Labour-market access relative to the mean candidate, to the power of access_elasticity.
    stay : dict of int to dict of int to float
        stay(τ) by site and resident's region, positions.
    settings : dict
        As in instance.toml.
    """

    ids: pd.Index
    stayers: Floats
    leavers: Floats
    culture: Floats
    access: Floats
    stay: dict[int, dict[int, float]]
    settings: dict[str, float]


def read_model(folder: Path, **instead: float) -> Model:
    """Read regions, travel and settings of an instance in folder; `instead`: other settings."""
    with (folder / "instance.toml").open("rb") as file:
        settings = tomllib.load(file)["settings"] | instead
    regions = pd.read_csv(folder / "regions.csv").set_index("region_id")
    travel = pd.read_csv(folder / "travel.csv")
    at = {int(region): position for position, region in enumerate(regions.index)}
    stay: dict[int, dict[int, float]] = {position: {position: 1.0} for position in at.values()}
    near = travel[travel["minutes"] <= settings["commute_limit"]]
    for home, site, minutes in near[["from_region", "to_region", "minutes"]].to_numpy():
        stay[at[site]][at[home]] = 0.5 ** (minutes / settings["stay_half_minutes"])
    columns = [
        regions[name].fillna(0.0).to_numpy(dtype=float)
        for name in ("youth_zero_migration", "leavers", "culture_level")
    ]
    access = find_access(regions, stay, settings.get("access_elasticity", 0.0))
    return Model(regions.index, *columns, access, stay, settings)


def ends_of_ranges(folder: Path) -> tuple[dict[str, float], dict[str, float]]:
    """Return the low and the high ends of what the answer hangs on, from [ranges] of a folder."""
    with (folder / "instance.toml").open("rb") as file:
        ranges = tomllib.load(file)["ranges"]
    known = {name: ranges[name] for name in HANGS_ON if name in ranges}
    low, high = ({name: ends[at] for name, ends in known.items()} for at in (0, 1))
    return low, high


def find_access(
    regions: pd.DataFrame, stay: dict[int, dict[int, float]], elasticity: float
) -> Floats:
    """Return (A / Ā)^ε by region: A = Σ youth·stay, Ā its mean over candidates by youth."""
    youth = regions["youth"].to_numpy(dtype=float)
    reach = np.array(
        [sum(youth[home] * part for home, part in stay[site].items()) for site in range(len(youth))]
    )
    weight = youth * regions["candidate"].to_numpy(dtype=float)
    return np.asarray((reach / (weight @ reach / weight.sum())) ** elasticity)


@dataclass(frozen=True)
class Answer:
    """What the model says of jobs at one site, persons.

    Attributes
    ----------
    kept_here, kept_around, arrived : float
        Who stays in the site's own region, in other regions, and who comes.
    """

    kept_here: float
    kept_around: float
    arrived: float

    @property
    def total(self) -> float:
        """Persons that the objective counts."""
        return self.kept_here + self.kept_around + self.arrived


def ask(model: Model, region: int, jobs: float, further: float, share: float = 1.0) -> Answer:
    """Say whom `jobs` at `region` keep and bring, by the rules of docs/explanation/model.md.

    P[i] = Y⁰·stay / Σ Y⁰·stay; λ[i] = min(1, targeting·L / Y⁰); N = jobs·share·(1 + further)·
    youth_share·access; W = job_only_share + culture_added_share·c⁰; kept[i] = min(pool, N·P·λ·W),
    arrived = arrival_share·N·Σ P·(1 − λ)·W. Strength 1 and open in all years.

    Parameters
    ----------
    model : Model
    region : int
        region_id of the site.
    jobs, further : float
        Jobs, and further local jobs per job.
    share : float
        realised_share × additional_share; 1: every job came and would not have otherwise.
    """
    site = int(model.ids.get_loc(region))
    homes = np.array(sorted(model.stay[site]))
    draw = model.stayers[homes] * np.array([model.stay[site][home] for home in homes])
    pull = draw / draw.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = model.settings["targeting"] * model.leavers[homes] / model.stayers[homes]
    gone = np.where(model.stayers[homes] > 0, np.minimum(1.0, ratio), 0.0)
    given = model.settings
    young = jobs * share * (1 + further) * given["youth_share"] * model.access[site]
    work = given["job_only_share"] + given["culture_added_share"] * model.culture[site]
    pool = given["job_motive_share"] * model.leavers[homes]
    kept = np.minimum(pool, young * work * pull * gone)
    arrived = given.get("arrival_share", 0.0) * young * work * float((pull * (1 - gone)).sum())
    here = float(kept[homes == site].sum())
    return Answer(here, float(kept.sum()) - here, arrived)


def answers(model: Model, jobs: pd.DataFrame, share: float = 1.0) -> pd.DataFrame:
    """Return the model's answer by place, persons: columns kept_here, kept_around, arrived."""
    rows = [
        vars(ask(model, int(region), count, FURTHER[kind], share))
        for region, kind, count in jobs[["region_id", "kind", "jobs"]].to_numpy()
    ]
    return pd.DataFrame(rows).groupby(jobs["place"].to_numpy(), sort=False).sum()
