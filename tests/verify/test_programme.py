"""Bounds on the most that the centre can spend in a province alone, by hand."""

from fractions import Fraction

import pytest

from optimizer.verify.check import known_of
from optimizer.verify.claims import read_claims
from optimizer.verify.facts import Facts
from optimizer.verify.programme import Programme
from optimizer.verify.result import Findings


@pytest.fixture
def facts(country, good):
    """Return the facts of the good plan of `support.catchment`."""
    findings = Findings()
    claims = read_claims(good, known_of(country), findings)
    assert findings.failures == []
    return Facts(country, claims, findings)


def programme(facts, province, forbidden=()):
    """Return what may be built in a province."""
    return Programme(facts, province, frozenset(forbidden))


def test_gamma_has_room_for_two_cafes_and_a_studio(facts):
    """Without land nothing else stands there: 2 × 6 + 8 = 20 are sure, and the most there is."""
    south = programme(facts, "South")
    assert float(south.surely(Fraction(1000))) == pytest.approx(20)
    assert float(south.at_most()) == pytest.approx(20)
    assert float(south.cheapest) == pytest.approx(6)


def test_no_more_is_put_up_than_is_enough(facts):
    """Once 5 are spent there is no need to look further."""
    assert Fraction(5) <= programme(facts, "South").surely(Fraction(5)) <= 20


def test_what_suitability_forbids_is_not_permitted(facts):
    """Without cafes the studio, 8, is the cheapest in Gamma, and all that stands there."""
    south = programme(facts, "South", [("C", "cafe")])
    assert float(south.cheapest) == pytest.approx(8)
    assert float(south.at_most()) == pytest.approx(8)


def test_where_nothing_may_be_built_nothing_is_cheapest(facts):
    """The Capital has no candidate."""
    capital = programme(facts, "Capital")
    assert capital.cheapest is None
    assert capital.at_most() == 0


def test_the_centre_pays_four_fifths_in_north(facts):
    """A cafe costs 6, of which North pays a fifth; a lock that must be kept is put up first."""
    north = programme(facts, "North")
    assert float(north.cheapest) == pytest.approx(0.8 * 6)
    assert north.surely(Fraction(0)) >= Fraction(8, 10) * 100
    assert north.surely(Fraction(1000)) <= north.at_most()
