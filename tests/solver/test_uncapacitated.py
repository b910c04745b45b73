"""Where residents go to the best site open, the optimum is that of the plain model."""

import importlib

import numpy as np
import pytest
from support.instances import PLAIN, cluster, hub, make_instance, region

import optimizer as opt
from optimizer.coefficients import compute
from optimizer.model import Structure, build
from optimizer.silent_highs import SilentHighs
from optimizer.solver import Controls
from optimizer.solver.standard_form import export
from optimizer.solver.uncapacitated import solve_uncapacitated

uncapacitated = importlib.import_module("optimizer.solver.uncapacitated")
AMPLE = 1_000_000


def write(
    folder, seed, *, objective="retained", sections=None, regions=12, jobs=AMPLE, young=0, **more
):
    """Write random regions with two kinds of clusters and a hub, all with ample jobs."""
    draw = np.random.default_rng(seed)
    names = [f"R{place}" for place in range(regions)]
    rows = [
        region(
            name,
            int(draw.integers(20, 200)),
            province="PQ"[place % 2],
            youth=1000,
            weight=float(draw.choice([1.0, 1.5])),
            construction_cost_index=round(float(draw.uniform(0.8, 1.3)), 2),
            land_ha=int(draw.integers(5, 60)),
        )
        for place, name in enumerate(names)
    ]
    options = [
        cluster("ample", 1.0, jobs, sector="ai", land_ha=10),
        cluster("other", 1.4, AMPLE, sector="biotech"),
        hub("studio", 1.2, jobs=AMPLE, max_per_region=2, culture_capacity=young),
    ]
    travel = [
        (start, end, round(float(draw.uniform(2, 75)), 1))
        for start in names
        for end in names
        if start != end and draw.random() < 0.7
    ]
    settings = PLAIN | {"budget": 4.2, "objective": objective, "job_motive_share": 0.8}
    settings |= {"stay_half_minutes": 20, "value_per_retained": 0.012}
    more = {"travel": travel, **more}
    return make_instance(folder, rows, options, settings, sections=sections, **more)


def plain_optimum(instance, budget):
    """Return what HiGHS finds on the full model, to 1e-7, without presolve."""
    highs = SilentHighs()
    highs.setOptionValue("mip_rel_gap", 1e-7)
    highs.setOptionValue("presolve", "off")
    scales = export(Structure(build(compute(instance), budget))).passed_to(highs)
    highs.run()
    return scales.objective(highs.getInfo().objective_function_value)


def both(folder, budget=4.2):
    """Return objective and bound of this way, which must be taken, and the plain optimum twice."""
    instance = opt.load(folder)
    best = plain_optimum(instance, budget)
    found = solve_uncapacitated(compute(instance), budget, Controls(gap=0))
    assert found.status == "optimal"
    return [found.objective, found.bound], pytest.approx([best, best], rel=1e-6)


@pytest.mark.parametrize("objective", ["retained", "net_benefit"])
@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 12))]
)
def test_the_optimum_is_that_of_the_plain_model(tmp_path, seed, objective):
    """With weights, costs that differ, several options a place, land, and hubs in numbers."""
    found, best = both(write(tmp_path, seed, objective=objective))
    assert found == best


LIMITS = [
    {"limits": {"max_clusters_per_province": 1}},
    {"limits": {"max_options": {"ample": 1, "studio": 0}}},
    {"limits": {"min_spending": {"P": 3.0}}},
    {"locked": {"in": ["R3:other"], "out": ["R0:ample", "R1:studio"]}},
]


CASES = [(seed, sections) for seed in range(6) for sections in LIMITS]
QUICK = [(0, LIMITS[1]), (0, LIMITS[3])]


@pytest.mark.parametrize(
    ("seed", "sections"),
    [pytest.param(*case, marks=() if case in QUICK else pytest.mark.slow) for case in CASES],
    ids=str,
)
def test_limits_that_the_bound_does_not_know_hold(tmp_path, seed, sections):
    """A plan that they forbid may have ruled sites out: then less is ruled out."""
    found, best = both(write(tmp_path, seed, sections=sections))
    assert found == best


def test_without_a_budget(tmp_path):
    """Net benefit alone decides how much is built."""
    found, best = both(write(tmp_path, 3, objective="net_benefit"), budget=None)
    assert found == best


def test_no_plan_can_exist_is_left_to_the_ordinary_way(tmp_path):
    """It tells the reasons: here what is locked in costs more than there is."""
    folder = write(tmp_path, 0, sections={"locked": {"in": ["R3:other"]}})
    assert solve_uncapacitated(compute(opt.load(folder)), 0.5, Controls(gap=0)) is None
    with pytest.raises(opt.NoPlanError, match="budget"):
        opt.solve(folder, budget=0.5, gap=0)


def test_of_plans_as_good_the_cheapest(tmp_path):
    """One site covers everybody: neither a second one nor the dearer option is built."""
    regions = [region(name, 10) for name in "AB"]
    options = [cluster("dear", 2.0, AMPLE), cluster("cheap", 1.0, AMPLE)]
    travel = [("A", "B", "", 1.0), ("B", "A", "", 1.0)]
    settings = PLAIN | {"stay_half_minutes": "table", "budget": 4}
    folder = make_instance(tmp_path, regions, options, settings, travel=travel)
    plan = opt.solve(folder, gap=0)
    assert (plan.retained, plan.cost) == (20, 1)


def test_the_steps_beside_the_bound_are_taken_by_large_problems(tmp_path, monkeypatch):
    """The linear programme's prices, and plans near to the bound first: the same optimum."""
    monkeypatch.setattr(uncapacitated, "FEW", 1)
    monkeypatch.setattr(uncapacitated, "MANY", 3)
    found, best = both(write(tmp_path, 1, regions=16))
    assert found == best


BEYOND = [
    {"sections": {"limits": {"min_retained_share": {"P": 0.1}}}},
    {"sections": {"limits": {"min_fair_share": 0.1}}},
    {"objective": "worst_province"},
    {"jobs": 60},
    {"young": 500},
    {"measures": [("zone", "incentive", "ai", 0.1, 0.2)]},
    {"needs": [("ample", "ict", 5)], "universities": [("U", "ict", "R0", 500, 1.0)]},
    {"phases": [(2020, 2.0), (2024, 2.0)]},
]


@pytest.mark.parametrize("more", BEYOND, ids=str)
def test_whatever_has_more_to_it_is_solved_otherwise(tmp_path, more):
    """Floors, other objectives, few jobs, culture, measures, graduates, phases: not known here."""
    coefficients = compute(opt.load(write(tmp_path, 0, **more)))
    assert solve_uncapacitated(coefficients, 4.0, Controls(gap=0)) is None


def test_whoever_is_stopped_tells_the_best_plan_so_far(tmp_path):
    """With a bound that holds, and without a proof."""
    instance = opt.load(write(tmp_path, 0))
    controls = Controls(gap=0)
    controls.stop.set()
    found = solve_uncapacitated(compute(instance), 4.2, controls)
    best = plain_optimum(instance, 4.2)
    assert found.status == "interrupted"
    assert 0 < found.objective <= best <= found.bound
