"""The equally distributed equivalent in the model: columns, tangents, plans."""

import math

import numpy as np
import pytest
from support.instances import PLAIN, built, cluster, make_instance, region, solved
from support.rows import bounds_of, goal_of, model_of, rows_of

from optimizer.model import Structure
from optimizer.solver.standard_form import export

AI = [cluster("ai", 10, 20)]
KAPPA = 10.0
EQUAL = PLAIN | {"objective": "equally_distributed", "inequality_aversion": KAPPA}


def towns():
    """Return A in province P with 300 leavers, B in Q with 100, and C in R, which nobody leaves."""
    return [
        region("A", 300, province="P", weight=7),
        region("B", 100, province="Q"),
        region("C", 0, province="R"),
    ]


def test_the_objective_is_level_and_worth(tmp_path):
    """T + worth_P/400 + worth_Q/400, by persons: no weights, and nothing of R."""
    model = model_of(make_instance(tmp_path, towns(), AI, EQUAL))
    by_hand = {"equivalent_share": 1, "share_worth[P]": 1 / 400, "share_worth[Q]": 1 / 400}
    assert goal_of(model) == {**by_hand, "": 0}
    bounds = bounds_of(model)
    assert bounds["equivalent_share"] == (0, 1, False)
    assert bounds["kept_there[P]"] == (0, 300, False)
    low, high, _ = bounds["share_worth[Q]"]
    # A share is at most ln(1/w)/κ below the equivalent: φ = (1 − 1/w)/κ.
    assert (low, high) == (pytest.approx(100 * (1 - 4) / KAPPA), 100)


def test_tangents_lie_above_the_worth(tmp_path):
    """Each row holds at the worth itself, wherever the share is beside the equivalent."""
    matrix = export(Structure(model_of(make_instance(tmp_path, towns(), AI, EQUAL))))
    rows, column = matrix.rows_of("worth_of_share"), matrix.position()
    for name, there in (("P", 300.0), ("Q", 100.0)):
        for above in np.linspace(-0.13, 1, 100):
            values = np.zeros(len(matrix.columns))
            values[column["equivalent_share", None]] = max(0.0, -above)
            values[column["kept_there", name]] = there * max(0.0, above)
            worth = there * (1 - math.exp(-KAPPA * above)) / KAPPA
            values[column["share_worth", name]] = worth
            for other, leavers in (("P", 300.0), ("Q", 100.0)):
                if other != name:
                    values[column["share_worth", other]] = -leavers
            assert (matrix.a[rows] @ values <= matrix.row_high[rows] + 1e-9).all()
    assert len(rows) > 20


def test_who_is_kept_there(tmp_path):
    """Kept is no more than who stays, and t·400 no more than all who are kept."""
    model = model_of(make_instance(tmp_path, towns(), AI, EQUAL))
    assert rows_of(model, "kept_in_province")["P"] == {"kept_there[P]": 1, "q[A,A]": -1, "<=": 0}
    (mean,) = rows_of(model, "no_more_than_mean").values()
    assert mean == {"equivalent_share": 400, "kept_there[P]": -1, "kept_there[Q]": -1, "<=": 0}


@pytest.mark.parametrize(("aversion", "best"), [(0.1, "A:ai"), (40.0, "B:ai")])
def test_aversion_decides_where_to_build(tmp_path, aversion, best):
    """Money for one: 30 of 300 in A, 10%, or 20 of 100 in B, 20%, where 3% stay already in A.

    The mean rises by 30/400 in A and by 20/400 in B. With much aversion the lower share counts
    alone, which without a cluster in B is nothing.
    """
    folder = make_instance(
        tmp_path,
        towns(),
        [*AI, cluster("base", 1, 9)],
        EQUAL | {"budget": 11, "inequality_aversion": aversion},
        sections={"locked": {"in": ["A:base"], "out": ["B:base"]}},
        strength=[("A", "ai", 1.5), ("A", "base", 1.0)],
    )
    plan = solved(folder)
    assert built(plan) == {"A:base": 1, best: 1}
    frame = plan.regions.set_index("region_id")
    share = frame["retained"] / frame["leavers"]
    sums = 0.75 * math.exp(-aversion * share["A"]) + 0.25 * math.exp(-aversion * share["B"])
    assert plan.objective == pytest.approx(-math.log(sums) / aversion, rel=1e-9)
    assert plan.status == "optimal"
    assert plan.bound == pytest.approx(plan.objective, rel=1e-6)


def test_without_leavers_it_is_nothing(tmp_path):
    """Nobody leaves: the equivalent is 0, and nothing is built."""
    plan = solved(make_instance(tmp_path, [region("A", 0)], AI, EQUAL))
    assert (plan.objective, plan.bound, built(plan)) == (0, 0, {})
