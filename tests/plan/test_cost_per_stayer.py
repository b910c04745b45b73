"""What each person who stays or comes costs: in total, and by instrument."""

import math

import pandas as pd
import pytest

from optimizer.plan.cost_per_stayer import (
    PRICE,
    cost_per_stayer,
    finer_unit,
    no_prices,
    priced,
    prices_from_record,
    prices_record,
)


def instruments():
    """Return two instruments, one of which adds nobody."""
    columns = ("instrument", "cost", "adds", "adds_low", "adds_high", "cost_per_added")
    rows = [("AI", 50.0, 10.0, 9.0, 10.5, 5.0), ("zones", 2.0, 0.0, 0.0, 0.5, math.nan)]
    return pd.DataFrame(rows, columns=columns)


@pytest.mark.parametrize(
    ("currency", "finer"),
    [("bn KRW", "million KRW"), ("trillion won", "billion won"), ("EUR", None), ("bn", None)],
)
def test_a_thousand_of_the_finer_unit_make_one(currency, finer):
    """Of a currency without a known unit there is no finer one."""
    assert finer_unit(currency) == finer


def test_less_than_one_person_has_no_price():
    """60 for 30 persons are 2 each; for half a person a price means nothing."""
    assert cost_per_stayer(60.0, 30.0) == 2.0
    assert cost_per_stayer(60.0, 0.5) is None


def test_the_whole_plan_stands_before_its_instruments():
    """Its persons are exact, so low and high are the same."""
    table = priced(100.0, 25.0, instruments())
    assert list(table.columns) == list(PRICE)
    assert list(table["instrument"]) == ["whole plan", "AI", "zones"]
    assert list(table.iloc[0])[1:] == [100.0, 25.0, 25.0, 25.0, 4.0]
    assert math.isnan(table["cost_per_stayer"].iloc[2])


def test_the_table_comes_back_from_its_record():
    """A price that is none is null in JSON, and blank again when it is read."""
    table = priced(100.0, 0.0, instruments())
    record = prices_record(table)
    assert record[0]["cost_per_stayer"] is None
    pd.testing.assert_frame_equal(prices_from_record(record), table)
    assert len(no_prices()) == 0
