"""A sweep's report: a figure, or a page that stands alone."""

import json
import re

import pytest

import optimizer as opt


def data_of(path):
    """Return what a page shows."""
    text = path.read_text(encoding="utf-8")
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.S)
    return json.loads(found[1])


def test_the_page_holds_every_run(sweep, tmp_path):
    """Every plan, and why there is none; names are escaped."""
    path = sweep.report(tmp_path / "frontier.html")
    assert "값싼 \\u003cb>" in path.read_text(encoding="utf-8")
    data = data_of(path)
    assert data["runs"] == [
        {name: row[name] for name in data["runs"][0]} for row in sweep.to_rows()
    ]
    assert len(data["plans"]) == len(sweep.frontier())
    assert any("min_retained_share" in (row["reason"] or "") for row in data["runs"])


@pytest.mark.slow
def test_the_range_is_there_where_draws_are_asked_for(sweep, tmp_path):
    """Only then is there an 80% range of each plan."""
    without = data_of(sweep.report(tmp_path / "a.html"))
    with_range = data_of(sweep.report(tmp_path / "b.html", draws=5))
    assert all(plan["spread"] is None for plan in without["plans"])
    for plan in with_range["plans"]:
        low, middle, high, _ = plan["spread"]["ranges"]["retained"]
        assert low <= middle <= high
        assert plan["spread"]["draws"] == 5


def test_nothing_is_drawn_of_nothing(tmp_path):
    """A sweep without any plan says so in place of a figure or page."""
    none = opt.sweep("tiny", budgets=[50], time_limit=0, workers=1)
    for ending in ("png", "html"):
        with pytest.raises(opt.InputError, match="no run has a plan"):
            none.report(tmp_path / f"frontier.{ending}")


def test_what_is_decided_is_what_the_plans_hold(sweep):
    """Buildings and measures of each plan are counted once."""
    for (_, _, decided), (_, _, plan) in zip(sweep.decided(), sweep.plans(), strict=True):
        assert sum(decided.values()) == plan.build["count"].sum() + len(plan.measures)
