"""The price of balance: how many fewer stay in all as the worst-off province keeps more."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from textwrap import fill
from typing import Any

import numpy as np
import pandas as pd

from optimizer.display import card, lines, shorten, table
from optimizer.instance import InputError, Instance, Problem, counts_people
from optimizer.model import tell_of_own_rules
from optimizer.plan import PlanData
from optimizer.solver import NoPlanError, duration

LOG = logging.getLogger(__name__)
Solve = Callable[[Instance, str], PlanData]
"""Solves and verifies an instance; the text says which of the curve's plans is sought."""
FLOOR_SLACK = 1e-5
"""By how much, relative to itself, the highest floor lies below the share known to be possible."""

ROUNDING = 1e-6
"""The solver's, in tenths of a person: what is so near to a tenth is one."""
WIDTH = 92
"""Characters of a line of text."""


@dataclass(frozen=True, repr=False)
class BalanceCurve:
    """A trade-off between all who stay and the worst-off province.

    Attributes
    ----------
    plans : tuple of PlanData
        From the one that keeps most to the one whose worst-off province keeps most; each verified.
    floors : tuple of float
        Share of its leavers that every province must keep, for each plan; 0 for the first.
    most_possible : float
        Proven: no plan keeps more than this share in its worst-off province.
    """

    plans: tuple[PlanData, ...]
    floors: tuple[float, ...]
    most_possible: float

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each plan.

        Returns
        -------
        DataFrame
            floor and worst_share (shares of leavers who stay, without arrivals), worst_province,
            retained and arrived (persons), objective (those who stay or arrive, weighted) and its
            bound under this floor, gap, price (persons fewer who stay or arrive than in the first
            row) and price_share (of those), cost, status.
            Where no plan was found in time under a floor, the one of the best share stands
            there, without objective, bound and gap.
        """
        return pd.DataFrame(self.rows())

    def rows(self) -> list[dict[Hashable, Any]]:
        """Return the rows of `to_frame` as plain Python."""
        free = self.plans[0].people
        rows: list[dict[Hashable, Any]] = []
        for floor, plan in zip(self.floors, self.plans, strict=True):
            province, share = worst_province(plan)
            # A plan for the best share has no bound on all who stay.
            told = counts_people(plan.settings["objective"])
            price = free - plan.people
            rows.append(
                {
                    "floor": floor,
                    "worst_share": share,
                    "worst_province": province,
                    "retained": plan.retained,
                    "arrived": plan.arrived,
                    "objective": plan.objective if told else None,
                    "bound": plan.bound if told else None,
                    "gap": plan.gap if told else None,
                    "price": price,
                    "price_share": price / free if free > 0 else 0.0,
                    "cost": plan.cost,
                    "status": plan.status,
                }
            )
        return rows

    def __repr__(self) -> str:
        """Return the curve's ends in a line."""
        shares = [row["worst_share"] for row in self.rows()]
        return (
            f"BalanceCurve({shorten(self.plans[0].instance, 60)}: {len(self.plans)} plans, the "
            f"worst-off province keeps {shares[0]:.3%} to {shares[-1]:.3%})"
        )

    def _repr_html_(self) -> str:
        rows = self.rows()
        cells = [
            (
                str(row["worst_province"]),
                f"{row['worst_share']:.3%}",
                _down(row["retained"]),
                _down(row["arrived"]),
                _number(row["bound"]),
                f"{row['price_share']:.2%}",
                f"{row['cost']:,.1f}",
            )
            for row in rows
        ]
        currency = self.plans[0].currency
        head = ("worst-off province", "keeps", "stay in all", "arrive", "at most", "fewer")
        return card(
            f"The price of balance: {self.plans[0].instance}",
            table((*head, f"cost, {currency}"), cells),
            lines(
                [
                    f"Proven: no plan keeps more than {self.most_possible:.3%} in its worst-off "
                    "province.",
                    *tell_of_own_rules(self.plans[0].notes),
                ]
            ),
        )

    def __str__(self) -> str:
        """Return the curve in words and lines."""
        rows = self.rows()
        come = any(row["arrived"] > 0 for row in rows)
        head = (
            f"{'worst-off province':<24} {'keeps':>8} {'stay in all':>12} "
            + (f"{'arrive':>10} " if come else "")
            + f"{'at most':>10} {'fewer':>8} {'cost':>10}"
        )
        lines = [
            "The price of balance: what the worst-off province keeps, and how many stay in all.",
            "",
            head,
            "-" * len(head),
        ]
        for row in rows:
            lines.append(
                f"{row['worst_province']!s:<24} {row['worst_share']:>8.3%} "
                f"{_down(row['retained']):>12} "
                + (f"{_down(row['arrived']):>10} " if come else "")
                + f"{_number(row['bound']):>10} {row['price_share']:>8.2%} {row['cost']:>10,.1f}"
            )
        lines += [
            "",
            f"Proven: no plan keeps more than {self.most_possible:.3%} in its worst-off province. "
            "Each plan was\nrecomputed from the tables without the solver.",
            *(fill(note, WIDTH) for note in tell_of_own_rules(self.plans[0].notes)),
        ]
        return "\n".join(lines)


def _down(value: float) -> str:
    """Return persons rounded down, so that a plan reaches what is printed."""
    return f"{math.floor(value * 10 + ROUNDING) / 10:,.1f}"


def _number(bound: float | None) -> str:
    """Return a bound rounded up, so that what is printed is one too."""
    return "not known" if bound is None else f"{math.ceil(bound * 10 - ROUNDING) / 10:,.1f}"


def worst_province(plan: PlanData) -> tuple[str, float]:
    """Return the province that keeps the smallest share of its leavers, and that share."""
    sums = plan.regions.groupby("province", sort=False)[["retained", "leavers"]].sum()
    sums = sums[sums["leavers"] > 0]
    if sums.empty:
        return "", 0.0
    share = sums["retained"] / sums["leavers"]
    return str(share.idxmin()), float(share.min())


def balance_curve(instance: Instance, solve: Solve, points: int) -> BalanceCurve:
    """Return plans from the largest total to the best worst-off province.

    The ε-constraint method (Haimes, Lasdon & Wismer 1971): the total is maximised under a floor on
    every province's share, which rises in even steps from the worst-off province's share in the
    optimum without it to the largest that is possible.

    Parameters
    ----------
    instance : Instance
        Its objective is set aside; its weights and all its limits hold.
    solve : callable
        Solves and verifies an instance, and is told which of the curve's plans it is.
    points : int
        Plans on the curve, at least 2; a single one where nothing is to be gained.

    Raises
    ------
    InputError
        Fewer than two points.
    NoPlanError
        No plan can exist, or none was found in time.
    """
    if points < 2:
        message = f"{points!r} does not fit; expected a whole number of at least 2."
        raise InputError([Problem("--points", message)])
    began = time.perf_counter()
    free = solve(_with(instance, "retained"), f"plan 1 of {points}, the most who stay")
    fair = solve(_with(instance, "worst_province"), "the best worst-off province")
    low, high = worst_province(free)[1], worst_province(fair)[1]
    most_possible = max(fair.bound, low)
    if high <= low * (1 + FLOOR_SLACK):
        return BalanceCurve((free,), (0.0,), most_possible)
    plans, floors = [free], [0.0]
    for place, floor in enumerate(np.linspace(low, high, points)[1:], 2):
        least = float(min(floor, high * (1 - FLOOR_SLACK)))
        which = f"plan {place} of {points}, every province keeps {least:.3%}"
        found = _under_floor(instance, least, solve, fair, which)
        plans.append(found)
        floors.append(least)
        gone = time.perf_counter() - began
        left = duration(gone / place * (points - place))
        LOG.info("%d of %d plans; about %s left.", place, points, left)
    return BalanceCurve(tuple(plans), tuple(floors), most_possible)


def _under_floor(
    instance: Instance, floor: float, solve: Solve, fair: PlanData, which: str
) -> PlanData:
    """Return the plan that keeps most under a floor, at worst the one of the best share."""
    own = instance.limits.min_retained_share
    regions = instance.regions
    leavers = regions.groupby("province", sort=False)["leavers"].sum()
    provinces = [str(name) for name, count in leavers.items() if count > 0]
    floors = own | {name: max(floor, own.get(name, 0.0)) for name in provinces}
    limits = instance.limits.model_copy(update={"min_retained_share": floors})
    try:
        return solve(_with(replace(instance, limits=limits), "retained"), which)
    except NoPlanError as error:
        if error.status != "time_limit":
            raise
    # Known to keep the floor, though how many more could stay under it is not known.
    return fair


def _with(instance: Instance, objective: str) -> Instance:
    settings = instance.settings.model_copy(update={"objective": objective})
    return replace(instance, settings=settings)
