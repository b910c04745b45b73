"""A plan for many worlds, as data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar, assert_never

import pandas as pd

from optimizer.analysis.robust_criteria import Criterion
from optimizer.display import card, lines, more, table
from optimizer.plan import PlanData, many_worlds

SHOWN = 10
"""Worlds that a notebook shows: those of the largest regret."""
SHOWN_DIGITS = 6
"""Of what is left open of a regret; less is rounding."""
AnyPlan = TypeVar("AnyPlan", bound=PlanData)


@dataclass(frozen=True)
class RobustData(Generic[AnyPlan]):
    """One plan for many worlds; `optimizer.Robust` adds what may be asked of it.

    Every value is the instance's objective: persons for `retained`.

    Attributes
    ----------
    plan : PlanData
        Its objective, bound and gap are those of the central world.
    criterion : {"mean", "regret", "cvar"}
    level : float
        Of the CVaR: the part of the worlds that are its worst.
    seed : int
    status : {"optimal", "time_limit"}
        "optimal": proven by the criterion to the gap asked for: of "regret" `gap_of_best`, else
        `gap`.
    value, bound : float
        What the plan is worth by the criterion, and what no plan exceeds. Of "regret" less the
        largest regret: both are then 0 at most.
    gap : float
        `(bound − value) / max(1, |value|)`.
    gap_of_best : float
        `(bound − value) / max(1, |mean of own_best|)`: what is left open in parts of what can be
        reached. A regret is a small difference of large values, so that its `gap` says little.
    bound_by : str
        How the bound was proven.
    worlds : DataFrame
        world (1 …), seed, own_best (the best value that any plan found has there), own_bound (what
        no plan exceeds there), this_plan, central_plan, expected_plan (the plan for the mean
        assumptions), regret (own_best − this_plan).
    plans : DataFrame
        plan, mean, cvar, largest_regret, central (its value in the central world), cost: of this
        plan, the central one, the one for the mean assumptions, the one found as if culture did
        nothing, and the best on average.
    price : float
        Price of robustness: what the plan loses in the central world against the central plan.
    evpi, evpi_low, evpi_high : float
        Expected value of perfect information, the wait-and-see value less the here-and-now value
        (Birge & Louveaux 2011, section 4.1): mean of own_best less the best mean found; and the
        least and the most that it can be, by what is proven.
    vss, vss_high : float
        Value of the stochastic solution, the here-and-now value less the expected result of the
        plan for the mean assumptions (section 4.2): the best mean found less the mean of
        expected_plan; and the most that it can be.
    two_stage : bool
        Whether hubs, measures and seats follow once the world is known. Then a plan's value in a
        world is that of its clusters with what follows there.
    following : DataFrame or None
        Of two stages what follows in each world: world, kind (hub / measure), region_id, what
        (option_id or measure_id), count.
    flexibility : float or None
        Of two stages what it is worth, by the criterion, that something may follow: the value
        less that of the best plan of one stage that was found.
    notes : tuple of str
    """

    plan: AnyPlan = field(repr=False)
    criterion: Criterion
    level: float
    seed: int
    status: Literal["optimal", "time_limit"]
    value: float
    bound: float
    gap: float
    gap_of_best: float
    bound_by: str
    worlds: pd.DataFrame = field(repr=False)
    plans: pd.DataFrame = field(repr=False)
    price: float
    evpi: float
    evpi_low: float
    evpi_high: float
    vss: float
    vss_high: float
    two_stage: bool = False
    following: pd.DataFrame | None = field(default=None, repr=False)
    flexibility: float | None = None
    notes: tuple[str, ...] = ()

    def _of_this(self, column: str) -> float:
        return float(self.plans[column].iloc[0])

    @property
    def mean(self) -> float:
        """Mean value over the worlds."""
        return self._of_this("mean")

    @property
    def cvar(self) -> float:
        """Mean value over the worst part of the worlds."""
        return self._of_this("cvar")

    @property
    def largest_regret(self) -> float:
        """The most by which a plan found is better in a world."""
        return self._of_this("largest_regret")

    def content(self) -> dict[str, Any]:
        """Return what is known beside the plan, as plain Python."""
        return {
            "robust": {
                "criterion": self.criterion,
                "level": self.level,
                "status": self.status,
                "value": self.value,
                "bound": self.bound,
                "gap": self.gap,
                "gap_of_best": self.gap_of_best,
                "bound_by": self.bound_by,
                "mean": self.mean,
                "cvar": self.cvar,
                "largest_regret": self.largest_regret,
                "plans": self.plans.to_dict("records"),
                "two_stage": self.two_stage,
                "flexibility": self.flexibility,
                "notes": list(self.notes),
            },
            "worlds": self.worlds.to_dict("records"),
            "following": [] if self.following is None else self.following.to_dict("records"),
            "price": self.price,
            "evpi": self.evpi,
            "evpi_low": self.evpi_low,
            "evpi_high": self.evpi_high,
            "vss": self.vss,
            "vss_high": self.vss_high,
        }

    def sentences(self) -> list[str]:
        """Return how the plan does over the worlds, in a planner's words."""
        low, high = self.worlds["this_plan"].min(), self.worlds["this_plan"].max()
        part = f"the worst {self.level:.0%} of them"
        what = many_worlds(len(self.worlds), self.seed, two_stage=self.two_stage)
        return [
            f"{what}: {self._proof(part)} ({self._gap()}; bound: {self.bound_by}).",
            f"Over the worlds it reaches {self.mean:,.6g} on average, {self.cvar:,.6g} in {part}, "
            f"{low:,.6g} to {high:,.6g} in all; its largest regret is "
            f"{self.largest_regret:,.6g}.",
            *self._stages(),
            f"Price of robustness: {self.price:,.6g} less in the central world than the plan made "
            "for it.",
            f"The best on average gains {self.vss:,.6g} on average against the plan for the mean "
            "assumptions (value of the stochastic solution); to know the world before deciding "
            f"would be worth {self.evpi_low:,.6g} to {self.evpi_high:,.6g} (perfect information).",
            *self.notes,
        ]

    def _stages(self) -> list[str]:
        """Return what is decided when, where it is in two stages."""
        if self.flexibility is None:
            return []
        return [
            "Clusters are decided now; hubs, measures and seats follow once the world is known. "
            f"That they may follow is worth {self.flexibility:,.6g} by the criterion, against the "
            "best plan found that decides all of it now."
        ]

    def _proof(self, part: str) -> str:
        """Return what the plan is worth by the criterion, and what is proven of it."""
        match self.criterion:
            case "mean":
                return f"on average {self.value:,.6g}; no plan exceeds {self.bound:,.6g}"
            case "cvar":
                return f"{self.value:,.6g} in {part}; no plan exceeds {self.bound:,.6g}"
            case "regret":
                least = max(0.0, -self.bound)
                return f"largest regret {-self.value:,.6g}; no plan has less than {least:,.6g}"
            case _:
                assert_never(self.criterion)

    def _gap(self) -> str:
        """Return what is left open, of a regret against what can be reached."""
        if self.criterion != "regret":
            return f"gap {self.gap:.3%}"
        left = round(self.bound - self.value, SHOWN_DIGITS) + 0.0
        return (
            f"gap {left:,.6g}: {self.gap_of_best:.3%} of the mean of the "
            f"worlds' best, {self.gap:.3%} of the regret"
        )

    def _repr_html_(self) -> str:
        """Return the sentences and tables as a notebook shows them."""
        worst = self.worlds.sort_values("regret", ascending=False, kind="stable").head(SHOWN)
        columns = ("own_best", "this_plan", "regret")
        rows = [
            (str(row["world"]), *(_short(row[name]) for name in columns))
            for row in worst.to_dict("records")
        ]
        numbers = ("mean", "cvar", "largest_regret", "central", "cost")
        plans = [
            (str(row["plan"]), *(_short(row[name]) for name in numbers))
            for row in self.plans.to_dict("records")
        ]
        return card(
            f"Robust plan for {self.plan.instance}",
            lines(self.sentences()),
            table(("plan", *(name.replace("_", " ") for name in numbers)), plans),
            table(("world", *(name.replace("_", " ") for name in columns)), rows),
            more(len(self.worlds) - len(worst), "worlds"),
        )


def _short(value: float) -> str:
    return f"{value:,.1f}"
