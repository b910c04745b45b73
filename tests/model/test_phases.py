"""Phases: later money builds what opens later; copies of an option share its place and limits."""

from dataclasses import replace

import pytest
from support.instances import PLAIN, built, cluster, hub, make_instance, region, solved
from support.plans import plain_tiny
from support.rows import goal_of, model_of, rows_of

import optimizer as opt
from optimizer.coefficients import compute
from optimizer.instance.schema.phases import Phase
from optimizer.model import Structure
from optimizer.solver.standard_form import export

TOWN = [region("A", 1000)]
AI = [cluster("ai", 10, 80, lead_years=2)]


def phased(folder, phases, options=AI, towns=TOWN, **more):
    """Write an instance from 2020 to 2030 with phases."""
    return make_instance(folder, towns, options, PLAIN, phases=phases, **more)


def test_copies_open_later_and_run_shorter(tmp_path):
    """Lead 2 of 10 years: 80 × 8/10 jobs in 2020, × 5/10 in 2023; 8 and 5 years of support."""
    options = [cluster("ai", 10, 80, lead_years=2, operating_cost=1)]
    found = compute(opt.load(phased(tmp_path, [(2020, 5), (2023, 7), (2028, 9)], options)))
    assert found.options == ("ai@2020", "ai@2023")  # of 2028 it would open in 2030: too late
    assert found.sites.youth_jobs.tolist() == pytest.approx([64, 40], rel=1e-12)
    assert found.sites.cost.tolist() == pytest.approx([18, 15], rel=1e-12)


def test_rows_carry_money_over(tmp_path):
    """Up to 2020: 5; up to 2023: 12; one scale counts both copies."""
    model = model_of(phased(tmp_path, [(2020, 5), (2023, 7)]))
    early, late = "x[A,ai@2020]", "x[A,ai@2023]"
    assert rows_of(model, "budget_by_phase") == {2020: {early: 10, "<=": 5}}
    assert rows_of(model, "budget") == {None: {early: 10, late: 10, "<=": 12}}
    assert rows_of(model, "one_scale") == {("A", "ai"): {early: 1, late: 1, "<=": 1}}


def test_money_is_saved_for_the_later_phase(tmp_path):
    """5 is too little in 2020; with 5 more of 2023 the cluster is built then: 80 × 5/10."""
    plan = solved(phased(tmp_path, [(2020, 5), (2023, 5)]))
    assert plan.build[["option_id", "phase"]].to_numpy().tolist() == [["ai", 2023]]
    assert plan.retained == pytest.approx(40, rel=1e-9)
    assert plan.phases["carried_over"].tolist() == pytest.approx([5, 0], abs=1e-9)
    assert "2020: budget 5.0, spent 0.0 on 0 buildings, 5.0 left over" in str(plan)


def test_the_earlier_the_better(tmp_path):
    """With money at once it is built at once."""
    plan = solved(phased(tmp_path, [(2020, 10), (2023, 5)]))
    assert plan.build["phase"].tolist() == [2020]
    assert plan.retained == pytest.approx(64, rel=1e-9)


def test_limits_count_over_all_phases(tmp_path):
    """Three hubs a region and four nationwide, whenever they are built."""
    towns = [region("A", 1000), region("B", 1000)]
    options = [hub("studio", 1, jobs=10, max_per_region=3)]
    limits = {"limits": {"max_options": {"studio": 4}}}
    phases = [(2020, 2), (2021, 9)]
    folder = phased(tmp_path, phases, options, towns, sections=limits)
    row = {f"y[A,studio@{year}]": 1 for year, _ in phases} | {"<=": 3}
    assert rows_of(model_of(folder), "hubs_over_phases")["A", "studio"] == row
    plan = solved(folder)
    assert plan.build["count"].sum() == 4
    assert plan.build.groupby("region_id")["count"].sum().max() <= 3
    assert plan.retained == pytest.approx(2 * 10 + 2 * 9, rel=1e-9)


def test_lock_is_kept_in_any_phase(tmp_path):
    """Locked in with money only later: built later; locked out: in no phase."""
    more = {"sections": {"locked": {"in": ["A:ai"]}}}
    assert solved(phased(tmp_path / "in", [(2020, 0), (2024, 10)], **more)).build[
        "phase"
    ].tolist() == [2024]
    more = {"sections": {"locked": {"out": ["A:ai"]}}}
    assert solved(phased(tmp_path / "out", [(2020, 10), (2024, 10)], **more)).build.empty


def test_too_little_up_to_a_phase_is_a_reason(tmp_path):
    """Locked in, but 4 + 5 never pay 10: the last budget is what is short."""
    more = {"sections": {"locked": {"in": ["A:ai"]}}}
    with pytest.raises(opt.NoPlanError) as caught:
        solved(phased(tmp_path, [(2020, 4), (2024, 5)], **more))
    found = {r.rule: (r.needs, r.has) for r in caught.value.reasons}
    assert found == {"Budget": (10, 9), "Locked in": (1, 0)}


def test_too_little_before_a_deadline_is_a_reason(tmp_path):
    """What takes 8 years can only be begun in 2020, where 4 of 10 are there."""
    slow = [cluster("ai", 10, 80, lead_years=8)]
    more = {"sections": {"locked": {"in": ["A:ai"]}}}
    with pytest.raises(opt.NoPlanError) as caught:
        solved(phased(tmp_path, [(2020, 4), (2024, 50)], slow, **more))
    found = {(r.rule, r.place): (r.needs, r.has) for r in caught.value.reasons}
    assert found["Budgets up to a phase", "2020"] == (10, 4)


def test_budget_scales_the_phases(tmp_path):
    """5 and 15 asked for as 40 in all are 10 and 30."""
    plan = solved(phased(tmp_path, [(2020, 5), (2023, 15)]), budget=40)
    assert plan.phases["budget"].tolist() == [10, 30]
    assert plan.budget == 40
    with pytest.raises(opt.InputError, match="can't be scaled"):
        solved(phased(tmp_path / "none", [(2020, 0)]), budget=40)


def test_one_phase_is_the_plain_plan():
    """One phase in the base year with the budget: the same matrix, row for row, and plan."""
    tiny = plain_tiny()
    one = replace(tiny, phases=(Phase(2024, 60.0),))
    plain, phase = (opt.build_model(tiny, budget=60), opt.build_model(one))
    left, right = export(Structure(plain)), export(Structure(phase))
    assert left.rows == right.rows
    assert abs(left.a - right.a).max() == 0
    assert left.row_high.tolist() == right.row_high.tolist()
    assert goal_of(plain) == goal_of(phase).expected
    found = opt.solve(one)
    assert found.build.equals(opt.solve(tiny, budget=60).build)
    assert opt.verify(found, one).ok


def test_scenario_brings_phases(tmp_path):
    """A scenario file's phases take the place of the instance's."""
    folder = phased(tmp_path / "given", [(2020, 5)])
    scenario = tmp_path / "later.toml"
    scenario.write_text("[[phases]]\nyear = 2021\nbudget = 10\n", encoding="utf-8")
    plan = opt.solve(opt.load(folder, scenarios=[scenario]), gap=0)
    assert plan.build["phase"].tolist() == [2021]
    assert built(plan) == {"A:ai": 1}


def test_own_budgets_hold_over_all_phases(tmp_path):
    """Half of each cost is the province's, which has 9 in all: one cluster of 10, not two."""
    options = [cluster("ai", 10, 80), cluster("bio", 10, 50)]
    folder = phased(tmp_path, [(2020, 5), (2022, 5)], options, provinces=[("P", 0.5, 9)])
    plan = solved(folder)
    assert built(plan) == {"A:ai": 1}
    assert plan.phases["central"].tolist() == [5, 0]
