"""The map of differences."""

from dataclasses import replace

import numpy as np
from matplotlib import image
from support.pairs import pair

from optimizer.analysis import compare
from optimizer.report import draw_comparison


def test_it_is_a_picture_that_shows_something(tmp_path):
    """Shaded where people are gained, with a mark for what enters; boundaries of one plan do."""
    first, second = pair()
    plans = (replace(first, boundaries=None), second)
    found = compare(*plans)
    path = tmp_path / "map.png"
    draw_comparison(plans, found.by_region, (found.enters, found.leaves), ("A", "B"), path)
    pixels = (image.imread(path)[::3, ::3, :3] * 255).astype(int).reshape(-1, 3)
    assert len(np.unique(pixels, axis=0)) > 20


def test_nothing_that_differs_is_a_map_too(tmp_path):
    """Two plans alike: all grey, no marks, no error."""
    _, plan = pair()
    found = compare(plan, plan)
    path = tmp_path / "map.svg"
    draw_comparison((plan, plan), found.by_region, (found.enters, found.leaves), ("A", "B"), path)
    assert "0 young people stay or come" in path.read_text(encoding="utf-8")
