"""What levers add to a plan, by hand: uplifts add up to the cap, savings to what they are."""

import pytest
from support.instances import PLAIN, both_ways, cluster, make_instance, region, solved


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    """Return the plan of an AI park and a fab near it, lifted by a measure and by each other."""
    folder = make_instance(
        tmp_path_factory.mktemp("levers"),
        [region("A", 900), region("B", 900)],
        [cluster("ai", 100, 100, max_per_region=1), cluster("fab", 200, 100)],
        PLAIN | {"budget": 300},
        sections={
            "limits": {"max_uplift": 0.3, "max_options": {"ai": 1, "fab": 1}},
            "locked": {"in": ["A:ai", "B:fab"]},
        },
        travel=both_ways(("A", "B", 20)),
        measures=[("relief", "incentive", "ai", 5, 0.2, 0.1)],
        interactions=[("ai", "fab", 30, 0.15)],
    )
    return solved(folder)


def test_uplifts_add_up_to_the_cap(plan):
    """0.2 by the measure and 0.15 by the neighbour are 0.3 at most: 130 jobs instead of 100."""
    ai = plan.build.set_index("option_id").loc["ai"]
    assert ai["uplift"] == pytest.approx(0.3)
    assert ai["youth_jobs"] == pytest.approx(130 * plan_share(plan))
    # Without the neighbour the measure's 0.2 would be left.
    assert ai["neighbour_jobs"] == pytest.approx(10 * plan_share(plan))


def plan_share(plan):
    """Return the youth jobs of each direct job of what nothing lifts."""
    fab = plan.build.set_index("option_id").loc["fab"]
    assert fab["uplift"] == 0
    return fab["youth_jobs"] / fab["jobs"]


def test_a_measure_tells_what_would_be_lost_without_it(plan):
    """The neighbour's 0.15 would be left of 0.3, and a tenth of 100 would not be saved."""
    (row,) = plan.measures.to_dict("records")
    assert (row["region_id"], row["measure_id"], row["cost"]) == ("A", "relief", 5)
    assert row["youth_jobs"] == pytest.approx(15 * plan_share(plan))
    assert row["saved"] == pytest.approx(10)
    assert plan.cost == pytest.approx(100 * 0.9 + 200 + 5)
