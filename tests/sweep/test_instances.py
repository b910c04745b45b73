"""The instance under each scenario."""

import optimizer as opt
from optimizer.sweep.grid import variants
from optimizer.sweep.instances import instances_of


def test_scenarios_share_the_tables_that_they_leave_as_they_are():
    """Settings copy no table, a scale only the one that it scales."""
    tiny = opt.load("tiny")
    changes = {"dear": {"scale.options.capital_cost": 1.2}, "aimed": {"targeting": 1.5}}
    found = instances_of(tiny, variants(changes), opt.load)
    assert all(table is tiny.tables[name] for name, table in found["aimed"].tables.items())
    assert found["dear"].tables["regions"] is tiny.tables["regions"]
    ratio = found["dear"].options["capital_cost"] / tiny.options["capital_cost"]
    assert ratio.dropna().between(1.199, 1.201).all()
