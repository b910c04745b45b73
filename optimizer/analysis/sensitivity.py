"""Sensitivity: over which range of budget, prices and assumptions a plan's clusters stay."""

from __future__ import annotations

import logging
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from optimizer.analysis.answers import html_of, rows_of, text_table
from optimizer.analysis.instrument_value import instruments
from optimizer.analysis.plan_problem import source_of
from optimizer.analysis.rules_of_plan import own_rules_of
from optimizer.analysis.shadow_prices import shadow_prices
from optimizer.analysis.under import under
from optimizer.coefficients import compute
from optimizer.instance import InputError, Instance, Problem, nearest
from optimizer.model import Key, OwnRule, site_keys
from optimizer.plan import PlanData, held_by, to_record
from optimizer.solver import Controls, Held, NoPlanError, ParametricSolver, Solution, duration
from optimizer.uncertainty import varied, widened

LOG = logging.getLogger(__name__)
BUDGET = "budget"
FACTORS = (0.8, 1.2)
"""On the budget and on each price (assumption: a fifth less, a fifth more)."""
PRICE = "options.capital_cost"
TESTS = (
    "name",
    "value",
    "central",
    "status",
    "stays",
    "loss",
    "loss_low",
    "loss_high",
    "objective",
    "gap",
)
RANGES = ("name", "unit", "from", "central", "to", "low", "high", "stays")


@dataclass(frozen=True)
class SensitivityData:
    """How a plan's clusters hold; `optimizer.Sensitivity` can save it.

    Attributes
    ----------
    plan : PlanData
    within : float
        What keeping the plan's clusters may lose, relative to the best there.
    ranges : DataFrame
        name (budget, a price or an assumption), unit, from and to (the outermost values tried
        between which, at every value tried, keeping the plan's clusters is proven to lose no more
        than `within`), central (in use), low and high (the ends tried), stays (least share of the
        plan's clusters, by cost, that the plan solved anew at a tried value has too).
    tests : DataFrame
        A row for each value tried: name, value, central, status ("kept": within what may be lost;
        "open": the proofs leave it open; "lost": keeping them loses more; "impossible": they can't
        be kept; "no plan": no plan can exist there), stays, loss (of keeping them, as found), and
        the interval loss_low to loss_high in which it is proven to lie; objective and gap of the
        plan solved anew.
    prices : DataFrame
        Shadow prices of the limits, of the relaxation: what, place, price (of the objective, for
        each unit more), unit, limit, used.
    notes : tuple of str
    """

    plan: PlanData
    within: float
    ranges: pd.DataFrame
    tests: pd.DataFrame
    prices: pd.DataFrame
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain Python."""
        return {
            "within": self.within,
            "ranges": rows_of(self.ranges),
            "tests": rows_of(self.tests),
            "prices": rows_of(self.prices),
            "notes": list(self.notes),
        }

    def __str__(self) -> str:
        """Return the tables as text."""
        shown = (("Over which the clusters stay", self.ranges), ("Shadow prices", self.prices))
        tables = [f"{title}:\n{text_table(frame)}" for title, frame in shown if len(frame)]
        return "\n".join([*tables, *self.notes])

    def _repr_html_(self) -> str:
        """Return the tables as a notebook shows them."""
        tables = {"Over which the clusters stay": self.ranges, "Shadow prices": self.prices}
        return html_of("", self.notes, tables)


@dataclass(frozen=True)
class _Factor:
    """What is varied: the budget, a price or an assumption."""

    name: str
    unit: str
    low: float
    central: float
    high: float


def sensitivity(
    plan: PlanData,
    controls: Controls,
    *,
    only: Collection[str] | None = None,
    within: float = 0.01,
    steps: int = 0,
    rules: Sequence[OwnRule] | None = None,
) -> SensitivityData:
    """Return over which range of budget, prices and assumptions a plan's clusters stay.

    Parameters
    ----------
    plan : PlanData
        With its `source`.
    controls : Controls
        Its gap is that of each solve, at most half of `within`; its time limit holds for all of
        them together.
    only : collection of str, optional
        Names to vary; by default the budget, each instrument's capital cost and every assumption.
    within : float
        What keeping the plan's clusters may lose, relative to the best there.
    steps : int
        Bisections between the value in use and an end at which they don't stay.
    rules : sequence of callables, optional
        Of one's own; by default those of the plan.

    Raises
    ------
    InputError
        A name is unknown; the plan's instance or its own rules are not known.
    KeyboardInterrupt
        Ctrl-C.

    Notes
    -----
    At each value the problem is solved anew, and once more with every cluster of the plan kept
    (hubs, measures and seats decided anew). With P and B the plan and the bound of the first, P′
    and B′ those of the second, keeping them loses from max(0, P − B′) to B − P′.
    """
    source = source_of(plan)
    own = own_rules_of(plan, rules).rules
    factors = _factors(plan, source, only)
    asked = _Asked(plan, source, own, replace(controls, gap=min(controls.gap, within / 2)), within)
    tests: list[dict[str, Any]] = []
    untried: list[str] = []
    ends = [list(dict.fromkeys((factor.low, factor.high))) for factor in factors]
    to_come = sum(map(len, ends))
    for factor, values in zip(_told(factors), ends, strict=True):
        for end in values:
            found = asked.along(factor, end, steps, to_come)
            tests += found
            untried += [] if found else [f"{factor.name} at {end:g}"]
            to_come -= 1
    table = pd.DataFrame(tests, columns=list(TESTS))
    quiet = replace(controls, time_limit=None)  # a relaxation: seconds, and never without one
    prices = shadow_prices(compute(source), plan.budget, own, quiet)
    notes = (
        *(() if asked.any else ("The plan has no clusters, so that none can leave.",)),
        "Shadow prices are of the relaxation, in which buildings may be fractions: what one unit "
        "more of a limit is worth there, for small changes.",
        *((f"Time ran out: {', '.join(untried)} not tried; give it more.",) if untried else ()),
    )
    return SensitivityData(plan, within, _ranges(factors, table), table, prices, notes)


def _factors(plan: PlanData, source: Instance, only: Collection[str] | None) -> list[_Factor]:
    low, high = FACTORS
    known: list[_Factor] = []
    if plan.budget is not None:
        ends = low * plan.budget, plan.budget, high * plan.budget
        known.append(_Factor(BUDGET, plan.currency, *ends))
    for name in instruments(source):
        known.append(_Factor(f"{PRICE}[{name}]", "factor", low, 1.0, high))
    known += [
        _Factor(name, found.unit, found.low, found.central, found.high)
        for name, found in varied(source).items()
        if name not in {factor.name for factor in known}
    ]
    if only is None:
        return known
    names = [factor.name for factor in known]
    problems = [
        Problem(name, "no budget, price or assumption is called so.", remedy=nearest(name, names))
        for name in only
        if name not in names
    ]
    if problems:
        raise InputError(problems)
    return [factor for factor in known if factor.name in set(only)]


class _OutOfTimeError(Exception):
    """No time is left for a value."""


class _Asked:
    """A plan's problem under other values, solved anew and with the plan's clusters kept."""

    def __init__(
        self,
        plan: PlanData,
        source: Instance,
        rules: Sequence[OwnRule],
        controls: Controls,
        within: float,
    ):
        self._plan, self._source, self._rules = plan, source, rules
        self._wide = widened(source)
        self._controls, self._within = controls, within
        self._until = controls.seconds() + controls.left()
        clusters = set(source.options.loc[source.options["kind"] == "cluster", "option_id"])
        held = held_by(to_record(plan))
        self._kept = Held({key: n for key, n in held.count.items() if key[1] in clusters})
        built = plan.build[plan.build["option_id"].isin(clusters)]
        of = built["region_id"], built["option_id"]
        self._cost: dict[Key, float] = {
            key: float(built.loc[(of[0] == key[0]) & (of[1] == key[1]), "cost"].sum())
            for key in self._kept.count
        }

    @property
    def any(self) -> bool:
        """Whether the plan has clusters."""
        return bool(self._kept.count)

    def along(self, factor: _Factor, end: float, steps: int, to_come: int) -> list[dict[str, Any]]:
        """Return the rows of an end, and of the values between it and the one in use.

        Where time runs out there are fewer, or none.

        Parameters
        ----------
        factor : _Factor
        end : float
        steps : int
        to_come : int
            Ends still to be tried, this one among them: they share the time that is left.
        """
        rows: list[dict[str, Any]] = []
        self._until = self._controls.seconds() + self._controls.left() / to_come
        stay, go, value = factor.central, end, end
        while len(rows) <= steps and not (rows and rows[0]["status"] == "kept"):
            try:
                row = self.at(factor, value)
            except _OutOfTimeError:
                break
            if rows:
                stay, go = (value, go) if row["status"] == "kept" else (stay, value)
            rows.append(row)
            value = (stay + go) / 2
        return rows

    def at(self, factor: _Factor, value: float) -> dict[str, Any]:
        """Return the row of one value."""
        row: dict[str, Any] = {"name": factor.name, "value": value, "central": factor.central}
        budget, instance = self._plan.budget, self._source
        if factor.name == BUDGET:
            budget = value
        else:
            instance = under(self._wide, factor.name, value)
        budgets = [] if budget is None else [budget]
        series = ParametricSolver(compute(instance), budgets, self._rules)
        anew = self._solved(series, budget, None)
        if anew is None:
            return row | {"status": "no plan"}
        stays = self._staying(series, anew)
        # Where all of them stay, the plan solved anew is the one that keeps them.
        kept = anew if stays in (None, 1.0) else self._solved(series, budget, self._kept)
        row |= {"stays": stays, "objective": anew.objective}
        row["gap"] = (anew.bound - anew.objective) / max(1.0, abs(anew.objective))
        if kept is None:
            return row | {"status": "impossible"}
        best = max(anew.objective, kept.objective)
        low, high = max(0.0, best - kept.bound), max(0.0, anew.bound - kept.objective)
        loss = max(0.0, best - kept.objective)
        most = self._within * max(1.0, abs(best))
        status = "kept" if high <= most else "lost" if low > most else "open"
        return row | {"status": status, "loss": loss, "loss_low": low, "loss_high": high}

    def _solved(
        self, series: ParametricSolver, budget: float | None, least: Held | None
    ) -> Solution | None:
        controls = replace(self._controls, started=time.perf_counter())
        if self._controls.time_limit is not None:
            left = self._until - self._controls.seconds()
            if left <= 0:
                raise _OutOfTimeError
            controls = replace(controls, time_limit=left)
        try:
            found = series.solve(budget, controls, least=least)
        except NoPlanError as error:
            if error.status == "infeasible":
                return None
            if error.status == "interrupted":
                raise KeyboardInterrupt from error
            if error.status == "time_limit" and controls.time_limit is not None:
                raise _OutOfTimeError from error
            raise
        if found.status == "interrupted":
            raise KeyboardInterrupt
        return found

    def _staying(self, series: ParametricSolver, found: Solution) -> float | None:
        """Return the share of the plan's clusters, by cost, that another solution has too."""
        named = series.coefficients.stages.named()
        keys = site_keys(series.coefficients)
        there = {
            (region, named[copy])
            for (region, copy), n in zip(keys, found.decisions.count, strict=True)
            if n
        }
        total = sum(self._cost.values())
        staying = sum(cost for key, cost in self._cost.items() if key in there)
        if not total:
            return None
        return 1.0 if set(self._cost) <= there else staying / total


def _ranges(factors: Sequence[_Factor], tests: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for factor in factors:
        here = tests[tests["name"] == factor.name]
        start, end = factor.central, factor.central
        for row in here.sort_values("value", ascending=False).to_dict("records"):
            if row["value"] < factor.central:
                if row["status"] != "kept":
                    break
                start = row["value"]
        for row in here.sort_values("value").to_dict("records"):
            if row["value"] > factor.central:
                if row["status"] != "kept":
                    break
                end = row["value"]
        low, high, stays = factor.low, factor.high, here["stays"].min()
        rows.append((factor.name, factor.unit, start, factor.central, end, low, high, stays))
    return pd.DataFrame(rows, columns=list(RANGES))


def _told(factors: Sequence[_Factor]) -> Iterator[_Factor]:
    began = time.perf_counter()
    for place, factor in enumerate(factors):
        if place:
            left = (time.perf_counter() - began) / place * (len(factors) - place)
            LOG.info("%d of %d; about %s left.", place, len(factors), duration(left))
        yield factor
