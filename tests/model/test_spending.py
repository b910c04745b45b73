"""Rule 9 on money and on the decline areas: floors and ceilings by province and area."""

import pytest
from support.instances import PLAIN, built, cluster, make_instance, region, solved
from support.rows import model_of, rows_of

import optimizer as opt

TOWNS = [
    region("A", 1000, province="P"),
    region("B", 1000, province="Q", decline_area="true"),
    region("C", 1000, province="Q"),
]
AI = [cluster("ai", 10, 50), cluster("bio", 4, 10)]
STRONG_A = [("A", "ai", 1.4), ("C", "ai", 1.2)]


def limited(folder, limits, budget=20.0, **more):
    """Write three towns, one of them in decline, with limits."""
    settings = PLAIN | {"budget": budget}
    sections = {"limits": limits}
    return make_instance(folder, TOWNS, AI, settings, sections=sections, strength=STRONG_A, **more)


def test_no_limits_no_rows(tmp_path):
    """Two clusters go where they keep most: A and C."""
    folder = limited(tmp_path, {})
    model = model_of(folder)
    families = ("least_spending", "most_spending", "decline_spending", "decline_floor", "ceiling")
    assert not any(hasattr(model, name) for name in families)
    assert built(solved(folder)) == {"A:ai": 1, "C:ai": 1}


def test_rows_of_spending(tmp_path):
    """Floor and ceiling by province; the decline area's cost less 0.3 of all."""
    limits = {
        "min_spending": {"Q": 14},
        "max_spending": {"P": 9},
        "min_cost_share_decline_areas": 0.3,
        "max_cost_share_decline_areas": 0.5,
    }
    model = model_of(limited(tmp_path, limits))
    q = {"x[B,ai]": -10, "x[B,bio]": -4, "x[C,ai]": -10, "x[C,bio]": -4, "<=": -14}
    assert rows_of(model, "least_spending") == {"Q": q}
    assert rows_of(model, "most_spending") == {"P": {"x[A,ai]": 10, "x[A,bio]": 4, "<=": 9}}
    elsewhere = {"x[A,ai]": 3, "x[A,bio]": 1.2, "x[C,ai]": 3, "x[C,bio]": 1.2}
    floor = elsewhere | {"x[B,ai]": -7, "x[B,bio]": -2.8, "<=": 0}
    assert rows_of(model, "decline_spending") == {None: floor}
    elsewhere = {"x[A,ai]": -5, "x[A,bio]": -2, "x[C,ai]": -5, "x[C,bio]": -2}
    ceiling = elsewhere | {"x[B,ai]": 5, "x[B,bio]": 2, "<=": 0}
    assert rows_of(model, "decline_ceiling") == {None: ceiling}


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ({"max_spending": {"P": 9}}, {"B:ai": 1, "C:ai": 1}),
        ({"min_spending": {"Q": 20}}, {"B:ai": 1, "C:ai": 1}),
        ({"min_cost_share_decline_areas": 0.5}, {"A:ai": 1, "B:ai": 1}),
        ({"min_retained_share_decline_areas": 0.05}, {"A:ai": 1, "B:ai": 1}),
    ],
)
def test_limits_move_what_is_built(tmp_path, limits, expected):
    """Each by itself takes the clusters from A (70) or C (60) to B (50)."""
    assert built(solved(limited(tmp_path, limits))) == expected


def test_ceiling_of_the_share_that_counts(tmp_path):
    """Of P's 1000 no more than 4% count: A's 70 are worth 40, so both go to Q."""
    folder = limited(tmp_path, {"max_retained_share": {"P": 0.04}})
    model = model_of(folder)
    assert rows_of(model, "ceiling") == {"P": {"q[A,A]": 1, "<=": 40}}
    plan = solved(folder)
    assert built(plan) == {"B:ai": 1, "C:ai": 1}
    assert plan.retained == pytest.approx(110, rel=1e-9)


@pytest.mark.parametrize(
    ("limits", "rule", "place", "needs", "has"),
    [
        ({"min_spending": {"P": 15}}, "Spending in a province, at least", "P", 15, 14),
        (
            {"min_retained_share_decline_areas": 0.08},
            "Share retained in the decline areas",
            "",
            80,
            60,
        ),
    ],
)
def test_limits_out_of_reach_are_reasons(tmp_path, limits, rule, place, needs, has):
    """P's two clusters cost 14; B's keep 60 of 1000."""
    with pytest.raises(opt.NoPlanError) as caught:
        solved(limited(tmp_path, limits, budget=40))
    found = [r for r in caught.value.reasons if r.rule.startswith(rule)]
    assert [(r.place, r.needs, r.has) for r in found] == [(place, needs, has)]


@pytest.mark.parametrize(
    ("limits", "rule", "needs", "has", "remedy"),
    [
        # P must get its 10 of 20, which leaves B's 10 for a share of one half.
        (
            {"min_cost_share_decline_areas": 0.6, "min_spending": {"P": 10}},
            "Share of spending in decline areas, at least",
            12,
            10,
            "Lower it to 0.5, or permit more there.",
        ),
        # B must keep 50: its 10 of 20 are one half.
        (
            {"max_cost_share_decline_areas": 0.3, "min_retained_share_decline_areas": 0.05},
            "Share of spending in decline areas, at most",
            10,
            6,
            "Raise it to 0.5, or permit more elsewhere.",
        ),
    ],
)
def test_a_share_of_spending_out_of_reach_names_the_share_that_would_do(
    tmp_path, limits, rule, needs, has, remedy
):
    """With 20 for two clusters of 10."""
    with pytest.raises(opt.NoPlanError) as caught:
        solved(limited(tmp_path, limits))
    found = [r for r in caught.value.reasons if r.rule.startswith(rule)]
    assert [(r.needs, r.has, r.remedy) for r in found] == [(needs, has, remedy)]
    mended = limits | {next(iter(limits)): 0.5}
    assert built(solved(limited(tmp_path / "mended", mended)))


@pytest.mark.parametrize("key", ["min_spending", "max_spending", "max_retained_share"])
def test_unknown_province_is_named(tmp_path, key):
    """A misspelt province is bad input."""
    with pytest.raises(opt.InputError, match="'R' is no province"):
        opt.load(limited(tmp_path, {key: {"R": 1}}))
