"""How evenly a plan says that people are kept is recomputed by formulas of its own."""

import copy

import pytest
from support.plans import tiny, tiny_plan

from optimizer.plan import to_record
from optimizer.verify.equity import check_equity
from optimizer.verify.result import Findings


@pytest.fixture
def record():
    """Return a plan of tiny as it is recorded, to be spoilt freely."""
    return copy.deepcopy(to_record(tiny_plan()))


def places(record):
    """Return where a plan's equity fails."""
    findings = Findings()
    check_equity(record, tiny(), findings)
    return [failure.place for failure in findings.failures]


def test_a_solved_plan_holds(record):
    """Plans of earlier versions have no equity, and hold too."""
    assert record["equity"]["gini"][0] > 0
    assert places(record) == []
    del record["equity"]
    assert places(record) == []


@pytest.mark.parametrize("name", ["gini", "theil", "kolm_pollak"])
@pytest.mark.parametrize(("at", "when"), [(0, "before"), (1, "after")])
def test_every_measure_is_recomputed(record, name, at, when):
    """A hundred-thousandth more is found out, and named."""
    record["equity"][name][at] += 1e-5
    assert places(record) == [f"equity, {name}, {when}"]


def test_what_is_no_measure_is_named(record):
    """Without an aversion the equivalent means nothing."""
    record["equity"] = {"gini": 0.1}
    assert places(record) == ["equity"]
