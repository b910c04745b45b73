"""What a plan says it brings is recomputed from the tables and its settings."""

import copy

import pytest
from support.plans import tiny, tiny_plan

from optimizer.plan import to_record
from optimizer.verify.economy import check_economy
from optimizer.verify.result import Findings


@pytest.fixture
def record():
    """Return a plan of tiny as it is recorded, to be spoilt freely."""
    return copy.deepcopy(to_record(tiny_plan()))


def places(record):
    """Return where a plan's economy fails."""
    findings = Findings()
    check_economy(record, tiny(), findings)
    return [failure.place for failure in findings.failures]


def test_a_solved_plan_holds(record):
    """Plans of earlier versions have no economy, and hold too."""
    assert record["economy"]["additional_jobs"] > 0
    assert places(record) == []
    del record["economy"]
    assert places(record) == []


def test_every_figure_is_recomputed(record):
    """A thousandth more of any of them is found out, and named."""
    for name, value in record["economy"].items():
        if isinstance(value, int | float):
            spoilt = copy.deepcopy(record)
            spoilt["economy"][name] = value * 1.001 + 1
            assert places(spoilt) == [f"economy, {name}"]


def test_sectors_are_those_of_what_is_built(record):
    """One left out, or a figure of one changed."""
    spoilt = copy.deepcopy(record)
    part = spoilt["economy"]["sectors"][0]
    part["additional_jobs"] += 1
    assert places(spoilt) == [f"economy, {part['of']}, additional_jobs"]
    del record["economy"]["sectors"][0]
    assert places(record) == ["economy, sectors"]
