"""Numbers in messages, rounded so that the change they name suffices."""

from hypothesis import given
from hypothesis import strategies as st
from support.plans import tiny

from optimizer.coefficients import compute
from optimizer.solver.remedies import (
    is_structural,
    number,
    place_of,
    rounded_down,
    rounded_up,
    rule_of,
)


@given(st.floats(1e-6, 1e12))
def test_rounding_never_falls_short(value):
    """Up is no less, down no more, and both are near."""
    slack = 1e-9 * max(1.0, value)
    assert rounded_down(value) - slack <= value <= rounded_up(value) + slack
    assert rounded_up(value) - rounded_down(value) <= 2.1e-5 * value + slack


@given(st.floats(1e-3, 1e9))
def test_a_rounded_number_is_shown_in_full(value):
    """What is printed is what is meant."""
    up = rounded_up(value)
    assert abs(float(number(up).replace(",", "")) - up) <= 1e-9 * max(1.0, up)


def test_numbers_as_people_write_them():
    """Thousands apart, no exponents, no trailing zeros."""
    shown = [number(value) for value in (1234567.25, 0.5, 3.0, 1e7, 0.0122427, -2.0, 0.0)]
    assert shown == ["1,234,567", "0.5", "3", "10,000,000", "0.0122427", "-2", "0"]


def test_behaviour_is_no_planners_choice():
    """Rules on behaviour are never named as a reason; an unknown rule is the planner's own."""
    assert is_structural("jobs")
    assert not is_structural("budget")
    assert "“north”" in rule_of("north").title


def test_a_place_is_called_by_name_beside_its_code():
    """Region, option and measure with their names; a copy for a phase by its option's."""
    coefficients = compute(tiny())
    places = {
        ("stock", ("tamsel", "factory_reuse")): "Tamsel tamsel, Reused factory factory_reuse",
        ("locked", ("tamsel", "ai_hub@2030")): "Tamsel tamsel, AI cluster (hub) ai_hub@2030",
        ("measure", ("kolvik", "bio_zone")): "Kolvik kolvik, Biotech zone bio_zone",
        ("graduates", ("kolvik", "computing")): "Kolvik kolvik, computing",
        ("budget", None): "",
    }
    assert {rule: place_of(rule, coefficients) for rule in places} == places
