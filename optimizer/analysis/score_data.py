"""What a hand-made plan is worth, as data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from optimizer.analysis.answers import html_of
from optimizer.instance import counts_people
from optimizer.plan import PlanData, unit_in_words
from optimizer.verify import Failure

BROKEN = ("rule", "place", "needs", "has", "sentence")
SWAPS = (
    "out",
    "in",
    "gain",
    "cost",
    "out_region_id",
    "out_option_id",
    "in_region_id",
    "in_option_id",
)
SHOWN = 20


@dataclass(frozen=True)
class ScoreData:
    """What a hand-made plan is worth; `optimizer.Score` adds what may be asked of it.

    Attributes
    ----------
    plan : PlanData
        The build with its measures, seats and people, as far as the rules let it be.
    budget : float or None
        Of the central purse.
    cost : float
        Of all purses, with what stands where it may not.
    broken : DataFrame
        A row for each broken rule: rule, place, needs, has, sentence.
    failures : tuple of Failure
        The same.
    bound : float
        No plan that keeps the rules has a higher objective.
    proven_by : str
        What proves the bound.
    swaps : DataFrame
        out and in (in words; out is blank where something is added), gain (of the objective),
        cost (more or less than now), and their ids. None breaks a rule that was kept before.
    notes : tuple of str
        What was decided for the plan.
    """

    plan: PlanData = field(repr=False)
    budget: float | None
    cost: float
    broken: pd.DataFrame = field(repr=False)
    failures: tuple[Failure, ...] = field(repr=False)
    bound: float
    proven_by: str
    swaps: pd.DataFrame = field(repr=False)
    notes: tuple[str, ...] = ()

    @property
    def objective(self) -> float:
        """Of the plan, whether or not it keeps the rules."""
        return self.plan.objective

    @property
    def retained(self) -> float:
        """Persons who stay."""
        return self.plan.retained

    @property
    def ok(self) -> bool:
        """Whether the plan keeps all rules."""
        return not self.failures

    @property
    def gap(self) -> float:
        """How far the objective is below the bound, relative to `max(1, |objective|)`.

        Below 0 where a plan that breaks rules has more than any that keeps them.
        """
        return (self.bound - self.objective) / max(1.0, abs(self.objective))

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain Python."""
        build = self.plan.build[["region_id", "option_id", "count", "phase", "cost"]]
        return {
            "ok": self.ok,
            "objective": self.objective,
            "retained": self.retained,
            "arrived": self.plan.arrived,
            "cost": self.cost,
            "budget": self.budget,
            "broken": self.broken.to_dict("records"),
            "bound": self.bound,
            "proven_by": self.proven_by,
            "gap": self.gap,
            "swaps": self.swaps.to_dict("records"),
            "build": build.to_dict("records"),
            "measures": self.plan.measures[["region_id", "measure_id", "cost"]].to_dict("records"),
            "notes": list(self.notes),
        }

    @property
    def sentence(self) -> str:
        """What the plan is worth, in a planner's words."""
        plan, count = self.plan, len(self.failures)
        rules = "It keeps every rule"
        if count:
            rules = f"It breaks {count} rule{'s' if count != 1 else ''}"
        unit = ""
        if counts_people(plan.settings.get("objective", "retained")):
            unit = f" {unit_in_words(plan)}"
        return (
            f"{plan.retained:,.1f} young people stay and {plan.arrived:,.1f} come, at "
            f"{self.cost:,.1f} {plan.currency}. {rules}. Objective {self.objective:,.6g}; proven: "
            f"no plan that keeps the rules exceeds {self.bound:,.6g}{unit} ({self.proven_by})."
        )

    def __str__(self) -> str:
        """Return the sentence, the broken rules and the swaps as text."""
        parts = [self.sentence]
        if self.failures:
            parts.append("\n".join(["Broken:", *(f"  {item}" for item in self.failures)]))
        if len(self.swaps):
            lines = []
            for row in self.swaps.to_dict("records"):
                goes = f"{row['out']} → " if row["out"] else "add "
                lines.append(f"  {goes}{row['in']}: {row['gain']:+,.4g} ({row['cost']:+,.1f})")
            head = f"What helps most (objective, {self.plan.currency}):"
            parts.append("\n".join([head, *lines]))
        return "\n\n".join([*parts, *self.notes])

    def _repr_html_(self) -> str:
        """Return the sentence and the tables as a notebook shows them."""
        tables = {"Broken rules": self.broken, "What helps most": self.swaps}
        return html_of(self.sentence, self.notes, tables)
