"""Decisions read from the columns' values, in the order of the coefficients."""

import numpy as np
import pytest
from support.own_rules import two_towns

import optimizer as opt
from optimizer.model import Structure, coefficients_of, site_keys
from optimizer.solver.solution import read_decisions
from optimizer.solver.standard_form import export


@pytest.fixture
def model(tmp_path):
    return opt.build_model(two_towns(tmp_path))


def read(model, values, **more):
    """Return the decisions of values by name; others are 0."""
    matrix = export(Structure(model))
    column = matrix.position()
    found = np.zeros(len(matrix.columns))
    for name, value in values.items():
        found[column[name]] = value
    return read_decisions(Structure(model), matrix, found, **{"untouched": True, **more})


def test_buildings_are_whole_numbers_in_the_order_of_sites(model):
    """HiGHS's 0.9999999 is one."""
    found = read(model, {("x", ("B", "ai")): 0.9999999, ("q", ("B", "B")): 20.0})
    keys = site_keys(coefficients_of(model))
    assert dict(zip(keys, found.count.tolist(), strict=True)) == {
        ("A", "ai"): 0,
        ("A", "bio"): 0,
        ("B", "ai"): 1,
        ("B", "bio"): 0,
    }
    assert found.flow.sum() == 20


def test_what_a_planner_fixed_counts_though_it_is_no_column(model):
    """Its value is the one that it was fixed to."""
    model.x["A", "bio"].fix(1)
    found = read(model, {})
    keys = site_keys(coefficients_of(model))
    assert found.count[keys.index(("A", "bio"))] == 1


def test_people_follow_from_what_is_built_unless_a_rule_says_fewer(tmp_path):
    """Under "catchment" an untouched model's people are not read, those of a changed one are."""
    folder = two_towns(tmp_path)
    model = opt.build_model(opt.load(folder, settings={"job_takers": "catchment"}))
    kept = {("kept", "A"): 12.0}
    assert read(model, kept).people is None
    changed = read(model, kept, untouched=False).people
    assert changed.kept.tolist() == [12, 0]
