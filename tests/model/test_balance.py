"""Rule 9, balance: floors of the retained share by province."""

import pytest
from support.instances import PLAIN, built, cluster, make_instance, region, solved
from support.rows import model_of, rows_of

import optimizer as opt
from optimizer.coefficients import compute
from optimizer.model.balance import province_leavers

TOWNS = [
    region("A", 100, province="P"),
    region("B", 60, province="Q"),
    region("C", 60, province="Q"),
    region("D", 0, province="R"),
]
AI = [cluster("ai", 10, 20)]
STRONG_A = [("A", "ai", 1.5)]


def with_floor(folder, floors, budget=10.0):
    """Write four towns in three provinces, with money for one AI cluster, and floors."""
    limits = {"limits": {"min_retained_share": floors}}
    settings = PLAIN | {"budget": budget}
    return make_instance(folder, TOWNS, AI, settings, sections=limits, strength=STRONG_A)


def test_provinces_in_the_order_of_the_table(tmp_path):
    """ΣL and the regions of each."""
    found = province_leavers(compute(opt.load(with_floor(tmp_path, {}))))
    by_hand = {"P": (100, ["A"]), "Q": (120, ["B", "C"]), "R": (0, ["D"])}
    assert list(found.items()) == list(by_hand.items())


def test_floor_is_a_row_for_each_province_that_has_one(tmp_path):
    """Q: r of B and C ≥ 0.05 × 120; a floor of 0, or where nobody leaves, is no row."""
    model = model_of(with_floor(tmp_path, {"Q": 0.05, "P": 0, "R": 0.5}))
    assert rows_of(model, "floor") == {"Q": {"q[B,B]": -1, "q[C,C]": -1, "<=": -6}}


def test_without_a_floor_the_best_site_wins(tmp_path):
    """One cluster: A's strength makes 30 jobs, elsewhere 20."""
    assert built(solved(with_floor(tmp_path, {}))) == {"A:ai": 1}


def test_floor_draws_the_cluster_to_its_province(tmp_path):
    """Q must keep 6 of 120: its cluster keeps 20 where A's would keep 30."""
    plan = solved(with_floor(tmp_path, {"Q": 0.05}))
    assert plan.retained == pytest.approx(20, rel=1e-9)
    assert built(plan) in ({"B:ai": 1}, {"C:ai": 1})


def test_floor_out_of_reach_means_no_plan(tmp_path):
    """One cluster keeps 20 of Q's 120, not 21: more money, or a lower floor."""
    with pytest.raises(opt.NoPlanError) as caught:
        solved(with_floor(tmp_path, {"Q": 0.175}))
    reasons = {found.rule: found for found in caught.value.reasons}
    floor = reasons["Share retained in a province (min_retained_share)"]
    assert floor.place == "Q"
    assert (floor.needs, floor.has) == pytest.approx((21, 20), rel=1e-6)
    assert reasons["Budget"].needs == pytest.approx(20, rel=1e-6)


def test_floor_that_nothing_can_influence_means_no_plan(tmp_path):
    """Nothing may be built in reach of Q: the error names the floor."""
    forbidden = [("B", "ai", "false"), ("C", "ai", "false")]
    limits = {"limits": {"min_retained_share": {"Q": 0.1}}}
    folder = make_instance(tmp_path, TOWNS, AI, PLAIN, sections=limits, suitability=forbidden)
    with pytest.raises(opt.NoPlanError, match="min_retained_share") as caught:
        solved(folder)
    assert [(found.place, found.needs, found.has) for found in caught.value.reasons] == [
        ("Q", 12, 0)
    ]


def test_floor_without_leavers_holds_by_itself(tmp_path):
    """R has no leavers; its floor of one half asks for nothing."""
    assert built(solved(with_floor(tmp_path, {"R": 0.5}))) == {"A:ai": 1}
