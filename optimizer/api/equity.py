"""How evenly a plan keeps young people."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from optimizer.analysis import Equity as EquityData
from optimizer.analysis import equity as equity_of
from optimizer.api.plan import Plan
from optimizer.api.plan_source import with_source
from optimizer.instance import Instance
from optimizer.report import save_answer


class Equity(EquityData):
    """How evenly young people are kept, without and with a plan.

    Its attributes are those of `optimizer.analysis.Equity`.
    """

    def save(self, folder: str | Path) -> Path:
        """Write equity.json, .txt and .csv, equity_by_region.csv and equity_by_province.csv.

        Parameters
        ----------
        folder : str or Path
            Made if it isn't there; other files in it are left alone.

        Raises
        ------
        InputError
            The folder holds an instance, or can't be written to.
        """
        tables = {
            "": self.measures,
            "by_region": self.by_region,
            "by_province": self.by_province,
        }
        return save_answer("equity", self.to_dict(), tables, str(self), Path(folder))


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
    return Equity(**{each.name: getattr(data, each.name) for each in fields(EquityData)})
