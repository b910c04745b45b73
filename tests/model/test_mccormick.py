"""Culture at work is the product of cluster and level: exact for whole clusters."""

import pytest
from support.instances import PLAIN, cluster, hub, make_instance, region

import optimizer as opt
from optimizer.model import Structure
from optimizer.solver.highs.controls import Controls
from optimizer.solver.highs.run import run
from optimizer.solver.standard_form import export

BASE = 0.25


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """Return the model of a town at level 0.25, with two scales of AI."""
    folder = make_instance(
        tmp_path_factory.mktemp("town"),
        [region("A", 1000, youth=1000, culture_level=BASE)],
        [
            cluster("pilot", 1, 100, sector="ai"),
            cluster("park", 1, 200, sector="ai"),
            hub("stage", 1, culture_capacity=1000),
        ],
        PLAIN | {"job_only_share": 0.5, "culture_added_share": 0.5, "budget": 9},
    )
    return opt.build_model(folder)


def most_at_work(model, option, x, c):
    """Return the most culture at work for an option, given its cluster and the level."""
    matrix = export(Structure(model))
    column = matrix.position()
    low, high = matrix.low.copy(), matrix.high.copy()
    for name, value in ((("x", ("A", option)), x), (("c", "A"), c)):
        low[column[name]] = high[column[name]] = value
    goal = 0 * matrix.cost
    goal[column["v_added", ("A", option)]] = 1
    parts = {**vars(matrix), "cost": goal, "offset": BASE * x, "low": low, "high": high}
    parts["whole"] = 0 * matrix.whole > 0
    return run(type(matrix)(**parts), Controls(gap=0.0), phase="-").objective


@pytest.mark.parametrize("x", [0, 1])
@pytest.mark.parametrize("c", [BASE, 0.6, 1.0])
def test_it_is_the_product_for_whole_clusters(model, x, c):
    """x·c, at today's level, in between and at full."""
    assert most_at_work(model, "park", x, c) == pytest.approx(x * c)


def test_half_a_cluster_has_at_most_what_mccormick_allows(model):
    """At level 0.6: min(c⁰·½ + 0.75·½, c⁰·½ + 0.35) = 0.475, not 0.5 or 0.6."""
    assert most_at_work(model, "park", 0.5, 0.6) == pytest.approx(0.475)
