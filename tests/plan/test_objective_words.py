"""In what a plan's objective is told."""

from dataclasses import replace

import pytest
from support.plans import tiny_plan

from optimizer.plan.objective_words import counts_persons, unit_in_words


def test_an_objective_that_is_the_number_of_persons_is_told_in_persons():
    """Without weights “weighted” is not said; once persons count differently it is."""
    plan = tiny_plan()
    plain = replace(plan, objective=plan.retained + plan.arrived)
    assert counts_persons(plain)
    assert unit_in_words(plain) == "persons who stay or come"
    heavier = replace(plain, objective=1.5 * plain.objective)
    assert not counts_persons(heavier)
    assert unit_in_words(heavier) == "persons who stay or come, weighted"


@pytest.mark.parametrize(
    ("objective", "words"),
    [
        ("worst_province", "share that the worst-off province keeps"),
        ("equally_distributed", "equally distributed share"),
        ("net_benefit", "M EUR of net benefit"),
    ],
)
def test_other_objectives_count_no_persons(objective, words):
    """Even where the value happens to be the number of those who stay and come."""
    plan = tiny_plan()
    settings = {**plan.settings, "objective": objective}
    people = plan.retained + plan.arrived
    told = replace(plan, settings=settings, currency="M EUR", objective=people)
    assert not counts_persons(told)
    assert unit_in_words(told) == words
