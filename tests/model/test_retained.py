"""Rule 8, retained: who stays for a job and who for culture, never more than would leave."""

import pytest
from support.instances import PLAIN, both_ways, cluster, hub, make_instance, region, solved
from support.rows import bounds_of, model_of, rows_of

CURVE = {"culture": {"curve": [[0, 0], [0.5, 0.02], [1, 0.03]]}}
VENUE = hub("venue", 5, culture_capacity=500)


def town(leavers=400, **cells):
    """Return a town of 1000 young residents, half of whom a venue serves."""
    return region("A", leavers, **({"youth": 1000, "local_jobs": 90} | cells))


def test_rows_of_those_who_stay_for_culture(tmp_path):
    """Today's level 0.25 keeps g = 0.01. Lines of g: 0.04·c, and 0.01 + 0.02·c.

    e ≤ 400 × (0.04·c − 0.01) = 16·c − 4, e ≤ 400 × (0.01 + 0.02·c − 0.01) = 8·c, e ≤ 7 jobs,
    q·stay + e ≤ 400; e's own bound is 400 × (0.03 − 0.01) = 8.
    """
    folder = make_instance(
        tmp_path,
        [town(culture_level=0.25, local_jobs=7)],
        [VENUE, cluster("ai", 1, 10)],
        PLAIN | {"stay_half_minutes": 20},
        sections=CURVE,
        travel=[("A", "A", 20)],
    )
    model = model_of(folder)
    assert rows_of(model, "by_culture") == {
        ("A", 0): {"e[A]": 1, "c[A]": -16, "<=": -4},
        ("A", 1): {"e[A]": 1, "c[A]": -8, "<=": 0},
    }
    assert rows_of(model, "work_for_them") == {"A": {"e[A]": 1, "<=": 7}}
    assert rows_of(model, "no_more_than_leave") == {"A": {"q[A,A]": 0.5, "e[A]": 1, "<=": 400}}
    assert bounds_of(model)["e[A]"] == (0, pytest.approx(8, rel=1e-12), False)


def test_nobody_stays_for_culture_where_it_can_gain_nothing(tmp_path):
    """No e without leavers, at full level today, or with slope 0; then r is jobs alone."""
    towns = [town(0), town(culture_level=1), town(50)]
    for row, name in zip(towns, "ABC", strict=True):
        row["region_id"] = name
    settings = PLAIN | {"culture_only_share": 0.04}
    folder = make_instance(tmp_path / "some", towns, [VENUE, cluster("ai", 1, 10)], settings)
    model = model_of(folder)
    assert list(model.e) == ["C"]
    assert str(model.retained["B"].expr) == "q[B,B]"
    folder = make_instance(tmp_path / "none", towns, [VENUE], PLAIN)
    assert list(model_of(folder).e) == []


def test_culture_alone_keeps_by_the_curve(tmp_path):
    """Level 0.25 + 0.5 = 0.75, g = 0.025, today 0.01: 400 × 0.015 = 6."""
    folder = make_instance(tmp_path, [town(culture_level=0.25)], [VENUE], PLAIN, sections=CURVE)
    plan = solved(folder)
    assert plan.regions["retained_by_culture"].tolist() == pytest.approx([6], rel=1e-9)
    assert plan.retained == pytest.approx(6, rel=1e-9)


def test_those_who_stay_for_culture_need_local_jobs(tmp_path):
    """Of the 6 whom culture would keep the labour market has work for 2.5."""
    towns = [town(culture_level=0.25, local_jobs=2.5)]
    folder = make_instance(tmp_path, towns, [VENUE], PLAIN, sections=CURVE)
    assert solved(folder).retained == pytest.approx(2.5, rel=1e-9)


def test_jobs_and_culture_together_keep_no_more_than_leave(tmp_path):
    """10 leavers, 9.9 in jobs; a venue would keep 0.2 more by itself: 10 stay."""
    ai = cluster("ai", 1, 9.9)
    locks = {"locked": {"in": ["A:venue"]}}
    settings = PLAIN | {"culture_only_share": 0.04}
    folder = make_instance(tmp_path, [town(10)], [VENUE, ai], settings, sections=locks)
    plan = solved(folder)
    assert plan.retained == pytest.approx(10, rel=1e-9)
    by_both = plan.regions["retained_by_jobs"] + plan.regions["retained_by_culture"]
    assert by_both.tolist() == pytest.approx([10], rel=1e-9)


def test_commuters_are_retained_at_home_by_their_stay(tmp_path):
    """20 of B take jobs in A, 20 minutes away: 10 of them stay, and they stay in B."""
    towns = [region("A", 0), region("B", 20, candidate="false")]
    folder = make_instance(
        tmp_path,
        towns,
        [cluster("ai", 1, 30)],
        PLAIN | {"stay_half_minutes": 20},
        travel=both_ways(("A", "B", 20)),
    )
    plan = solved(folder)
    assert plan.regions["retained"].tolist() == pytest.approx([0, 10], rel=1e-9)
    assert plan.flows[["from_region", "to_region"]].values.tolist() == [["B", "A"]]
    assert plan.flows["persons"].tolist() == pytest.approx([20], rel=1e-9)


def test_expressions_add_up_who_stays(tmp_path):
    """`retained` is by region, `total_retained` their sum."""
    settings = PLAIN | {"culture_only_share": 0.04}
    folder = make_instance(tmp_path, [town()], [VENUE, cluster("ai", 1, 10)], settings)
    model = model_of(folder)
    assert str(model.retained["A"].expr) == "q[A,A] + e[A]"
    model.q["A", "A"].set_value(3)
    model.e["A"].set_value(0.5)
    assert model.retained["A"]() == 3.5
    assert model.total_retained() == 3.5
