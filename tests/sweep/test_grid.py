"""Which budgets and scenarios a sweep tries."""

from decimal import Decimal

import numpy as np
import pytest

import optimizer as opt
from optimizer.sweep.grid import budget_levels, variants


@pytest.mark.parametrize(
    ("asked", "levels"),
    [
        ("1000:3000:1000", [1000, 2000, 3000]),
        ("1000:3500:1000", [1000, 2000, 3000]),
        ("0:0.3:0.1", [0, 0.1, 0.2, 0.3]),
        ("500, 100,500", [100, 500]),
        ("100,1000:2000:500", [100, 1000, 1500, 2000]),
        (range(1, 4), [1, 2, 3]),
        (7, [7]),
    ],
)
def test_levels_rise_and_the_last_one_is_included(asked, levels):
    """Text and numbers give the same rising levels."""
    assert budget_levels(asked) == pytest.approx(levels)


@pytest.mark.parametrize("asked", ["", "a", "1:2", "3:1:1", "1:2:0", "-1", "1:nan:1", [], ["x"]])
def test_what_is_no_level_is_named(asked):
    """Bad budgets are refused by the option's name."""
    with pytest.raises(opt.InputError, match="--budgets"):
        budget_levels(asked)


def test_a_grid_is_tried_under_every_scenario(tmp_path):
    """Two scenarios with two values are four variants, named after both."""
    found = variants(["base", tmp_path / "dear.toml"], ["settings.targeting=1,2"])
    assert [variant.name for variant in found] == [
        "targeting=1",
        "targeting=2",
        "dear, targeting=1",
        "dear, targeting=2",
    ]
    assert found[3].changes == {"targeting": 2}
    assert found[3].files == (tmp_path / "dear.toml",)


def test_text_and_mapping_of_a_grid_say_the_same():
    """`key=a,b` is `{"key": [a, b]}`."""
    text = variants((), ["settings.additional_share=0.25,0.5"])
    assert text == variants((), {"settings.additional_share": [0.25, 0.5]})


def test_two_scenarios_of_one_name_are_refused():
    """Two files named dear.toml could not be told apart."""
    with pytest.raises(opt.InputError, match="two scenarios"):
        variants(["a/dear.toml", "b/dear.toml"])


def test_a_grid_without_values_is_refused():
    """A key alone is no grid."""
    with pytest.raises(opt.InputError, match="--grid"):
        variants((), ["targeting"])


@pytest.mark.parametrize("text", ["0:1e999999:1", "1:1e999999:1e-999999", "0:1e9:0.001"])
def test_too_many_levels_are_refused_at_once(text):
    """Before any of them is made."""
    with pytest.raises(opt.InputError, match="levels"):
        budget_levels(text)


def test_one_number_of_any_kind_is_one_level():
    """NumPy's and decimal numbers too."""
    assert budget_levels(np.int64(5)) == budget_levels(Decimal(5)) == [5.0]


def test_values_of_a_grid_may_be_lists_and_tables():
    """Commas within brackets separate nothing."""
    found = variants(grid=["limits.max_options={ hub = 2, lab = 1 }, { hub = 3 }"])
    assert [variant.changes["limits.max_options"] for variant in found] == [
        {"hub": 2, "lab": 1},
        {"hub": 3},
    ]


@pytest.mark.parametrize("budgets", ["1,000", "12,050", "1,000,000", "12,500", "1,250", "500,100"])
def test_what_can_be_read_in_two_ways_is_refused(budgets):
    """One number with thousands separators, or budgets of no like size: both are named."""
    with pytest.raises(opt.InputError, match="may be the one budget") as refused:
        budget_levels(budgets)
    assert budgets.replace(",", "") in str(refused.value)
    assert budget_levels(", ".join(budgets.split(",")))


def test_levels_of_a_like_size_are_a_list():
    """Rising, each less than ten times the one before; or no thousands separators at all."""
    assert budget_levels("50,100") == [50, 100]
    assert budget_levels("100,200,300") == [100, 200, 300]
    assert budget_levels("500,1000,2000") == [500, 1000, 2000]


def test_a_decimal_comma_is_no_list():
    """1.000,5 is one number where people write so."""
    with pytest.raises(opt.InputError, match=r"may be the one budget 1000\.5, or several"):
        budget_levels("1.000,5")
    assert budget_levels("1.000, 5") == [1.0, 5.0]


def test_one_budget_with_a_point_before_three_digits_is_refused():
    """1.000 was one budget of 1."""
    with pytest.raises(opt.InputError, match="write 1000 for it, 1 for the decimal number"):
        budget_levels("1.000")
    assert budget_levels("2.5") == [2.5]
