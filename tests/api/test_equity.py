"""Equity of a plan."""

from support.plans import tiny_plan

import optimizer as opt


def test_all_is_written(tmp_path):
    """Words, JSON and three tables."""
    found = opt.equity(tiny_plan())
    names = {path.name for path in found.save(tmp_path).iterdir()}
    tables = {"equity.csv", "equity_by_region.csv", "equity_by_province.csv"}
    assert names == tables | {"equity.json", "equity.txt"}
    assert found.sentence in str(found)
