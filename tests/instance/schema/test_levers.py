"""What the tables of measures say by themselves."""

import pandas as pd
import pytest

from optimizer.instance.problems import ProblemList
from optimizer.instance.schema.levers import check_savings, together, without_zone, zones_for

OPTIONS = pd.DataFrame(
    {
        "option_id": ["ai", "bio", "venue"],
        "kind": ["cluster", "cluster", "hub"],
        "sector": ["ai", "bio", ""],
        "needs_zone": [True, True, True],
    }
)
MEASURES = pd.DataFrame(
    {
        "measure_id": ["zone_ai", "small", "large", "any"],
        "kind": ["zone", "incentive", "incentive", "research"],
        "sector": ["ai", "ai", "ai", ""],
        "tier_group": ["", "tier", "tier", ""],
        "saving": [0.0, 0.3, 0.6, 0.5],
    }
)


def test_a_zone_serves_its_sector_and_any_hub():
    """Only measures of kind zone are one; bio has none, so it can't be built."""
    assert zones_for(OPTIONS, MEASURES).tolist()[0] == [True, False, True]
    assert not zones_for(OPTIONS, MEASURES)[1:].any()
    assert without_zone(OPTIONS, MEASURES).tolist() == [False, True, False]
    assert without_zone(OPTIONS, None).all()


def test_of_a_tier_group_one_counts():
    """0.6 of the larger tier and 0.5 of what serves all; other sectors have 0.5 alone."""
    assert together(MEASURES["saving"], MEASURES, "ai") == pytest.approx(1.1)
    assert together(MEASURES["saving"], MEASURES, "bio") == pytest.approx(0.5)


def test_savings_above_the_whole_cost_are_refused():
    """Named by the sector, with the remedy."""
    problems = ProblemList()
    check_savings(MEASURES, ["ai", "bio"], "measures.csv", problems)
    with pytest.raises(Exception, match=r"a cluster of ai may add up to 1\.1"):
        problems.raise_if_any()
