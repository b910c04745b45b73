"""Why there is no plan: every rule that bites, what it needs and has, and the smallest mend."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pyomo.environ as pyo
from pyomo.core.expr.visitor import identify_variables
from scipy import sparse

from optimizer.coefficients import Coefficients
from optimizer.coefficients.pairs import Floats

from optimizer.solve.highs import Controls, run
from optimizer.solve.matrix import Matrix
from optimizer.solve.words import is_structural, place_of, rule_words

SECONDS_EACH = 20.0
"""Longest search for the smallest change of one family of rules."""
SHOWN = 8


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
            f"{self.rule}{where}: needs {_number(self.needs)}, has {_number(self.has)} "
            f"{self.unit}".rstrip()
            + f". {self.remedy}"
        )


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value - round(value)) < 1e-6 else f"{value:,.4g}"


class NoPlanError(Exception):
    """No plan can exist, or none was found.

    Attributes
    ----------
    status : {"infeasible", "time_limit", "interrupted"}
    reasons : tuple of Reason
        Empty unless infeasible.
    """

    def __init__(
        self,
        status: Literal["infeasible", "time_limit", "interrupted"] | str,
        reasons: Sequence[Reason],
        message: str,
    ):
        self.status = status
        self.reasons = tuple(reasons)
        self.summary = message
        super().__init__("\n".join([message, *(f"- {reason}" for reason in self.reasons)]))


def impossible_rule(model: pyo.ConcreteModel, coefficients: Coefficients) -> NoPlanError:
    """Return the error for rules that no decision has any influence on."""
    reasons: list[Reason] = []
    for rule in model.component_data_objects(pyo.Constraint, active=True):
        if any(True for _ in identify_variables(rule.body, include_fixed=False)):
            continue
        value = float(pyo.value(rule.body))
        low = -np.inf if rule.lower is None else float(pyo.value(rule.lower))
        high = np.inf if rule.upper is None else float(pyo.value(rule.upper))
        if low <= value <= high:
            continue
        words = rule_words(rule.parent_component().local_name)
        needs = low if value < low else high
        reasons.append(
            Reason(
                words.rule,
                place_of(rule, coefficients),
                needs,
                value,
                words.unit,
                "Nothing that may be built has any influence on it: drop the rule, or permit more.",
            )
        )
    return NoPlanError("infeasible", reasons, "No plan can exist.")


def why_infeasible(
    model: pyo.ConcreteModel, coefficients: Coefficients, matrix: Matrix, controls: Controls
) -> NoPlanError:
    """Return the error that says why no plan can exist.

    Each family of rules (budget, land, floors, …) is relaxed by itself, by as little as possible;
    every family that mends it alone stands in the way by itself, so each is given with its
    smallest change. If no family alone suffices, all are relaxed together.
    """
    families: dict[str, list[int]] = defaultdict(list)
    for place, rule in enumerate(matrix.rows):
        name = rule.parent_component().local_name  # type: ignore[attr-defined]
        if not is_structural(name):
            families[name].append(place)
    alone = {
        name: change
        for name, rows in families.items()
        if (change := _smallest_change(matrix, rows, controls)) is not None
    }
    if alone:
        message = "No plan can exist. Any one of these changes makes one possible:"
        changes = list(alone.values())
    else:
        together = _smallest_change(matrix, sum(families.values(), []), controls)
        if together is None:
            return NoPlanError("infeasible", [], "No plan can exist; the rules contradict.")
        message = "No plan can exist. All of these changes together make one possible:"
        changes = [together]
    reasons = [
        _reason(matrix, row, slack, coefficients, alone=len(change) == 1)
        for change in changes
        for row, slack in list(change.items())[:SHOWN]
    ]
    return NoPlanError("infeasible", reasons, message)


def _smallest_change(
    matrix: Matrix, rows: Sequence[int], controls: Controls
) -> dict[int, float] | None:
    """Return by how much each row must give way, at least; None where that doesn't help."""
    right = np.where(np.isfinite(matrix.row_high), matrix.row_high, matrix.row_low)
    scale = np.maximum(1.0, np.abs(right[list(rows)]))
    count, columns = len(rows), len(matrix.columns)
    # A slack lowers a ≤ row and raises a ≥ row.
    sign = np.where(np.isfinite(matrix.row_high[list(rows)]), -1.0, 1.0)
    slack = sparse.csr_array((sign, (list(rows), range(count))), shape=(len(matrix.rows), count))
    elastic = replace(
        matrix,
        a=sparse.csr_array(sparse.hstack([matrix.a, slack], format="csr")),
        cost=np.concatenate([np.zeros(columns), -1.0 / scale]),
        offset=0.0,
        low=np.concatenate([matrix.low, np.zeros(count)]),
        high=np.concatenate([matrix.high, np.full(count, 1e12)]),
        whole=np.concatenate([matrix.whole, np.zeros(count, dtype=bool)]),
        columns=(*matrix.columns, *range(count)),
    )
    quiet = replace(controls, watcher=None, gap=1e-3)
    found = run(elastic, quiet, phase="looking for the reasons", seconds=SECONDS_EACH)
    if found.values is None:
        return None
    used: Floats = found.values[columns:]
    return {
        row: float(value)
        for row, value, unit in zip(rows, used, scale, strict=True)
        if value > 1e-6 * unit
    } or None


def _reason(
    matrix: Matrix, row: int, slack: float, coefficients: Coefficients, *, alone: bool
) -> Reason:
    rule = matrix.rows[row]
    words = rule_words(rule.parent_component().local_name)  # type: ignore[attr-defined]
    at_most = bool(np.isfinite(matrix.row_high[row]))
    right = float(matrix.row_high[row] if at_most else matrix.row_low[row])
    needs, has = (right + slack, right) if at_most else (right, right - slack)
    remedy = words.remedy.format(needs=_number(needs), has=_number(has), slack=_number(slack))
    if not alone:
        remedy += " (together with the others of this rule)"
    return Reason(words.rule, place_of(rule, coefficients), needs, has, words.unit, remedy + ".")



