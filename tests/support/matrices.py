"""Small mixed-integer programmes by hand, and all their whole plans."""

from itertools import product

import numpy as np
from scipy import sparse

from optimizer.solver.standard_form import Matrix


def programme(cost, rows, room, *, high=None, whole=True):
    """Return: maximise Σ cost·x subject to rows·x ≤ room and 0 ≤ x ≤ high (1 unless told)."""
    count, body = len(cost), np.array(rows, dtype=float).reshape(-1, len(cost))
    return Matrix(
        a=sparse.csr_array(body),
        cost=np.array(cost, dtype=float),
        offset=0.0,
        row_low=np.full(len(body), -np.inf),
        row_high=np.array(room, dtype=float).reshape(-1),
        low=np.zeros(count),
        high=np.ones(count) if high is None else np.array(high, dtype=float),
        whole=np.full(count, whole),
        rows=(),
        columns=tuple(range(count)),
    )


def knapsack(values, weights, room):
    """Return the programme of: the most value of items whose weights fit into the room."""
    return programme(values, [weights], [room])


def whole_plans(matrix):
    """Return every plan of whole numbers that a programme allows, with its value."""
    ranges = [
        range(int(low), int(high) + 1) for low, high in zip(matrix.low, matrix.high, strict=True)
    ]
    plans = (np.array(plan, dtype=float) for plan in product(*ranges))
    return [
        (plan, float(matrix.cost @ plan) + matrix.offset)
        for plan in plans
        if np.all(matrix.a @ plan <= matrix.row_high + 1e-9)
        and np.all(matrix.a @ plan >= matrix.row_low - 1e-9)
    ]
