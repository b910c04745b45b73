"""Alternatives as data: words, JSON and a notebook say the same."""

import json
from html import escape

import pytest
from support.plans import plain_tiny

import optimizer as opt


@pytest.fixture(scope="module")
def found():
    """Return alternatives of a plan of tiny without measures."""
    plan = opt.solve(plain_tiny(), budget=200, gap=0)
    return opt.alternatives(plan, n=3, within=0.3)


@pytest.mark.slow
def test_rows_hold_what_each_builds(found):
    """Number, objective, bound, gap, distance and build; every number is JSON."""
    told = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert [row["number"] for row in told["rows"]] == list(range(1, len(found.plans) + 1))
    for row, plan in zip(told["rows"], found.plans, strict=True):
        assert row["objective"] == plan.objective <= row["bound"]
        assert row["distance"] >= row["nearest"] >= 0.3 - 1e-9
        built = {(line["region_id"], line["option_id"]): line["count"] for line in row["build"]}
        keys = zip(plan.build["region_id"], plan.build["option_id"], strict=True)
        assert built == dict(zip(keys, plan.build["count"], strict=True))


def test_what_all_have_and_what_is_free_is_every_line(found):
    """No line is in both; a free one is missing somewhere, or known to be dispensable."""
    lines = ["kind", "region_id", "option_id"]
    must = set(found.must_have[lines].itertuples(index=False, name=None))
    free = set(found.free[lines].itertuples(index=False, name=None))
    every = {
        ("option", region, option)
        for plan in (found.plan, *found.plans)
        for region, option in zip(plan.build["region_id"], plan.build["option_id"], strict=True)
    }
    assert every <= must | free
    assert (found.free["plans"] <= len(found.plans) + 1).all()


def test_words_and_notebook_begin_with_the_sentence(found):
    """Which says how many were found, how near, how far apart."""
    assert str(found).startswith(found.sentence)
    assert escape(found.sentence) in found._repr_html_()
    assert f"{len(found.plans)} other plan" in found.sentence
