"""The youth path: labels that don't cover each other, and a title with the plan's numbers."""

from dataclasses import replace
from itertools import pairwise

import pytest
from support.plans import tiny_plan

from optimizer.report.plan.paths import _apart, _title, draw_youth_path


@pytest.mark.parametrize(
    "values",
    [
        {"zero_migration": 10.0, "nothing_done": 10.0, "plan": 10.0},
        {"zero_migration": 30.0, "nothing_done": 1.0, "plan": 1.5},
        {"zero_migration": 5.0, "nothing_done": 90.0, "plan": 95.0},
    ],
)
def test_labels_stand_apart_in_the_order_of_their_values(values):
    """At least 4 from each other, whichever of them are near."""
    places = _apart(values, 4.0)
    order = sorted(values, key=lambda name: places[name])
    assert [values[name] for name in order] == sorted(values.values())
    gaps = [places[b] - places[a] for a, b in pairwise(order)]
    assert min(gaps) >= 4.0 - 1e-9


def test_arrivals_stand_in_the_title_where_any():
    """By the horizon so many stay, and so many come."""
    plan = tiny_plan()
    assert ", 7 come" in _title(replace(plan, arrived=7.2))
    assert "come" not in _title(replace(plan, arrived=0.4))


def test_it_is_drawn(tmp_path):
    """A picture with the name of each path."""
    plan = tiny_plan()
    draw_youth_path(plan, plan.projection, tmp_path / "path.svg")
    text = (tmp_path / "path.svg").read_text(encoding="utf-8")
    for words in ("if nobody moved", "nothing done", "with the plan"):
        assert words in text
