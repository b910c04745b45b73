"""Rule 1 with two purses: the centre and the provinces pay their shares from their own money."""

import pytest
from support.instances import PLAIN, built, cluster, hub, make_instance, region, solved
from support.rows import model_of, rows_of

import optimizer as opt

TOWNS = [region("A", 100, province="P"), region("B", 100, province="Q")]
AI = [cluster("ai", 10, 50)]


def two_purses(folder, provinces, budget=10.0, options=AI, **more):
    """Write two towns in two provinces, and what the provinces pay."""
    settings = PLAIN | {"budget": budget}
    return make_instance(folder, TOWNS, options, settings, provinces=provinces, **more)


def test_rows_hold_the_share_of_each_purse(tmp_path):
    """P pays 0.4 of 10 from its 3; Q nothing; the centre 6 of P's and all of Q's, and seats."""
    folder = two_purses(
        tmp_path,
        [("P", 0.4, 3)],
        needs=[("ai", "computing", 1)],
        universities=[("U", "computing", "A", 5, 1, 10, 0.2)],
    )
    model = model_of(folder)
    seat = "t[U,computing]"
    central = {"x[A,ai]": 6, "x[B,ai]": 10, seat: 0.12, "<=": 10}
    assert rows_of(model, "budget") == {None: central}
    assert rows_of(model, "own_budget") == {"P": {"x[A,ai]": 4, seat: 0.08, "<=": 3}}


@pytest.mark.parametrize("provinces", [[("P", 0, 5)], [("Q", "", "")]])
def test_a_province_that_pays_nothing_changes_nothing(tmp_path, provinces):
    """No share to pay: the same rows as without the table, and no row for the own budget."""
    model = model_of(two_purses(tmp_path / "with", provinces))
    assert rows_of(model, "budget") == {None: {"x[A,ai]": 10, "x[B,ai]": 10, "<=": 10}}
    assert not hasattr(model, "own_budget")


def test_shared_costs_buy_more(tmp_path):
    """With 12 and each province paying 0.4, the centre pays 6 for each of two clusters."""
    plan = solved(two_purses(tmp_path, [("P", 0.4, 4), ("Q", 0.4, 4)]), budget=12)
    assert built(plan) == {"A:ai": 1, "B:ai": 1}
    assert plan.cost == pytest.approx(20, rel=1e-9)
    rows = plan.purses.set_index("province")
    assert rows.loc["P"].tolist() == pytest.approx([10, 4, 6, 4], rel=1e-9)
    assert rows["central"].sum() == pytest.approx(12, rel=1e-9)
    assert "Who pays (bn KRW): the centre 12.0, the provinces 8.0." in str(plan)


def test_poor_province_gets_nothing(tmp_path):
    """P must pay 4 and has 3.9: only Q's cluster is built, whatever the centre has."""
    plan = solved(two_purses(tmp_path, [("P", 0.4, 3.9)]), budget=1000)
    assert built(plan) == {"B:ai": 1}


def test_blank_own_budget_is_no_limit(tmp_path):
    """P pays all of its own costs; nobody said how much it has."""
    plan = solved(two_purses(tmp_path, [("P", 1, "")], budget=0))
    assert built(plan) == {"A:ai": 1}
    assert plan.purses.set_index("province").loc["P", ["own", "central"]].tolist() == [10, 0]


def test_seats_are_paid_where_the_university_is(tmp_path):
    """Ten seats of 0.2 in Q, which pays half: 1 each; the cluster in A is the centre's."""
    folder = two_purses(
        tmp_path,
        [("Q", 0.5, 1)],
        budget=11,
        needs=[("ai", "computing", 10)],
        universities=[("U", "computing", "B", 0, 1, 10, 0.2)],
        travel=[("B", "A", 10), ("A", "B", 10)],
        suitability=[("B", "ai", "false")],
    )
    plan = solved(folder)
    assert built(plan) == {"A:ai": 1}
    assert plan.purses.set_index("province").loc["Q", "own"] == pytest.approx(1, rel=1e-9)
    with pytest.raises(opt.NoPlanError) as caught:
        locked = opt.load(
            folder, settings={"locked.in": ["A:ai"], "scale.provinces.own_budget": 0.5}
        )
        opt.solve(locked, gap=0)
    own = [r for r in caught.value.reasons if r.rule.startswith("Own budget of a province")]
    assert [(r.place, r.needs, r.has) for r in own] == [("Q", pytest.approx(1, rel=1e-6), 0.5)]


@pytest.mark.parametrize("grown", ["provinces.own_budget", "budget"])
def test_more_money_is_never_worse(tmp_path, grown):
    """Each step of the central or the provinces' money keeps at least as many."""
    options = [cluster("ai", 10, 50), cluster("bio", 4, 15), hub("studio", 3, jobs=4)]
    folder = two_purses(tmp_path, [("P", 0.3, 3), ("Q", 0.6, 2)], options=options)
    kept = []
    for factor in (0.5, 1, 1.7, 3, 6):
        words = {"scale.provinces.own_budget": factor} if "." in grown else {"budget": 10 * factor}
        kept.append(opt.solve(opt.load(folder, settings=words), gap=0).retained)
    assert kept == sorted(kept)
    assert kept[-1] > kept[0]
