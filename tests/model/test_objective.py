"""The objective: people retained, the worst-off province's share, or net benefit."""

import pytest
from support.instances import PLAIN, built, cluster, hub, make_instance, region, solved
from support.rows import bounds_of, goal_of, model_of, rows_of

AI = [cluster("ai", 10, 20)]


def towns(**cells):
    """Return A in province P and B in Q, with 100 leavers each; cells are (of A, of B)."""
    rows = [region("A", 100, province="P"), region("B", 100, province="Q")]
    for name, pair in cells.items():
        for row, value in zip(rows, pair, strict=True):
            row[name] = value
    return rows


def test_retained_weighs_each_region(tmp_path):
    """Maximised: 2.5·r of A + 1·r of B, people of B at stay 0.5 in A."""
    folder = make_instance(
        tmp_path,
        towns(weight=(2.5, "")),
        AI,
        PLAIN | {"stay_half_minutes": 20},
        travel=[("B", "A", 20)],
    )
    by_hand = {"q[A,A]": 2.5, "q[B,A]": 0.5, "q[B,B]": 1, "": 0}
    assert goal_of(model_of(folder)) == by_hand


def test_weights_decide_where_to_build(tmp_path):
    """20 in B at weight 1.6 are worth 32, 30 in A only 30; `retained` counts persons."""
    folder = make_instance(
        tmp_path,
        towns(weight=(1, 1.6)),
        AI,
        PLAIN | {"budget": 10},
        strength=[("A", "ai", 1.5)],
    )
    plan = solved(folder)
    assert built(plan) == {"B:ai": 1}
    assert (plan.objective, plan.retained) == pytest.approx((32, 20), rel=1e-9)


def test_extinction_risk_decides_where_to_build(tmp_path):
    """Risk 0.2 in B gives weight 1.8: 36 against 30; the column `weight` counts for nothing."""
    folder = make_instance(
        tmp_path,
        towns(weight=(9, 1), extinction_risk=(1.4, 0.2)),
        AI,
        PLAIN | {"budget": 10, "weights": "extinction_risk"},
        strength=[("A", "ai", 1.5)],
    )
    plan = solved(folder)
    assert built(plan) == {"B:ai": 1}
    assert (plan.objective, plan.retained) == pytest.approx((36, 20), rel=1e-9)


def test_weight_of_nothing_is_worth_nothing(tmp_path):
    """Where weights are 0 no money is spent."""
    plan = solved(make_instance(tmp_path, towns(weight=(0, 1)), AI, PLAIN))
    assert built(plan) == {"B:ai": 1}


WORST = PLAIN | {"objective": "worst_province"}


def test_worst_province_is_below_every_share(tmp_path):
    """worst·100 ≤ r of P and worst·100 ≤ r of Q; R has no leavers and no share; no weights."""
    places = [*towns(weight=(7, 7)), region("C", 0, province="R")]
    model = model_of(make_instance(tmp_path, places, AI, WORST))
    assert rows_of(model, "worst_province") == {
        "P": {"worst_share": 100, "q[A,A]": -1, "<=": 0},
        "Q": {"worst_share": 100, "q[B,B]": -1, "<=": 0},
    }
    assert goal_of(model) == {"worst_share": 1, "": 0}
    assert bounds_of(model)["worst_share"] == (0, 1, False)


def test_worst_province_comes_first(tmp_path):
    """Money for two of four. The most would be 30 + 15 in A; 15 in A and 10 in B keep the worst up.

    In B 20 × 0.5 = 10 by AI or 10 × 0.5 = 5 by biotech; the worst share is at most 10/100, with AI
    in B and, for Σr, the better one in A: 30 + 10 = 40.
    """
    folder = make_instance(
        tmp_path,
        towns(),
        [cluster("ai", 10, 20), cluster("bio", 10, 10)],
        WORST | {"budget": 20},
        strength=[("A", "ai", 1.5), ("A", "bio", 1.5), ("B", "ai", 0.5), ("B", "bio", 0.5)],
    )
    plan = solved(folder)
    assert built(plan) == {"A:ai": 1, "B:ai": 1}
    assert plan.status == "optimal"
    assert plan.objective == pytest.approx(0.1, abs=2e-6)
    assert plan.retained == pytest.approx(40, rel=1e-4)


def test_second_comes_the_total_where_the_worst_is_settled(tmp_path):
    """Q can keep 20 of 100 and no more; the 20 left over build all they can in P: 20 + 30 + 15."""
    folder = make_instance(
        tmp_path,
        towns(),
        [cluster("ai", 10, 20), cluster("bio", 10, 10)],
        WORST | {"budget": 30},
        strength=[("A", "ai", 1.5), ("A", "bio", 1.5)],
        suitability=[("B", "bio", "false")],
    )
    plan = solved(folder)
    assert built(plan) == {"A:ai": 1, "A:bio": 1, "B:ai": 1}
    assert plan.objective == pytest.approx(0.2, abs=2e-6)
    assert plan.bound == pytest.approx(0.2, abs=2e-6)
    assert plan.retained == pytest.approx(65, rel=1e-4)


def test_worst_province_without_leavers_is_nothing(tmp_path):
    """Nobody leaves: the share is 0, and nothing is built."""
    plan = solved(make_instance(tmp_path, [region("A", 0)], AI, WORST))
    assert (plan.objective, plan.bound, built(plan)) == (0, 0, {})


def test_net_benefit_weighs_people_against_money(tmp_path):
    """Maximised: 0.75 bn KRW for each who stays, unweighted, less cost."""
    settings = {"objective": "net_benefit", "value_per_retained": 0.75}
    folder = make_instance(tmp_path, towns(weight=(9, 9)), AI, PLAIN | settings)
    by_hand = {"q[A,A]": 0.75, "q[B,B]": 0.75, "x[A,ai]": -10, "x[B,ai]": -10, "": 0}
    assert goal_of(model_of(folder)) == by_hand


def test_net_benefit_builds_what_is_worth_its_money(tmp_path):
    """No budget. At 0.5 each, 30 in A are worth 15 > 10, 18 in B 9 < 10: A alone, benefit 5."""
    settings = PLAIN | {"objective": "net_benefit", "value_per_retained": 0.5}
    del settings["budget"]
    folder = make_instance(
        tmp_path, towns(), AI, settings, strength=[("A", "ai", 1.5), ("B", "ai", 0.9)]
    )
    plan = solved(folder)
    assert built(plan) == {"A:ai": 1}
    assert plan.budget is None
    assert (plan.objective, plan.cost, plan.retained) == pytest.approx((5, 10, 30), rel=1e-9)


def test_net_benefit_keeps_to_a_budget_that_is_given(tmp_path):
    """Worth building at 1.0 each, but 9 do not pay for it."""
    settings = PLAIN | {"objective": "net_benefit", "budget": 9}
    assert built(solved(make_instance(tmp_path, towns(), AI, settings))) == {}


def test_of_equally_good_plans_the_cheapest_is_taken(tmp_path):
    """5 leavers: AI keeps them all for 10, biotech for 7, and both keep no more."""
    options = [cluster("ai", 10, 5), cluster("bio", 7, 5)]
    plan = solved(make_instance(tmp_path, [region("A", 5)], options, PLAIN))
    assert built(plan) == {"A:bio": 1}
    assert (plan.retained, plan.cost) == pytest.approx((5, 7), rel=1e-9)


def test_no_money_is_spent_on_what_changes_nothing(tmp_path):
    """A hub without effect, jobs where nobody leaves, a venue where nobody stays for culture."""
    options = [cluster("ai", 10, 20), hub("square", 1), hub("venue", 1, culture_capacity=100)]
    places = [region("A", 20, youth=100), region("B", 0, youth=100)]
    plan = solved(make_instance(tmp_path, places, options, PLAIN))
    assert built(plan) == {"A:ai": 1}
    assert plan.cost == pytest.approx(10, rel=1e-9)


def test_bound_and_gap_are_those_of_the_objective(tmp_path):
    """The cheapest among the best does not loosen the proof: bound 5, gap within 1e-6."""
    options = [cluster("ai", 10, 5), cluster("bio", 7, 5)]
    plan = solved(make_instance(tmp_path, [region("A", 5)], options, PLAIN))
    assert plan.bound == pytest.approx(5, rel=1e-6)
    assert plan.gap <= 1e-6
    assert plan.status == "optimal"
