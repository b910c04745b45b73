"""Exports a Pyomo model once as a sparse matrix with names, ready for HiGHS."""

from __future__ import annotations

from dataclasses import dataclass, replace

import highspy
import numpy as np
import pyomo.environ as pyo
from pyomo.common.errors import InvalidConstraintError
from pyomo.repn.plugins.standard_form import LinearStandardFormCompiler
from scipy import sparse

from optimizer.arrays import Floats

Rows = tuple[sparse.csr_array, Floats, Floats]
"""Rows a, low, high: low ≤ a·x ≤ high."""


def stacked(one: Rows, other: Rows) -> Rows:
    """Return rows below rows."""
    return (
        sparse.csr_array(sparse.vstack([one[0], other[0]], format="csr")),
        np.concatenate([one[1], other[1]]),
        np.concatenate([one[2], other[2]]),
    )


class SolverError(Exception):
    """HiGHS gave up, neither with a plan nor with a proof that there is none."""


@dataclass(frozen=True)
class Matrix:
    """maximise c·x + offset subject to row_low ≤ A·x ≤ row_high, low ≤ x ≤ high.

    Attributes
    ----------
    a : csr_array, shape (rows, columns)
    cost : float array, shape (columns,)
        Objective coefficients, to be maximised.
    offset : float
    row_low, row_high : float arrays, shape (rows,)
    low, high : float arrays, shape (columns,)
    whole : bool array, shape (columns,)
        Columns that must be whole numbers.
    rows : tuple of Pyomo constraint data
        Of the model's own rows; rows added later come below them and have none.
    columns : tuple of Pyomo variable data
        Columns that stand for no variable have a number in its place.
    """

    a: sparse.csr_array
    cost: Floats
    offset: float
    row_low: Floats
    row_high: Floats
    low: Floats
    high: Floats
    whole: np.ndarray
    rows: tuple[object, ...]
    columns: tuple[object, ...]

    def position(self) -> dict[int, int]:
        """Return the column of each variable, by its id()."""
        return {id(variable): place for place, variable in enumerate(self.columns)}

    def with_rows(self, rows: Rows) -> Matrix:
        """Return the matrix with further rows below its own."""
        a, low, high = rows
        return replace(
            self,
            a=sparse.csr_array(sparse.vstack([self.a, a], format="csr")),
            row_low=np.concatenate([self.row_low, low]),
            row_high=np.concatenate([self.row_high, high]),
        )

    def fixed(self, values: Floats) -> Matrix:
        """Return the linear program left when whole-number columns take the given values."""
        low, high = self.low.copy(), self.high.copy()
        low[self.whole] = high[self.whole] = np.round(values[self.whole])
        return replace(self, low=low, high=high, whole=np.zeros_like(self.whole))

    def passed_to(self, highs: highspy.Highs) -> None:
        """Hand the matrix over to HiGHS."""
        rows, columns = self.a.shape
        size = (columns, rows, self.a.nnz)
        form = (int(highspy.MatrixFormat.kRowwise), int(highspy.ObjSense.kMaximize), self.offset)
        limits = (self.low, self.high, self.row_low, self.row_high)
        body = (self.a.indptr.astype(np.int32), self.a.indices.astype(np.int32), self.a.data)
        # As arrays; a HighsLp is filled number by number, which takes five times as long.
        whole = self.whole.astype(np.int32)
        status = highs.passModel(*size, *form, self.cost, *limits, *body, whole)
        if status == highspy.HighsStatus.kError:
            raise SolverError("HiGHS refused the model: a number in it is too large")


def export(model: pyo.ConcreteModel) -> Matrix:
    """Return the matrix of a model with all its active constraints.

    Parameters
    ----------
    model : ConcreteModel
        From `optimizer.build_model`, possibly with further rules.

    Raises
    ------
    TypeError
        A rule is not linear.
    """
    goals = list(model.component_data_objects(pyo.Objective, active=True))
    if goals != [model.objective]:
        raise TypeError(
            "the model's own objective must stay the only active one; "
            "choose another by the setting `objective`, or add a rule instead"
        )
    compiler = LinearStandardFormCompiler()
    try:
        form = compiler.write(model, mixed_form=True, set_sense=pyo.maximize)
    except InvalidConstraintError as error:
        raise TypeError(f"a rule is not linear: {error}") from error
    a = sparse.csr_array(form.A)
    a.sort_indices()
    kind = np.array([entry.bound_type for entry in form.rows], dtype=int)
    right = np.asarray(form.rhs, dtype=float)
    low = [-np.inf if v.lb is None else float(v.lb) for v in form.columns]
    high = [np.inf if v.ub is None else float(v.ub) for v in form.columns]
    return Matrix(
        a=a,
        cost=np.asarray(form.c.todense()).ravel().astype(float),
        offset=float(form.c_offset[0]),
        # bound_type: -1 is ≥, 0 is =, 1 is ≤.
        row_low=np.where(kind <= 0, right, -np.inf),
        row_high=np.where(kind >= 0, right, np.inf),
        low=np.array(low),
        high=np.array(high),
        whole=np.array([not v.is_continuous() for v in form.columns], dtype=bool),
        rows=tuple(entry.constraint for entry in form.rows),
        columns=tuple(form.columns),
    )
