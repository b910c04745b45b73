"""The first lines: range first, and every number that the tables tell, none that they don't."""

from dataclasses import replace

import pandas as pd
from support.plans import tiny, tiny_plan

from optimizer.report.numbers import persons
from optimizer.report.plan.headline import headline
from optimizer.uncertainty.monte_carlo import uncertainty


def test_the_range_comes_first():
    """Median and 80% range stand before the central number, where they were asked for."""
    found = uncertainty(tiny_plan(), tiny(), draws=20)
    first, second, *_ = headline(replace(tiny_plan(), spread=found)).splitlines()
    row = found.quantiles.set_index("measure").loc["retained"]
    assert first.startswith(f"A median of {persons(row['p50'])} young people stay by 2040, ")
    assert f"{persons(row['p10'])} to {persons(row['p90'])} in 80 of 100 draws" in first
    assert second.startswith(f"With all assumptions central {persons(tiny_plan().retained)} young")


def test_without_a_range_it_says_how_to_get_one():
    """The central number alone, and the hint."""
    first, second, *_ = headline(tiny_plan()).splitlines()
    assert first.startswith(f"By 2040 {persons(tiny_plan().retained)} young people stay: ")
    assert "--draws 1000" in second


def test_it_tells_jobs_money_homes_births_and_women():
    """All of them are the plan's own numbers."""
    plan = tiny_plan()
    text, found = headline(plan), plan.economy
    assert f"{persons(found['additional_jobs'])} direct" in text
    assert f"{persons(found['with_multiplier'])} with further local ones" in text
    assert f"value added of {found['value_added']:,.1f} bn KRW" in text
    assert f"form {persons(found['households'])} households" in text
    assert f"{persons(found['vacant_dwellings'])} stand empty" in text
    assert f"{round(found['births_gaining']):,} more in the regions that gain" in text
    regions = plan.projection.regions
    last = regions[regions["year"] == 2040].pivot(
        index="region_id", columns="variant", values="women_20_39"
    )
    most = (last["plan"] - last["nothing_done"]).idxmax()
    numbers = f"{last['plan'][most]:,.0f} ({last['nothing_done'][most]:,.0f})"
    assert f"{plan.names[most]} {numbers}" in text


def test_what_is_not_told_is_not_said():
    """No figure where a table, a setting, the projection or the whole economy is absent."""
    plan = tiny_plan()
    blank = dict.fromkeys(plan.economy) | {
        name: plan.economy[name] for name in ("year", "additional_jobs", "with_multiplier")
    }
    text = headline(replace(plan, economy=blank))
    assert "direct" in text
    for words in ("value added", "local tax", "households", "Births"):
        assert words not in text
    bare = headline(replace(plan, economy={}, projection=None))
    assert "Additional jobs" not in bare and "Women" not in bare


def test_money_stands_in_the_instances_currency():
    """Nothing of any country is wired in."""
    text = headline(replace(tiny_plan(), currency="crowns"))
    assert "crowns for each who stays" in text
    assert "KRW" not in text
    finer = headline(replace(tiny_plan(), currency="bn EUR"))
    assert "million EUR for each who stays" in finer


def test_both_parts_add_up_to_those_who_stay():
    """For a job and for culture: whole persons, whatever their fractions."""
    regions = tiny_plan().regions.assign(retained_by_jobs=0.0, retained_by_culture=0.0)
    regions.loc[0, ["retained_by_jobs", "retained_by_culture"]] = 60.6, 39.7
    text = headline(replace(tiny_plan(), retained=100.3, regions=regions))
    assert "100 young people stay: 60 stay for a job, 40 for culture alone." in text


def test_nobody_stays():
    """An empty plan says so and claims nothing further."""
    text = headline(tiny_plan(0.0))
    assert text.splitlines() == [
        "By 2040 0 young people stay: 0 stay for a job, 0 for culture alone.",
        "It costs 0.0 bn KRW.",
    ]


def test_a_range_of_those_who_come_has_its_line():
    """Where a draw brings anybody."""
    found = uncertainty(tiny_plan(), tiny(), draws=5)
    names = list(found.quantiles.columns)
    come = pd.DataFrame([["arrived", 5.0, 3.0, 4.0, 6.0]], columns=names)
    rest = found.quantiles[found.quantiles["measure"] != "arrived"]
    told = replace(found, quantiles=pd.concat([rest, come]))
    assert "A median of 4 come, 3 to 6." in headline(replace(tiny_plan(), spread=told))


def test_it_tells_who_pays_where_provinces_pay_a_part():
    """Both purses add up to the cost; where the centre pays all, nothing is said of it."""
    plan = tiny_plan()
    row = {"province": "Verrin", "cost": plan.cost, "own": 40.0, "central": plan.cost - 40}
    shared = headline(replace(plan, purses=pd.DataFrame([row])))
    told = f"Of this the centre pays {plan.cost - 40:,.1f} bn KRW and the provinces 40.0 bn KRW."
    assert told in shared
    assert "the centre pays" not in headline(replace(plan, purses=plan.purses.assign(own=0.0)))
