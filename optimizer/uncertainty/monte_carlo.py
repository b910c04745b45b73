"""How sure a plan's effect is: the plan as it is built, under draws of every assumption."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np
import pandas as pd

from optimizer.arrays import Floats, Ints
from optimizer.instance import InputError, Instance, Problem, Range, in_currency
from optimizer.plan import QUANTILES, PlanData, Uncertainty
from optimizer.uncertainty.fixed_plan import FixedPlan, Outcome
from optimizer.uncertainty.risk_class import lifting
from optimizer.uncertainty.sampling import ADDED, draw, idle, possible, varied

ROUNDING = 1e-6
"""How far, relatively, the solver's numbers of people may lie from the best."""
Lifted = Callable[[Floats], Ints]
"""Takes who stays, shape (cases, regions); returns how many regions are lifted a class in each."""


def uncertainty(
    plan: PlanData,
    instance: Instance,
    draws: int = 1000,
    seed: int = 0,
    *,
    lifted: Lifted | bool = True,
) -> Uncertainty:
    """Return the distribution of a plan's effect and which assumption matters, the plan fixed.

    Parameters
    ----------
    plan : PlanData
    instance : Instance
        The one that the plan was made for, with the same scenarios and settings; its `ranges`
        say low, central and high.
    draws : int
        Draws of all assumptions at once.
    seed : int
        Same seed, same draws.
    lifted : bool or callable
        Whether to count the regions lifted a class of extinction risk, where the instance has
        cohort tables; or what counts them, from who stays by region.

    Raises
    ------
    InputError
        The plan belongs to another instance; draws or seed don't fit.

    Notes
    -----
    In each draw, people follow from what is built under the drawn numbers; with job_takers "best"
    those stay who do best for the plan's objective (`stayers.best_stayers`). What is
    assumed: docs/explanation/uncertainty.md.
    """
    _check_controls(draws, seed)
    fixed = FixedPlan(plan, instance)
    ranges = varied(instance)
    drawn = draw(ranges, draws, seed)
    cases, capped = _cases(drawn, ranges, instance)
    found = [fixed.evaluate(case) for case in cases]
    if ADDED in drawn:
        drawn[ADDED] = [case[ADDED] for case in cases[:draws]]
    stay = np.array([outcome.retained for outcome in found])
    counted = _counted(plan, instance, found, lifted)
    effects = _effects(found, counted)
    results = pd.concat([drawn, effects.iloc[:draws]], axis=1)
    results.insert(0, "draw", np.arange(1, draws + 1))
    regions = instance.regions[["region_id", "province"]].reset_index(drop=True)
    return Uncertainty(
        instance=instance.name,
        currency=instance.currency,
        seed=seed,
        draws=results,
        quantiles=_quantiles(effects, draws),
        provinces=_by_province(instance, fixed, stay, draws),
        regions=_spread(regions, stay, draws),
        tornado=_tornado(instance, list(ranges), effects.iloc[draws:]),
        notes=(*_notes(plan, effects, draws, capped), *_not_drawn(instance)),
    )


def _cases(
    drawn: pd.DataFrame, ranges: Mapping[str, Range], instance: Instance
) -> tuple[list[dict[str, float]], int]:
    """Return the numbers of each case: every draw, each assumption at its ends, those in use.

    And in how many draws culture_added_share was brought down to what a job can keep.
    """
    ends = [{name: end} for name, found in ranges.items() for end in (found.low, found.high)]
    rows = [dict(zip(drawn.columns, row, strict=True)) for row in drawn.to_numpy()]
    cases = [possible(row, instance) for row in (*rows, *ends, {})]
    capped = sum(case.get(ADDED) != row.get(ADDED) for case, row in zip(cases, rows, strict=False))
    return cases, capped


def uncertainty_of(plan: PlanData, draws: int = 1000, seed: int = 0) -> Uncertainty:
    """Return the distribution of the effect of a plan that knows what it was made for.

    Raises
    ------
    InputError
        It was read from a folder without its `source`; draws or seed don't fit.
    """
    if plan.source is None:
        message = "it was read from a folder, without what it was made for."
        remedy = 'read it so: load_plan(folder, source=load("korea")).'
        raise InputError([Problem("the plan", message, remedy=remedy)])
    return uncertainty(plan, plan.source, draws, seed)


def _counted(
    plan: PlanData, instance: Instance, found: list[Outcome], lifted: Lifted | bool
) -> Ints | None:
    """Return how many regions are lifted in each case; None where it is not counted."""
    stay = np.array([outcome.retained for outcome in found])
    if callable(lifted):
        return np.asarray(lifted(stay))
    count = lifting(plan, instance) if lifted else None
    if count is None:
        return None
    return count(stay, np.array([outcome.arrived for outcome in found]))


def _check_controls(draws: int, seed: int) -> None:
    problems = [
        Problem(name, f"{value!r} does not fit; expected a whole number of at least {least}.")
        for name, value, least in (("draws", draws, 1), ("seed", seed, 0))
        if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least
    ]
    if problems:
        raise InputError(problems)


def _effects(found: list[Outcome], lifted: Ints | None) -> pd.DataFrame:
    """Return people, cost, cost_per_stayer, floors_met and lifted, a row for each case."""
    people = np.array([outcome.people for outcome in found])
    cost = np.array([outcome.cost for outcome in found])
    each = np.divide(cost, people, out=np.full(len(found), np.inf), where=people > 0)
    columns = {
        "retained": np.array([outcome.total for outcome in found]),
        "arrived": np.array([float(outcome.arrived.sum()) for outcome in found]),
        "cost": cost,
        "cost_per_stayer": each,
        "floors_met": np.array([outcome.floors_met for outcome in found]),
    }
    return pd.DataFrame(columns | ({} if lifted is None else {"lifted": lifted}))


def _quantiles(effects: pd.DataFrame, draws: int) -> pd.DataFrame:
    measures = [name for name in effects.columns if name != "floors_met"]
    values = effects[measures].to_numpy(dtype=float)
    return _spread(pd.DataFrame({"measure": measures}), values, draws)


def _spread(names: pd.DataFrame, values: Floats, draws: int) -> pd.DataFrame:
    """Return names with central (the last case) and quantiles of the draws (the first cases)."""
    # A quantile is a value that was drawn, so that a count stays whole and ∞ is no trouble.
    levels = np.quantile(values[:draws], list(QUANTILES.values()), axis=0, method="inverted_cdf")
    return names.assign(central=values[-1], **dict(zip(QUANTILES, levels, strict=True)))


def _by_province(instance: Instance, fixed: FixedPlan, stay: Floats, draws: int) -> pd.DataFrame:
    """Return the spread of who stays by province."""
    provinces = pd.DataFrame({"province": fixed.provinces})
    code, _ = pd.factorize(instance.regions["province"])
    belongs = np.equal.outer(code, np.arange(len(provinces))).astype(float)
    return _spread(provinces, stay @ belongs, draws)


def _tornado(instance: Instance, names: list[str], effects: pd.DataFrame) -> pd.DataFrame:
    """Return the tornado; `effects` holds low and high of each name in turn, then central."""
    low, high, central = effects.iloc[:-1:2], effects.iloc[1::2], effects.iloc[-1]
    ranges = [instance.ranges[name] for name in names]
    ends = np.column_stack(
        [low["retained"], high["retained"], np.full(len(names), central["retained"])]
    )
    frame = pd.DataFrame(
        {
            "name": names,
            "unit": [in_currency(found.unit, instance.currency) for found in ranges],
            "low": [found.low for found in ranges],
            "central": [found.central for found in ranges],
            "high": [found.high for found in ranges],
            "retained_low": ends[:, 0],
            "retained_central": ends[:, 2],
            "retained_high": ends[:, 1],
            "swing": np.ptp(ends, axis=1) if len(names) else np.zeros(0),
        }
    )
    for measure in ("arrived", "cost", "lifted"):
        if measure in effects:
            frame[f"{measure}_low"] = low[measure].to_numpy()
            frame[f"{measure}_high"] = high[measure].to_numpy()
    return frame.sort_values(["swing", "name"], ascending=[False, True], ignore_index=True)


def _notes(plan: PlanData, effects: pd.DataFrame, draws: int, capped: int) -> tuple[str, ...]:
    notes: list[str] = []
    central = float(effects["retained"].iloc[-1])
    if abs(central - plan.retained) > ROUNDING * max(1.0, plan.retained):
        notes.append(
            f"With all assumptions central {central:,.1f} stay, the plan says {plan.retained:,.1f}:"
            " here those who stay are the best for what is built, of equally good ones most."
        )
    if plan.budget is not None:
        # Where provinces pay too, the budget is a part of the cost only.
        shared = not plan.purses.empty
        most, what = (plan.cost, "planned,") if shared else (plan.budget, "the budget of")
        over = int((effects["cost"].iloc[:draws] > most * (1 + ROUNDING)).sum())
        if over:
            notes.append(
                f"In {over:,} of {draws:,} draws it costs more than {what} {most:,.0f} "
                f"{plan.currency}."
            )
    if capped:
        notes.append(
            f"In {capped:,} draws culture_added_share was lowered to 1 − job_only_share: a job "
            "can't keep more than one person."
        )
    missed = int((~effects["floors_met"].iloc[:draws]).sum())
    if missed:
        notes.append(f"In {missed:,} draws a province stays below its min_retained_share.")
    return tuple(notes)


def _not_drawn(instance: Instance) -> Iterator[str]:
    """Yield which ranges that the instance states are of no use, and why."""
    for name, reason in idle(instance).items():
        if name in instance.ranges and instance.ranges[name].stated:
            yield f"{name} is not drawn: {reason}."
