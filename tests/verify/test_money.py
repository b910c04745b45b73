"""The check knows purses, phases and limits on money: each of them broken is found out."""

import copy
from dataclasses import replace

import pytest
from support.checks import broken
from support.instances import PLAIN, cluster, hub, make_instance, region

import optimizer as opt
from optimizer.plan import to_record
from optimizer.verify import verify

TOWNS = [
    region("A", 1000, province="P"),
    region("B", 1000, province="Q", decline_area="true"),
]
OPTIONS = [
    cluster("ai", 10, 50, lead_years=1, operating_cost=0.5),
    cluster("bio", 4, 10),
    hub("studio", 2, jobs=6, max_per_region=2),
]
LIMITS = {
    "max_retained_share": {"P": 0.9},
    "min_spending": {"Q": 5},
    "max_spending": {"P": 40},
    "min_retained_share_decline_areas": 0.01,
    "min_cost_share_decline_areas": 0.2,
    "max_cost_share_decline_areas": 0.9,
}


@pytest.fixture(scope="module")
def instance(tmp_path_factory):
    """Read two towns with purses, phases, seats and every limit on money."""
    folder = make_instance(
        tmp_path_factory.mktemp("money"),
        TOWNS,
        OPTIONS,
        PLAIN | {"job_takers": "best", "discount_rate": 0.25},
        sections={"limits": LIMITS},
        phases=[(2020, 9), (2024, 12)],
        provinces=[("P", 0.25, 5), ("Q", 0.5, 8)],
        needs=[("ai", "computing", 10)],
        universities=[("U", "computing", "A", 4, 1, 20, 0.1)],
        travel=[("A", "B", 30), ("B", "A", 30)],
    )
    return opt.load(folder)


@pytest.fixture(scope="module")
def solved_once(instance):
    """Return the plan as it is solved."""
    return to_record(opt.solve(instance, gap=0))


@pytest.fixture
def plan(solved_once):
    """Return the plan, to be spoilt freely."""
    return copy.deepcopy(solved_once)


def test_the_plan_uses_everything(plan, instance):
    """Both phases, both purses, seats: and the check agrees."""
    assert {row["phase"] for row in plan["build"]} == {2020, 2024}
    assert all(row["own"] > 0 and row["central"] > 0 for row in plan["purses"])
    assert sum(row["seats"] for row in plan["seats"]) > 0
    assert broken(plan, instance) == set()


@pytest.mark.parametrize("table", ["purses", "phases"])
def test_every_figure_is_checked(plan, instance, table):
    """Each number of the tables of money, made larger or smaller, is found out."""
    for place, row in enumerate(plan[table]):
        for key, value in row.items():
            if isinstance(value, str):
                continue
            for other in (value + 1, value - 0.5):
                spoilt = copy.deepcopy(plan)
                spoilt[table][place][key] = other
                assert broken(spoilt, instance), (table, place, key, other)


@pytest.mark.parametrize(
    ("key", "value", "rule"),
    [
        ("max_retained_share", {"P": 0.001}, "balance"),
        ("min_spending", {"Q": 30}, "spending in a place"),
        ("max_spending", {"P": 1}, "spending in a place"),
        ("min_retained_share_decline_areas", 0.5, "balance"),
        ("min_cost_share_decline_areas", 0.95, "spending in a place"),
        ("max_cost_share_decline_areas", 0.05, "spending in a place"),
        ("min_spending", {"X": 0}, "form of a plan"),
    ],
)
def test_limits_of_the_plan_are_rules(plan, instance, key, value, rule):
    """A plan under another limit fails by that limit's name."""
    plan["limits"] = plan["limits"] | {key: value}
    assert rule in broken(plan, instance)


def test_phase_of_a_building_is_checked(plan, instance):
    """Another phase has another cost; a year that is no phase, or too late, has a name."""
    for row in range(len(plan["build"])):
        for year in (2024 + 2020 - plan["build"][row]["phase"], 2021, 2019, 2035, 2020.5, None):
            spoilt = copy.deepcopy(plan)
            spoilt["build"][row]["phase"] = year
            assert broken(spoilt, instance), (row, year)
    plan["build"][0]["phase"] = 2021
    assert "phase" in broken(plan, instance)


def test_a_phase_is_called_by_its_year(plan, instance):
    """A figure that can't be read names the phase that it stands in."""
    plan["phases"][1]["carried_over"] = -5
    assert "phases, 2024, carried_over" in {f.place for f in verify(plan, instance).failures}


def test_money_is_not_spent_before_it_is_there(plan, instance):
    """Budgets moved from the first phase to the second: the total is the same, the plan fails."""
    plan["phases"][0]["budget"] -= 7
    plan["phases"][1]["budget"] += 7
    found = [f for f in verify(plan, instance).failures if f.rule.value == "budget"]
    assert [failure.place for failure in found] == ["up to 2020"]


def test_own_budget_is_that_of_the_table(plan, instance):
    """A province with less money than it pays breaks its budget."""
    table = instance.tables["provinces"].assign(own_budget=0.1)
    other = replace(instance, tables=instance.facts.with_derived({"provinces": table}))
    assert "own budget of a province" in broken(plan, other)


@pytest.mark.parametrize("rows", [[], "first only"])
def test_purses_name_every_province(plan, instance, rows):
    """A table without a province is not whole."""
    plan["purses"] = plan["purses"][:1] if rows else []
    assert broken(plan, instance) == {"form of a plan"}


def test_plan_of_an_earlier_version_is_read(tmp_path):
    """Without purses, phases and the column `phase`, as plans once were, it still checks."""
    folder = make_instance(tmp_path, TOWNS, OPTIONS, PLAIN | {"job_takers": "best", "budget": 20})
    old = opt.load(folder)
    plan = to_record(opt.solve(old, gap=0))
    del plan["purses"], plan["phases"]
    for row in plan["build"]:
        del row["phase"]
    assert broken(plan, old) == set()


def test_it_comes_back_from_its_folder(instance, tmp_path):
    """Saved and loaded: the same tables of money, blank own budgets too."""
    table = instance.tables["provinces"]
    table = table.assign(own_budget=table["own_budget"].where(table["province"] == "P"))
    open_ended = replace(instance, tables=instance.facts.with_derived({"provinces": table}))
    plan = opt.solve(open_ended, gap=0)
    loaded = opt.load_plan(plan.save(tmp_path / "plan"))
    assert loaded.purses.equals(plan.purses)
    assert loaded.phases.equals(plan.phases)
    assert loaded.build.equals(plan.build)
    assert "no limit" in str(loaded)
    assert opt.verify(loaded, open_ended).ok
