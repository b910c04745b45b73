"""What the tables of measures say by themselves: which zone an option may use, what adds up."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from optimizer.instance.problems import ProblemList


def zones_for(options: pd.DataFrame, measures: pd.DataFrame | None) -> NDArray[np.bool_]:
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


def without_zone(options: pd.DataFrame, measures: pd.DataFrame | None) -> NDArray[np.bool_]:
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
