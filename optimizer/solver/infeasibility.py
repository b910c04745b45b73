"""Why there is no plan: every rule that bites, what it needs and has, and the smallest mend."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations
from typing import Literal

import numpy as np
from scipy import sparse

from optimizer.arrays import Floats
from optimizer.coefficients import Coefficients
from optimizer.model import Name, Structure, decline_areas
from optimizer.solver.highs.controls import Controls, OptionValue
from optimizer.solver.highs.run import run
from optimizer.solver.remedies import (
    is_net,
    is_structural,
    number,
    place_of,
    remedy_of,
    rounded_down,
    rounded_up,
    rule_of,
    share_of_spending,
    unit_of,
)
from optimizer.solver.standard_form import Matrix, export

SECONDS_EACH = 10.0
LEAST_SECONDS_EACH = 2.0
"""Time to look for the smallest change of one family of rules: at most, and in any case."""
LARGEST_SLACK = 1e12
"""By which a row may give way, where its columns have no limits."""
SECONDS_OF_PAIRS = 20.0
"""Time to look for pairs of families that mend together, where no family does alone."""
PRESOLVED: dict[str, OptionValue] = {"presolve": "on"}
"""Rows of several families that give way leave HiGHS 1.16 with an empty problem at times, which
without presolve was seen to end the process."""
SHOWN_REPAIRS = 4
"""Repairs that are spelled out in a message."""
SHOWN = 20
"""Reasons that are spelled out in a message; the rest are counted."""


@dataclass(frozen=True)
class Reason:
    """One rule that stands in the way.

    Attributes
    ----------
    rule : str
        In a planner's words.
    place : str
        Region, province, option or the like; "" for nationwide rules.
    needs, has : float
        What would suffice and what there is, in `unit`.
    unit : str
    remedy : str
        The smallest change that mends it.
    """

    rule: str
    place: str
    needs: float
    has: float
    unit: str
    remedy: str

    def __str__(self) -> str:
        where = f" ({self.place})" if self.place else ""
        return (
            f"{self.rule}{where}: needs {number(self.needs)}, has {number(self.has)} "
            f"{self.unit}".rstrip()
            + f". {self.remedy}"
        )


class NoPlanError(Exception):
    """No plan can exist, or none was found.

    Attributes
    ----------
    status : {"infeasible", "time_limit", "interrupted"}
    reasons : tuple of Reason
        Empty unless infeasible.
    repairs : tuple of tuple of Reason
        Each a set of changes that makes a plan possible by itself, as a solve of the model with
        them has shown. None of them was found to do without one of its changes.
    """

    def __init__(
        self,
        status: Literal["infeasible", "time_limit", "interrupted"] | str,
        reasons: Sequence[Reason],
        message: str,
        repairs: Sequence[Sequence[Reason]] = (),
    ):
        self.status = status
        self.reasons = tuple(reasons)
        self.repairs = tuple(tuple(repair) for repair in repairs)
        self.summary = message
        lines = _listed(self.reasons)
        for repair in self.repairs[:SHOWN_REPAIRS]:
            if not set(repair) <= set(self.reasons):
                lines += ["Or, in their place:", *_listed(repair)]
        super().__init__("\n".join([message, *lines]))


def _listed(reasons: Sequence[Reason]) -> list[str]:
    lines = [f"- {reason}" for reason in reasons[:SHOWN]]
    more = len(reasons) - SHOWN
    return [*lines, f"- … and {more} more."] if more > 0 else lines


def impossible_rules(structure: Structure, controls: Controls) -> NoPlanError:
    """Return the error for rules that no decision has any influence on, and all others' too."""
    coefficients, impossible = structure.coefficients, structure.fixed_rows()
    reasons = [
        _without_influence(name, coefficients, low if value < low else high, value)
        for name, low, high, value in impossible
    ]
    with structure.without({name for name, *_ in impossible}):
        matrix = export(structure)
        if run(matrix, _quiet(controls), phase="looking for the reasons").status == "infeasible":
            reasons += why_infeasible(structure, matrix, controls).reasons
    return NoPlanError("infeasible", reasons, "No plan can exist.")


def _without_influence(rule: Name, coefficients: Coefficients, needs: float, has: float) -> Reason:
    return Reason(
        rule_of(rule[0]).title,
        place_of(rule, coefficients),
        needs,
        has,
        unit_of(rule[0], coefficients),
        "Nothing that may be built has any influence on it: drop the rule, or permit more.",
    )


def why_infeasible(structure: Structure, matrix: Matrix, controls: Controls) -> NoPlanError:
    """Return the error that says why no plan can exist.

    Each family of rules (budget, land, floors, …) is relaxed by itself, by as little as possible;
    every family that mends it alone stands in the way by itself, so each is given with its
    smallest change. If no family alone suffices, pairs of families are tried, and then all are
    relaxed together. Each change is made in the model and solved before it is offered.
    """
    coefficients = structure.coefficients
    families: dict[str, list[int]] = defaultdict(list)
    for place, (family, _) in enumerate(matrix.rows):
        if not is_structural(family):
            families[family].append(place)
    changes = [
        change
        for rows in families.values()
        if (change := _smallest_change(matrix, rows, controls)) is not None
    ]
    alone = bool(changes)
    if not alone:
        changes = _of_pairs(matrix, families, controls) or _of_all(matrix, families, controls)
    if not changes:
        return NoPlanError("infeasible", [], _without_reasons(controls))
    told = [_reasons(matrix, change, coefficients, alone=alone) for change in changes]
    repairs = [
        reasons
        for change, reasons in zip(changes, told, strict=True)
        if _mended(matrix, change, controls)
    ]
    if alone:
        message = "No plan can exist. Any one of these changes makes one possible:"
        return NoPlanError("infeasible", list(chain(*told)), message, repairs)
    message = "No plan can exist. All of these changes together make one possible:"
    return NoPlanError("infeasible", told[0], message, repairs)


def _of_pairs(
    matrix: Matrix, families: Mapping[str, list[int]], controls: Controls
) -> list[_Change]:
    """Return the smallest change of each pair of families that mends, fewest rules first."""
    until = time.perf_counter() + SECONDS_OF_PAIRS
    found: list[_Change] = []
    for one, other in combinations(families.values(), 2):
        if time.perf_counter() > until or controls.stop.is_set():
            break
        change = _smallest_change(matrix, [*one, *other], controls, PRESOLVED)
        found += [] if change is None else [change]
    return sorted(found, key=lambda change: len(change.rows))


def _of_all(matrix: Matrix, families: Mapping[str, list[int]], controls: Controls) -> list[_Change]:
    change = _smallest_change(matrix, list(chain(*families.values())), controls, PRESOLVED)
    return [] if change is None else [change]


def _reasons(
    matrix: Matrix, change: _Change, coefficients: Coefficients, *, alone: bool
) -> list[Reason]:
    single = alone and len(change.rows) == 1
    return [_reason(matrix, row, change, coefficients, alone=single) for row in change.rows]


def _mended(matrix: Matrix, change: _Change, controls: Controls) -> bool:
    """Return whether the model has a plan once the broken rows are as wide as a change says."""
    rows = list(change.rows)
    activity = (matrix.a @ change.values)[rows]
    slack = 1e-6 * np.maximum(1.0, np.abs(activity))
    low, high = matrix.row_low.copy(), matrix.row_high.copy()
    low[rows], high[rows] = (
        np.minimum(low[rows], activity - slack),
        np.maximum(high[rows], activity + slack),
    )
    cost = np.zeros_like(matrix.cost)
    wider = replace(matrix, row_low=low, row_high=high, cost=cost, offset=0.0)
    tried = run(wider, _quiet(controls), phase="trying the changes", options=PRESOLVED)
    return tried.values is not None


def _without_reasons(controls: Controls) -> str:
    if controls.stop.is_set():
        return "No plan can exist; the search for the reasons was interrupted."
    return "No plan can exist: the rules contradict one another, or the reasons took too long."


@dataclass(frozen=True)
class _Change:
    """A plan that breaks some rules as little as possible: its columns, and the rows it breaks."""

    values: Floats
    rows: tuple[int, ...]


def _quiet(controls: Controls) -> Controls:
    """Return controls for a search for reasons, which has some time even if all is used up."""
    left = min(SECONDS_EACH, max(controls.left(), LEAST_SECONDS_EACH))
    return replace(controls, watcher=None, gap=1e-3, time_limit=left, started=time.perf_counter())


def _smallest_change(
    matrix: Matrix,
    rows: Sequence[int],
    controls: Controls,
    options: dict[str, OptionValue] | None = None,
) -> _Change | None:
    """Return by how much the rows must give way, at least; None where that doesn't help."""
    upper = np.array([row for row in rows if np.isfinite(matrix.row_high[row])], dtype=int)
    lower = np.array([row for row in rows if np.isfinite(matrix.row_low[row])], dtype=int)
    broken = np.concatenate([upper, lower])
    right = np.concatenate([matrix.row_high[upper], matrix.row_low[lower]])
    terms = abs(matrix.a)
    size = np.minimum(1.0, terms.max(axis=1).toarray().ravel())[broken]
    scale = np.maximum(np.where(size > 0, size, 1.0), np.abs(right))
    # No row can be broken by more than its terms and its limit together.
    reach = np.maximum(np.abs(matrix.low), np.abs(matrix.high))
    most = np.minimum((terms @ reach)[broken] + np.abs(right), LARGEST_SLACK)
    count, columns = len(broken), len(matrix.columns)
    # A slack lowers a ≤ row and raises a ≥ row; an equation has both.
    sign = np.concatenate([np.full(len(upper), -1.0), np.full(len(lower), 1.0)])
    slack = sparse.csr_array((sign, (broken, range(count))), shape=(len(matrix.rows), count))
    elastic = replace(
        matrix,
        a=sparse.csr_array(sparse.hstack([matrix.a, slack], format="csr")),
        cost=np.concatenate([np.zeros(columns), -1.0 / scale]),
        offset=0.0,
        low=np.concatenate([matrix.low, np.zeros(count)]),
        high=np.concatenate([matrix.high, most]),
        whole=np.concatenate([matrix.whole, np.zeros(count, dtype=bool)]),
        columns=(*matrix.columns, *range(count)),
    )
    found = run(elastic, _quiet(controls), phase="looking for the reasons", options=options)
    if found.values is None:
        return None
    values = found.values[:columns]
    # What the plan really breaks: a slack may be up without need, within the gap.
    activity = matrix.a @ values
    sizes = np.minimum(1.0, terms @ np.abs(values))
    slack = 1e-6 * np.maximum(sizes, np.abs(activity))
    over = (activity > matrix.row_high + slack) | (activity < matrix.row_low - slack)
    used = [int(row) for row in np.unique(broken) if over[row]]
    return _Change(values, tuple(used)) if used else None


def _reason(
    matrix: Matrix, row: int, change: _Change, coefficients: Coefficients, *, alone: bool
) -> Reason:
    family = matrix.rows[row][0]
    share = share_of_spending(matrix.rows[row], coefficients)
    if 0 < share < 1:
        needs, has = _of_all_spending(matrix, row, change.values, coefficients, share)
    else:
        needs, has = _needs_and_has(matrix, row, change.values)
    place = place_of(matrix.rows[row], coefficients)
    remedy = remedy_of(matrix.rows[row], needs, has, coefficients)
    if not alone:
        remedy += " (together with the other changes)"
    unit = unit_of(family, coefficients)
    return Reason(rule_of(family).title, place, needs, has, unit, remedy + ".")


def _of_all_spending(
    matrix: Matrix, row: int, values: Floats, coefficients: Coefficients, share: float
) -> tuple[float, float]:
    """Return what decline areas, or hubs, must and do get, or get and may get, of the spending.

    The row is (1 − share) · what is spent there less share · what is spent elsewhere.
    """
    areas = decline_areas(coefficients)
    of_hubs = matrix.rows[row][0].startswith("hub_")
    terms = sparse.csr_array(matrix.a[[row]]).tocoo()
    parts = terms.data * values[terms.col]

    def counts(name: Name | int) -> bool:
        assert not isinstance(name, int)
        return name[0] == "y" if of_hubs else name[1][0] in areas

    there = np.array([counts(matrix.columns[c]) for c in terms.col])
    spent = float(parts[there].sum()) / (1 - share)
    part = share * (spent - float(parts[~there].sum()) / share)
    return rounded_up(max(part, spent)), rounded_down(min(part, spent))


def _needs_and_has(matrix: Matrix, row: int, values: Floats) -> tuple[float, float]:
    """Return what a broken row needs and has, rounded so that the change they name suffices.

    What is asked for on the other side of a rule, such as graduates at a site, counts there; but
    what measures save is no money that there is, it lowers what is needed.
    """
    terms = sparse.csr_array(matrix.a[[row]]).tocoo()
    parts = terms.data * values[terms.col]
    left, across = float(parts[terms.data > 0].sum()), -float(parts[terms.data < 0].sum())
    if is_net(matrix.rows[row][0]):
        left, across = left - across, 0.0
    if left - across > matrix.row_high[row]:
        return rounded_up(left), rounded_down(float(matrix.row_high[row]) + across)
    return rounded_up(float(matrix.row_low[row]) + across), rounded_down(left)
