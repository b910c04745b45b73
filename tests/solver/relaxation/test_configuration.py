"""The configuration relaxation: what fits into a region, as a whole; exact for whole plans."""

import numpy as np
import pytest
from support.instances import PLAIN, cluster, hub, make_instance, region

import optimizer as opt
from optimizer.coefficients import compute
from optimizer.model import Structure, build
from optimizer.solver.budget_rows import find_purse
from optimizer.solver.highs.controls import Controls
from optimizer.solver.highs.run import run
from optimizer.solver.relaxation import configuration
from optimizer.solver.relaxation.configuration import _fitting, strengthen, without_seats
from optimizer.solver.relaxation.lp import bounded
from optimizer.solver.standard_form import export

BUDGET = 100.0


def parts(folder, settings=None, **tables):
    """Return matrix, structure and purse of a town of 100 ha with clusters of 60 ha each."""
    folder = make_instance(
        folder,
        [region("A", 500, land_ha=100, youth=1000)],
        [
            cluster("ai", 10, 40, land_ha=60, max_per_region=1),
            cluster("bio", 10, 40, land_ha=60, max_per_region=1),
            cluster("chips", 10, 40, land_ha=30, max_per_region=1),
            hub("stage", 1, culture_capacity=100, max_per_region=2),
        ],
        PLAIN | {"budget": BUDGET} | (settings or {}),
        **tables,
    )
    coefficients = compute(opt.load(folder))
    structure = Structure(build(coefficients, BUDGET, graduates=False))
    matrix = export(structure)
    return matrix, structure, find_purse(matrix, coefficients, BUDGET)


def test_every_set_that_fits_is_found():
    """Of weights 3, 2 and 2 in room 4: each alone, and the last two."""
    sets = _fitting(np.array([[3.0, 2.0, 2.0]]), np.array([4.0]))
    assert sorted(sets) == [(0,), (1,), (1, 2), (2,)]


def test_too_many_sets_are_none(monkeypatch):
    """Where there are more than a few hundred, the plain rows have to do."""
    monkeypatch.setattr(configuration, "MOST_COMBINATIONS", 3)
    assert _fitting(np.array([[3.0, 2.0, 2.0]]), np.array([4.0])) is None


def test_parts_of_clusters_do_not_fill_the_land(tmp_path):
    """A third of a third cluster would fit besides; as wholes only two do: 80 instead of 93."""
    matrix, structure, purse = parts(tmp_path)
    strong = strengthen(matrix, structure, purse)
    plain = bounded(matrix, Controls()).value
    tight = bounded(strong.matrix, Controls()).value
    best = run(matrix, Controls(gap=0.0), phase="-").objective
    assert plain == pytest.approx(40 * (1 + 1 + 10 / 60))
    assert (tight, best) == pytest.approx((80, 80))


def test_every_whole_plan_is_still_there(tmp_path):
    """The optimum of the tighter matrix is that of the plain one, with culture and few limits."""
    settings = {"job_only_share": 0.5, "culture_added_share": 0.5}
    matrix, structure, purse = parts(tmp_path, settings)
    strong = strengthen(matrix, structure, purse)
    exact = Controls(gap=0.0)
    assert run(strong.matrix, exact, phase="-").objective == pytest.approx(
        run(matrix, exact, phase="-").objective
    )
    assert len(strong.sectors) == 3
    assert strong.matrix.columns[: len(strong.kept)] == matrix.columns


def test_seats_are_left_out_where_they_only_use_up_room(tmp_path):
    """Their column goes, their cost stays to be checked; held to a number they are no such."""
    tables = {
        "needs": [("ai", "computing", 6)],
        "universities": [("U", "computing", "A", 4, 1, 5, 1)],
    }
    matrix, structure, purse = parts(tmp_path, **tables)
    (seat,) = matrix.block("t")
    small = without_seats(matrix, structure, purse)
    assert seat not in small.kept
    assert len(small.plain.columns) == len(matrix.columns) - 1
    matrix.low[seat] = 1
    assert without_seats(matrix, structure, purse) is None
