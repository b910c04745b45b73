"""The two paths without a plan."""

import numpy as np
import pytest
from test_project import country

from optimizer.projection import baseline


@pytest.fixture(scope="module")
def before():
    """Return both paths of a country of six regions over 25 years."""
    return baseline(country(3, 6), 16, 25)


def test_nobody_moves_on_the_first(before):
    """On the second migration goes on as recorded; both begin with the same residents."""
    assert np.abs(before.still.net_migration).max() == 0
    assert np.abs(before.nothing.net_migration).max() > 0
    np.testing.assert_allclose(before.still.population[0], before.nothing.population[0])


def test_who_leaves_and_who_arrives_are_never_negative(before):
    """Nobody is both of one region, sex, age and step; only those counted leave."""
    assert before.leaving.min() >= 0
    assert before.arriving.min() >= 0
    assert not ((before.leaving > 0) & (before.arriving > 0)).any()
    counted = before.counted[:, None, None, :]
    assert not ((before.leaving > 0) & ~counted).any()


def test_ends_are_the_residents_at_each_step(before):
    """The first are those of the base year."""
    np.testing.assert_allclose(before.ends[0], before.cohorts.population)
    assert len(before.ends) == len(before.leaving) + 1
