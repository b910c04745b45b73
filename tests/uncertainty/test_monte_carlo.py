"""The range of a plan's effect: reproducible, in the right direction, and what it says it is."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from support.plans import tiny, tiny_plan

import optimizer as opt
from optimizer.report.numbers import persons
from optimizer.uncertainty.fixed_plan import FixedPlan
from optimizer.uncertainty.monte_carlo import uncertainty
from optimizer.uncertainty.sampling import possible, varied

MORE_KEEPS_MORE = (
    "additional_share",
    "realised_share",
    "youth_share",
    "targeting",
    "job_only_share",
    "culture_added_share",
    "culture_only_share",
    "options.multiplier",
)


@pytest.fixture(scope="module")
def found():
    """Tiny's plan in 60 draws."""
    return uncertainty(tiny_plan(), tiny(), draws=60, seed=3)


def test_a_seed_gives_the_same_draws(found):
    """Same seed, same everything; another seed, other draws."""
    again = uncertainty(tiny_plan(), tiny(), draws=60, seed=3)
    pd.testing.assert_frame_equal(found.draws, again.draws)
    pd.testing.assert_frame_equal(found.regions, again.regions)
    other = uncertainty(tiny_plan(), tiny(), draws=60, seed=4)
    assert not np.allclose(found.draws["retained"], other.draws["retained"])


def test_more_draws_go_on(found):
    """Further draws leave the first ones as they are."""
    more = uncertainty(tiny_plan(), tiny(), draws=70, seed=3)
    pd.testing.assert_frame_equal(more.draws.head(60), found.draws)


def test_a_value_without_range_is_not_drawn():
    """Where low and high are the same there is nothing to draw."""
    instance = opt.load("tiny", settings={"ranges.targeting": [1.0, 1.0]})
    assert "targeting" not in uncertainty(tiny_plan(), instance, draws=2).draws
    assert "targeting" not in set(uncertainty(tiny_plan(), instance, draws=2).tornado["name"])


@pytest.mark.parametrize("name", MORE_KEEPS_MORE)
def test_more_of_it_keeps_more(found, name):
    """What makes a job or a hub count for more never keeps fewer, and some of it keeps more."""
    row = found.tornado.set_index("name").loc[name]
    assert row["retained_low"] <= row["retained_central"] * (1 + 1e-9)
    assert row["retained_central"] <= row["retained_high"] * (1 + 1e-9)
    assert row["retained_low"] < row["retained_high"]
    assert row["cost_low"] == row["cost_high"] == pytest.approx(tiny_plan().cost)


def test_discounting_changes_the_cost_alone(found):
    """A higher rate makes later costs smaller and keeps nobody."""
    row = found.tornado.set_index("name").loc["discount_rate"]
    assert row["cost_low"] > tiny_plan().cost > row["cost_high"]
    assert row["swing"] == 0


def test_tornado_is_what_one_change_makes(found):
    """Each end is the plan evaluated with that one number changed; the widest swing is first."""
    fixed = FixedPlan(tiny_plan(), tiny())
    for row in found.tornado.itertuples():
        ends = [fixed.evaluate(possible({row.name: end}, tiny())) for end in (row.low, row.high)]
        assert [row.retained_low, row.retained_high] == [end.total for end in ends]
        assert [row.cost_low, row.cost_high] == [end.cost for end in ends]
        three = [row.retained_low, row.retained_central, row.retained_high]
        assert row.swing == pytest.approx(max(three) - min(three))
    assert found.tornado["swing"].is_monotonic_decreasing
    assert set(found.tornado["name"]) == set(varied(tiny()))


def test_draws_can_be_repeated_from_their_row(found):
    """A row's numbers, put in again, give its figures."""
    fixed = FixedPlan(tiny_plan(), tiny())
    names = list(varied(tiny()))
    for _, row in found.draws.iloc[::20].iterrows():
        outcome = fixed.evaluate(row[names].astype(float).to_dict())
        assert row["retained"] == pytest.approx(outcome.total, rel=1e-12)
        assert row["cost_per_stayer"] == pytest.approx(outcome.cost / outcome.total, rel=1e-12)


def test_quantiles_are_of_the_draws(found):
    """p10, p50 and p90 are drawn values that so many draws don't exceed; central is the plan's."""
    rows = found.quantiles.set_index("measure")
    for measure in ("retained", "cost", "cost_per_stayer"):
        values = np.sort(found.draws[measure])
        assert rows.loc[measure, ["p10", "p50", "p90"]].tolist() == values[[5, 29, 53]].tolist()
    assert rows.loc["retained", "central"] == pytest.approx(tiny_plan().retained, rel=1e-6)
    assert rows.loc["cost", "central"] == pytest.approx(tiny_plan().cost, rel=1e-12)
    assert found.range() == (rows.loc["retained", "p10"], rows.loc["retained", "p90"])


def test_regions_and_provinces_add_up(found):
    """Central figures of regions and provinces add up to the nation's and are the plan's."""
    plan = tiny_plan().regions
    assert found.regions["region_id"].tolist() == plan["region_id"].tolist()
    assert found.regions["central"].sum() == pytest.approx(tiny_plan().retained, rel=1e-6)
    by_province = found.regions.groupby("province", sort=False)["central"].sum()
    assert found.provinces["province"].tolist() == by_province.index.tolist()
    assert found.provinces["central"].to_numpy() == pytest.approx(by_province.to_numpy())
    assert (found.regions["p10"] <= found.regions["p90"]).all()


@pytest.mark.slow
def test_shares_of_a_job_stay_within_one():
    """Where the draws exceed 1 together, culture_added_share gives way, and a note says so."""
    words = {"culture_added_share": 0.2, "ranges.job_only_share": [0.45, 0.8]}
    instance = opt.load("tiny", settings=words)
    found = uncertainty(opt.solve(instance, budget=60), instance, draws=200)
    total = found.draws["job_only_share"] + found.draws["culture_added_share"]
    assert total.max() == pytest.approx(1)
    capped = int(np.isclose(total, 1, rtol=0, atol=1e-12).sum())
    assert capped > 0
    assert f"In {capped:,} draws culture_added_share was lowered" in str(found)


def test_lifted_counts_every_case():
    """What counts lifted regions gets who stays in each case, and its counts are reported."""
    found = uncertainty(tiny_plan(), tiny(), draws=30, lifted=lambda stay: (stay > 2).sum(axis=1))
    central = (tiny_plan().regions["retained"] > 2).sum()
    assert found.quantiles.set_index("measure").loc["lifted", "central"] == central
    assert found.draws["lifted"].nunique() > 1
    assert {"lifted_low", "lifted_high"} <= set(found.tornado)
    assert "Regions lifted a class" in str(found)
    without = uncertainty(tiny_plan(), tiny(), draws=30, lifted=False)
    assert "lifted" not in without.draws
    assert without.draws["retained"].tolist() == found.draws["retained"].tolist()


def test_nobody_stays(tmp_path):
    """A plan that builds nothing keeps nobody in any draw, and its cost per person is infinite."""
    instance = tiny()
    found = uncertainty(opt.solve(instance, budget=0), instance, draws=5)
    assert (found.draws["retained"] == 0).all()
    assert np.isinf(found.draws["cost_per_stayer"]).all()
    assert "0 young people stay" in str(found)


def test_the_text_gives_the_range(found):
    """The text holds the 80% range and the assumption that matters most."""
    low, high = found.range()
    assert f"between {low:,.0f} and {high:,.0f} stay" in str(found)
    assert found.sentence() in str(found)
    assert found.tornado["name"].iloc[0] in str(found)


def test_save_beside_a_plan(tmp_path, found):
    """Its files join a plan's in one folder; none of the plan's is lost."""
    tiny_plan().save(tmp_path)
    before = {path.name for path in tmp_path.iterdir()}
    found.save(tmp_path)
    after = {path.name for path in tmp_path.iterdir()}
    assert after - before == {
        "uncertainty.csv",
        "uncertainty_draws.csv",
        "uncertainty_provinces.csv",
        "uncertainty_regions.csv",
        "uncertainty_tornado.csv",
        "uncertainty.txt",
    }
    assert before < after
    tornado = pd.read_csv(tmp_path / "uncertainty_tornado.csv", encoding="utf-8-sig")
    assert tornado["swing"].tolist() == pytest.approx(found.tornado["swing"].tolist())
    with pytest.raises(opt.InputError, match="it is a file"):
        found.save(tmp_path / "uncertainty.csv")


def test_bad_numbers_are_named_together():
    """Draws and seed that don't fit are refused in one message."""
    with pytest.raises(opt.InputError) as error:
        uncertainty(tiny_plan(), tiny(), draws=0, seed=-1)
    assert "draws: 0 does not fit" in str(error.value)
    assert "seed: -1 does not fit" in str(error.value)


@pytest.mark.slow
def test_a_plan_read_again_still_tells_its_range(tmp_path):
    """plan.json holds quantiles and tornado; the drawn numbers stand in CSV beside it."""
    plan = opt.solve("tiny", budget=200, gap=0.01)
    made = replace(plan, spread=plan.uncertainty(draws=20, seed=3))
    again = opt.load_plan(made.save(tmp_path), source=opt.load("tiny"))
    assert again.spread.sentence() == made.spread.sentence()
    low, high = made.spread.range()
    assert f"{persons(low)} to {persons(high)} in 80 of 100 draws" in again.summary()
    assert again.spread.tornado["name"].tolist() == made.spread.tornado["name"].tolist()
    assert len(pd.read_csv(tmp_path / "uncertainty_draws.csv")) == 20
    assert again.uncertainty(draws=20, seed=3).range() == made.spread.range()


def test_the_summary_says_how_to_ask_for_a_range():
    """A plan without a range names plan.uncertainty."""
    assert "plan.uncertainty" in opt.solve("tiny", budget=200, gap=0.01).summary()


def test_the_summary_names_the_ranges_of_the_instance():
    """Not those that hold in general: tiny's own for additional_share are 0.25 and 0.8."""
    plan = opt.solve("tiny", budget=200, gap=0.01)
    assert plan.ranges["additional_share"] == (0.25, 0.8)
    assert "additional_share 0.5 (0.25–0.8)" in plan.summary()
