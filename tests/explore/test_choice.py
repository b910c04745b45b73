"""What a page may send."""

import pytest

from optimizer.explore.choice import Choice, parse_choice, parse_rows
from optimizer.instance import InputError


def test_what_is_sent_comes_back():
    """A choice as JSON reads as itself."""
    choice = Choice(
        5.0, "few", {"targeting": 2.0, "objective": "retained"}, ("a:b",), ("c:d",), 0.1
    )
    assert parse_choice(choice.to_dict()) == choice


def test_what_is_absent_is_as_it_was():
    """No key is needed; a lock that is named twice is one."""
    assert parse_choice({}) == Choice()
    assert parse_choice({"locked_in": ["a:b", "a:b"]}).locked_in == ("a:b",)


@pytest.mark.parametrize(
    "content",
    [
        None,
        [],
        {"budgets": 5},
        {"budget": -1},
        {"budget": "5"},
        {"budget": True},
        {"budget": float("inf")},
        {"gap": 1},
        {"gap": None},
        {"scenario": 5},
        {"settings": []},
        {"settings": {"targeting": None}},
        {"settings": {"targeting": {"a": 1}}},
        {"settings": {"locked.in": "a"}},
        {"settings": {"limits.zones": 1}},
        {"locked_in": "a:b"},
        {"locked_out": [5]},
        {"locked_out": ["x" * 1000]},
    ],
    ids=str,
)
def test_what_does_not_fit_is_refused(content):
    """Each with the value and what was expected."""
    with pytest.raises(InputError, match="does not fit; expected"):
        parse_choice(content)


@pytest.mark.parametrize("content", [None, {}, {"rows": [["a", "b"]]}, {"rows": [["a", 1, 1]]}])
def test_rows_drawn_by_hand_have_region_option_and_count(content):
    """Anything else is refused; what fits becomes a table."""
    assert parse_rows({"rows": [["a", "b", 2]]}) == {"region": ["a"], "option": ["b"], "count": [2]}
    with pytest.raises(InputError, match="does not fit"):
        parse_rows(content)
