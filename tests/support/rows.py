"""Reads the rows of an exported model, so that a test can compare them with rows by hand."""

import numpy as np
import pytest

import optimizer as opt
from optimizer.model import Structure
from optimizer.solver.standard_form import export


def model_of(folder, **arguments):
    """Return the full model of an instance folder."""
    return opt.build_model(opt.load(folder), **arguments)


def _written(name):
    """Return a column's name as a model is written down: x[A,ai]."""
    block, index = name
    parts = index if isinstance(index, tuple) else (index,)
    return block if index is None else f"{block}[{','.join(map(str, parts))}]"


def rows_of(model, family):
    """Return the rows of a family of rules, each as Σ terms ≤ right-hand side.

    Returns
    -------
    dict
        By index: coefficient by variable name, and the right-hand side under "<=". A row that is
        written as ≥ is turned round. Rules without any variable have no row.
    """
    matrix = export(Structure(model))
    found = {}
    for place, (name, index) in enumerate(matrix.rows):
        if name != family:
            continue
        low, high = matrix.row_low[place], matrix.row_high[place]
        assert np.isfinite(low) != np.isfinite(high), "neither an equation nor a range"
        sign, right = (1.0, high) if np.isfinite(high) else (-1.0, -low)
        span = slice(matrix.a.indptr[place], matrix.a.indptr[place + 1])
        names = [_written(matrix.columns[column]) for column in matrix.a.indices[span]]
        terms = dict(zip(names, (sign * matrix.a.data[span]).tolist(), strict=True))
        found[index] = pytest.approx({**terms, "<=": float(right)}, rel=1e-12, abs=1e-12)
    return found


def goal_of(model):
    """Return the maximised objective: coefficient by variable name, and its constant under ""."""
    matrix = export(Structure(model))
    terms = {
        _written(column): float(cost)
        for column, cost in zip(matrix.columns, matrix.cost, strict=True)
        if cost
    }
    return pytest.approx({**terms, "": matrix.offset}, rel=1e-12, abs=1e-12)


def bounds_of(model):
    """Return (low, high, whole number) of each column, by variable name."""
    matrix = export(Structure(model))
    return {
        _written(column): (float(low), float(high), bool(whole))
        for column, low, high, whole in zip(
            matrix.columns, matrix.low, matrix.high, matrix.whole, strict=True
        )
    }
