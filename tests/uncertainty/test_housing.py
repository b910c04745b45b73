"""Housing in an instance with everything else: the check, the projection and the ranges hold."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import optimizer as opt
from optimizer.instance.schema.ranges import Range

ROW = {"measure_id": "rent", "kind": "housing", "cost": 3.0, "retention": 0.2}


def tiny(effect, **limits):
    """Return `tiny` with a measure of housing, and the range of its effect."""
    instance = opt.load("tiny")
    known = instance.table("measures")
    last = known.iloc[[-1]].assign(sector="", tier_group="", uplift=0.0, saving=0.0)
    row = last.assign(max_total=np.nan, max_per_province=np.nan, **ROW | {"retention": effect})
    measures = pd.concat([known, row], ignore_index=True)
    ranges = dict(instance.ranges)
    name = "measures.retention"
    ranges[name] = Range(name, 0.0, 1.0, 2.0, "factor", stated=True)
    limits = instance.limits.model_copy(update=limits)
    tables = dict(instance.tables) | {"measures": measures}
    return replace(instance, tables=tables, ranges=ranges, limits=limits)


@pytest.fixture(scope="module")
def with_it():
    """Return a plan with the measure."""
    return opt.solve(tiny(0.2), budget=500, gap=1e-3)


@pytest.mark.slow
def test_more_stay_and_the_projection_closes(with_it):
    """Its young in the horizon year are more by those who stay more; the check recomputes all."""
    without = opt.solve(tiny(0.2, max_measures={"rent": 0}), budget=500, gap=1e-4)
    assert "rent" in set(with_it.measures["measure_id"])
    assert "rent" not in set(without.measures["measure_id"])
    assert with_it.objective > without.objective * (1 + 1e-3)
    assert opt.verify(with_it, tiny(0.2)).ok
    assert with_it.arrived >= 0


@pytest.mark.slow
def test_the_range_of_its_effect_is_a_line_of_the_tornado(with_it):
    """From nothing to twice as much: fewer and more stay than in the middle."""
    found = with_it.uncertainty(draws=5, seed=1)
    row = found.tornado.set_index("name").loc["measures.retention"]
    assert row["retained_low"] < with_it.retained < row["retained_high"]
    assert row["arrived_low"] == pytest.approx(row["arrived_high"])
