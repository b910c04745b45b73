"""The solve as a whole: proof, second opinion, ties, seeds, rules of one's own."""

import importlib
from dataclasses import replace

import numpy as np
import pyomo.environ as pyo
import pytest
from support.instances import PLAIN, built, cluster, hub, make_instance, region, solved
from support.plans import plain_tiny, tiny, tiny_plan

import optimizer as opt
from optimizer.solver.highs.run import Run


def change_first_run(monkeypatch, change):
    """Let the first run of HiGHS say something else, and note what each run is for."""
    runs = []

    def run(matrix, controls, *, phase, **more):
        runs.append((phase, controls.seed, more.get("options")))
        found = real(matrix, controls, phase=phase, **more)
        return change(found, matrix) if len(runs) == 1 else found

    module = importlib.import_module("optimizer.solver.relaxation.row_generation")
    real = module.run
    monkeypatch.setattr(module, "run", run)
    return runs


def test_infeasible_needs_a_second_opinion(monkeypatch):
    """A false “infeasible” is overturned by a run with another seed and without presolve."""
    expected = opt.solve(plain_tiny(), budget=60.0, gap=1e-6)
    never = Run("infeasible", None, -np.inf, -np.inf)
    runs = change_first_run(monkeypatch, lambda *_: never)
    plan = opt.solve(plain_tiny(), budget=60.0, seed=4, gap=1e-6)
    assert plan.objective == pytest.approx(expected.objective)
    phase, seed, options = runs[1]
    assert phase == "proving that no plan exists"
    assert seed != 4
    assert options == {"presolve": "off"}


def test_time_limit_with_a_plan(monkeypatch):
    """A plan found in time has status time_limit, a finite bound, and the contract's gap."""
    change_first_run(
        monkeypatch,
        lambda found, _: replace(found, status="time_limit", bound=found.objective * 1.2),
    )
    plan = opt.solve(tiny(), budget=200.0, gap=1e-6)
    assert plan.status == "time_limit"
    assert plan.gap == pytest.approx((plan.bound - plan.objective) / plan.objective)
    assert plan.gap == pytest.approx(0.2, rel=1e-3)
    assert "Not proven" in str(plan)


def test_same_seed_same_plan():
    """Two solves with one seed build the same, for the same objective."""
    first, second = (opt.solve(plain_tiny(), budget=200.0, seed=3) for _ in range(2))
    assert first.objective == second.objective
    assert first.build.equals(second.build)
    assert first.flows.equals(second.flows)
    assert first.seed == 3
    assert set(first.seconds) == {"read", "build", "solve", "verify"}
    assert {"highspy", "pyomo"} <= set(first.versions)


def test_nothing_is_spent_on_what_changes_nothing(tmp_path, monkeypatch):
    """Whoever the pilot keeps needs no national cluster and no hub, even if HiGHS builds them."""

    def lavish(found, matrix):
        column = matrix.position()
        values = found.values.copy()
        values[column["x", ("A", "pilot")]] = 0.0
        values[column["x", ("A", "national")]] = values[column["y", ("A", "stage")]] = 1.0
        # Not proven, so that only less of the same, or a smaller scale of it, is looked for.
        return replace(found, values=values, bound=found.bound * 1.01)

    change_first_run(monkeypatch, lavish)
    folder = make_instance(
        tmp_path,
        [region("A", 10)],
        [
            cluster("pilot", 5, 10, sector="ai"),
            cluster("national", 50, 1000, sector="ai"),
            hub("stage", 1),
        ],
        PLAIN | {"budget": 100},
    )
    assert built(solved(folder)) == {"A:pilot": 1}


def test_the_cheaper_of_twins_is_chosen(tmp_path):
    """Two places serve all equally well; the cheaper one is built."""
    folder = make_instance(
        tmp_path,
        [region("A", 5, construction_cost_index=1.5), region("B", 5)],
        [cluster("ai", 10, 100)],
        PLAIN | {"budget": 20},
        travel=[("A", "B", 5), ("B", "A", 5)],
    )
    plan = solved(folder)
    assert built(plan) == {"B:ai": 1}
    assert plan.cost == pytest.approx(10)


def test_worst_province_is_proven_at_gap_0(tmp_path):
    """Keeping the share to 1e-6 while Σr is maximised does not cost the proof."""
    rows = [region("A", 100, province="P"), region("B", 100, province="Q"), region("C", 0)]
    folder = make_instance(
        tmp_path,
        rows,
        [cluster("ai", 10, 20), cluster("bio", 11, 33)],
        PLAIN | {"budget": 21, "objective": "worst_province"},
    )
    plan = solved(folder)
    assert plan.status == "optimal"
    assert plan.objective == pytest.approx(0.2, abs=1e-6)
    assert plan.retained == pytest.approx(53, abs=1e-3)


def test_net_benefit_without_budget(tmp_path):
    """Everything worth more than it costs is built, nothing else."""
    folder = make_instance(
        tmp_path,
        [region("A", 100), region("B", 8)],
        [cluster("ai", 10, 20)],
        {key: value for key, value in PLAIN.items() if key != "budget"}
        | {"objective": "net_benefit", "value_per_retained": 1.0},
    )
    plan = solved(folder)
    assert built(plan) == {"A:ai": 1}
    assert plan.objective == pytest.approx(20 - 10)
    assert plan.budget is None


def test_a_rule_of_ones_own_holds():
    """A rule added to the model is kept, and one of its variables fixed stays fixed."""
    best = opt.solve(plain_tiny(), budget=200.0)
    site = next(iter(best.build[["region_id", "option_id"]].itertuples(index=False)))
    model = opt.build_model(plain_tiny(), budget=200.0)
    variable = model.x if tuple(site) in model.x else model.y
    model.mine = pyo.Constraint(expr=variable[tuple(site)] <= 0)
    model.x["dunmarrow", "bio_pilot"].fix(1)
    plan = opt.solve(model)
    assert f"{site.region_id}:{site.option_id}" not in built(plan)
    assert "dunmarrow:bio_pilot" in built(plan)
    assert opt.verify(plan, plain_tiny()).ok


def test_a_rule_switched_off_fails_the_check():
    """A plan that breaks the rules of the model page is never returned."""
    model = opt.build_model(plain_tiny(), budget=60.0)
    model.budget.deactivate()
    with pytest.raises(opt.CheckError, match="Budget"):
        opt.solve(model)


@pytest.mark.parametrize("second", ["another goal", "a curve"])
def test_only_linear_rules_and_one_goal(second):
    """What HiGHS can't take is refused in words."""
    model = opt.build_model(tiny(), budget=200.0)
    x = model.x["dunmarrow", "bio_pilot"]
    if second == "another goal":
        model.more = pyo.Objective(expr=x)
    else:
        model.more = pyo.Constraint(expr=x * model.c["dunmarrow"] <= 0.5)
    with pytest.raises(TypeError, match=r"objective|linear"):
        opt.solve(model)


def test_a_model_of_another_make_is_refused():
    """Only models from build_model carry what a plan needs."""
    with pytest.raises(TypeError, match="build_model"):
        opt.solve(pyo.ConcreteModel())


def test_a_failed_settling_keeps_the_plan(monkeypatch):
    """Where the last linear program is not solved, the values from before are the plan."""
    cheap = importlib.import_module("optimizer.solver.postsolve.least_cost")
    nothing = Run("time_limit", None, -np.inf, np.inf)
    monkeypatch.setattr(cheap, "maximise", lambda relaxation, *_, **__: (nothing, relaxation))
    plan = opt.solve(tiny(), budget=60.0)
    assert plan.objective == pytest.approx(tiny_plan(60.0).objective, rel=2e-3)
