"""The summary's table of instruments."""

import math
from dataclasses import replace

import pandas as pd
from support.plans import tiny_plan

from optimizer.report.plan.instruments import by_instrument

COLUMNS = (
    *("instrument", "cost", "retained_without", "adds", "adds_low", "adds_high"),
    *("cost_per_added", "gap_without"),
)


def told(*rows):
    """Return the table of a plan with these instruments."""
    table = pd.DataFrame(rows, columns=COLUMNS).astype(dict.fromkeys(COLUMNS[1:], float))
    return by_instrument(replace(tiny_plan(), instruments=table))


def test_without_them_it_says_how_to_ask():
    """Where nothing is built there is nothing to ask for."""
    assert "ask with --instruments" in by_instrument(tiny_plan())
    assert by_instrument(tiny_plan(0.0)) == ""


def test_each_has_a_line_with_its_price():
    """50 for 10 persons are 5 bn each, in the finer unit; what adds nobody has no price."""
    text = told(
        ("ai", 50, 90, 10, 9, 11, 5, 0.001), ("zones", 2, 100, 0, -0.4, 0.5, math.nan, 0.002)
    )
    (ai,) = (line for line in text.splitlines() if line.startswith("  ai "))
    assert ai.split()[1:3] == ["50.0", "10"]
    assert "9 and 11" in ai
    assert "5,000 million" in ai
    (zones,) = (line for line in text.splitlines() if line.startswith("  zones "))
    assert zones.rstrip().endswith("-")
    assert "0 and 0" in zones
    assert "gaps of at most 0.20%" in text


def test_what_no_plan_can_do_without_is_said():
    """A lock on it, for one."""
    blank = [math.nan] * 6
    assert "no plan without it" in told(("ai", 50, *blank))
