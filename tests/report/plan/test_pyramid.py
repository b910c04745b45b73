"""Population pyramids: men and women of each variant, and what the plan changes."""

import pytest
from support.plans import tiny_plan

from optimizer.report.plan.pyramid import _persons, draw_pyramid


def test_men_stand_before_women_and_nobody_is_lost():
    """An array of two rows for each variant, whose sum is all residents."""
    ages = tiny_plan().projection.ages
    nation = ages[ages["area"] == ages["area"].iloc[0]]
    for variant, persons in _persons(nation).items():
        rows = nation[nation["variant"] == variant]
        assert persons.shape == (2, rows["age_group"].nunique())
        men = rows.loc[rows["sex"] == "male", "persons"]
        assert persons[0].tolist() == pytest.approx(men.tolist())
        assert persons.sum() == pytest.approx(rows["persons"].sum())


def test_where_nobody_gains_all_regions_are_shown(tmp_path):
    """And the change by the plan there is none."""
    plan = tiny_plan(0.0)
    draw_pyramid(plan, plan.projection, tmp_path / "pyramid.svg")
    text = (tmp_path / "pyramid.svg").read_text(encoding="utf-8")
    assert "Residents of all regions" in text
    assert "Change in all other regions" in text
