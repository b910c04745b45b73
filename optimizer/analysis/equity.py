"""How evenly young people are kept: Gini, Theil, and the Kolm–Pollak equivalent, before and after.

What is distributed is a share, by region: of the young people who would live there if nobody had
left, those who do (after: with those whom the plan keeps). Regions count by these young people.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from optimizer.analysis.answers import html_of
from optimizer.arrays import Floats
from optimizer.instance import InputError, Instance, Problem
from optimizer.plan import AVERSION, PlanData, gini, kolm_pollak, shares_kept, theil

MEASURES = ("gini", "theil", "ede_low", "ede", "ede_high", "mean", "least")


@dataclass(frozen=True)
class Equity:
    """How evenly young people are kept.

    Attributes
    ----------
    measures : DataFrame
        measure (gini, theil, ede_low, ede, ede_high, mean, least), before, after, difference.
        ede is the Kolm–Pollak equivalent at the central aversion to inequality, ede_low and
        ede_high at its low and high.
    by_region : DataFrame
        region_id, province, weight (persons), before, after (shares).
    by_province : DataFrame
        province, weight, before, after.
    aversion : tuple of float
        Low, central, high.
    """

    measures: pd.DataFrame = field(repr=False)
    by_region: pd.DataFrame = field(repr=False)
    by_province: pd.DataFrame = field(repr=False)
    aversion: tuple[float, float, float] = AVERSION

    def of(self, measure: str) -> tuple[float, float]:
        """Return a measure before and after."""
        row = self.measures[self.measures["measure"] == measure]
        return float(row["before"].iloc[0]), float(row["after"].iloc[0])

    @property
    def sentence(self) -> str:
        """How evenly young people are kept, in a planner's words."""
        words = [
            f"{name} {self.of(key)[0]:.5f} before, {self.of(key)[1]:.5f} after"
            for name, key in (("Gini", "gini"), ("Theil", "theil"))
        ]
        before, after = self.of("ede")
        evenly = "more" if self.of("gini")[1] < self.of("gini")[0] else "no more"
        return (
            f"Young people are kept {evenly} evenly than without the plan: {'; '.join(words)}. As "
            f"good as if every region had {after:.3%} of its young people (before {before:.3%}; "
            f"Kolm–Pollak, aversion {self.aversion[1]:g})."
        )

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain Python."""
        return {
            "sentence": self.sentence,
            "aversion": list(self.aversion),
            "measures": self.measures.to_dict("records"),
            "by_region": self.by_region.to_dict("records"),
            "by_province": self.by_province.to_dict("records"),
        }

    def __str__(self) -> str:
        """Return the sentence, and the measures as text."""
        lines = [f"{'':<10}{'before':>12}{'after':>12}"]
        for row in self.measures.to_dict("records"):
            lines.append(f"{row['measure']:<10}{row['before']:>12.6f}{row['after']:>12.6f}")
        return "\n\n".join([self.sentence, "\n".join(lines)])

    def _repr_html_(self) -> str:
        """Return the sentence and the tables as a notebook shows them."""
        tables = {"Measures": self.measures, "By province": self.by_province}
        return html_of(self.sentence, (), tables)


def equity(
    plan: PlanData, instance: Instance, aversion: tuple[float, float, float] = AVERSION
) -> Equity:
    """Return how evenly young people are kept, without and with a plan.

    Parameters
    ----------
    plan : PlanData
    instance : Instance
        For youth_zero_migration, the young people there would be.
    aversion : tuple of three float
        Low, central and high.

    Raises
    ------
    InputError
        No region with leavers has young people in the tables.
    """
    if not 0 < aversion[0] <= aversion[1] <= aversion[2]:
        message = f"{aversion!r} does not fit; expected three numbers above 0, rising."
        raise InputError([Problem("--aversion", message)])
    frame = shares_kept(plan.regions, instance)
    if frame.empty:
        message = "no region with leavers has at least as many young people."
        raise InputError([Problem("regions", message, column="youth_zero_migration")])
    weight = frame["weight"].to_numpy(dtype=float)
    ends = {
        when: _measures(frame[when].to_numpy(dtype=float), weight, aversion)
        for when in ("before", "after")
    }
    measures = pd.DataFrame({"measure": MEASURES, **ends})
    measures["difference"] = measures["after"] - measures["before"]
    return Equity(measures, frame, _by_province(frame), aversion)


def _measures(share: Floats, weight: Floats, aversion: tuple[float, float, float]) -> list[float]:
    equivalents = [kolm_pollak(share, weight, each) for each in aversion]
    mean = float(weight @ share / weight.sum())
    return [gini(share, weight), theil(share, weight), *equivalents, mean, float(share.min())]


def _by_province(frame: pd.DataFrame) -> pd.DataFrame:
    persons = frame[["before", "after"]].mul(frame["weight"], axis="index")
    sums = persons.assign(weight=frame["weight"], province=frame["province"])
    total = sums.groupby("province", sort=False).sum()
    shares = total[["before", "after"]].div(total["weight"], axis="index")
    return shares.assign(weight=total["weight"]).reset_index()[
        ["province", "weight", "before", "after"]
    ]
