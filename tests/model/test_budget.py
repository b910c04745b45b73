"""Rule 1, budget: what is built and the seats bought cost no more than there is."""

import pytest
from support.instances import PLAIN, built, cluster, hub, make_instance, region, solved
from support.rows import model_of, rows_of

import optimizer as opt

KNAPSACK = [cluster("ai", 6, 60), cluster("bio", 5, 45), cluster("green", 5, 45)]
"""By jobs for money AI comes first (10 against 9 for one bn KRW), and wastes a budget of 10."""


def test_budget_row_holds_every_cost(tmp_path):
    """A: 6 × 1.5 + 2 × 3 ha + 4 × 2 × 10 years = 95; B: 6 + 40 = 46; a venue 9, a seat 0.2."""
    towns = [
        region("A", construction_cost_index=1.5, land_price=2, operating_cost_index=2),
        region("B"),
    ]
    options = [cluster("ai", 6, 60, land_ha=3, operating_cost=4), hub("venue", 9)]
    folder = make_instance(
        tmp_path,
        towns,
        options,
        PLAIN | {"budget": 77},
        needs=[("ai", "computing", 1)],
        universities=[("U", "computing", "A", 5, 1, 10, 0.2)],
        suitability=[("A", "venue", "false")],
    )
    terms = {"x[A,ai]": 95, "x[B,ai]": 46, "y[B,venue]": 9, "t[U,computing]": 0.2}
    assert rows_of(model_of(folder), "budget") == {None: {**terms, "<=": 77}}


def test_budget_given_takes_the_place_of_the_setting(tmp_path):
    """build_model(budget=12) has 12 on the right, not the settings' 1000."""
    folder = make_instance(tmp_path, [region("A")], [cluster("ai", 6)], PLAIN)
    assert rows_of(model_of(folder, budget=12), "budget") == {None: {"x[A,ai]": 6, "<=": 12}}


def test_net_benefit_needs_no_budget(tmp_path):
    """Without a budget there is no budget row; every other objective asks for one."""
    settings = {"objective": "net_benefit"}
    folder = make_instance(tmp_path / "net", [region("A")], [cluster("ai", 6)], settings)
    assert rows_of(model_of(folder), "budget") == {}
    folder = make_instance(tmp_path / "retained", [region("A")], [cluster("ai", 6)])
    with pytest.raises(opt.InputError, match="budget"):
        model_of(folder)


def test_best_combination_within_the_budget_is_found(tmp_path):
    """With 10 to spend the two of 5 keep 90; the best for its money, at 6, leaves room for none."""
    folder = make_instance(tmp_path, [region("A", 500)], KNAPSACK, PLAIN | {"budget": 10})
    plan = solved(folder)
    assert built(plan) == {"A:bio": 1, "A:green": 1}
    assert (plan.cost, plan.retained) == pytest.approx((10, 90), rel=1e-9)


@pytest.mark.parametrize(("budget", "retained"), [(0, 0), (4.9, 0), (5, 45), (6, 60), (16, 150)])
def test_budget_is_spent_up_to_its_last_won_and_no_further(tmp_path, budget, retained):
    """At 4.9 nothing can be paid, at 5 the cheaper, at 6 the larger, at 16 all three."""
    folder = make_instance(tmp_path, [region("A", 500)], KNAPSACK, PLAIN)
    plan = solved(folder, budget=budget)
    assert plan.retained == pytest.approx(retained, rel=1e-9)
    assert plan.cost <= budget
