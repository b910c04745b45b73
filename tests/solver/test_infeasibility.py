"""Why there is no plan: each reason names rule, place, needs and has, and its change mends it."""

import importlib

import numpy as np
import pyomo.environ as pyo
import pytest
from support.instances import PLAIN, cluster, hub, make_instance, region
from support.plans import tiny

import optimizer as opt
from optimizer.solver.highs.run import Run
from optimizer.solver.infeasibility import Reason

MONEY = "doubloons"


class Case:
    """An instance without a plan, and the same with one thing changed."""

    def __init__(self, folder, regions, options, settings=None, sections=None, **tables):
        self.folder, self.parts = folder, (regions, options)
        self.settings, self.sections, self.tables = settings or {}, sections or {}, tables
        self.count = 0

    def solve(self, *, regions=None, options=None, settings=(), sections=None, **tables):
        """Return the plan of the instance with some parts changed."""
        self.count += 1
        folder = make_instance(
            self.folder / str(self.count),
            regions or self.parts[0],
            options or self.parts[1],
            PLAIN | self.settings | dict(settings),
            sections=self.sections if sections is None else sections,
            **(self.tables | tables),
        )
        toml = folder / "instance.toml"
        text = f'currency = "{MONEY}"\n' + toml.read_text(encoding="utf-8")
        toml.write_text(text, encoding="utf-8")
        return opt.solve(opt.load(folder))

    def reasons(self, **changes):
        """Return why the instance has no plan, by rule."""
        with pytest.raises(opt.NoPlanError) as caught:
            self.solve(**changes)
        assert caught.value.status == "infeasible"
        return {reason.rule.split(" (")[0]: reason for reason in caught.value.reasons}


LOCK = {"locked": {"in": ["A:ai"]}}


def test_budget(tmp_path):
    """A lock costs 10.0625: the budget of 4 must rise to that, in the instance's currency."""
    case = Case(
        tmp_path, [region("A", 5)], [cluster("ai", 10.0625, 5)], {"budget": 4}, sections=LOCK
    )
    reasons = case.reasons()
    assert set(reasons) == {"Budget", "Locked in"}
    reason = reasons["Budget"]
    assert (reason.has, reason.unit, reason.place) == (4, MONEY, "")
    assert reason.needs == pytest.approx(10.0625, rel=1e-5)
    assert str(reason).startswith("Budget: needs 10.062")
    assert case.solve(settings={"budget": reason.needs}).cost == pytest.approx(10.0625)
    assert case.solve(sections={}).build["cost"].sum() <= 4


def test_land(tmp_path):
    """Seven hectares needed, five there: two more do."""
    case = Case(tmp_path, [region("A", 5, land_ha=5)], [cluster("ai", 1, 5, land_ha=7)], {}, LOCK)
    reason = case.reasons()["Developable land"]
    assert (reason.needs, reason.has, reason.place) == (7, 5, "Town A A")
    assert "Develop 2 ha more" in reason.remedy
    case.solve(regions=[region("A", 5, land_ha=7)])


def test_stock(tmp_path):
    """A hub wants a factory where there is none."""
    options = [hub("studio", 1, uses_stock="factory")]
    locked = {"locked": {"in": ["A:studio"]}}
    case = Case(tmp_path, [region("A", 5, stock_factory=0)], options, {}, locked)
    reason = case.reasons()["Reusable buildings"]
    assert (reason.needs, reason.has, reason.place) == (1, 0, "Town A A, factory")
    case.solve(regions=[region("A", 5, stock_factory=1)])


@pytest.mark.parametrize(
    ("limits", "rule", "mended"),
    [
        ({"max_clusters_per_region": 1}, "Clusters per region", {"max_clusters_per_region": 2}),
        (
            {"max_clusters_per_province": 1},
            "Clusters per province",
            {"max_clusters_per_province": 2},
        ),
        (
            {"max_options": {"bio": 0}},
            "Buildings of an option nationwide",
            {"max_options": {"bio": 1}},
        ),
    ],
)
def test_limits(tmp_path, limits, rule, mended):
    """Two locks in one region against each limit; raising it by one mends it."""
    locked = {"locked": {"in": ["A:ai", "A:bio"]}}
    options = [cluster("ai", 1, 5), cluster("bio", 1, 5)]
    case = Case(tmp_path, [region("A", 50)], options, {}, locked | {"limits": limits})
    reason = case.reasons()[rule]
    assert reason.needs - reason.has == 1
    assert f"Raise the limit to {reason.needs:.0f}" in reason.remedy
    case.solve(sections=locked | {"limits": mended})


def test_one_scale_of_a_sector(tmp_path):
    """Two scales of one sector locked in one region: one lock must go."""
    options = [cluster("small", 1, 5, sector="ai"), cluster("large", 2, 9, sector="ai")]
    locked = {"locked": {"in": ["A:small", "A:large"]}}
    case = Case(tmp_path, [region("A", 50)], options, {}, locked)
    assert "One scale of a sector per region" in case.reasons()
    case.solve(sections={"locked": {"in": ["A:large"]}})


def test_absorption(tmp_path):
    """Forty jobs for 30 young people at a share of 0.9: the share must be 4/3."""
    regions = [region("A", 5, youth=30)]
    case = Case(tmp_path, regions, [cluster("ai", 1, 40)], {"absorption_share": 0.9}, LOCK)
    reason = case.reasons()["Direct jobs that the commuting area can staff"]
    assert (reason.needs, reason.has) == (40, 27)
    assert "absorption_share to 1.33334" in reason.remedy
    case.solve(settings={"absorption_share": 1.33334})


def test_graduates(tmp_path):
    """Twelve graduates needed, five for hire within reach: seven more must be trained."""
    case = Case(
        tmp_path,
        [region("A", 5)],
        [cluster("ai", 1, 5)],
        {},
        LOCK,
        needs=[("ai", "computing", 12)],
        universities=[("U", "computing", "A", 5)],
    )
    reason = case.reasons()["Graduates within the recruiting limit"]
    assert (reason.needs, reason.has, reason.place) == (12, 5, "Town A A, computing")
    assert "Train 7 more" in reason.remedy
    case.solve(universities=[("U", "computing", "A", 12)])


def test_floor(tmp_path):
    """Three of ten can stay where a third is demanded: the floor must fall to 0.3."""
    floor = {"limits": {"min_retained_share": {"P": 0.333}}}
    case = Case(tmp_path, [region("A", 10)], [cluster("ai", 1, 3)], {}, floor)
    reason = case.reasons()["Share retained in a province"]
    assert (reason.has, reason.place, reason.unit) == (3, "P", "persons")
    assert reason.needs == pytest.approx(3.33)
    assert "Lower it to 0.3" in reason.remedy
    case.solve(sections={"limits": {"min_retained_share": {"P": 0.3}}})


def test_a_floor_that_nothing_reaches(tmp_path):
    """No site within reach: the floor is named, and so is the budget that a lock exceeds."""
    regions = [region("A", 10, candidate="false"), region("B", 0, province="Q")]
    sections = {"limits": {"min_retained_share": {"P": 0.5}}, "locked": {"in": ["B:ai"]}}
    case = Case(tmp_path, regions, [cluster("ai", 9, 3)], {"budget": 4}, sections)
    reasons = case.reasons()
    assert {"Share retained in a province", "Budget"} <= set(reasons)
    assert (reasons["Budget"].needs, reasons["Budget"].has) == (9, 4)


def test_locked_where_it_may_not_be_built(tmp_path):
    """A lock against suitability: release it."""
    forbidden = [("A", "ai", "false", "island")]
    case = Case(tmp_path, [region("A", 5)], [cluster("ai", 1, 5)], {}, LOCK, suitability=forbidden)
    reason = case.reasons()["Locked in where it may not be built"]
    assert reason.place == "Town A A, ai"
    case.solve(sections={})


@pytest.mark.parametrize("least", [True, False])
def test_a_rule_of_ones_own(tmp_path, least):
    """A planner's rule goes by its name, also where it is an equation."""
    folder = make_instance(tmp_path, [region("A", 5)], [cluster("ai", 1, 5)], PLAIN)
    model = opt.build_model(folder)
    built = 2 * model.x["A", "ai"]
    model.mine = pyo.Constraint(expr=built >= 3 if least else built == 3)
    with pytest.raises(opt.NoPlanError) as caught:
        opt.solve(model)
    (reason,) = caught.value.reasons
    assert "mine" in reason.rule
    assert (reason.needs, reason.has) == (3, 2)
    assert "Relax it by 1" in reason.remedy


def test_several_conflicts_need_several_changes(tmp_path):
    """Two towns lack land: both are named, and mending both helps where one doesn't."""
    regions = [region(name, 5, land_ha=5) for name in "AB"]
    locked = {"locked": {"in": ["A:ai", "B:ai"]}}
    case = Case(tmp_path, regions, [cluster("ai", 1, 5, land_ha=7)], {}, locked)
    with pytest.raises(opt.NoPlanError) as caught:
        case.solve()
    land = [reason for reason in caught.value.reasons if "land" in reason.rule]
    assert [reason.place for reason in land] == ["Town A A", "Town B B"]
    assert all("together with" in reason.remedy for reason in land)
    case.solve(regions=[region(name, 5, land_ha=7) for name in "AB"])


def test_conflicts_of_different_rules_are_relaxed_together(tmp_path):
    """A lock without land in A and a floor out of reach in Q: no one rule mends both."""
    regions = [region("A", 5, land_ha=5), region("B", 10, province="Q", land_ha=9)]
    sections = LOCK | {"limits": {"min_retained_share": {"Q": 0.9}}}
    case = Case(tmp_path, regions, [cluster("ai", 1, 5, land_ha=7)], {}, sections)
    with pytest.raises(opt.NoPlanError, match="All of these changes together") as caught:
        case.solve()
    assert len(caught.value.reasons) == 2
    assert any(reason.has == 5 and "persons" in reason.unit for reason in caught.value.reasons)


def test_out_of_time_the_reasons_still_come(monkeypatch):
    """A proof in the last second leaves some time to say why."""
    module = importlib.import_module("optimizer.solver.relaxation.row_generation")
    never = Run("infeasible", None, -np.inf, -np.inf)
    monkeypatch.setattr(module, "run", lambda *_, **__: never)
    problem = tiny(**{"locked.in": ("kolvik:semi_hub",)})
    with pytest.raises(opt.NoPlanError) as caught:
        opt.solve(problem, budget=100.0, time_limit=0.0)
    assert any(reason.rule == "Budget" for reason in caught.value.reasons)


def test_very_many_reasons_are_counted():
    """A message spells out twenty; the attribute has all of them."""
    reasons = [Reason("Land", str(n), 2.0, 1.0, "ha", "Find it.") for n in range(30)]
    error = opt.NoPlanError("infeasible", reasons, "No plan can exist.")
    assert len(error.reasons) == 30
    assert str(error).endswith("and 10 more.")


def test_a_rule_that_is_not_broken_is_no_reason(tmp_path):
    """An enormous option that nobody needs does not turn up among the reasons."""
    rows = [region("A", 10, youth=50), region("B", 10, youth=50)]
    options = [cluster("vast", 1, 1e9, sector="ai"), cluster("small", 5, 10, sector="biotech")]
    folder = make_instance(
        tmp_path,
        rows,
        options,
        PLAIN | {"budget": 3, "absorption_share": 1.0},
        sections={"locked": {"in": ["A:small"]}},
    )
    with pytest.raises(opt.NoPlanError) as caught:
        opt.solve(folder)
    assert {reason.rule for reason in caught.value.reasons} == {"Budget", "Locked in"}
