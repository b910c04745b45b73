"""Limits, locks and the curve of culture."""

import pytest
from pydantic import ValidationError

from optimizer.instance.schema.limits import Culture, Limits, Locked


@pytest.mark.parametrize(
    ("curve", "words"),
    [
        ([[0, 0], [0.5, 0.02]], "from level 0 to level 1"),
        ([[0, 0], [0.5, 0.02], [0.5, 0.03], [1, 0.04]], "levels must rise"),
        ([[0, 0], [1, 1.5]], "between 0 and 1"),
        ([[0, 0.1], [1, 0]], "must not fall"),
        ([[0, 0], [0.5, 0.01], [1, 0.05]], "concave"),
    ],
)
def test_a_curve_runs_from_nothing_to_full_and_flattens(curve, words):
    """What is wrong with it is said."""
    with pytest.raises(ValidationError, match=words):
        Culture(curve=curve)
    assert Culture(curve=[[0, 0], [0.5, 0.02], [1, 0.03]]).curve[1] == (0.5, 0.02)


def test_a_limit_is_a_number_or_a_table():
    """Of clusters by province either; absent means no limit, but uplifts are capped at 0.5."""
    assert Limits(max_clusters_per_province=2).max_clusters_per_province == 2
    assert Limits(max_clusters_per_province={"P": 1}).max_clusters_per_province == {"P": 1}
    assert Limits().max_clusters_per_region is None
    assert Limits().max_uplift == 0.5
    with pytest.raises(ValidationError):
        Limits(zones=-1)


def test_locks_are_written_in_and_out():
    """`in` is a word of Python, so it is `in_` here."""
    locked = Locked.model_validate({"in": ["A:ai"], "out": ["B:ai"]})
    assert (locked.in_, locked.out) == (("A:ai",), ("B:ai",))
    assert locked.model_dump(by_alias=True) == {"in": ("A:ai",), "out": ("B:ai",)}
