"""Objectives that are shares, searched without graduates: the plans of the whole model."""

import pytest
from support.instances import PLAIN, cluster, make_instance, region
from support.plans import plain_tiny

import optimizer as opt
from optimizer.coefficients import compute
from optimizer.solver.highs.controls import Controls
from optimizer.solver.parametric import ParametricSolver
from optimizer.solver.staffed_afterwards import staffed_afterwards

SHARES = ("worst_province", "equally_distributed")
GAP = 1e-4


@pytest.fixture
def without_graduates(monkeypatch):
    """Small as an instance is, graduates are left out."""
    monkeypatch.setattr("optimizer.solver.parametric.FEW_RECRUITS", 0)


@pytest.mark.parametrize("budget", [60.0, 200.0])
@pytest.mark.parametrize("objective", SHARES)
def test_it_ends_where_the_whole_model_ends(objective, budget, monkeypatch):
    """Each plan is checked without the solver; each value is within the other's bound."""
    instance = plain_tiny(objective=objective)
    whole = opt.solve(instance, budget=budget, gap=GAP)
    monkeypatch.setattr("optimizer.solver.parametric.FEW_RECRUITS", 0)
    apart = opt.solve(instance, budget=budget, gap=GAP)
    assert (apart.status, whole.status) == ("optimal", "optimal")
    assert apart.objective <= whole.bound * (1 + 1e-6)
    assert whole.objective <= apart.bound * (1 + 1e-6)


@pytest.mark.usefixtures("without_graduates")
@pytest.mark.parametrize("objective", SHARES)
def test_this_way_is_taken(objective):
    """Its model has no column for graduates."""
    series = ParametricSolver(compute(plain_tiny(objective=objective)), [60.0])
    series.solve(60.0, Controls(gap=GAP))
    assert len(series._share.built.matrix.block("w")) == 0
    assert series._whole is None


@pytest.mark.usefixtures("without_graduates")
def test_where_graduates_are_missing_the_whole_model_decides(tmp_path):
    """Two campuses' graduates are in reach of A and of B, 30 in all, and each needs 20: one."""
    folder = make_instance(
        tmp_path,
        [region("A", 500), region("B", 400)],
        [cluster("ai", 90, 40)],
        PLAIN
        | {"budget": 200, "objective": "equally_distributed", "job_takers": "catchment"}
        | {"recruit_limit": 90},
        needs=[("ai", "computing", 20)],
        universities=[("U", "computing", "A", 30, 1)],
        travel=[("A", "B", 30)],
    )
    instance = opt.load(folder)
    way = staffed_afterwards(compute(instance), 200.0)
    assert way.solve(200.0, Controls(gap=GAP), None, None, None) is None
    plan = opt.solve(instance, gap=GAP)
    assert plan.build["count"].tolist() == [1]


@pytest.mark.parametrize(
    ("objective", "job_takers"), [("retained", "catchment"), ("worst_province", "best")]
)
def test_other_instances_are_not_for_it(objective, job_takers):
    """Who counts all people has a quicker way; where the model decides who works, flows count."""
    instance = plain_tiny(objective=objective, job_takers=job_takers)
    assert staffed_afterwards(compute(instance), 60.0) is None
