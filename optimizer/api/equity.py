"""How evenly a plan keeps young people."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from optimizer.analysis import Equity as EquityData
from optimizer.analysis import equity as equity_of
from optimizer.api.answer import SavedAnswer, made_of
from optimizer.api.plan import Plan
from optimizer.api.plan_source import with_source
from optimizer.instance import Instance


class Equity(EquityData, SavedAnswer):
    """How evenly young people are kept, without and with a plan.

    Its attributes are those of `optimizer.analysis.Equity`. `save` writes equity.json,
    .txt and .csv, equity_by_region.csv and equity_by_province.csv.
    """

    _saved_as = "equity"
    _saved_tables: ClassVar = {
        "": "measures",
        "by_region": "by_region",
        "by_province": "by_province",
    }


def equity(
    plan: Plan | str | Path,
    *,
    instance: Instance | str | Path | None = None,
    aversion: tuple[float, float, float] = (0.5, 1.0, 2.0),
) -> Equity:
    """Return how evenly young people are kept, without and with a plan.

    Parameters
    ----------
    plan : Plan, str or Path
        A plan, or its folder.
    instance : Instance, str or Path, optional
        What it was made for; a plan as `solve` returns it knows that.
    aversion : tuple of three float
        To inequality, for the Kolm–Pollak equivalent: low, central, high (assumption).

    Returns
    -------
    Equity
        `measures` (Gini, Theil, equally distributed equivalent, mean, least; before and after),
        `by_region`, `by_province`.

    Raises
    ------
    InputError
        Plan and instance don't fit, or the tables lack young people.

    Examples
    --------
    >>> fair = equity(solve("tiny", budget=200))
    >>> fair.measures
    """
    found = with_source(plan, instance)
    assert found.source is not None
    data = equity_of(found, found.source, aversion)
    return made_of(Equity, data)
