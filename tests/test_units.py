"""Money and people counted in other units: the same plan.

`UNIT_SEEDS=40 pytest -n auto tests/test_units.py -m ''` tries more of them.
"""

import os

import pytest
from oracle.random_housing import random_housing
from oracle.random_instances import random_instance
from oracle.random_money import random_money
from oracle.units import in_other_units
from support.built import built

import optimizer as opt

SEEDS = int(os.environ.get("UNIT_SEEDS", "8"))
OBJECTIVES = ["retained", "worst_province", "equally_distributed", "net_benefit"]
UNITS = [(1e-6, 1.0), (1e6, 1.0), (1.0, 1e-6), (1.0, 1e6), (1e-9, 1.0), (1e-3, 1e3)]
DRAWS = {
    "plain": lambda seed, objective: random_instance(seed, "tiny", objective, levers=seed % 2 == 1),
    "money": lambda seed, objective: random_money(seed, "tiny", objective, levers=seed % 2 == 0),
    "housing": lambda seed, objective: random_housing(seed, "tiny", objective),
}
SAME = 1e-9
SHARE_KEPT = 1e-6


def answer(toml, tables):
    """Status, plan; None where no plan can exist."""
    try:
        plan = opt.solve(built(toml, tables), gap=0, threads=1)
    except opt.NoPlanError as error:
        return error.status, None
    return plan.status, plan


def differs(plan, other, objective, money, people):
    """Say what is otherwise in another unit; "" where nothing is.

    Of the worst province's share 1e-6 may be given up for more who stay.
    """
    unit = {"retained": people, "worst_province": 1.0, "net_benefit": money}[objective]
    allowed = SHARE_KEPT if objective == "worst_province" else SAME * abs(plan.objective)
    if abs(other.objective / unit - plan.objective) > allowed:
        return f"objective {other.objective / unit}, not {plan.objective}"
    # Two plans may be equally good and cost the same; then either will do.
    if abs(other.cost / money - plan.cost) > SAME * max(1.0, plan.cost):
        return f"cost {other.cost / money}, not {plan.cost}"
    return ""


def differences(draw, objective, seeds, units):
    """Compare each instance with itself in other units, and name all those that differ."""
    found = []
    for seed in seeds:
        toml, tables = DRAWS[draw](seed, objective)
        status, plan = answer(toml, tables)
        for money, people in units:
            other_status, other = answer(*in_other_units(toml, tables, money, people))
            wrong = "" if other_status == status else f"{other_status}, not {status}"
            if plan is not None and other is not None and not wrong:
                wrong = differs(plan, other, objective, money, people)
            if wrong:
                found.append(
                    f"{draw} {seed}, {objective}, money × {money}, people × {people}: {wrong}"
                )
    return found


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_the_plan_is_the_same_in_other_units(objective):
    """Objective and cost, in the old units, and whether a plan can exist at all."""
    assert not differences("money", objective, [1], [(1e-6, 1.0), (1e6, 1e-6), (1.0, 1e6)])


@pytest.mark.slow
@pytest.mark.parametrize("draw", DRAWS)
@pytest.mark.parametrize("objective", OBJECTIVES)
def test_many_plans_are_the_same_in_other_units(objective, draw):
    """The same on more instances, with measures, phases, two purses and housing, and more units."""
    assert not differences(draw, objective, range(SEEDS), UNITS)


def test_one_studio_among_millions_of_people_is_found():
    """The only thing within the budget brings 2e-5 persons: worth 0.3456 more than it costs."""
    people = {"R1": (0.035, 0.027), "R2": (3_826_457.96, 2_535_641.61), "R3": (1.4e7, 4_557_318.6)}
    regions = [
        {
            "region_id": name,
            "name": name,
            "province": "P",
            "candidate": str(name == "R2").lower(),
            "youth": "0" if name == "R2" else "15987367.8",
            "youth_zero_migration": str(young),
            "leavers": str(leavers),
            "land_ha": "20",
            "local_jobs": "239153",
        }
        for name, (young, leavers) in people.items()
    ]
    studio = {
        "option_id": "studio",
        "kind": "hub",
        "hub_type": "studio",
        "capital_cost": "0.000134",
        "culture_capacity": "0.00047",
    }
    travel = [
        {"from_region": a, "to_region": b, "minutes": "60"}
        for a in people
        for b in people
        if a != b
    ]
    settings = {
        "job_takers": "best",
        "objective": "net_benefit",
        "value_per_retained": 17_600.0,
        "budget": 0.02,
        "culture_only_share": 0.08,
    }
    head = {"name": "span", "base_year": 2017, "horizon_year": 2033, "settings": settings}
    plan = opt.solve(
        built(head, {"regions": regions, "options": [studio], "travel": travel}), gap=0
    )
    assert plan.status == "optimal"
    assert list(plan.build["region_id"]) == ["R2"]
    assert plan.objective == pytest.approx(17_600.0 * plan.retained - plan.cost, rel=1e-9)
    assert plan.objective > 0.05
    assert plan.bound == pytest.approx(plan.objective, rel=1e-5)


def test_a_model_changed_by_hand_is_solved_in_its_own_size():
    """A planner's model with money in billionths keeps its budget, too."""
    toml, tables = random_instance(1, "tiny", "retained")
    model = opt.build_model(built(*in_other_units(toml, tables, 1e-9, 1.0)))
    plan = opt.solve(model, gap=0, threads=1)
    known = opt.solve(built(toml, tables), gap=0, threads=1)
    assert plan.cost <= plan.budget * (1 + 1e-9)
    assert plan.objective == pytest.approx(known.objective, rel=1e-9)
