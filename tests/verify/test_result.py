"""What a check finds, in sentences and within its tolerance."""

from fractions import Fraction

import pytest

from optimizer.verify.result import SHOWN, Failure, Findings, Rule, Verification, called, number


@pytest.mark.parametrize(
    ("has", "fails"), [(100, False), (Fraction(1000001, 10000), False), (100.001, True)]
)
def test_a_limit_has_a_slack_of_a_millionth(has, fails):
    """100 may be exceeded by 0.0001, not by 0.001; a limit below 1 by 1e-6."""
    findings = Findings()
    findings.at_most(Rule.LAND, "A", Fraction(has), 100, "ha")
    assert bool(findings.failures) == fails
    findings = Findings()
    findings.at_least(Rule.LAND, "A", Fraction(200) - Fraction(has), 100, "ha")
    assert bool(findings.failures) == fails


def test_a_figure_that_could_not_be_read_is_no_second_failure():
    """A figure that differs is one; its place and what it should be are named."""
    findings = Findings()
    findings.agrees("cost", None, 10, "bn", Rule.REPORTED)
    findings.agrees("cost", Fraction(10), Fraction(10), "bn", Rule.REPORTED)
    assert findings.failures == []
    findings.agrees("cost", Fraction(11), Fraction(10), "bn", Rule.REPORTED)
    assert str(findings.failures[0]) == "Reported figure, cost: needs 10 bn, has 11."


def test_many_failures_are_counted_not_spelled_out():
    """Fifty are spelled out, the rest are a number."""
    failures = tuple(Failure(Rule.LAND, str(place), "1", "2") for place in range(SHOWN + 7))
    text = str(Verification(failures))
    assert text.startswith("The plan fails its check in 57 places:")
    assert text.endswith("- … and 7 more.")
    assert not Verification(failures).ok


def test_a_plan_that_holds_says_what_was_recomputed():
    """Who stays and who arrives, cost and objective."""
    text = str(Verification((), 20.0, 30.0, 5.0, 1.5))
    assert "20 retained, 1.5 arrived, at a cost of 5, objective 30" in text


def test_numbers_and_places_in_words():
    """Enough digits to see what is wrong; a name with its id where they differ."""
    assert number(Fraction(10**7, 3)) == "3,333,333.333"
    assert number(Fraction(10) ** 400) == "a number beyond 1e308"
    assert called("A", {"A": "Alpha"}) == "Alpha (A)"
    assert called("A", {"A": "A"}) == called("A", {}) == "A"
