"""Prices in the projection are those of the plan and of its instruments."""

import copy

import pytest

from optimizer.verify.prices import check_prices, number_in
from optimizer.verify.result import Findings

PLAN = {
    "cost": 100,
    "retained": 20,
    "arrived": 5,
    "instruments": [
        {"instrument": "AI", "cost": 50, "adds": 10, "adds_low": 9, "adds_high": 11}
        | {"cost_per_added": 5}
    ],
    "projection": {
        "cost_per_stayer": [
            {"instrument": "whole plan", "cost": 100, "adds": 25, "adds_low": 25, "adds_high": 25}
            | {"cost_per_stayer": 4},
            {"instrument": "AI", "cost": 50, "adds": 10, "adds_low": 9, "adds_high": 11}
            | {"cost_per_stayer": 5},
        ]
    },
}
"""25 stay or arrive for 100: 4 each."""


def places(plan):
    """Return where the prices of a plan fail."""
    findings = Findings()
    check_prices(plan, findings)
    return [failure.place for failure in findings.failures]


def test_prices_by_hand_hold():
    """A plan without a projection or of an earlier version has none to check."""
    assert places(PLAN) == []
    assert places(PLAN | {"projection": None}) == []


@pytest.mark.parametrize("row", [0, 1])
@pytest.mark.parametrize("name", ["instrument", "cost", "adds", "adds_low", "cost_per_stayer"])
def test_every_figure_is_compared(row, name):
    """Another number, or another name, fails at its place."""
    plan = copy.deepcopy(PLAN)
    told = plan["projection"]["cost_per_stayer"][row]
    told[name] = "other" if name == "instrument" else told[name] + 1
    (place,) = places(plan)
    assert place.endswith(name)


def test_whom_nobody_follows_has_no_price():
    """With less than one person the price must be blank."""
    plan = copy.deepcopy(PLAN) | {"retained": 0.25, "arrived": 0}
    for row in plan["projection"]["cost_per_stayer"][:1]:
        row |= {"adds": 0.25, "adds_low": 0.25, "adds_high": 0.25}
    assert places(plan) == ["projection, cost_per_stayer, whole plan, cost_per_stayer"]


@pytest.mark.parametrize("value", [True, "1", None, 10**400, float("nan"), float("inf")])
def test_what_is_no_number(value):
    """Neither words nor what binary64 does not hold."""
    assert number_in(value) is None
    assert number_in(2) == 2.0
