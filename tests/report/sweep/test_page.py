"""A sweep's report: a figure, or a page that stands alone."""

import re

import pytest

import optimizer as opt


def test_the_page_holds_every_table_and_needs_nothing_from_elsewhere(sweep, tmp_path):
    """No link, script or image from outside; names are escaped; every price stands in it."""
    text = sweep.report(tmp_path / "frontier.html").read_text(encoding="utf-8")
    assert not re.search(r"https?:|src=\"(?!data:)|<script", text)
    assert "값싼 &lt;b&gt;" in text
    for row in sweep.frontier().to_dict("records"):
        assert f"{row['cost_per_stayer']:,.2f}" in text
    for words in ("enters", "infeasible", "min_retained_share", "How often", "Port Corrin"):
        assert words in text


def test_the_range_is_drawn_where_draws_are_asked_for(sweep, tmp_path):
    """Only then is there an 80% range."""
    without = sweep.report(tmp_path / "a.html").read_text(encoding="utf-8")
    with_range = sweep.report(tmp_path / "b.html", draws=5).read_text(encoding="utf-8")
    assert "80% range" not in without
    assert "80% range" in with_range


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
