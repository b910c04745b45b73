"""Among equally good plans the cheapest: what may shrink, and what that would lose."""

import numpy as np
import pytest
from support.instances import PLAIN, cluster, hub, make_instance, region

import optimizer as opt
from optimizer.model import Structure
from optimizer.solver.highs.controls import Controls
from optimizer.solver.postsolve.least_cost import Smaller, cheapest, linear
from optimizer.solver.relaxation.row_generation import Relaxation
from optimizer.solver.standard_form import export


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """Ten leavers, a pilot of 5 for ten of them, a national AI cluster of 50, stages of 1."""
    folder = make_instance(
        tmp_path_factory.mktemp("town"),
        [region("A", 10)],
        [
            cluster("pilot", 5, 10, sector="ai"),
            cluster("national", 50, 1000, sector="ai"),
            hub("stage", 1, max_per_region=3),
        ],
        PLAIN | {"budget": 100},
    )
    structure = Structure(opt.build_model(folder))
    return structure, export(structure)


def values(matrix, **built):
    """Return a plan's values: what is built, and everybody kept."""
    found = np.zeros(len(matrix.columns))
    for (block, index), place in matrix.position().items():
        if block in "xy":
            found[place] = built.get(index[1], 0)
        if block == "q":
            found[place] = 10
    return found


def of(matrix, numbers):
    """Return numbers of the columns by option."""
    return {
        index[1]: float(numbers[place])
        for (block, index), place in matrix.position().items()
        if block in "xy"
    }


def test_cost_and_people_by_column(town):
    """5, 50 and 1; a person for each flow."""
    structure, matrix = town
    cost, constant = linear(matrix, structure, "cost")
    assert (of(matrix, cost), constant) == ({"pilot": 5, "national": 50, "stage": 1}, 0)
    people, _ = linear(matrix, structure, "people")
    assert people[matrix.position()["q", ("A", "A")]] == 1


def test_a_plan_may_only_shrink(town):
    """Fewer stages, or the pilot in place of the national cluster, never the other way."""
    structure, matrix = town
    smaller = Smaller(matrix, structure)
    large = smaller.limits(values(matrix, national=1, stage=2))
    assert of(matrix, large) == {"pilot": 1, "national": 1, "stage": 2}
    small = smaller.limits(values(matrix, pilot=1))
    assert of(matrix, small) == {"pilot": 1, "national": 0, "stage": 0}


def test_what_loses_nothing_may_go(town):
    """A stage that adds nothing; the national cluster, since the pilot would make up for it."""
    structure, matrix = town
    plan = values(matrix, national=1, stage=1)
    reduced, place = np.zeros(len(plan)), matrix.position()
    reduced[place["x", ("A", "national")]] = reduced[place["x", ("A", "pilot")]] = 8.0
    free = Smaller(matrix, structure).may_go(plan, reduced, 1e-6)
    assert of(matrix, free) == {"pilot": 0, "national": 1, "stage": 1}
    reduced[place["x", ("A", "pilot")]] = 7.0
    reduced[place["y", ("A", "stage")]] = 0.5
    free = Smaller(matrix, structure).may_go(plan, reduced, 1e-6)
    assert of(matrix, free) == {"pilot": 0, "national": 0, "stage": 0}


@pytest.mark.parametrize("exact", [False, True])
def test_the_cheapest_plan_keeps_the_objective(town, exact):
    """From the national cluster and a stage to the pilot: ten stay as before, for 5."""
    structure, matrix = town
    plan = values(matrix, national=1, stage=1)
    whole = Relaxation(matrix, matrix)
    found = cheapest(whole, structure, plan, Controls(gap=0.0), exact=exact)
    assert of(matrix, found) == pytest.approx({"pilot": 1, "national": 0, "stage": 0})
    assert float(matrix.cost @ found) == pytest.approx(float(matrix.cost @ plan))


def test_stopped_the_plan_stays_as_it_is(town):
    """Without time for a search, what was found is settled and handed on."""
    structure, matrix = town
    plan = values(matrix, national=1)
    controls = Controls(gap=0.0, time_limit=0.0)
    found = cheapest(Relaxation(matrix, matrix), structure, plan, controls, exact=True)
    assert of(matrix, found) == {"pilot": 0, "national": 1, "stage": 0}
