"""From a plan of the model without graduates to all its decisions."""

from dataclasses import replace

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
from optimizer.solver.relaxation.lp import bounded
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


def two_towns(folder):
    """Two towns' AI clusters need 20 graduates each; of 30 all are in reach of both."""
    return make_instance(
        folder,
        [region("A", 500), region("B", 400)],
        [cluster("ai", 90, 40, max_per_region=1)],
        PLAIN | {"budget": 200, "job_takers": "catchment", "recruit_limit": 90},
        needs=[("ai", "computing", 20)],
        universities=[("U", "computing", "A", 30, 1)],
        travel=[("A", "B", 30)],
    )


@pytest.fixture
def both(tmp_path):
    """Return the recovery of the two towns, and the values of the plan with both clusters."""
    coefficients = compute(opt.load(two_towns(tmp_path)))
    structure = Structure(build(coefficients, 200.0, graduates=False))
    matrix = export(structure)
    strong = without_seats(matrix, structure, find_purse(matrix, coefficients, 200.0))
    plain = replace(strong.plain, low=np.where(strong.plain.whole, 1.0, strong.plain.low))
    return Recovery(matrix, structure, strong), bounded(plain, Controls()).values


def test_near_a_plan_that_lacks_graduates_is_one_that_has_them(both):
    """With both clusters there are too few; with one there are enough."""
    found, values = both
    plain, nothing_else = found.strong.plain, np.zeros(len(values), dtype=bool)
    assert found.decisions(values, plain, Controls()) is None
    nearby = found.staffed_nearby(values, nothing_else, plain, Controls())
    decisions = found.decisions(nearby, plain, Controls())
    assert decisions.count.sum() == 1
    assert decisions.recruits.sum() == pytest.approx(20)


def test_near_it_what_is_locked_in_stays(both):
    """Both must be built: there is no plan."""
    found, values = both
    plain = found.strong.plain
    locked = replace(plain, low=np.where(plain.whole, 1.0, plain.low))
    nothing_else = np.zeros(len(values), dtype=bool)
    assert found.staffed_nearby(values, nothing_else, locked, Controls()) is None


@pytest.mark.usefixtures("solved_as_large")
@pytest.mark.parametrize("columns", [0, 10**9], ids=["very large", "large"])
def test_the_plan_near_it_is_told_or_the_whole_model_searched(tmp_path, monkeypatch, columns):
    """Very large: one cluster of 40, with the bound of two and a note; else one cluster, proven."""
    monkeypatch.setattr("optimizer.solver.graduates_apart.VERY_LARGE", columns)
    plan = opt.solve(two_towns(tmp_path))
    assert plan.build["count"].tolist() == [1]
    very = columns == 0
    assert plan.status == ("time_limit" if very else "optimal")
    assert any("lacked graduates" in note for note in plan.notes) == very
    assert (plan.bound > 1.5 * plan.objective) == very


@pytest.mark.usefixtures("solved_as_large")
def test_the_plan_near_it_is_sought_within_the_time(tmp_path, monkeypatch):
    """With the time used up the search gets seconds of its own, not for ever."""
    limits = []
    searched = Recovery.staffed_nearby

    def noted(self, values, near, plain, controls):
        limits.append(controls.time_limit)
        return searched(self, values, near, plain, controls)

    monkeypatch.setattr(Recovery, "staffed_nearby", noted)
    opt.solve(two_towns(tmp_path))
    opt.solve(two_towns(tmp_path), time_limit=60)
    assert limits[0] is None
    assert 0 < limits[1] <= 60 + 5
