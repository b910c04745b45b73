"""The summary's part on money: who pays what, and when."""

from dataclasses import replace

import pandas as pd
import pytest
from support.plans import tiny_plan

from optimizer.report.plan.money import each_in_words, in_money, who_pays

NOTHING = {name: tiny_plan().__dict__[name].iloc[:0] for name in ("purses", "fair_share", "phases")}


def test_a_plan_of_one_purse_says_nothing():
    """Nobody else pays, and all of it at once."""
    assert who_pays(replace(tiny_plan(), **NOTHING)) == ""


def test_purses_shares_and_phases_have_their_tables():
    """Figures by hand; the province without a limit of its own says so."""
    purses = pd.DataFrame(
        [("North", 100.0, 20.0, 80.0, 60.0), ("South", 12.0, 0.0, 12.0, float("nan"))],
        columns=["province", "cost", "own", "central", "own_budget"],
    )
    shares = pd.DataFrame(
        [("North", 90.0, 80.0, "share"), ("South", 0.0, 12.0, "nothing")],
        columns=["province", "floor", "spent", "set_by"],
    )
    year = int(tiny_plan().build["phase"].iloc[0])
    phases = pd.DataFrame(
        [(year, 100.0, 92.0, 8.0)], columns=["year", "budget", "central", "carried_over"]
    )
    plan = replace(tiny_plan(), purses=purses, fair_share=shares, phases=phases)
    text = who_pays(plan)
    assert f"Who pays ({plan.currency}): the centre 92.0, the provinces 20.0." in text
    lines = {line.split()[0]: line.split() for line in text.split("\n\n")[0].splitlines()}
    assert lines["North"] == ["North", "100.0", "80.0", "20.0", "60.0"]
    assert lines["South"][-2:] == ["no", "limit"]
    assert "90.0       80.0  its share of the young" in text
    assert "nothing: less than the cheapest building there" in text
    built = int(plan.build.loc[plan.build["phase"] == year, "count"].sum())
    assert f"{year}: budget 100.0, spent 92.0 on {built} buildings, 8.0 left over" in text


@pytest.mark.parametrize(
    ("currency", "text"), [("bn KRW", "2,500 million KRW"), ("thalers", "2.500 thalers")]
)
def test_money_for_one_person_in_a_unit_that_reads(currency, text):
    """The next smaller unit, where the currency has one."""
    plan = replace(tiny_plan(), currency=currency)
    assert each_in_words(plan, 2.5) == text
    assert in_money(plan, 2.5).endswith(currency)
