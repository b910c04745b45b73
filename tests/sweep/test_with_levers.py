"""Sweeps where measures, interactions, purses and phases meet: bounds hold, plans nest.

`SWEEP_SEEDS=200 pytest tests/sweep/test_with_levers.py` tries more.
"""

import os
from collections import Counter
from itertools import pairwise

import pytest
from oracle.plain_reading import read
from oracle.random_money import levers_of, write_random_money

import optimizer as opt
from optimizer.solver import parametric as series
from optimizer.solver.parametric import ParametricSolver

SEEDS = range(int(os.environ.get("SWEEP_SEEDS", "8")))
CHUNK = 4
GAP = 1e-3


@pytest.fixture(autouse=True)
def graduates_apart(monkeypatch):
    """Small as they are, graduates are left out and found afterwards."""
    monkeypatch.setattr(series, "FEW_RECRUITS", 0)


def instance_of(folder, seed):
    write_random_money(folder, seed, objective="retained", levers=True)
    return opt.load(folder), levers_of(read(folder))


def levels_of(instance):
    whole = sum(phase.budget for phase in instance.phases) or instance.settings.budget
    return [0.5 * whole, whole, 1.7 * whole]


def exact(instance, budget):
    try:
        return opt.solve(instance, budget=budget, gap=0, threads=1)
    except opt.NoPlanError:
        return None


def disagreement(instance, row):
    """Say in words where a row can't be right; None where it can."""
    best = exact(instance, row["budget"])
    if best is None or row["objective"] is None:
        found = row["status"] == "infeasible" and best is None
        return None if found else f"{row['status']}, not {best and best.status}"
    slack = 1e-6 * max(1.0, abs(best.objective))
    if row["bound"] < best.objective - slack:
        return f"bound {row['bound']} below the optimum {best.objective}"
    if row["objective"] > best.bound + slack:
        return f"objective {row['objective']} above the bound {best.bound}"
    return None if row["gap"] <= GAP * (1 + 1e-6) else f"gap {row['gap']}"


@pytest.mark.slow
@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("first", range(0, len(SEEDS), CHUNK))
def test_objective_and_bound_enclose_the_optimum(tmp_path, first, large, monkeypatch):
    """At budgets half and nearly twice as large, too; and as large ones are searched."""
    if large:
        monkeypatch.setattr("optimizer.solver.graduates_apart.LARGE", 0)
    wrong = {}
    for seed in SEEDS[first : first + CHUNK]:
        instance, _ = instance_of(tmp_path / str(seed), seed)
        runs = opt.sweep(instance, budgets=levels_of(instance), gap=GAP, workers=1)
        for row in runs.to_rows():
            said = disagreement(instance, row)
            if said:
                wrong[seed, row["budget"]] = said
    assert wrong == {}


@pytest.mark.slow
def test_the_quick_way_is_taken_with_measures_purses_and_phases(tmp_path, monkeypatch):
    """What the test above holds of the tighter relaxation is not vacuous."""
    seen, quick = Counter(), ParametricSolver._quickly

    def counted(self, *args):
        found = quick(self, *args)
        if found is not None:
            seen.update(words)
        return found

    monkeypatch.setattr(ParametricSolver, "_quickly", counted)
    for seed in SEEDS:
        instance, words = instance_of(tmp_path / str(seed), seed)
        if len(instance.table("measures")):
            words = words | {"measures"}
        opt.sweep(instance, budgets=levels_of(instance), gap=GAP, workers=1)
    assert {word for word in ("measures", "match share", "two phases") if not seen[word]} == set()


def held(plan):
    counts = Counter()
    for row in plan.build.itertuples():
        counts[row.region_id, row.option_id] += row.count
    counts.update(zip(plan.measures["region_id"], plan.measures["measure_id"], strict=True))
    return counts


@pytest.mark.slow
@pytest.mark.parametrize("nested", ["up", "down"])
def test_nested_plans_contain_buildings_and_measures(tmp_path, nested):
    """Over all phases together; with less money nothing else is there."""
    pairs = 0
    for seed in SEEDS[: 4 if nested == "down" else 8]:
        instance, _ = instance_of(tmp_path / str(seed), seed)
        runs = opt.sweep(instance, budgets=levels_of(instance), gap=GAP, workers=1, nested=nested)
        plans = [plan for _, _, plan in runs.plans()]
        for less, more in pairwise(plans):
            pairs += 1
            assert held(less) <= held(more)
            assert opt.verify(more, instance).ok
    assert pairs > 2


def test_another_phase_is_another_run(tmp_path):
    """The years and budgets of phases are part of a record's key."""
    folder = write_random_money(tmp_path / "a", 3, objective="retained", levers=True)
    base = opt.load(folder)
    years = base.base_year, base.base_year + 1
    text = "".join(f"[[phases]]\nyear = {year}\nbudget = 50\n" for year in years)
    (tmp_path / "late.toml").write_text(text)
    one = opt.sweep(base, budgets=[100], workers=1).to_rows()[0]
    two = opt.sweep(base, budgets=[100], scenarios=[tmp_path / "late.toml"], workers=1).to_rows()[0]
    assert one["key"] != two["key"]
