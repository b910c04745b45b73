"""Population pyramids in the horizon year, and what the plan changes in every age."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from optimizer.arrays import Floats
from optimizer.plan import AREAS, PlanData, Projection
from optimizer.report.canvas import GREY, LESS, MORE, VARIANTS, figure_of, signed, thousands
from optimizer.report.fonts import drawable

SIDES = {"male": -1.0, "female": 1.0}


def draw_pyramid(plan: PlanData, projection: Projection, path: Path) -> None:
    """Draw the horizon year's pyramid where the plan's young are, and the change there and beyond.

    Parameters
    ----------
    plan : PlanData
    projection : Projection
        The plan's.
    path : Path
        PNG or SVG to write.
    """
    ages = projection.ages
    groups = [str(group) for group in ages["age_group"].unique()]
    nation, gaining = (_persons(ages[ages["area"] == area]) for area in AREAS)
    there = gaining["plan"] - gaining["nothing_done"]
    beyond = nation["plan"] - nation["nothing_done"] - there
    some = bool(gaining["plan"].any())
    with figure_of(path, 12, 6) as figure:
        name = drawable(plan.instance, "Plan")
        figure.suptitle(
            f"{name}: residents by age and sex in {plan.years[1]}", x=0.01, ha="left", fontsize=12
        )
        first, second, third = figure.subplots(1, 3, sharey=True, width_ratios=[1.5, 1, 1])
        where = "the regions that gain young people" if some else "all regions"
        _levels(gaining if some else nation, groups, first)
        first.set_title(f"Residents of {where}")
        reach = max(float(np.abs([there, beyond]).max()), 1.0)
        _change(there, second, "Change by the plan there", reach)
        _change(beyond, third, "Change in all other regions", reach)


def _persons(ages: pd.DataFrame) -> dict[str, Floats]:
    """Return persons by variant, (2, A): men and women by age group."""
    return {
        str(variant): np.array([rows.loc[rows["sex"] == sex, "persons"] for sex in SIDES])
        for variant, rows in ages.groupby("variant")
    }


def _levels(persons: dict[str, Floats], groups: list[str], axes: Axes) -> None:
    ages = np.arange(len(groups))
    largest = max(float(found.max()) for found in persons.values())
    unit, word = (1000.0, "thousand persons") if largest >= 20_000 else (1.0, "persons")
    for place, side in enumerate(SIDES.values()):
        found = {variant: persons[variant][place] / unit for variant in VARIANTS}
        axes.barh(ages, side * found["nothing_done"], height=1.0, color=LESS, alpha=0.35)
        for variant in ("zero_migration", "plan"):
            _, colour, line = VARIANTS[variant]
            axes.stairs(
                side * found[variant],
                np.arange(len(ages) + 1) - 0.5,
                orientation="horizontal",
                baseline=None,
                color=colour,
                linestyle=line,
                linewidth=1.4,
            )
    handles = [
        axes.barh([0], [0], color=LESS, alpha=0.35, label=VARIANTS["nothing_done"][0]),
        *(
            axes.plot([], [], color=colour, linestyle=line, label=words)[0]
            for words, colour, line in (VARIANTS["plan"], VARIANTS["zero_migration"])
        ),
    ]
    axes.figure.legend(
        handles=handles, loc="outside lower left", ncols=3, fontsize=8, frameon=False
    )
    axes.set_yticks(ages, groups)
    axes.set_ylim(-1.2, len(ages) - 0.4)
    axes.set_ylabel("age")
    _sides(axes, largest / unit * 1.12 or 1.0)
    axes.set_xlabel(word)
    thousands(axes.xaxis, absolute=True)


def _change(change: Floats, axes: Axes, title: str, reach: float) -> None:
    """Draw more (outwards, to either side) and fewer; both sexes to one scale."""
    for values, side in zip(change, SIDES.values(), strict=True):
        axes.barh(
            np.arange(len(values)),
            side * np.abs(values),
            height=0.85,
            color=[MORE if value > 0 else LESS for value in values],
        )
    _sides(axes, reach * 1.12)
    axes.set_xlabel("persons (blue: more, orange: fewer)")
    axes.set_title(f"{title}: {signed(float(change.sum()))}")
    thousands(axes.xaxis, absolute=True)


def _sides(axes: Axes, reach: float) -> None:
    axes.set_xlim(-reach, reach)
    axes.axvline(0, color=GREY, linewidth=0.8)
    for place, sex in ((0.02, "men"), (0.98, "women")):
        axes.text(
            place,
            0.02,
            sex,
            transform=axes.transAxes,
            ha="left" if place < 0.5 else "right",
            va="bottom",
            color=GREY,
        )
