"""What the linear bound of korea is worth, with and without what tightens it.

    PYTHONPATH=tests python -m benchmarks.bounds 200 1000 5000

Prints by budget the bound of the model as it is and of the tighter relaxation that is taken under
job_takers "best", each also with the cuts of floors on spending; of the first also HiGHS's bound
after its own cuts at the root.
"""

from __future__ import annotations

import sys

from scipy import sparse

import optimizer as opt
from optimizer.coefficients import compute
from optimizer.model import Structure, build
from optimizer.solver.budget_rows import find_purse
from optimizer.solver.highs.controls import Controls
from optimizer.solver.highs.run import run
from optimizer.solver.relaxation.configuration import strengthen, without_seats
from optimizer.solver.relaxation.floor_cuts import floor_cuts
from optimizer.solver.relaxation.lp import bounded
from optimizer.solver.search.reduced_cost_fixing import ReducedCostFixing
from optimizer.solver.standard_form import export


def bounds_at(budget):
    """Return the bounds of korea at a budget."""
    coefficients = compute(opt.load("korea"))
    model = build(coefficients, budget, graduates=False)
    structure = Structure(model)
    matrix = export(structure)
    purse = find_purse(matrix, coefficients, budget)
    controls = Controls(gap=1e-3, time_limit=None, seed=0, threads=1, watcher=None)
    strong = strengthen(matrix, structure, purse)
    tight = purse.limited(ReducedCostFixing(strong, [budget], controls)._matrix, budget)
    plain = purse.limited(without_seats(matrix, structure, purse).plain, budget)
    found = []
    for form in (plain, tight):
        cuts = floor_cuts(purse, form, budget)
        with_cuts = form if cuts is None else form.with_rows(widened(cuts, form))
        found += [linear(form, controls), linear(with_cuts, controls)]
        if form is plain:
            found.append(root(with_cuts, controls))
    return found


def widened(cuts, form):
    """Return cuts on as many columns as a form has."""
    body, low, high = cuts
    missing = form.a.shape[1] - body.shape[1]
    more = sparse.csr_array((body.shape[0], missing))
    return sparse.csr_array(sparse.hstack([body, more], format="csr")), low, high


def root(form, controls):
    """Return the bound after HiGHS's own cuts, before it branches."""
    return run(form, controls, phase="root", options={"mip_max_nodes": 1}).bound


def linear(form, controls):
    """Return the optimum of a form's linear relaxation."""
    return bounded(form, controls).value


if __name__ == "__main__":
    heads = ("plain", "+ floors", "+ root", "tighter", "+ floors")
    print(f"{'budget':>8} " + " ".join(f"{head:>10}" for head in heads))
    for text in sys.argv[1:] or ["1000", "5000"]:
        values = " ".join(f"{value:10,.1f}" for value in bounds_at(float(text)))
        print(f"{float(text):8,.0f} {values}")
