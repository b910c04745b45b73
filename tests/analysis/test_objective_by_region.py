"""The objective as a sum over regions."""

from dataclasses import replace

import pandas as pd
import pytest
from support.plans import tiny, tiny_plan

from optimizer.analysis.objective_by_region import objective_by_region


def people(plan):
    """Return people by region; nothing costs anything."""
    counted = plan.regions["retained"] + plan.regions["arrived"]
    return pd.DataFrame({"region_id": plan.regions["region_id"], "people": counted, "cost": 0.0})


def test_without_weights_it_is_people():
    """Tiny's objective is the number of those who stay or come."""
    plan = tiny_plan()
    found = objective_by_region(plan, None, people(plan))
    assert found.tolist() == people(plan)["people"].tolist()


def test_weights_need_the_instance():
    """A weight of 2 everywhere doubles each part; without the instance the parts are unknown."""
    plan = tiny_plan()
    instance = tiny()
    tables = {**instance.tables, "regions": instance.regions.assign(weight=2.0)}
    double = replace(plan, objective=2 * plan.objective)
    found = objective_by_region(double, replace(instance, tables=tables), people(plan))
    assert found.sum() == pytest.approx(double.objective, rel=1e-9)
    assert objective_by_region(double, None, people(plan)).isna().all()
    assert objective_by_region(double, instance, people(plan)).isna().all()


def test_a_share_is_no_sum():
    """The worst-off province's share has no parts by region."""
    plan = tiny_plan()
    share = replace(plan, settings={**plan.settings, "objective": "worst_province"})
    assert objective_by_region(share, tiny(), people(plan)).isna().all()
