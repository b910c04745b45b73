"""Locks as limits of columns: one prepared model serves an instance under any locks."""

from __future__ import annotations

from dataclasses import replace

from optimizer.coefficients import Coefficients
from optimizer.model import locked_keys
from optimizer.solver.nesting import places_of
from optimizer.solver.relaxation.configuration import ConfigurationRelaxation
from optimizer.solver.standard_form import Matrix


def with_locks(matrix: Matrix, coefficients: Coefficients) -> Matrix | None:
    """Return a matrix of a model without locks, with an instance's locks as limits of its columns.

    None where they need rows, or nothing can be under them: what is locked in may be built in
    several phases, or nowhere; or it is locked out as well.

    Parameters
    ----------
    matrix : Matrix
        Further columns without a name may follow those of the model.
    coefficients : Coefficients
        Of the instance with its locks.
    """
    column, locked = places_of(coefficients, matrix.position()), coefficients.instance.locked
    low, high = matrix.low.copy(), matrix.high.copy()
    for key in locked_keys(coefficients, locked.in_):
        places = column.get(key, [])
        if len(places) != 1:
            return None
        low[places] = low[places].clip(min=1)
    for key in locked_keys(coefficients, locked.out):
        high[column.get(key, [])] = 0
    return None if (low > high).any() else replace(matrix, low=low, high=high)


def relaxation_with_locks(
    strong: ConfigurationRelaxation, coefficients: Coefficients
) -> ConfigurationRelaxation | None:
    """Return a relaxation of a model without locks under an instance's locks; None as above.

    Its fair shares are those of the instance with its locks.
    """
    matrix, plain = (with_locks(part, coefficients) for part in (strong.matrix, strong.plain))
    if matrix is None or plain is None:
        return None
    purse = replace(strong.purse, coefficients=coefficients)
    return replace(strong, matrix=matrix, plain=plain, purse=purse)
