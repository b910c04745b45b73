"""Products of measures and combinations: a measure taken in part lifts no two in full."""

import pytest
from support.instances import cluster
from support.lever_towns import country

import optimizer as opt
from optimizer.coefficients import compute
from optimizer.model import Structure, build
from optimizer.solver.budget_rows import find_purse
from optimizer.solver.highs.controls import Controls
from optimizer.solver.highs.run import run
from optimizer.solver.relaxation import configuration
from optimizer.solver.relaxation.configuration import strengthen
from optimizer.solver.relaxation.lp import bounded
from optimizer.solver.standard_form import export

SCALES = [cluster("pilot", 40, 50, sector="ai"), cluster("park", 100, 100, sector="ai")]
EXACT = Controls(gap=0.0)


@pytest.fixture
def strong(tmp_path, monkeypatch):
    """Return the plain matrix of a town, the tighter one, and it without the products."""
    measures = [("grant", "research", "ai", 30, 0.5), ("zone", "zone", "ai", 20, 0.3, 0.1)]
    folder = country(tmp_path, SCALES, {"budget": 120}, regions="A", measures=measures)
    coefficients = compute(opt.load(folder))
    structure = Structure(build(coefficients, 120.0, graduates=False))
    matrix = export(structure)
    purse = find_purse(matrix, coefficients, 120.0)
    tight = strengthen(matrix, structure, purse)
    monkeypatch.setattr(configuration, "add_measures", lambda *_: [])
    return matrix, tight.matrix, strengthen(matrix, structure, purse).matrix


def test_the_best_plan_is_still_there(strong):
    """Of pilot and park, with grant, zone, both or neither, for 120 at most."""
    plain, tight, _ = strong
    assert run(tight, EXACT, phase="-").objective == pytest.approx(
        run(plain, EXACT, phase="-").objective
    )


def test_the_bound_is_lower_than_without_products(strong):
    """Plain ≥ combinations alone > with products ≥ the best plan."""
    plain, tight, alone = (bounded(matrix, EXACT).value for matrix in strong)
    best = run(strong[0], EXACT, phase="-").objective
    assert plain >= alone - 1e-9
    assert alone > tight + 0.01
    assert tight >= best - 1e-9
