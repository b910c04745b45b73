"""What a sweep says about money."""

import pytest

import optimizer as opt

from .conftest import BUDGETS


def test_the_frontier_and_its_tables(swept, tmp_path):
    """Cost per stayer, what is enough, what enters and leaves, what is chosen how often."""
    table = swept.frontier()
    assert list(table["cost_per_stayer"]) == pytest.approx(list(table["cost"] / table["retained"]))
    assert swept.enough() == {"base": None}
    changes = swept.changes()
    assert set(changes["change"]) <= {"enters", "leaves", "more", "fewer"}
    first = changes[changes["budget"] == BUDGETS[0]]
    assert first["after"].sum() == swept[BUDGETS[0]].build["count"].sum()
    chosen = swept.chosen()
    assert chosen["plans"].max() <= len(BUDGETS)
    assert chosen["share"].between(0, 1).all()
    for name in ("frontier.png", "frontier.svg"):
        assert swept.report(tmp_path / name).stat().st_size > 1000
    with pytest.raises(opt.InputError, match="ending"):
        swept.report(tmp_path / "frontier.xyz")


@pytest.mark.slow
def test_the_frontier_has_a_range_where_draws_are_asked_for(swept):
    """It is the range that the plan itself gives."""
    assert swept.frontier()[["retained_low", "retained_high"]].isna().all(axis=None)
    table = swept.frontier(draws=20)
    low, high = swept[200.0].uncertainty(20).range()
    row = table[table["budget"] == 200].iloc[0]
    assert (row["retained_low"], row["retained_high"]) == (low, high)
    with pytest.raises(opt.InputError, match="without what it was made for"):
        opt.open_sweep(swept.store.place).frontier(draws=20)


def test_regions_lifted_are_those_of_the_projection(swept):
    """The row counts what the plan's projection counts."""
    for row in swept.to_rows():
        assert row["lifted"] == len(swept[row["budget"]].projection.lifted())
