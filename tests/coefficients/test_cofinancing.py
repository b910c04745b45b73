"""Two purses: whoever the table doesn't list pays nothing, and has no limit."""

import numpy as np
from support.instances import PLAIN, cluster, make_instance, region

from optimizer.coefficients.cofinancing import find_purses
from optimizer.instance import read_instance


def purses(folder, **more):
    """Return the purses of three provinces."""
    towns = [region("A"), region("B", province="Q"), region("C", province="R"), region("D")]
    return find_purses(read_instance(make_instance(folder, towns, [cluster("ai")], PLAIN, **more)))


def test_shares_and_budgets_stand_by_province(tmp_path):
    """In the order in which the regions name them; a blank budget is infinite."""
    found = purses(tmp_path, provinces=[("Q", 0.25, ""), ("P", 0.5, 30)])
    assert found.provinces == ("P", "Q", "R")
    assert found.share() == {"P": 0.5, "Q": 0.25, "R": 0.0}
    assert found.own_budget.tolist() == [30.0, np.inf, np.inf]
    assert found.of_region["D"] == "P"
    assert found.any()


def test_without_the_table_the_centre_pays_everything(tmp_path):
    """No province pays anything."""
    found = purses(tmp_path)
    assert not found.any()
    assert np.isinf(found.own_budget).all()
