"""All families of constraints, collected from the files that write them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from types import MappingProxyType

from optimizer.model import (
    balance,
    budget,
    culture,
    equivalent,
    housing,
    jobs,
    land,
    levers,
    mccormick,
    measures,
    objective,
    phases,
    retained,
    siting,
    spending,
    uplift,
    workforce,
)
from optimizer.model.rule import Rule

FILES = (
    balance,
    budget,
    culture,
    equivalent,
    housing,
    jobs,
    land,
    levers,
    mccormick,
    measures,
    objective,
    phases,
    retained,
    siting,
    spending,
    uplift,
    workforce,
)
RULES: Mapping[str, Rule] = MappingProxyType(
    {rule.name: rule for rule in chain.from_iterable(file.RULES for file in FILES)}
)
"""By the name of the component in the Pyomo model."""
