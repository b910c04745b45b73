"""Rounding: what is reached down, what can't be exceeded up, never “-0”."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.report.numbers import (
    WIDTH,
    at_least,
    at_most,
    broken,
    in_digits,
    persons,
    reached,
)


def number(text):
    """Return the number that a text shows."""
    return float(text.replace(",", ""))


@given(st.floats(0, 1e9), st.floats(0, 1e3))
def test_what_is_printed_keeps_the_order(value, more):
    """Persons and value never stand above the value, a bound never below itself."""
    slack = 1e-6 * max(1.0, value)
    assert number(persons(value)) <= value + slack
    assert number(at_least(value)) <= value + slack
    assert number(at_most(value + more)) >= value + more - slack


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (975.967, "975"), (975.9999999, "976"), (1e6 + 0.9, "1,000,000")],
)
def test_persons_are_whole(value, text):
    """Rounded down, but for the solver's rounding."""
    assert persons(value) == text


def test_digits():
    """One after the point, three below ten, six figures beyond all reason."""
    assert in_digits(12.34) == "12.3"
    assert in_digits(1.23456) == "1.235"
    assert in_digits(-0.0001) == "0.000"
    assert in_digits(1e308) == "1e+308"


def test_a_bound_within_a_millionth_is_reached():
    """The solver proves no nearer."""
    assert reached(226.03, 226.03001)
    assert not reached(226.03, 226.04)


def test_long_lines_are_broken_between_words():
    """Further lines stand below the first, two further in where that is indented, or as told."""
    line = "  " + "word " * 30
    assert [len(part) <= WIDTH for part in broken(line).split("\n")] == [True, True]
    assert broken(line).split("\n")[1].startswith("    word")
    assert broken(line, 40).split("\n")[1].startswith(" " * 40 + "word")
    assert broken("x" * 150) == "x" * 150
    assert broken("short") == "short"
