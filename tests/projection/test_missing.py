"""Whom others are missing: nobody twice, nobody below zero."""

import numpy as np
import pytest
from scipy import sparse

from optimizer.projection.missing import Cells, Places, net_of

SHAPE = (3, 2, 1)


def people(*of_region):
    """Return persons of one sex and age by region."""
    found = np.zeros(SHAPE)
    found[:, 0, 0] = of_region
    return found


def cells(residents, gains=(0, 0, 0), room=None):
    """Return who lives where."""
    return Cells(people(*residents), people(*gains), people(*(room or residents)))


def places(destination=(), uncounted=()):
    """Return three regions, each its own living area."""
    flags = [np.isin(np.arange(3), part) for part in (destination, uncounted)]
    return Places(sparse.eye_array(3, format="csr"), *flags)


def net(staying, coming, where, who):
    """Return the net of each region."""
    return net_of(people(*staying), people(*coming), where, who)[:, 0, 0].tolist()


def test_who_stays_is_missing_in_the_destinations():
    """In proportion to residents there: 10 of region 0 are missing 4 and 6 in 1 and 2."""
    found = net((10, 0, 0), (0, 0, 0), places([1, 2]), cells((50, 40, 60)))
    assert found == pytest.approx([10, -4, -6])


def test_without_destinations_they_are_missing_among_the_gains():
    """All of them in region 2, which alone gains."""
    found = net((10, 0, 0), (0, 0, 0), places(), cells((50, 40, 60), gains=(0, 0, 30)))
    assert found == pytest.approx([10, 0, -10])


def test_who_comes_is_missing_where_nothing_is_counted():
    """The one uncounted region loses all who come."""
    found = net((0, 0, 0), (7, 0, 0), places([1], [2]), cells((50, 40, 60)))
    assert found == pytest.approx([7, 0, -7])


def test_no_cohort_falls_below_zero_and_the_sum_holds():
    """Region 1 has room for 3 of 10; the other 7 are missing in region 2, then at home."""
    found = net((10, 0, 0), (0, 0, 0), places([1]), cells((50, 3, 60)))
    assert sum(found) == pytest.approx(0)
    assert found[1] == pytest.approx(-3)
    nobody = net((10, 0, 0), (0, 0, 0), places([1]), cells((0, 0, 0)))
    assert nobody == pytest.approx([0, 0, 0])
