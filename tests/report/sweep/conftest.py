"""A small sweep to report on."""

import pytest

import optimizer as opt


@pytest.fixture(scope="session")
def sweep():
    """Return two budgets under three scenarios, one of which no plan can meet."""
    scenarios = {"base": {}, "값싼 <b>": {"scale.options.capital_cost": 0.8}}
    scenarios["no"] = {"limits.min_retained_share": {"Verrin": 0.9}}
    return opt.sweep("tiny", budgets=[50, 100], scenarios=scenarios, gap=0.05, workers=1)
