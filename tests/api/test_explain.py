"""`opt.explain`: a plan with its reasons, quick or proven."""

from dataclasses import replace

import pytest
from support.plans import tiny_plan
from support.reasons import told

import optimizer as opt


def test_a_plan_is_returned_with_its_reasons():
    """The plan itself stays as it was, and decides the same."""
    assert told() == tiny_plan(budget=60.0)
    assert set(told().reasons.lines["known_by"]) <= {"relaxation", "reduced cost"}
    assert tiny_plan(budget=60.0).reasons is None


@pytest.mark.slow
def test_importance_proves_the_intervals():
    """Ranks, ends and status are those of `importance`; the relaxation is beside them."""
    exact = opt.explain(tiny_plan(budget=60.0), importance=True)
    asked = tiny_plan(budget=60.0).importance().lines
    lines = exact.reasons.lines
    assert lines["region_id"].tolist() == asked["region_id"].tolist()
    assert lines["loss_high"].tolist() == pytest.approx(asked["loss_high"].tolist())
    assert set(lines["known_by"]) == {"search"}


def test_a_page_asks_by_the_way(tmp_path):
    """A plan that knows its instance has the reasons on its page; another one does without."""
    tiny_plan(budget=60.0).report(tmp_path / "with.html")
    replace(tiny_plan(budget=60.0), source=None).report(tmp_path / "bare.html")
    there = [(tmp_path / name).read_text(encoding="utf-8") for name in ("with.html", "bare.html")]
    assert ['"reasons":null' in text for text in there] == [False, True]
