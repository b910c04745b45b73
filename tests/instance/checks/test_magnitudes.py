"""Columns in another unit than theirs are warned of, with the figures that tell."""

import pytest
from support.plans import tiny

import optimizer as opt
from optimizer.instance.checks.magnitudes import out_of_budget, out_of_range, out_of_scale

FILES = {name: f"{name}.csv" for name in tiny().tables}


def scaled(table, columns, factor):
    """Return tiny's tables, some columns of one in another unit."""
    frame = tiny().tables[table]
    return {
        **tiny().tables,
        table: frame.assign(**{name: frame[name] * factor for name in columns}),
    }


def test_what_ships_has_no_warning():
    """Neither country, though Korea's figures are the world's."""
    for name in ("tiny", "korea"):
        instance = opt.load(name)
        assert out_of_scale(instance.tables, dict.fromkeys(instance.tables, "")) == []
        assert out_of_range(instance.settings) == []


@pytest.mark.parametrize(
    ("table", "columns", "factor", "said"),
    [
        ("regions", ["youth"], 1e-3, "youth_zero_migration 4.356e+05; is one of them in thousands"),
        ("regions", ["leavers"], 1e-3, "leavers are 57.1 of"),
        ("regions", ["youth", "youth_zero_migration", "leavers"], 1e-3, "are these persons?"),
        ("regions", ["local_jobs"], 1e3, "local_jobs is"),
        ("regions", ["operating_cost_index"], 100, "the median operating_cost_index is 100"),
        ("regions", ["extinction_risk"], 100, "no percentage"),
        ("regions", ["land_ha"], 1e4, "are these square metres?"),
        ("regions", ["land_ha"], 1e-3, "no region has more than 0.4 ha"),
        ("regions", ["land_price"], 1e6, "is land_price in another unit?"),
        ("options", ["jobs"], 1e-3, "are these thousands?"),
        ("options", ["jobs"], 1e3, "an option brings 4e+06 jobs"),
        ("options", ["multiplier"], 100, "is it a percentage?"),
        ("options", ["culture_capacity"], 1e3, "a hub has 3e+06 places"),
        ("options", ["operating_cost"], 1e3, "operating_cost of a year is"),
        ("measures", ["cost"], 1e9, "the cheapest measure costs"),
        ("measures", ["uplift"], 100, "it is a share of the jobs"),
        ("provinces", ["own_budget"], 1e9, "own_budget is up to"),
        ("universities", ["graduates"], 1e3, "graduates a year"),
        ("survival", ["value"], 1e-3, "are these deaths?"),
    ],
)
def test_another_unit_is_warned_of(table, columns, factor, said):
    """Persons in thousands, shares in percent, hectares as square metres, bn KRW as KRW."""
    warnings = out_of_scale(scaled(table, columns, factor), FILES)
    assert any(said in text for text in warnings), warnings


@pytest.mark.parametrize(("name", "value"), [("discount_rate", 4.5), ("commute_limit", 1.0)])
def test_a_setting_in_another_unit_is_warned_of(name, value):
    """A rate in percent, a limit in hours."""
    settings = tiny().settings.model_copy(update={name: value})
    assert [text for text in out_of_range(settings) if text.startswith(f"settings.{name} is")]


def test_a_budget_that_buys_nothing_is_warned_of():
    """Costs in won beside a budget in billions: else the plan would just be empty."""
    assert out_of_budget(tiny().tables, FILES, 800.0) == []
    dear = scaled("options", ["capital_cost"], 1e9)
    assert "more than the budget of 800" in out_of_budget(dear, FILES, 800.0)[0]
    assert "more than the budget of 0" in out_of_budget(tiny().tables, FILES, 0.0)[0]
    assert "every option in every region" in out_of_budget(tiny().tables, FILES, 1e6)[0]


@pytest.mark.parametrize("factor", [0.001, 1000.0])
def test_costs_in_another_unit_beside_what_jobs_bring(factor):
    """Capital cost for each job is held against the value that a job adds in a year."""
    options = tiny().options
    costs = options.assign(capital_cost=options["capital_cost"] * factor, operating_cost=0.0)
    found = out_of_scale({**tiny().tables, "options": costs}, FILES)
    assert any("of value added a year" in text for text in found)
