"""The instance under each scenario."""

import optimizer as opt
from optimizer.instance import share_memory
from optimizer.sweep.grid import variants
from optimizer.sweep.instances import instances_of


def test_scenarios_share_the_tables_that_they_leave_as_they_are():
    """Settings copy no table, a scale only the one that it scales."""
    tiny = opt.load("tiny")
    changes = {"dear": {"scale.options.capital_cost": 1.2}, "aimed": {"targeting": 1.5}}
    found = instances_of(tiny, variants(changes), opt.load)
    for name, table in found["aimed"].tables.items():
        assert share_memory(table, tiny.tables[name], table.columns[-1])
    assert share_memory(found["dear"].regions, tiny.regions, "youth")
    assert not share_memory(found["dear"].options, tiny.options, "capital_cost")
    ratio = found["dear"].options["capital_cost"] / tiny.options["capital_cost"]
    assert ratio.dropna().between(1.199, 1.201).all()
