"""Many budgets from one tighter relaxation: its bounds hold, and its plans are as good."""

import json
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from support.plans import plain_tiny

import optimizer as opt
from optimizer.coefficients import compute
from optimizer.model import Structure, build
from optimizer.solver import parametric as series_module
from optimizer.solver.budget_rows import find_purse
from optimizer.solver.highs.controls import Controls
from optimizer.solver.highs.linear import Linear
from optimizer.solver.nesting import Held
from optimizer.solver.parametric import ParametricSolver
from optimizer.solver.relaxation.configuration import strengthen
from optimizer.solver.relaxation.culture_cuts import mixing_cuts
from optimizer.solver.search.reduced_cost_fixing import ReducedCostFixing
from optimizer.solver.standard_form import export

BUDGETS = [60.0, 120.0, 250.0]
VARIANTS = [
    {},
    {"job_only_share": 0.1, "culture_added_share": 0.9},
    {"culture_full_service": 0.05},
    {"limits.max_clusters_per_region": 3, "absorption_share": "none"},
    {"scale.universities.graduates": 0.02},
    {"locked.in": ["montarry:ai_hub"], "limits.max_options": {"digital_studio": 2}},
]
EVERY_RUN = [VARIANTS[0]]
"""Those of the quick tests; the others are solved by the long ones."""


@pytest.fixture(autouse=True)
def graduates_apart(monkeypatch):
    """Small as they are, graduates are left out and found afterwards."""
    monkeypatch.setattr(series_module, "FEW_RECRUITS", 0)


@cache
def exact_plan(settings, budget):
    """Return the proven plan of the ordinary way; `settings` as JSON."""
    return opt.solve(plain_tiny(**json.loads(settings)), budget=budget, gap=0)


def controls():
    return Controls(gap=1e-3, threads=1)


def parts(settings, budget):
    coefficients = compute(plain_tiny(**settings))
    model = build(coefficients, budget, graduates=False)
    structure = Structure(model)
    matrix = export(structure)
    strong = strengthen(matrix, structure, find_purse(matrix, coefficients, budget))
    return coefficients, matrix, strong


@pytest.mark.parametrize(
    "settings",
    [pytest.param(v, marks=() if v in EVERY_RUN else pytest.mark.slow) for v in VARIANTS],
    ids=str,
)
@pytest.mark.parametrize("budget", [120.0, pytest.param(900.0, marks=pytest.mark.slow)])
def test_plan_and_bound_agree_with_the_ordinary_way(settings, budget):
    """The exact optimum lies between the quick plan and the quick bound."""
    instance = plain_tiny(**settings)
    exact = exact_plan(json.dumps(settings), budget)
    series = ParametricSolver(compute(instance), BUDGETS)
    quick = series.solve(budget, controls())
    assert exact.objective <= quick.bound * (1 + 1e-9)
    sweep = opt.sweep(instance, budgets=[budget], workers=1)
    assert sweep[budget].objective <= exact.bound * (1 + 1e-9)
    assert sweep[budget].gap <= 1e-3


@pytest.mark.parametrize(
    "settings",
    [VARIANTS[0], *(pytest.param(v, marks=pytest.mark.slow) for v in VARIANTS[1:4])],
    ids=str,
)
def test_the_relaxation_is_tighter_and_cuts_make_it_tighter_still(settings):
    """Plain ≥ tighter ≥ with cuts ≥ the exact optimum."""
    budget = 120.0
    _, matrix, strong = parts(settings, budget)
    plain = Linear(matrix, controls(), "-").solve()[1]
    linear = Linear(strong.matrix, controls(), "-")
    values, tighter = linear.solve()
    cuts = mixing_cuts(strong, values)
    with_cuts = tighter
    if cuts is not None:
        linear.add(cuts)
        with_cuts = linear.solve()[1]
        assert (cuts[0] @ values > cuts[2]).all()
    exact = exact_plan(json.dumps(settings), budget)
    assert plain + 1e-6 >= tighter >= with_cuts - 1e-6
    assert with_cuts >= exact.objective - 1e-6


def test_a_run_does_not_depend_on_those_before_it():
    """The same plan and bound at the last budget, whether others were solved before or not."""
    coefficients = compute(plain_tiny())
    one, other = ParametricSolver(coefficients, BUDGETS), ParametricSolver(coefficients, BUDGETS)
    for budget in BUDGETS:
        before = one.solve(budget, controls())
    after = other.solve(BUDGETS[-1], controls())
    assert np.array_equal(before.decisions.count, after.decisions.count)
    assert before.bound == after.bound


@pytest.mark.slow
def test_without_graduates_to_be_had_the_ordinary_way_is_taken():
    """Rule 4 is left out of the relaxation, not of the plan."""
    settings = {"scale.universities.graduates": 0.0}
    instance = plain_tiny(**settings)
    sweep = opt.sweep(instance, budgets=[250], workers=1)
    assert sweep.to_rows()[0]["status"] == "optimal"
    assert opt.verify(sweep[250], instance).ok


def test_a_small_gap_takes_the_ordinary_way(monkeypatch):
    """At gap 0 the parametric shortcuts are not even begun."""
    begun = []
    monkeypatch.setattr(ReducedCostFixing, "__init__", lambda *args: begun.append(args))
    coefficients = compute(plain_tiny())
    found = ParametricSolver(coefficients, BUDGETS).solve(60.0, replace(controls(), gap=0.0))
    assert begun == []
    assert found.objective == pytest.approx(exact_plan("{}", 60.0).objective, rel=1e-5)


@pytest.mark.parametrize(
    "objective", [pytest.param("worst_province", marks=pytest.mark.slow), "net_benefit"]
)
def test_other_objectives_take_the_ordinary_way(objective):
    """A sweep of another objective finds what a single solve finds."""
    instance = plain_tiny(objective=objective)
    sweep = opt.sweep(instance, budgets=[120], workers=1)
    plan = opt.solve(instance, budget=120)
    assert sweep[120].objective == pytest.approx(plan.objective, rel=1e-2, abs=1e-3)


def test_a_plan_keeps_what_it_must_contain():
    """A building held stays, at no more worth than the free plan."""
    coefficients = compute(plain_tiny())
    series = ParametricSolver(coefficients, BUDGETS)
    least = {("montarry", "digital_studio"): 1}
    found = series.solve(250.0, controls(), least=Held(least))
    free = series.solve(250.0, controls())
    sites = coefficients.sites
    place = [
        index
        for index, (region, option) in enumerate(zip(sites.region, sites.option, strict=True))
        if (coefficients.regions[region], coefficients.options[option]) in least
    ]
    assert found.decisions.count[place].min() >= 1
    assert found.bound <= free.bound * (1 + 1e-3)


def test_a_relaxation_that_is_stopped_is_not_told_as_infeasible():
    """Where it was not solved in time nothing is said of whether a plan exists."""
    series = ParametricSolver(compute(plain_tiny()), BUDGETS)
    late = replace(controls(), time_limit=0.0)
    with pytest.raises(opt.NoPlanError) as raised:
        series.relaxed(BUDGETS[0], late)
    assert raised.value.status == "time_limit"


@pytest.mark.usefixtures("solved_as_large")
def test_searched_by_the_tighter_relaxation_the_plan_is_as_good(monkeypatch):
    """HiGHS is given the relaxation by region, whose further columns are no part of the plan."""
    monkeypatch.setattr("optimizer.solver.search.first_plan.SHARP_IS_FASTER", 0)
    budget = 120.0
    found = ParametricSolver(compute(opt.load("tiny")), [budget]).solve(budget, controls())
    exact = opt.solve("tiny", budget=budget, gap=1e-4)
    assert exact.objective <= found.bound * (1 + 1e-9)
    assert found.objective <= exact.bound * (1 + 1e-9)
    assert found.bound <= found.objective * (1 + 1.1e-3)
