"""From a plan of the model without graduates to all its decisions."""

import numpy as np
import pytest
from support.instances import PLAIN, cluster, hub, make_instance, region

import optimizer as opt
from optimizer.coefficients import compute
from optimizer.model import Structure, build
from optimizer.solver.budget_rows import find_purse
from optimizer.solver.highs.controls import Controls
from optimizer.solver.postsolve.recover import Recovery
from optimizer.solver.relaxation.configuration import without_seats
from optimizer.solver.standard_form import export

BUDGET = 30.0


def recovery(folder, universities):
    """Return what recovers plans of a town whose AI cluster, of 10, needs six graduates."""
    folder = make_instance(
        folder,
        [region("A", 100)],
        [cluster("ai", 10, 40, max_per_region=1), hub("stage", 1, max_per_region=3)],
        PLAIN | {"budget": BUDGET},
        needs=[("ai", "computing", 6)],
        universities=universities,
    )
    coefficients = compute(opt.load(folder))
    structure = Structure(build(coefficients, BUDGET, graduates=False))
    matrix = export(structure)
    strong = without_seats(matrix, structure, find_purse(matrix, coefficients, BUDGET))
    return Recovery(matrix, structure, strong)


def recovered(found, ai=1, stages=0):
    """Return the decisions of a plan with so many clusters and stages."""
    plain = found.strong.plain
    values = np.zeros(len(plain.columns))
    for (block, index), place in plain.position().items():
        values[place] = {"ai": ai, "stage": stages}[index[1]] if block in "xy" else 0
    return found.decisions(values, plain, Controls(gap=0.0))


def test_who_works_where_follows(tmp_path):
    """40 take the jobs, six of ten graduates are hired, no seat is bought."""
    found = recovered(recovery(tmp_path, [("U", "computing", "A", 10, 1, 5, 1)]))
    assert found.count.tolist() == [1, 0]
    assert found.flow == pytest.approx([40])
    assert (found.recruits.tolist(), found.seats.tolist()) == ([6], [0])


def test_what_changes_nothing_goes(tmp_path):
    """Two stages that keep nobody."""
    found = recovered(recovery(tmp_path, [("U", "computing", "A", 10, 1)]), stages=2)
    assert found.count.tolist() == [1, 0]


def test_seats_are_bought_where_there_is_money(tmp_path):
    """Two more at 10 each fit into the budget of 30, at 11 each they don't: no plan."""
    cheap = recovered(recovery(tmp_path / "10", [("U", "computing", "A", 4, 1, 5, 10)]))
    assert cheap.seats == pytest.approx([2])
    dear = recovery(tmp_path / "11", [("U", "computing", "A", 4, 1, 5, 11)])
    assert recovered(dear) is None


def test_without_graduates_there_is_no_plan(tmp_path):
    """Four of six, and no seats."""
    found = recovery(tmp_path, [("U", "computing", "A", 4, 1)])
    assert recovered(found) is None
    assert recovered(found, ai=0).count.tolist() == [0, 0]
