"""A plan as data."""

import dataclasses

import pytest
from support.plans import tiny_plan


def test_a_plan_does_not_change():
    """A plan is checked once; nobody changes it afterwards."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        tiny_plan().cost = 0
