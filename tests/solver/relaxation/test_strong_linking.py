"""Strong linking: a fraction of a site serves no origin in full (Balinski 1965)."""

import numpy as np
import pyomo.environ as pyo
import pytest
from support.instances import PLAIN, both_ways, cluster, make_instance, region

import optimizer as opt
from optimizer.model import Structure
from optimizer.solver.highs.controls import Controls
from optimizer.solver.highs.run import run
from optimizer.solver.relaxation.lp import bounded
from optimizer.solver.relaxation.strong_linking import linking_rows
from optimizer.solver.standard_form import export


@pytest.fixture
def model(tmp_path):
    """Return three towns of 10 leavers half an hour apart; a cluster has 30 jobs and costs 10."""
    folder = make_instance(
        tmp_path,
        [region(name, 10, province="P") for name in "ABC"],
        [cluster("ai", 10, 30, max_per_region=1)],
        PLAIN | {"budget": 5},
        travel=both_ways(("A", "B", 30), ("B", "C", 30), ("A", "C", 30)),
    )
    return opt.build_model(folder)


def test_each_flow_is_linked_to_its_site(model):
    """q_ij ≤ 10·x_j for all nine pairs: 10 live there, though a site has room for 30."""
    matrix = export(Structure(model))
    a, low, high = linking_rows(matrix, Structure(model))
    assert a.shape[0] == 9
    for row in a.toarray():
        terms = {matrix.columns[c]: row[c] for c in np.flatnonzero(row)}
        ((flow, one),) = [(name, v) for name, v in terms.items() if name[0] == "q"]
        assert (one, terms["x", (flow[1][1], "ai")]) == (1, -10)
    assert (set(low), set(high)) == ({-np.inf}, {0})


def test_half_a_cluster_serves_half_of_its_town(model):
    """Only A's own ten may go to A, and there is money for half: 10 by the model's rows, linked 5.

    As a whole number nothing can be built.
    """
    structure = Structure(model)
    for key in model.q:
        if key != ("A", "A"):
            model.q[key].setub(0)
    matrix = export(structure)
    linked = matrix.with_rows(linking_rows(matrix, structure))
    assert bounded(matrix, Controls()).value == pytest.approx(10)
    assert bounded(linked, Controls()).value == pytest.approx(5)
    assert run(linked, Controls(gap=0.0), phase="-").objective == 0


def test_what_a_planner_has_fixed_is_a_number_on_the_right(model):
    """With the site in A fixed, q_iA ≤ 10 stands on the right side."""
    model.x["A", "ai"].fix(1)
    model.budget.deactivate()
    matrix = export(Structure(model))
    a, _, high = linking_rows(matrix, Structure(model))
    for row, most in zip(a.toarray(), high, strict=True):
        ((_, (_, site)),) = [
            matrix.columns[c] for c in np.flatnonzero(row) if matrix.columns[c][0] == "q"
        ]
        assert most == (10 if site == "A" else 0)


def test_where_a_pool_fills_every_site_nothing_is_to_be_linked(tmp_path):
    """100 leavers for 30 jobs: rule 5 says it already."""
    folder = make_instance(
        tmp_path,
        [region("A", 100)],
        [cluster("ai", 10, 30, max_per_region=1)],
        PLAIN | {"budget": 5},
    )
    model = opt.build_model(folder)
    assert isinstance(model, pyo.ConcreteModel)
    assert linking_rows(export(Structure(model)), Structure(model)) is None
