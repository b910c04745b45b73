"""What to cut last, in words."""

from dataclasses import replace

from support.plans import tiny_plan
from support.reasons import told

from optimizer.report.plan.reasons import how_evenly, what_must_stay, without_culture
from optimizer.report.plan.summary import summary


def test_the_lines_that_must_not_be_cut_are_told_first_to_last():
    """Each with what the relaxation loses, and what of that is proven."""
    text = what_must_stay(told())
    assert "1. " in text
    assert "Ferrowe" in text
    assert "at least" in text
    assert "relaxation" in text


def test_intervals_are_told_where_they_are_known():
    """From low to high; what is required is said to be."""
    lines = told().reasons.lines.assign(loss_low=1.0, loss_high=2.0, known_by="search")
    lines.loc[1, "status"] = "required"
    text = what_must_stay(replace(told(), reasons=replace(told().reasons, lines=lines)))
    assert "1.0 to 2.0" in text
    assert "required" in text


def test_culture_and_equity_have_a_sentence_each():
    """With the numbers of the plan; nothing where they are not known."""
    assert "If culture did nothing" in without_culture(told())
    assert "Gini 0.05" in how_evenly(told())
    bare = replace(tiny_plan(budget=60.0), equity={})
    assert (what_must_stay(bare), without_culture(bare), how_evenly(bare)) == ("", "", "")


def test_the_summary_has_them():
    """In the words above, in lines that are short enough."""
    text = summary(told())
    assert "What to cut last" in text
    assert max(map(len, text.split("\n"))) <= 100
