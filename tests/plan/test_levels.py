"""Counts of a projection by place and year: rounding, classes of risk, sums."""

import numpy as np
import pytest

from optimizer.plan.levels import COUNTS, Level, level_from_record, rounded, summed

YEARS = np.array([2024, 2025])
WOMEN = np.array([[30.0, 10.0, 60.0], [20.0, 10.0, 60.0]])
"""In three regions; residents of 65 and older are 50 in each, so the classes are 3, 4, 2."""


def counts():
    """Return every count of three regions in two years; births are unknown in the first."""
    table = {name: np.arange(6.0).reshape(2, 3) for name in COUNTS}
    births = np.array([[np.nan] * 3, [1.0, 2.0, 3.0]])
    return table | {"women_20_39": WOMEN, "residents_65": np.full((2, 3), 50.0), "births": births}


def regions():
    """Return the level of regions under one variant."""
    return Level("region_id", ("a", "b", "c"), YEARS, {"plan": counts()})


def test_the_index_is_women_over_old():
    """0.6, 0.2 and 1.2; nobody old is the best there is."""
    assert regions().index("plan")[0].tolist() == pytest.approx([0.6, 0.2, 1.2])
    none = counts() | {"residents_65": np.zeros((2, 3))}
    level = Level("region_id", ("a", "b", "c"), YEARS, {"plan": none})
    assert np.isinf(level.index("plan")).all()
    assert regions().risk("plan").tolist() == [[3, 4, 2], [4, 4, 2]]


def test_sums_count_the_regions_at_risk():
    """North holds a and b: its counts are theirs, one region at risk first, both later."""
    places = np.array(["North", "North", "South"], dtype=object)
    level = summed(regions(), {"plan": counts()}, "province", places)
    found = level.variants["plan"]
    assert level.places == ("North", "South")
    assert found["youth"].tolist() == [[1.0, 2.0], [7.0, 5.0]]
    assert found["at_risk"].tolist() == [[1, 0], [2, 0]]
    assert found["high_risk"].tolist() == [[0, 0], [0, 0]]
    assert np.isnan(found["births"][0]).all()


def test_a_level_comes_back_from_its_record():
    """Lists by place over the years; what is unknown is null."""
    record = regions().record()
    assert record["plan"]["births"]["b"] == [None, 2.0]
    again = level_from_record("region_id", YEARS, record)
    assert again.places == ("a", "b", "c")
    for name, table in counts().items():
        np.testing.assert_array_equal(again.variants["plan"][name], table)


def test_a_frame_has_a_row_for_each_variant_year_and_place():
    """With the index and its class beside the counts."""
    frame = regions().frame()
    assert len(frame) == 6
    last = frame[(frame["year"] == 2025) & (frame["region_id"] == "a")].iloc[0]
    assert (last["youth"], last["risk_index"], last["risk_class"]) == (3.0, 0.4, 4)


def test_no_minus_zero_is_told():
    """Counts have three digits."""
    assert np.signbit(rounded(np.array([-0.0001]))).tolist() == [False]
    assert rounded(np.array([1.23456])).tolist() == [1.235]
