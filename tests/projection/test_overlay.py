"""Those who stay and come, laid over the path without a plan."""

import numpy as np
import pytest
from scipy import sparse
from test_project import country

from optimizer.projection import baseline
from optimizer.projection.missing import Places
from optimizer.projection.overlay import laid_over


@pytest.fixture(scope="module")
def before():
    """Return both paths of a country of six regions over 25 years."""
    return baseline(country(3, 6), 16, 25)


def places():
    """Return six regions without destinations."""
    none = np.zeros(6, dtype=bool)
    return Places(sparse.eye_array(6, format="csr"), none, none)


def test_nobody_more_changes_nothing(before):
    """The path with nobody laid over it is the path without a plan."""
    nobody = np.zeros((len(before.nothing.births), *before.cohorts.population.shape))
    found = laid_over(before, nobody, nobody, places())
    np.testing.assert_allclose(found.population, before.nothing.population)
    np.testing.assert_allclose(found.births, before.nothing.births)


def test_who_stays_is_missing_elsewhere(before):
    """Of 40 who stay in region 0 the nation has none more; few are gone a year later."""
    staying = np.zeros((len(before.nothing.births), *before.cohorts.population.shape))
    staying[2, 0, :, 5] = 20.0
    found = laid_over(before, staying, np.zeros_like(staying), places())
    change = found.population[3] - before.nothing.population[3]
    assert change[0].sum() > 30
    assert change.sum() == pytest.approx(0, abs=1)
