"""Tiers with diminishing returns: by region and sector with a group for each sector."""

import pytest
from support.instances import PLAIN, cluster, make_instance, region, solved

AI, BIO = cluster("ai", 100, 100), cluster("bio", 100, 100)
TIERS = [
    ("ai_small", "incentive", "ai", 5, 0.10),
    ("ai_large", "incentive", "ai", 12, 0.15),
    ("bio_small", "research", "bio", 4, 0.05),
    ("bio_large", "research", "bio", 20, 0.20),
]


def town(folder, group):
    """Write one town with both clusters and 225 to spend; `group` names the group of a tier."""
    measures = [(*row, 0, group(row[2])) for row in TIERS]
    settings = PLAIN | {"budget": 225}
    return make_instance(folder, [region("A", 1000)], [AI, BIO], settings, measures=measures)


@pytest.mark.parametrize(
    ("group", "taken", "retained"),
    [
        (lambda sector: f"tax_{sector}", {"ai_small", "bio_large"}, 230),
        (lambda sector: "tax", {"bio_large"}, 220),
    ],
)
def test_a_group_for_each_sector_gives_each_its_tier(tmp_path, group, taken, retained):
    """200 for the clusters leave 25: 10 + 20 more for 5 + 20; 15 + 20 would cost 32.

    In one group the region takes one tier of all.
    """
    plan = solved(town(tmp_path, group))
    assert set(plan.measures["measure_id"]) == taken
    assert plan.retained == pytest.approx(retained, rel=1e-9)
