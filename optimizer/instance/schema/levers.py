"""What the tables of measures say by themselves: which zone an option may use, what adds up."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimizer.arrays import Flags
from optimizer.instance.problems import ProblemList
from optimizer.instance.schema.kinds import EFFECTS, MEASURE_KINDS, PEOPLE_EFFECTS, works_by


def zones_for(options: pd.DataFrame, measures: pd.DataFrame | None) -> Flags:
    """Return which measure is a zone that an option which needs one may use.

    A zone of a sector, or of all sectors, serves the clusters of that sector; a hub belongs to no
    sector, so any zone will do.

    Returns
    -------
    bool array, shape (measures, options)
    """
    if measures is None or measures.empty:
        return np.zeros((0, len(options)), dtype=bool)
    zone = (measures["kind"] == "zone").to_numpy(bool)
    sector = measures["sector"].to_numpy(dtype=object)
    hub = (options["kind"] == "hub").to_numpy(bool)
    own = sector[:, None] == options["sector"].to_numpy(dtype=object)[None, :]
    fits = own | (sector == "")[:, None] | hub[None, :]
    return np.asarray(fits & zone[:, None] & options["needs_zone"].to_numpy(bool)[None, :])


def without_zone(options: pd.DataFrame, measures: pd.DataFrame | None) -> Flags:
    """Return which option can't be built, for it needs a zone that measures doesn't have."""
    zoned = zones_for(options, measures).any(axis=0)
    return np.asarray(options["needs_zone"].to_numpy(bool) & ~zoned)


def together(values: pd.Series, measures: pd.DataFrame, sector: str) -> float:
    """Return the most that the measures of a sector add up to in one region.

    Of a tier group only one is taken; limits on how many are taken elsewhere play no part.

    Parameters
    ----------
    values : Series
        A number of each measure: `uplift` or `saving`.
    measures : DataFrame
    sector : str
    """
    best: dict[tuple[str, bool], float] = {}
    columns = (measures["measure_id"], measures["tier_group"], measures["sector"], values)
    for measure, group, served, value in zip(*(list(column) for column in columns), strict=True):
        if served in ("", sector):
            # An id may be spelled like a group: keep the two apart.
            key = (group, False) if group else (measure, True)
            best[key] = max(best.get(key, 0.0), float(value))
    return sum(best.values())


def for_clusters(measures: pd.DataFrame) -> Flags:
    """Return which measures work at clusters: by more jobs or by a lower cost."""
    kinds = measures["kind"]
    works = [works_by(kind, "jobs") or works_by(kind, "saving") for kind in kinds]
    return np.array(works, dtype=bool)


def for_people(measures: pd.DataFrame) -> Flags:
    """Return which measures help the people of a region, whether or not a cluster stands there."""
    effects = [measures[column].fillna(0.0).astype(float) > 0 for column in PEOPLE_EFFECTS]
    return np.asarray(np.any(effects, axis=0), dtype=bool)


def check_channels(measures: pd.DataFrame, file: str, problems: ProblemList) -> None:
    """Refuse effects that a kind of measure does not have, and sectors that it does not ask for.

    Parameters
    ----------
    measures : DataFrame
    file : str
    problems : ProblemList
    """
    kinds = measures["kind"]
    known = kinds.isin(list(MEASURE_KINDS)).to_numpy()
    for column, channel in EFFECTS.items():
        cells = measures[column].fillna(0.0).astype(float)
        able = ", ".join(word for word in MEASURE_KINDS if works_by(word, channel))
        without = known & np.array([not works_by(kind, channel) for kind in kinds], dtype=bool)
        for row in measures.index[without & (cells > 0).to_numpy()]:
            problems.add(
                file,
                f"a measure of kind {kinds[row]} has no {column}, but {cells[row]:g} is given.",
                row=int(row),
                column=column,
                remedy=f"leave the cell blank; kinds with {column}: {able}.",
            )
    sectors = measures["sector"]
    named = known & ~for_clusters(measures) & (sectors != "").to_numpy()
    problems.add_each(
        file,
        list(measures.index[named]),
        lambda row: (
            f"a measure of kind {kinds[row]} works for no cluster, but a sector is given.",
            "leave the cell blank.",
        ),
        column="sector",
    )


def check_savings(
    measures: pd.DataFrame, sectors: list[str], file: str, problems: ProblemList
) -> None:
    """Refuse savings that add up to more than a cluster costs.

    Parameters
    ----------
    measures : DataFrame
    sectors : list of str
    file : str
    problems : ProblemList
    """
    saving = measures["saving"].fillna(0.0).astype(float)
    for sector in sectors:
        share = together(saving, measures, sector)
        if share > 1 + 1e-9:
            problems.add(
                file,
                f"the savings of a cluster of {sector} may add up to {share:g} of its cost.",
                column="saving",
                remedy="lower them to 1 in all, or put measures into one tier_group.",
            )
