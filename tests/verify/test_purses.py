"""Who pays which share, read from the tables alone."""

from fractions import Fraction

from optimizer.verify.claims import Claims
from optimizer.verify.purses import match_shares, own_budgets, phase_years


class Facts:
    """What the functions ask for: an instance, and a plan's claims."""

    def __init__(self, instance, phases=()):
        self.instance = instance
        self.claims = type("Claimed", (), {"phases": dict.fromkeys(phases)})


def test_north_pays_a_fifth_of_sixty_at_most(country):
    """`support.catchment`: a province that the table doesn't list pays nothing."""
    assert match_shares(Facts(country)) == {"North": Fraction(0.2)}
    assert own_budgets(Facts(country)) == {"North": Fraction(60)}


def test_a_blank_own_budget_is_no_limit(country, with_cell):
    """It is not a budget of nothing."""
    other = with_cell(country, "provinces", ["North"], "own_budget", float("nan"))
    assert own_budgets(Facts(other)) == {}


def test_phases_rise(country):
    """Years of the plan's phases; none where it has none."""
    assert phase_years(Facts(country, [("2030",), ("2024",)])) == [2024, 2030]
    assert phase_years(Facts(country)) == []
    assert "phases" in Claims.__dataclass_fields__
