"""From universities to clusters, as a figure."""

from dataclasses import replace

import pytest
from support.plans import tiny, tiny_plan

from optimizer.report.plan.flows import draw_flows, flow_table


def test_the_table_adds_up_to_the_graduates_hired():
    """By province of the university and of the cluster; all but what is hardly anybody."""
    plan = tiny_plan()
    flows = flow_table(plan)
    assert len(flows)
    assert flows["graduates"].sum() == pytest.approx(plan.workforce["graduates"].sum(), abs=5)
    provinces = set(tiny().regions["province"])
    assert set(flows["from"]) | set(flows["to"]) <= provinces


def test_without_the_tables_there_is_none():
    """A folder does not say where universities are."""
    assert flow_table(replace(tiny_plan(), source=None)).empty


@pytest.mark.parametrize("ending", ["png", "pdf"])
def test_it_is_drawn(tmp_path, ending):
    """With something on it, and the same bytes again."""
    plan = tiny_plan()
    paths = [tmp_path / f"{name}.{ending}" for name in ("one", "two")]
    for path in paths:
        draw_flows(plan, flow_table(plan), path)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert paths[0].stat().st_size > 5000
