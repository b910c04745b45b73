"""A fixed plan under other assumptions: what the engine finds with every building fixed."""

import shutil
import time
from dataclasses import replace

import numpy as np
import pytest
from oracle.random_money import write_random_money
from support.fixed_by_solver import by_solver
from support.instances import cluster, make_instance, region
from support.plans import tiny, tiny_plan

import optimizer as opt
from optimizer.instance.reading.shipped import find_folder
from optimizer.instance.schema.limits import Locked
from optimizer.uncertainty.fixed_plan import FixedPlan
from optimizer.uncertainty.sampling import draw, possible, varied

COLUMNS = {
    "options.capital_cost": 1.3,
    "options.jobs": 6.0,
    "options.culture_capacity": 0.7,
    "regions.leavers": 0.8,
    "travel.minutes": 1.2,
    "universities.seat_cost": 1.5,
}
"""Factors that a range may have, beside those that tiny has ranges of."""


ENOUGH = 10
"""Random plans that are compared."""
ACCESS = {"arrival_share": 0.3, "access_elasticity": 0.05}
CASES = [
    {"objective": "retained"},
    {"objective": "retained", "weights": "extinction_risk"},
    {"objective": "net_benefit"},
    {"objective": "worst_province"},
    {"objective": "equally_distributed", "job_takers": "best"},
    {"objective": "retained", "job_takers": "best"},
    {"objective": "worst_province", "job_takers": "best"},
]
LONG = [CASES[1], *CASES[4:5], CASES[-1]]
"""Cases for the long tests: each word of theirs is in another one."""


@pytest.mark.parametrize(
    "words",
    [pytest.param(words, marks=pytest.mark.slow if words in LONG else ()) for words in CASES],
    ids=lambda words: "-".join(words.values()),
)
def test_central_is_the_plan(words):
    """With every assumption as the plan has it, retained, regions and cost are the plan's."""
    plan = opt.solve(tiny(**words), budget=60, gap=0)
    found = FixedPlan(plan, tiny(**words)).evaluate({})
    slack = 1e-4 if words["objective"] == "worst_province" else 1e-6
    assert found.total == pytest.approx(plan.retained, rel=slack)
    assert found.cost == pytest.approx(plan.cost, rel=1e-12)
    assert found.floors_met


@pytest.mark.parametrize(
    ("objective", "takers"),
    [
        ("retained", "catchment"),
        pytest.param("net_benefit", "catchment", marks=pytest.mark.slow),
        pytest.param("retained", "best", marks=pytest.mark.slow),
        pytest.param("worst_province", "catchment", marks=pytest.mark.slow),
        pytest.param("worst_province", "best", marks=pytest.mark.slow),
        pytest.param("net_benefit", "best", marks=pytest.mark.slow),
    ],
)
@pytest.mark.parametrize("seed", [0, *(pytest.param(n, marks=pytest.mark.slow) for n in (1, 2))])
def test_draws_are_what_the_engine_finds(objective, takers, seed):
    """Under drawn settings and factors, with all buildings fixed, the engine finds the same."""
    words = {"objective": objective, "job_takers": takers}
    plan = tiny_plan(budget=60.0, **words)
    instance = tiny(**words)
    row = draw(varied(instance), 1, seed).iloc[0].to_dict()
    values = possible(row, instance) | dict(list(COLUMNS.items())[seed::2])
    expected = by_solver("tiny", plan, values)
    found = FixedPlan(plan, instance).evaluate(values)
    slack = 1e-4 if objective == "worst_province" else 1e-6
    assert found.total == pytest.approx(expected.retained, rel=slack)
    assert found.cost == pytest.approx(expected.cost, rel=1e-9)


@pytest.mark.slow
@pytest.mark.parametrize("levers", [pytest.param(False, marks=pytest.mark.slow), True])
def test_random_plans_come_out(tmp_path, levers):
    """With every assumption as a random plan has it, its people and its cost come out.

    Under "catchment" region by region, those who arrive too; under "best" in all, as several
    answers may be equally good: of one that is told to a millionth, equally distributed, people
    in all may differ by more.
    """
    compared = 0
    for seed in range(60):
        if compared >= ENOUGH:
            return
        for words in ({"job_takers": "catchment", **ACCESS}, {"job_takers": "best"}):
            instance = _random(tmp_path / f"{seed}{words['job_takers']}", seed, levers, words)
            try:
                plan = opt.solve(instance, gap=0, threads=1)
            except opt.NoPlanError:
                continue
            found = FixedPlan(plan, instance).evaluate({})
            compared += 1
            even = instance.settings.objective == "equally_distributed"
            slack = 1e-4 if even and words["job_takers"] == "best" else 1e-6
            assert found.total == pytest.approx(plan.retained, rel=slack, abs=1e-6), seed
            assert found.cost == pytest.approx(plan.cost, rel=1e-9, abs=1e-9), seed
            assert found.floors_met, seed
            if words["job_takers"] == "catchment":
                for ours, name in ((found.retained, "retained"), (found.arrived, "arrived")):
                    theirs = plan.regions[name].to_numpy()
                    assert ours == pytest.approx(theirs, rel=1e-6, abs=1e-6), seed
    raise AssertionError(f"only {compared} of 60 random instances have a plan")


def _random(folder, seed, levers, words):
    """Return a random instance whose last province has no candidate, so that some arrive."""
    write_random_money(folder, seed, levers=levers)
    found = opt.load(folder, settings={"job_takers": "best"})
    regions = found.regions
    young = regions["youth_zero_migration"].fillna(2 * regions["leavers"] + 10)
    last = regions["province"] == regions["province"].iloc[-1]
    regions = regions.assign(
        youth_zero_migration=young,
        youth=regions["youth"].fillna(young),
        candidate=regions["candidate"] & ~last,
    )
    return replace(
        found,
        tables={**found.tables, "regions": regions},
        settings=found.settings.model_copy(update=words),
        locked=Locked(),
    )


@pytest.mark.slow
def test_network_is_travelled_anew(tmp_path):
    """Without a travel table, wider limits and slower edges count as they do for the engine."""
    folder = tmp_path / "tiny"
    shutil.copytree(find_folder("tiny"), folder)
    (folder / "travel.csv").unlink()
    instance = opt.load(folder, settings={"recruit_limit": 60, "culture_limit": 40})
    plan = opt.solve(instance, budget=300)
    fixed = FixedPlan(plan, instance)
    for values in ({"culture_limit": 115.0}, {"edges.minutes": 0.5}, {"edges.minutes": 1.5}):
        both = {"recruit_limit": 60, "culture_limit": 40} | values
        expected = by_solver(folder, plan, {**both, "recruit_limit": 60})
        assert fixed.evaluate(values).total == pytest.approx(expected.retained, rel=1e-6)
    assert fixed.evaluate({"culture_limit": 115.0}).total != fixed.evaluate({}).total


def test_leavers_stay_within_those_who_live_there(tmp_path):
    """A factor of 2 on 100 leavers of 150 young people makes 150, not 200."""
    folder = make_instance(
        tmp_path,
        [region("a", 100, youth_zero_migration=150)],
        [cluster("ai", 1, jobs=1000)],
        {"budget": 10, "commute_limit": 10, "job_only_share": 1, "culture_added_share": 0},
    )
    instance = opt.load(folder)
    fixed = FixedPlan(opt.solve(instance), instance)
    assert fixed.evaluate({}).total == pytest.approx(100)
    assert fixed.evaluate({"regions.leavers": 2.0}).total == pytest.approx(150)


def test_plan_of_another_instance_is_refused():
    """The plan's settings that the instance doesn't have are named, each with both values."""
    with pytest.raises(opt.InputError) as error:
        FixedPlan(tiny_plan(), tiny(targeting=2.0, youth_share=0.5))
    text = str(error.value)
    assert "settings.targeting: the plan has 1.0, the instance 2.0" in text
    assert "settings.youth_share" in text
    with pytest.raises(opt.InputError, match="instance_hash"):
        FixedPlan(tiny_plan(), opt.load("korea"))


@pytest.fixture(scope="module")
def korea():
    """Korea and a plan for 5,000 bn KRW, within 3% of the best."""
    instance = opt.load("korea")
    return instance, opt.solve(instance, budget=5000, gap=0.03)


@pytest.mark.slow
def test_korea_central(korea):
    """On Korea too the plan's regions come out."""
    instance, plan = korea
    found = FixedPlan(plan, instance).evaluate({})
    assert found.retained == pytest.approx(plan.regions["retained"].to_numpy(), abs=1e-5)
    assert found.total == pytest.approx(plan.retained, rel=1e-6)


@pytest.mark.slow
def test_fifty_draws_cost_less_than_one_solve(korea):
    """The evaluation is a small fraction of a solve: measured side by side, as a ratio."""
    instance, plan = korea
    rows = draw(varied(instance), 50, 0).to_dict("records")
    start = time.perf_counter()
    fixed = FixedPlan(plan, instance)
    kept = [fixed.evaluate(possible(row, instance)).total for row in rows]
    spent = time.perf_counter() - start
    assert np.all(np.array(kept) > 0)
    assert spent < plan.seconds["build"] + plan.seconds["solve"]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_korea_draws_are_what_the_engine_finds(korea, seed):
    """Draws on Korea, one of them with so many jobs that pools bind, against the engine."""
    instance, plan = korea
    values = possible(draw(varied(instance), 1, seed).iloc[0].to_dict(), instance)
    if seed == 0:
        values["options.jobs"] = 15.0
    expected = by_solver("korea", plan, values)
    found = FixedPlan(plan, instance).evaluate(values)
    assert found.total == pytest.approx(expected.retained, rel=1e-6)
    assert found.cost == pytest.approx(expected.cost, rel=1e-9)


def test_culture_only_share_scales_a_curve():
    """Under half of it half as many stay for culture alone as the curve says, not as a line."""
    share = tiny().settings.culture_only_share
    curve = [[0, 0], [0.5, share * 0.75], [1, share]]
    words = {"culture.curve": curve, "job_only_share": 0, "culture_added_share": 0}
    instance = opt.load("tiny", settings=words)
    fixed = FixedPlan(opt.solve(instance, budget=60), instance)
    whole = fixed.evaluate({}).total
    assert whole > 0
    assert fixed.evaluate({"culture_only_share": share / 2}).total == pytest.approx(whole / 2)
    assert fixed.evaluate({"culture_only_share": 0.0}).total == 0
