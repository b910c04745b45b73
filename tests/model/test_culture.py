"""Rule 7, culture: what hubs add to the cultural level of each region in reach."""

import pytest
from support.instances import PLAIN, cluster, hub, make_instance, region, solved
from support.rows import bounds_of, model_of, rows_of

SERVED = PLAIN | {"culture_only_share": 0.04}


def two_towns(**cells):
    """Return A of 600 and B of 800 young residents, with work for everybody."""
    return [
        region("A", 100, youth=600, local_jobs=900, **cells),
        region("B", 200, youth=800, local_jobs=900),
    ]


def test_culture_row_adds_the_service_of_each_place(tmp_path):
    """A venue of 300 places is open half of the time: 150; B → A is 30 minutes: half.

    In A, D = 600 + 400 = 1000: a place adds 1/1000 in A, 1/2000 in B; in B, D = 800: 1/800 in B.
    """
    folder = make_instance(
        tmp_path,
        two_towns(culture_level=0.2),
        [hub("venue", 5, culture_capacity=300, lead_years=5, max_per_region=2), hub("studio", 5)],
        SERVED,
        years=10,
        travel=[("B", "A", 30)],
    )
    model = model_of(folder)
    rows = rows_of(model, "culture")
    assert rows == {
        "A": {"c[A]": 1, "places[A]": -0.001, "<=": 0.2},
        "B": {"c[B]": 1, "places[A]": -0.0005, "places[B]": -0.00125, "<=": 0},
    }
    assert rows_of(model, "places_of_culture") == {
        "A": {"places[A]": 1, "y[A,venue]": -150, "<=": 0},
        "B": {"places[B]": 1, "y[B,venue]": -150, "<=": 0},
    }


def test_level_is_at_most_full(tmp_path):
    """c is bounded by 1, whatever is built."""
    venue = hub("venue", 5, culture_capacity=9000)
    folder = make_instance(tmp_path, two_towns(), [venue], SERVED)
    assert bounds_of(model_of(folder))["c[A]"] == (0, 1, False)
    plan = solved(folder)
    assert plan.regions["culture_level"].tolist() == [1, 1]


def test_places_are_shared_with_all_in_reach(tmp_path):
    """500 places in A: level 0.5 in A and 0.25 in B, so 100 × 0.02 + 200 × 0.01 = 4 stay."""
    towns = two_towns()
    towns[1]["candidate"] = "false"
    venue = hub("venue", 5, culture_capacity=500)
    folder = make_instance(tmp_path, towns, [venue], SERVED, travel=[("B", "A", 30)])
    plan = solved(folder)
    assert plan.regions["culture_level"].tolist() == pytest.approx([0.5, 0.25], rel=1e-12)
    assert plan.regions["retained_by_culture"].tolist() == pytest.approx([2, 2], rel=1e-9)
    assert plan.retained == pytest.approx(4, rel=1e-9)


def test_hubs_add_up(tmp_path):
    """Two venues of 120 places for 600 young residents: level 0.1 + 2 × 0.2 = 0.5."""
    towns = two_towns(culture_level=0.1)
    towns[1]["candidate"] = "false"
    venue = hub("venue", 5, culture_capacity=120, max_per_region=2)
    plan = solved(make_instance(tmp_path, towns, [venue], SERVED))
    assert plan.regions["culture_level"].tolist() == pytest.approx([0.5, 0], rel=1e-12)
    assert plan.retained == pytest.approx(100 * 0.04 * 0.4, rel=1e-9)


def test_without_hubs_the_level_is_todays(tmp_path):
    """No capacity, no terms: c ≤ c⁰."""
    folder = make_instance(tmp_path, two_towns(culture_level=0.2), [cluster("ai", 1)], PLAIN)
    by_hand = {"A": {"c[A]": 1, "<=": 0.2}, "B": {"c[B]": 1, "<=": 0}}
    assert rows_of(model_of(folder), "culture") == by_hand
