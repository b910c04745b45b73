"""The location problem of an instance: what its sites are worth, cost, and may not be."""

import numpy as np
import pytest
from support.instances import PLAIN, cluster, make_instance, region

import optimizer as opt
from optimizer.coefficients import compute
from optimizer.model import Structure, build
from optimizer.solver.reductions.few_residents import with_few_residents, without_residents
from optimizer.solver.relaxation.location import location_of
from optimizer.solver.standard_form import export


def sited(folder, budget=2.0):
    """Return the location problem of a folder."""
    coefficients = compute(opt.load(folder))
    structure = Structure(build(with_few_residents(coefficients), budget, graduates=False))
    return location_of(coefficients, without_residents(structure, export(structure)), budget)


def write(folder, sections=None):
    """Write three towns in a row, each of which may have a site of cost 1 or of cost 2."""
    regions = [region(name, leavers) for name, leavers in (("A", 10), ("B", 20), ("C", 30))]
    options = [cluster("small", 1.0, 1e6, land_ha=5), cluster("large", 2.0, 1e6, land_ha=2000)]
    travel = [("A", "B", "", 0.5), ("B", "A", "", 0.5), ("C", "B", "", 0.2)]
    travel += [(name, name, "", 1.0) for name in "ABC"]
    settings = PLAIN | {"stay_half_minutes": "table", "budget": 2}
    return make_instance(folder, regions, options, settings, travel=travel, sections=sections)


def test_worth_by_hand(tmp_path):
    """With B open all of B stay, half of A and a fifth of C."""
    problem = sited(write(tmp_path)).problem
    assert problem.worth(np.array([False, True, False])) == pytest.approx(20 + 5 + 6)
    assert problem.worth(np.array([True, False, True])) == pytest.approx(10 + 10 + 30)
    assert problem.best(np.array([False, False, True])).tolist() == [0, 0, 30]


def test_what_does_not_fit_opens_nothing(tmp_path):
    """The large option needs more land than there is: a site costs 1, and one column opens it."""
    found = sited(write(tmp_path))
    assert found.problem.cost.tolist() == [1, 1, 1]
    assert np.diff(found.sites.indptr).tolist() == [1, 1, 1]


def test_locks_are_known_beforehand(tmp_path):
    """A site that is locked out is none; one that is locked in is always open."""
    locks = {"locked": {"in": ["C:small"], "out": ["A:small"]}}
    found = sited(write(tmp_path, locks)).problem
    assert found.sites == 2
    assert found.always.tolist() == [False, True]
