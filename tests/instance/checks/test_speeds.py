"""Travel times beside lengths: another unit is told with both figures."""

import pandas as pd
import pytest
from support.plans import tiny

from optimizer.instance.checks.speeds import unlikely_links, unlikely_speeds


@pytest.mark.parametrize(("times", "told"), [(60, 1), (1, 0), (1 / 60, 1)])
def test_minutes_beside_straight_lines(times, told):
    """Seconds and hours are told, minutes are not."""
    travel = tiny().table("travel")
    found = list(unlikely_speeds(travel.assign(minutes=travel["minutes"] * times), tiny().points))
    assert len(found) == told
    assert all("km/h" in text and "straight line" in text for text in found)


def test_minutes_that_are_kilometres():
    """A column copied from the other is told; speeds that are none too."""
    links = pd.concat([tiny().table("edges")] * 3)
    assert list(unlikely_links(links, "edges.csv")) == []
    (same,) = unlikely_links(links.assign(minutes=links["km"]), "edges.csv")
    assert "minutes are the kilometres" in same
    (slow,) = unlikely_links(links.assign(km=links["km"] / 1000), "edges.csv")
    assert "km/h" in slow
