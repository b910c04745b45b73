"""Phases as they are written: a year and a budget each, in order."""

import pytest

from optimizer.instance.problems import InputError, ProblemList
from optimizer.instance.schema.phases import Phase, check_phases, read_phases


def said(read):
    """Return what is wrong, in words; "" where nothing is."""
    problems = ProblemList()
    read(problems)
    try:
        problems.raise_if_any()
    except InputError as error:
        return str(error)
    return ""


def test_phases_are_read():
    """Whole budgets become numbers."""
    content = [{"year": 2026, "budget": 100}, {"year": 2030, "budget": 0.5}]
    problems = ProblemList()
    found = read_phases(content, "instance.toml", None, problems)
    assert found == (Phase(2026, 100.0), Phase(2030, 0.5))
    problems.raise_if_any()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("2026", "no list of phases"),
        ([{"year": "2026", "budget": 1}], "expected a year"),
        ([{"year": True, "budget": 1}], "expected a year"),
        ([{"year": 2026}], "nothing is written in phase 1"),
        ([{"year": 2026, "budget": -1}], "expected a number of at least 0"),
        ([{"year": 2026, "budget": 1, "budgett": 2}], "phases.budgett"),
    ],
)
def test_what_is_no_phase_is_named(content, words):
    """With what was expected."""
    assert words in said(lambda problems: read_phases(content, "instance.toml", 3, problems))


@pytest.mark.parametrize(
    ("years", "options", "words"),
    [
        ((2026, 2030), ["ai"], ""),
        ((2023,), ["ai"], "2023 is not a year from the base year 2024"),
        ((2040,), ["ai"], "before the horizon year 2040"),
        ((2030, 2030), ["ai"], "2030 follows 2030"),
        ((2026, 2030), ["ai@1"], "no option_id may hold “@”: ai@1"),
        ((2026,), ["ai@1"], ""),
    ],
)
def test_years_rise_between_base_and_horizon(years, options, words):
    """And beside several phases no id holds the mark of a copy."""
    phases = tuple(Phase(year, 1.0) for year in years)
    place = ("instance.toml", None)
    found = said(lambda problems: check_phases(phases, 2024, 2040, options, place, problems))
    assert words in found
    assert bool(words) == bool(found)
