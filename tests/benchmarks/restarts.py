"""What HiGHS's restarts and its second thread are worth, side by side on the same matrices.

    PYTHONPATH=tests python -m benchmarks.restarts

Prints by instance and budget the columns of the matrix, the gap asked for, and the seconds of a
search with the engine's choice, with restarts, and with the other number of threads.
"""

from __future__ import annotations

import time

import optimizer as opt
from optimizer.coefficients import compute
from optimizer.model import Structure, build
from optimizer.solver.budget_rows import find_purse
from optimizer.solver.highs.controls import NO_RESTART, Controls
from optimizer.solver.reductions.fixed_columns import without_fixed
from optimizer.solver.relaxation.configuration import without_seats
from optimizer.solver.relaxation.floor_cuts import floor_cuts
from optimizer.solver.standard_form import export

CASES = (("tiny", 200.0, 1e-3), ("korea", 1e3, 5e-3), ("korea", 5e3, 5e-3), ("korea", 15e3, 5e-3))
WAYS = {
    "engine": (NO_RESTART, 0),
    "restarts": ({}, 0),
    "one thread": (NO_RESTART, 1),
    "two threads": (NO_RESTART, 2),
}


def matrix_of(name, budget):
    """Return what HiGHS is given under job_takers "catchment", without graduates."""
    coefficients = compute(opt.load(name))
    structure = Structure(build(coefficients, budget, graduates=False))
    full = export(structure)
    purse = find_purse(full, coefficients, budget)
    plain = purse.limited(without_seats(full, structure, purse).plain, budget)
    cuts = floor_cuts(purse, plain, budget)
    return plain if cuts is None else plain.with_rows(cuts)


def seconds_of(matrix, gap, options, threads):
    """Return how long a search takes."""
    started = time.perf_counter()
    without_fixed(matrix, Controls(gap=gap, threads=threads), "best plan", options=options)
    return time.perf_counter() - started


if __name__ == "__main__":
    print(f"{'instance':>8} {'budget':>8} {'columns':>8} {'gap':>6}", *(f"{w:>11}" for w in WAYS))
    for name, budget, gap in CASES:
        matrix = matrix_of(name, budget)
        found = [seconds_of(matrix, gap, *way) for way in WAYS.values()]
        columns = int((matrix.high > matrix.low).sum())
        cells = " ".join(f"{seconds:11.1f}" for seconds in found)
        print(f"{name:>8} {budget:8,.0f} {columns:8,} {gap:6.1%} {cells}", flush=True)
