"""Figures joined to boundaries."""

import math

from support.plans import tiny_plan

from optimizer.report.plan.layers import province_outlines, region_layer


def test_each_region_has_its_figures():
    """Share of leavers, what is built in words, and its cost."""
    plan = tiny_plan()
    layer = region_layer(plan).set_index("region_id")
    built = plan.build.iloc[0]
    assert plan.labels.options.of(built["option_id"]) in layer.loc[built["region_id"], "built"]
    assert math.isnan(layer.loc["aurelle", "retained_share"])  # nobody leaves there
    wanted = plan.regions.set_index("region_id").loc["ferrowe"]
    assert layer.loc["ferrowe", "retained_share"] == wanted["retained"] / wanted["leavers"]


def test_provinces_are_outlined():
    """One shape for each province."""
    plan = tiny_plan()
    provinces = plan.regions.set_index("region_id")["province"]
    assert len(province_outlines(region_layer(plan), provinces)) == provinces.nunique()
