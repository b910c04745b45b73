"""Leaving out the flows of residents who go to the nearest open site changes no optimum."""

import importlib

import numpy as np
import pyomo.environ as pyo
import pytest
from support.instances import PLAIN, cluster, hub, make_instance, region

import optimizer as opt
from optimizer.model import Structure, coefficients_of
from optimizer.solver.highs.controls import Controls
from optimizer.solver.reductions.closest_assignment import leave_out_flows
from optimizer.solver.relaxation.row_generation import relax
from optimizer.solver.standard_form import export

AMPLE, SCARCE = 1_000_000, 60


def write(folder, seed, *, objective="retained", scarce=0):
    """Write ten random regions; sites have ample jobs but for `scarce` of them."""
    draw = np.random.default_rng(seed)
    names = [f"R{place}" for place in range(10)]
    regions = [
        region(name, int(draw.integers(20, 200)), province="PQ"[place % 2], local_jobs=50)
        for place, name in enumerate(names)
    ]
    options = [
        cluster("ample", 1.0, AMPLE, sector="ai"),
        cluster("other", 1.3, AMPLE, sector="biotech"),
        cluster("scarce", 0.6, SCARCE, sector="semiconductor"),
        hub("studio", 0.8, jobs=AMPLE),
    ]
    forbidden = [(name, "scarce", "false", "") for name in names[scarce:]]
    roomy = ("ample", "other", "studio")
    forbidden += [(name, option, "false", "") for name in names[:scarce] for option in roomy]
    travel = [
        (start, end, round(float(draw.uniform(2, 75)), 1))
        for start in names
        for end in names
        if start != end and draw.random() < 0.7
    ]
    settings = PLAIN | {"budget": 3.2, "objective": objective, "job_motive_share": 0.8}
    settings |= {"stay_half_minutes": 20, "value_per_retained": 0.01}
    return make_instance(folder, regions, options, settings, suitability=forbidden, travel=travel)


def reduced(folder):
    """Return whether any flows are left out for an instance."""
    model = opt.build_model(folder)
    return leave_out_flows(export(Structure(model)), coefficients_of(model)) is not None


@pytest.mark.parametrize(
    "objective", ["retained", "worst_province", "equally_distributed", "net_benefit"]
)
@pytest.mark.parametrize("scarce", [0, 3])
@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.slow)])
def test_the_optimum_is_that_of_the_full_model(tmp_path, monkeypatch, objective, scarce, seed):
    """With the flows and without them, objective, bound and people retained are the same."""
    relaxation = importlib.import_module("optimizer.solver.relaxation.row_generation")
    parametric = importlib.import_module("optimizer.solver.parametric")
    monkeypatch.setattr(parametric, "solve_uncapacitated", lambda *_: None)
    folder = write(tmp_path / "market", seed, objective=objective, scarce=scarce)
    plan = opt.solve(folder, gap=0)
    with monkeypatch.context() as patch:
        patch.setattr(relaxation, "leave_out_flows", lambda *_: None)
        full = opt.solve(folder, gap=0)
    assert plan.objective == pytest.approx(full.objective, rel=2e-6, abs=1e-6)
    assert plan.bound == pytest.approx(full.bound, rel=2e-6, abs=1e-6)
    if objective == "retained":
        assert plan.retained == pytest.approx(full.retained, rel=2e-6)


def test_flows_are_left_out_where_every_site_has_room(tmp_path):
    """With ample jobs everywhere no flow is left, and a column for each resident in their place."""
    folder = write(tmp_path, 1)
    model = opt.build_model(folder)
    matrix = export(Structure(model))
    small, nearest = leave_out_flows(matrix, coefficients_of(model))
    assert len(nearest.flow_column) == len(model.q)
    assert small.a.shape[1] == matrix.a.shape[1] - len(model.q) + 10
    assert np.all(np.diff(nearest.stay)[np.diff(nearest.resident) == 0] <= 0)


def test_flows_stay_where_a_site_may_be_full(tmp_path):
    """Where each site could be full, the model is solved with all its flows."""
    assert not reduced(write(tmp_path, 2, scarce=10))


@pytest.mark.parametrize("rule", ["flow", "fixed"])
def test_flows_stay_where_a_rule_of_ones_own_tells_them_apart(tmp_path, rule):
    """A planner's model keeps its flows: a rule on one of them, or a fixed decision, is obeyed."""
    model = opt.build_model(write(tmp_path, 3))
    key = next(key for key in model.q if key[0] != key[1])
    if rule == "flow":
        model.own = pyo.Constraint(expr=model.q[key] >= 1)
    else:
        model.x[key[1], "ample"].fix(1)
    plan = opt.solve(model, gap=0)
    if rule == "flow":
        flows = plan.flows.set_index(["from_region", "to_region"])["persons"]
        assert flows[key] >= 1 - 1e-6
    else:
        assert (key[1], "ample") in set(
            zip(plan.build.region_id, plan.build.option_id, strict=True)
        )


def test_cuts_hold_for_every_whole_plan(tmp_path):
    """No cut that the linear relaxation gathers cuts off the true optimum of a plan."""
    folder = write(tmp_path, 5)
    model = opt.build_model(folder)
    matrix = export(Structure(model))
    relaxation = relax(matrix, Structure(model), Controls(gap=1e-6), known=True)
    nearest = relaxation.nearest
    draw = np.random.default_rng(0)
    values = np.zeros(relaxation.matrix.a.shape[1])
    for _ in range(200):
        values[: len(nearest.kept)] = 0
        chosen = draw.random(nearest.sites.shape[1]) < 0.2
        decisions = np.diff(nearest.sites.tocsc().indptr) > 0
        values[: len(nearest.kept)][chosen & decisions] = 1
        values[len(nearest.kept) :] = nearest.pool
        true = nearest.lowered(values)
        cuts = relaxation.matrix.a.shape[0] - _rows_of_the_model(matrix, model)
        activity = relaxation.matrix.a[-cuts:] @ true
        assert np.all(activity <= relaxation.matrix.row_high[-cuts:] + 1e-6)


def _rows_of_the_model(matrix, model):
    return leave_out_flows(matrix, coefficients_of(model))[0].a.shape[0]
