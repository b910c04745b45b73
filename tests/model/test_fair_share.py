"""Rule 9 on fair shares and hubs: rows, plans, and the reasons where there is none."""

import pytest
from support.instances import PLAIN, built, cluster, hub, make_instance, region, solved
from support.rows import model_of, rows_of

import optimizer as opt

TOWNS = [
    region("A", 1000, youth=600, province="P"),
    region("B", 1000, youth=400, province="Q"),
    region("S", 0, youth=5000, province="Capital", candidate="false"),
]
OPTIONS = [cluster("ai", 10, 50), cluster("bio", 10, 30), hub("studio", 4, jobs=5)]
MEASURES = [("cheap", "incentive", "ai", 1, 0, 0.2)]
"""Takes 2 off AI's 10."""


STRONG = {"A": 1.4, "B": 0.6}


def shared(folder, limits, budget=20.0, locked=None, **more):
    """Write two provinces with young people 6 to 4, A the stronger one, and limits."""
    sections = {"limits": limits, "locked": locked or {}}
    settings = PLAIN | {"budget": budget}
    strength = [(town, sector, much) for town, much in STRONG.items() for sector in ("ai", "bio")]
    return make_instance(
        folder, TOWNS, OPTIONS, settings, sections=sections, strength=strength, **more
    )


def test_rows_of_fair_shares_are_the_centres_money(tmp_path):
    """P pays a quarter itself: 0.75 × cost there, less savings, measures not counted.

    Of 20 P's part is 12, Q's 8; half of it and 1.25 times as much.
    """
    limits = {"min_fair_share": 0.5, "max_fair_share": 1.25}
    folder = shared(tmp_path, limits, measures=MEASURES, provinces=[("P", 0.25, "")])
    model = model_of(folder)
    p = {"x[A,ai]": 7.5, "x[A,bio]": 7.5, "y[A,studio]": 3, "z[A,cheap]": -1.5}
    q = {"x[B,ai]": 10, "x[B,bio]": 10, "y[B,studio]": 4, "z[B,cheap]": -2}
    assert rows_of(model, "fair_share") == {
        "P": {name: -cost for name, cost in p.items()} | {"<=": -6},
        "Q": {name: -cost for name, cost in q.items()} | {"<=": -4},
    }
    assert rows_of(model, "most_fair_share") == {"P": p | {"<=": 15}, "Q": q | {"<=": 10}}


def test_no_rows_of_what_is_not_asked(tmp_path):
    """A ceiling alone has no floor's rows, and no limit none at all."""
    model = model_of(shared(tmp_path / "most", {"max_fair_share": 1}))
    assert rows_of(model, "fair_share") == {}
    assert set(rows_of(model, "most_fair_share")) == {"P", "Q"}
    assert not hasattr(model_of(shared(tmp_path / "none", {})), "fair_share")


def test_seats_are_no_spending_in_a_province(tmp_path):
    """Training seats are paid, and count in no province's share."""
    more = {
        "needs": [("ai", "computing", 5)],
        "universities": [("U", "computing", "A", 1, 1, 9, 0.5)],
    }
    folder = shared(tmp_path, {"min_fair_share": 0.5}, **more)
    row = {"x[A,ai]": -10, "x[A,bio]": -10, "y[A,studio]": -4, "<=": -6}
    assert rows_of(model_of(folder), "fair_share")["P"] == row


def test_rows_of_the_hubs_part_count_both_purses_without_measures_and_seats(tmp_path):
    """At least 0.25: −0.75 × hubs + 0.25 × clusters, less savings, ≤ 0; at most 0.5 likewise."""
    limits = {"min_cost_share_hubs": 0.25, "max_cost_share_hubs": 0.5}
    folder = shared(
        tmp_path,
        limits,
        measures=MEASURES,
        provinces=[("P", 0.25, "")],
        needs=[("ai", "computing", 5)],
        universities=[("U", "computing", "A", 1, 1, 9, 0.5)],
    )
    model = model_of(folder)
    clusters = {f"x[{place},{option}]": 10 for place in "AB" for option in ("ai", "bio")}
    clusters |= {f"z[{place},cheap]": -2 for place in "AB"}
    hubs = {f"y[{place},studio]": 4 for place in "AB"}
    least = {name: 0.25 * cost for name, cost in clusters.items()}
    least |= {name: -0.75 * cost for name, cost in hubs.items()}
    most = {name: -0.5 * cost for name, cost in clusters.items()}
    most |= {name: 0.5 * cost for name, cost in hubs.items()}
    assert rows_of(model, "hub_spending") == {None: least | {"<=": 0}}
    assert rows_of(model, "hub_ceiling") == {None: most | {"<=": 0}}


@pytest.mark.parametrize(
    ("limits", "budget", "expected"),
    [
        ({}, 21, {"A:ai": 1, "A:bio": 1}),
        ({"min_fair_share": 0.5}, 21, {"A:ai": 1, "B:ai": 1}),
        ({"max_fair_share": 1.3}, 21, {"A:ai": 1, "B:ai": 1}),
        ({"min_cost_share_hubs": 0.2}, 21, {"A:ai": 1, "A:studio": 1, "B:studio": 1}),
        ({"max_cost_share_hubs": 0.2}, 14, {"A:ai": 1}),
    ],
    ids=str,
)
def test_limits_move_what_is_built(tmp_path, limits, budget, expected):
    """A's AI keeps 70 and its biotech 42, B's AI 30, a studio 5.

    Of 21 Q must get half of 8.4, for which a studio is too little, and P may get 16.38. 14 would
    pay for a studio beside AI, but it would be 4 of 14.
    """
    assert built(solved(shared(tmp_path, limits, budget))) == expected


def test_a_plan_says_what_was_asked_and_spent(tmp_path):
    """Floors 6.3 and 4.2 of 21; ten each are spent."""
    plan = solved(shared(tmp_path, {"min_fair_share": 0.5}, 21))
    assert plan.fair_share["province"].tolist() == ["P", "Q"]
    assert plan.fair_share["floor"].tolist() == pytest.approx([6.3, 4.2], rel=1e-9)
    assert plan.fair_share["spent"].tolist() == pytest.approx([10, 10], rel=1e-9)
    assert plan.fair_share["set_by"].tolist() == ["share", "share"]


@pytest.mark.parametrize(
    ("limits", "locked", "budget", "rule", "place", "needs", "has", "remedy"),
    [
        # Of 20 Q's part is 8; 0.6 of it are 4.8.
        (
            {"min_fair_share": 0.6, "max_spending": {"Q": 4}},
            [],
            20,
            "The centre's spending in a province, at least (min_fair_share)",
            "Q",
            4.8,
            4,
            "Lower min_fair_share to 0.5.",
        ),
        (
            {"max_fair_share": 1},
            ["B:ai"],
            20,
            "The centre's spending in a province, at most (max_fair_share)",
            "Q",
            10,
            8,
            "Raise max_fair_share to 1.25.",
        ),
        # AI and a studio are 14, of which the studio is 4.
        (
            {"min_cost_share_hubs": 0.5},
            ["A:ai"],
            14,
            "Share of spending on hubs, at least (min_cost_share_hubs)",
            "",
            7,
            4,
            "Lower it to 0.285714, or permit more hubs.",
        ),
        (
            {"max_cost_share_hubs": 0.25},
            ["A:studio"],
            14,
            "Share of spending on hubs, at most (max_cost_share_hubs)",
            "",
            4,
            3.5,
            "Raise it to 0.285715, or permit more clusters.",
        ),
    ],
    ids=["floor", "ceiling", "hubs at least", "hubs at most"],
)
def test_limits_out_of_reach_are_reasons_whose_remedy_helps(
    tmp_path, limits, locked, budget, rule, place, needs, has, remedy
):
    """Needs and has in the instance's currency, and the share that would do."""
    locks = {"in": locked}
    with pytest.raises(opt.NoPlanError) as caught:
        solved(shared(tmp_path / "before", limits, budget, locks))
    found = [r for r in caught.value.reasons if r.rule == rule]
    (reason,) = found
    assert (reason.place, reason.needs, reason.has) == (place, needs, has)
    assert (reason.unit, reason.remedy) == ("bn KRW", remedy)
    enough = float(remedy.split(" to ")[1].split(",")[0].rstrip("."))
    mended = limits | {next(iter(limits)): enough}
    assert built(solved(shared(tmp_path / "after", mended, budget, locks)))
