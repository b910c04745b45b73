"""What the tolerances of a check are relative to."""

from fractions import Fraction

import pytest

from optimizer.verify.result import Findings, Rule


@pytest.mark.parametrize(("budget", "fails"), [(1e-7, True), (1.0, False), (1000.0, False)])
def test_a_small_budget_is_exceeded_by_little(budget, fails):
    """5e-7 too much is nothing beside a budget of 1, and five times one of 1e-7."""
    findings = Findings()
    findings.measured({"bn KRW": Fraction(budget)})
    limit = Fraction(budget)
    findings.at_most(Rule.BUDGET, "", limit + Fraction(5, 10**7), limit, "bn KRW")
    assert bool(findings.failures) == fails


def test_other_units_keep_their_one():
    """What is said after a comma is not part of the unit."""
    findings = Findings()
    findings.measured({"persons": Fraction(1, 1000)})
    assert findings.slack(0, "persons, weighted") == Fraction(1, 10**9)
    assert findings.slack(0, "ha") == Fraction(1, 10**6)
