"""Who stays once it is decided what is built: the closed form of rules 5 to 9."""

import numpy as np
import pytest

from optimizer.coefficients.stayers import Room, stayers


def room(kept, culture, leavers=(100, 100, 100), **more):
    """Return room in three regions, two of them in province 0 and one in province 1."""
    values = {
        "arrived": [0, 0, 0],
        "ceiling": [np.inf, np.inf],
        "weight": [1, 1, 1],
    } | more
    parts = {name: np.array(value, dtype=float) for name, value in values.items()}
    return Room(
        kept=np.array(kept, dtype=float),
        by_culture=np.array(culture, dtype=float),
        leavers=np.array(leavers, dtype=float),
        province=np.array([0, 0, 1]),
        **parts,
    )


def test_everybody_stays_who_can():
    """Without a ceiling kept and e are what the rules allow, and arrivals come on top."""
    people = stayers(room([30, 20, 10], [5, 0, 5], arrived=[1, 2, 3]))
    assert people.kept.tolist() == [30, 20, 10]
    assert people.by_culture.tolist() == [5, 0, 5]
    assert people.retained.tolist() == [35, 20, 15]
    assert people.arrived.tolist() == [1, 2, 3]


def test_for_a_job_first_and_never_more_than_leave():
    """98 in jobs leave 2 of 100 for culture; of 120 whom jobs could keep 100 stay."""
    people = stayers(room([98, 120, 0], [5, 5, 5]))
    assert people.kept.tolist() == [98, 100, 0]
    assert people.by_culture.tolist() == [2, 0, 5]


@pytest.mark.parametrize(
    ("weight", "kept", "culture"),
    [
        ([1, 1, 1], [30, 5, 10], [5, 0, 5]),
        ([1, 2, 1], [20, 20, 10], [0, 0, 5]),
    ],
)
def test_under_a_ceiling_the_heaviest_count_first(weight, kept, culture):
    """40 of 55 count in province 0: those listed first, or those of the larger weight."""
    people = stayers(room([30, 20, 10], [5, 0, 5], ceiling=[40, np.inf], weight=weight))
    assert people.kept.tolist() == kept
    assert people.by_culture.tolist() == culture


def test_a_ceiling_is_no_limit_on_arrivals():
    """Nobody of province 1 counts as retained, yet its arrivals come."""
    people = stayers(room([30, 20, 10], [0, 0, 5], arrived=[0, 0, 4], ceiling=[np.inf, 0]))
    assert people.retained.tolist() == [30, 20, 0]
    assert people.arrived.tolist() == [0, 0, 4]
