"""Marks on a map are moved apart."""

import numpy as np
import pytest
from scipy.spatial.distance import pdist

from optimizer.report.plan.marks import FARTHEST, moved_apart


def overlap(places, radii):
    """Return by how much the two marks that overlap most do."""
    both = [a + b for i, a in enumerate(radii) for b in radii[i + 1 :]]
    return float((np.array(both) - pdist(places)).max())


def test_marks_of_one_place_do_not_cover_one_another():
    """Five things in one region stand beside one another, near their place."""
    radii = np.array([5.0, 4.0, 3.0, 3.0, 2.0])
    drawn = moved_apart(np.full((5, 2), 100.0), radii)
    assert overlap(drawn, radii) <= 1e-2
    assert np.hypot(*(drawn - 100).T).max() <= FARTHEST + 1e-9


def test_marks_with_room_stay_where_they_are():
    """Nothing moves without need."""
    places = np.array([[0.0, 0.0], [100.0, 0.0], [0.0, 100.0]])
    assert moved_apart(places, np.full(3, 5.0)) == pytest.approx(places, abs=0.02)


def test_none_goes_far_where_there_is_no_room():
    """A hundred marks of one place stay near it, even if some overlap."""
    drawn = moved_apart(np.zeros((100, 2)), np.full(100, 5.0))
    assert np.hypot(*drawn.T).max() <= FARTHEST + 1e-9
    assert len(moved_apart(np.zeros((1, 2)), np.ones(1))) == 1
