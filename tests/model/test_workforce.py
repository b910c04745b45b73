"""Rule 4, workforce: every site finds its graduates, of whom a university has so many and seats."""

from dataclasses import replace

import pytest
from support.instances import PLAIN, built, cluster, hub, make_instance, region, solved
from support.rows import bounds_of, model_of, rows_of

import optimizer as opt

AI = [cluster("ai", 90, 40)]
TOWNS = [region("A", 500), region("B", 500, candidate="false")]


def test_rows_of_need_and_supply(tmp_path):
    """A needs 40 × 1.25 = 50 for AI and 3 for a studio; U has 200 × 0.3 = 60 and its seats."""
    folder = make_instance(
        tmp_path,
        TOWNS,
        [*AI, hub("studio", 5)],
        PLAIN,
        needs=[("ai", "computing", 40), ("studio", "computing", 3)],
        strength=[("A", "ai", 1.25)],
        universities=[
            ("U", "computing", "A", 200, 0.3, 25, 0.5),
            ("V", "computing", "B", 10),
        ],
        travel=[("B", "A", 60)],
    )
    model = model_of(folder)
    assert rows_of(model, "graduates_needed") == {
        ("A", "computing"): {
            "x[A,ai]": 50,
            "y[A,studio]": 3,
            "w[U,A,computing]": -1,
            "w[V,A,computing]": -1,
            "<=": 0,
        }
    }
    assert rows_of(model, "graduates_there") == {
        ("U", "computing"): {"w[U,A,computing]": 1, "t[U,computing]": -1, "<=": 60},
        ("V", "computing"): {"w[V,A,computing]": 1, "t[V,computing]": -1, "<=": 10},
    }
    bounds = bounds_of(model)
    assert bounds["t[U,computing]"] == (0, 25, False)
    assert bounds["w[U,A,computing]"] == (0, 85, False)


def one_university(folder, graduates=30, seats=30, budget=100.0, **tables):
    """Write AI in A, which needs 50 in computing, with a university there; a seat costs 0.5."""
    return make_instance(
        folder,
        TOWNS,
        AI,
        PLAIN | {"budget": budget},
        needs=[("ai", "computing", 50)],
        universities=[("U", "computing", "A", graduates, 1, seats, 0.5)],
        **tables,
    )


def test_missing_graduates_are_trained_in_seats_that_cost_money(tmp_path):
    """50 needed, 30 there: 20 seats at 0.5 make 10, with the cluster of 90 just 100."""
    plan = solved(one_university(tmp_path))
    assert built(plan) == {"A:ai": 1}
    assert plan.seats[["university_id", "field"]].values.tolist() == [["U", "computing"]]
    assert plan.seats["seats"].tolist() == pytest.approx([20], rel=1e-9)
    assert plan.cost == pytest.approx(100, rel=1e-9)


def test_seats_that_the_budget_cannot_pay_are_missing(tmp_path):
    """At 99.9 the cluster could be paid, but not the last of its 20 seats: nothing is built."""
    plan = solved(one_university(tmp_path, budget=99.9))
    assert built(plan) == {}
    assert len(plan.seats) == 0


def test_no_more_seats_than_a_university_offers(tmp_path):
    """19 seats and 30 graduates are 49, one too few."""
    assert built(solved(one_university(tmp_path, seats=19))) == {}


def test_no_seats_are_bought_where_graduates_suffice(tmp_path):
    """50 there: no seat, cost 90."""
    plan = solved(one_university(tmp_path, graduates=50))
    assert built(plan) == {"A:ai": 1}
    assert len(plan.seats) == 0
    assert plan.cost == pytest.approx(90, rel=1e-9)


@pytest.mark.parametrize(("strength", "expected"), [(0.6, {"A:ai": 1}), (0.61, {})])
def test_strength_scales_the_need(tmp_path, strength, expected):
    """With 30 graduates and no seats, 50 × 0.6 = 30 can be met, 50 × 0.61 = 30.5 can't."""
    folder = one_university(tmp_path, seats=0, strength=[("A", "ai", strength)])
    assert built(solved(folder)) == expected


@pytest.mark.parametrize(("minutes", "expected"), [(120, {"A:ai": 1}), (120.1, {})])
def test_graduates_come_from_within_the_recruiting_limit(tmp_path, minutes, expected):
    """The university in B is 120 minutes from A, or a tenth beyond; A → B does not matter."""
    folder = make_instance(
        tmp_path,
        TOWNS,
        AI,
        PLAIN | {"recruit_limit": 120},
        needs=[("ai", "computing", 50)],
        universities=[("U", "computing", "B", 50)],
        travel=[("B", "A", minutes), ("A", "B", 1)],
    )
    assert built(solved(folder)) == expected


def test_every_field_must_be_found(tmp_path):
    """Computing is there, law is taught nowhere: the row bars the cluster, and a hub fits."""
    folder = make_instance(
        tmp_path,
        TOWNS,
        [*AI, hub("studio", 5, jobs=1)],
        PLAIN,
        needs=[("ai", "computing", 5), ("ai", "law", 1)],
        universities=[("U", "computing", "A", 50)],
    )
    barred = {("A", "law"): {"x[A,ai]": 1, "<=": 0}}
    needed = rows_of(model_of(folder), "graduates_needed")
    assert {index: row for index, row in needed.items() if index[1] == "law"} == barred
    assert built(solved(folder)) == {"A:studio": 1}


def test_hubs_need_graduates_too(tmp_path):
    """Each studio needs 4 designers and 9 are there: two studios, though five are allowed."""
    folder = make_instance(
        tmp_path,
        TOWNS,
        [hub("studio", 5, jobs=10, max_per_region=5)],
        PLAIN,
        needs=[("studio", "design", 4)],
        universities=[("U", "design", "A", 9)],
    )
    assert built(solved(folder)) == {"A:studio": 2}


def test_graduates_are_shared_among_sites(tmp_path):
    """80 graduates serve one of two sites that need 50 each: the one with more jobs."""
    folder = make_instance(
        tmp_path,
        [region("A", 500), region("B", 500)],
        AI,
        PLAIN,
        needs=[("ai", "computing", 50)],
        strength=[("B", "ai", 1.2)],
        universities=[("U", "computing", "A", 80)],
        travel=[("A", "B", 30)],
    )
    plan = solved(folder)
    assert built(plan) == {"B:ai": 1}
    assert plan.retained == pytest.approx(48, rel=1e-9)


def far_universities(folder, seats=0, far=60, graduates=40, budget=100, **settings):
    """Write AI in A, which needs 50: U there has 30 graduates, V in B 40 and seats at 0.5."""
    return make_instance(
        folder,
        TOWNS,
        AI,
        PLAIN | {"budget": budget, "graduate_half_minutes": 60, **settings},
        needs=[("ai", "computing", 50)],
        universities=[
            ("U", "computing", "A", 30),
            ("V", "computing", "B", graduates, 1, seats, 0.5),
        ],
        travel=[("B", "A", far)],
    )


def test_a_far_university_gives_a_few_and_never_all(tmp_path):
    """60 minutes away half of V's 40 would come: 30 + 20; of 38 only 19, one too few."""
    folder = far_universities(tmp_path / "enough")
    assert bounds_of(model_of(folder))["w[V,A,computing]"] == (0, 20, False)
    assert rows_of(model_of(folder), "graduates_by_distance") == {}
    assert built(solved(folder)) == {"A:ai": 1}
    assert built(solved(far_universities(tmp_path / "few", graduates=38))) == {}


def test_seats_bring_graduates_by_distance_too(tmp_path):
    """w ≤ 0.5·(30 + t): of ten more in V's seats five would come, so that 10 seats cost 5."""
    folder = far_universities(tmp_path, seats=25, graduates=30)
    model = model_of(folder)
    assert rows_of(model, "graduates_by_distance") == {
        ("V", "A", "computing"): {"w[V,A,computing]": 1, "t[V,computing]": -0.5, "<=": 15}
    }
    assert bounds_of(model)["w[V,A,computing]"] == (0, 27.5, False)
    plan = solved(folder)
    assert plan.seats["seats"].tolist() == pytest.approx([10], rel=1e-9)
    assert plan.cost == pytest.approx(95, rel=1e-9)
    hired = dict(zip(plan.workforce["university_id"], plan.workforce["graduates"], strict=True))
    assert hired == pytest.approx({"U": 30, "V": 20}, rel=1e-9)


def test_more_seats_than_are_hired_where_only_a_share_would_come(tmp_path):
    """V has 4 of its own: 36 seats make 40, of whom 20 come. More seats than 40 are in vain."""
    plan = solved(far_universities(tmp_path, seats=60, graduates=4, budget=200))
    assert plan.seats["seats"].tolist() == pytest.approx([36], rel=1e-9)
    assert plan.seats["hired"].tolist() == pytest.approx([20], rel=1e-9)
    wasteful = replace(plan, seats=plan.seats.assign(seats=41))
    failures = opt.verify(wasteful, opt.load(tmp_path)).failures
    assert any("Training seats" in str(failure) for failure in failures)


def test_graduates_out_of_reach_by_distance_are_a_reason(tmp_path):
    """Locked in, AI has 30 and half of V's 38: one graduate is missing."""
    folder = far_universities(tmp_path, graduates=38)
    toml = folder / "instance.toml"
    toml.write_text(toml.read_text() + '\n[locked]\nin = ["A:ai"]\n', encoding="utf-8")
    with pytest.raises(opt.NoPlanError) as caught:
        solved(folder)
    found = {r.rule: (r.needs, r.has) for r in caught.value.reasons}
    assert found["Graduates within the recruiting limit"] == (50, 49)


def test_seats_so_far_away_that_nobody_comes_are_no_term(tmp_path):
    """2,400 minutes away a graduate of 2⁴⁰ comes: w's own limit says it, and t is in no row."""
    folder = far_universities(tmp_path, seats=25, far=2400, recruit_limit=3000)
    model = model_of(folder)
    assert rows_of(model, "graduates_by_distance") == {}
    assert bounds_of(model)["w[V,A,computing]"] == pytest.approx((0, 65 / 2**40, False))
