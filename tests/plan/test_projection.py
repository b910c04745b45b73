"""Facts of a plan's projection: it stands beside nothing done, adds up, and is checked."""

import copy
import json
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest

import optimizer as opt
from optimizer.coefficients import compute
from optimizer.plan import load_plan, to_record
from optimizer.plan.projection import Projection, open_at_site, opening
from optimizer.verify import verify


@cache
def plan(name="tiny", budget=250.0):
    return opt.solve(name, budget=budget)


def table(projection, variant, column):
    rows = projection.regions[projection.regions["variant"] == variant]
    return rows.pivot(index="region_id", columns="year", values=column)


def test_the_young_of_the_horizon_are_those_of_nothing_done_and_those_kept():
    """Kept where they stay, missing where they would have gone; nobody twice."""
    made = plan()
    change = table(made.projection, "plan", "youth") - table(
        made.projection, "nothing_done", "youth"
    )
    kept = made.regions.set_index("region_id")["retained"]
    missing = kept - change[2040]
    assert missing.min() >= -0.01
    assert missing.sum() == pytest.approx(made.retained, rel=0.02)
    assert made.projection.elsewhere().sum() == pytest.approx(0, abs=1)


def test_jobs_come_after_the_lead_and_only_with_the_plan():
    """In the horizon year all realised jobs are open; with nothing done there are none."""
    made = plan()
    jobs = made.projection.nation.set_index(["variant", "year"])["jobs"]
    assert jobs["nothing_done"].max() == 0
    assert jobs["plan"].loc[2025] == 0 or made.build["option_id"].str.len().min() > 0
    realised = made.settings["realised_share"]
    assert jobs[("plan", 2040)] == pytest.approx(made.build["jobs"].sum() * realised)
    assert jobs["plan"].is_monotonic_increasing


def test_no_budget_gives_exactly_the_path_of_nothing_done():
    """A plan that builds nothing changes no count in any region."""
    made = plan(budget=0.0)
    assert made.retained == 0
    for column in ("youth", "population", "births", "women_20_39", "residents_65"):
        pd.testing.assert_frame_equal(
            table(made.projection, "plan", column), table(made.projection, "nothing_done", column)
        )


def test_the_accounts_close_in_every_region():
    """Change of residents = births − deaths + net migration, each year."""
    for variant in ("zero_migration", "nothing_done", "plan"):
        names = ("population", "births", "deaths", "net_migration")
        people, births, deaths, moves = (
            table(plan().projection, variant, name).to_numpy() for name in names
        )
        change = births - deaths + moves
        np.testing.assert_allclose(np.diff(people, axis=1), change[:, 1:], atol=0.004)
        assert np.isnan(change[:, 0]).all()


def test_what_is_written_is_read_again(tmp_path):
    """Every level of the projection comes back from its folder."""
    made = plan()
    made.save(tmp_path)
    content = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))
    assert content["projection"]["years"] == list(range(2024, 2041))
    again = load_plan(tmp_path).projection
    for level in ("regions", "provinces", "nation"):
        frame = getattr(made.projection, level)
        keys = [k for k in ("variant", "year", "region_id", "province") if k in frame]
        left = frame.sort_values(keys).reset_index(drop=True)
        right = getattr(again, level).sort_values(keys).reset_index(drop=True)
        pd.testing.assert_frame_equal(left, right[left.columns], check_dtype=False)
        csv = pd.read_csv(tmp_path / f"projection_{level}.csv")
        assert len(csv) == len(frame)


def test_regions_at_risk_of_the_provinces_add_up_to_the_nation():
    """Each region is in one province."""
    found = plan().projection
    for name in ("at_risk", "high_risk"):
        sums = found.provinces.groupby(["variant", "year"], sort=False)[name].sum()
        assert sums.tolist() == found.nation[name].tolist()


@cache
def closed_plan(**settings):
    """Return a plan of tiny whose first province may not be built in."""
    country = opt.load("tiny")
    regions = country.regions
    shut = regions["candidate"] & (regions["province"] != regions["province"].iloc[0])
    tables = {**country.tables, "regions": regions.assign(candidate=shut)}
    asked = country.settings.model_copy(update=settings)
    return opt.solve(replace(country, tables=tables, settings=asked), budget=250.0, gap=0.01)


def test_relief_is_what_provinces_lose_where_nothing_may_be_built(tmp_path):
    """Young people who would have come there."""
    made = closed_plan()
    found = made.projection
    first = opt.load("tiny").regions["province"].iloc[0]
    assert found.closed == (first,)
    assert found.relief() == -found.elsewhere()[first] > 0
    again = load_plan(made.save(tmp_path)).projection
    assert (again.closed, again.relief()) == (found.closed, found.relief())
    assert f"{first}, where nothing may be built, have" in made.summary()


def test_whoever_stays_or_comes_is_missing_where_nothing_may_be_built():
    """Young = nothing done + retained + arrived everywhere else, exactly."""
    made = closed_plan(arrival_share=0.2)
    assert made.arrived > 1
    regions = made.regions.set_index("region_id")
    young, without = (table(made.projection, v, "youth")[2040] for v in ("plan", "nothing_done"))
    change = (young - without).reindex(regions.index)
    people = regions["retained"] + regions["arrived"]
    home = regions["province"].isin(made.projection.closed)
    np.testing.assert_allclose(change[~home], people[~home], atol=0.003)
    assert (change[home] <= people[home] + 0.003).all()
    assert made.projection.relief() == pytest.approx(made.retained + made.arrived, rel=0.02)


def test_children_of_those_who_stay_are_young_after_twenty_years():
    """With a horizon that far they are counted beside those who stay, and the check knows it."""
    country = opt.load("tiny")
    far = replace(country, horizon_year=country.base_year + 23)
    made = opt.solve(far, budget=400.0, gap=0.01)
    young, without = (table(made.projection, v, "youth")[2047] for v in ("plan", "nothing_done"))
    kept = made.regions.set_index("region_id")["retained"]
    assert ((young - without).reindex(kept.index) - kept).max() > 0.002
    assert verify(to_record(made), far).ok


def test_destinations_are_those_that_the_table_names():
    """With the column `destination` only the regions that it names are without those who stay."""
    country = opt.load("tiny")
    named = (country.regions["region_id"] == "aurelle").astype(float)
    tables = {**country.tables, "regions": country.regions.assign(destination=named)}
    made = opt.solve(replace(country, tables=tables), budget=250.0, gap=0.01)
    young, without = (table(made.projection, v, "youth")[2040] for v in ("plan", "nothing_done"))
    kept = made.regions.set_index("region_id")["retained"]
    change = (young - without).reindex(kept.index)
    np.testing.assert_allclose(change.drop("aurelle"), kept.drop("aurelle"), atol=0.003)
    assert change["aurelle"] == pytest.approx(-made.retained, rel=0.02)


def test_people_too_few_to_be_listed_among_flows_stay_all_the_same():
    """Without a flow they stay as all that is built opens; arrivals as their own site does."""
    made = plan()
    coefficients = compute(made.source)
    kept = made.regions.assign(retained=1e-7, retained_by_jobs=1e-7, retained_by_culture=0.0)
    opened = opening(coefficients, kept, made.flows.iloc[:0], made.build)
    jobs = made.build["youth_jobs"].to_numpy()
    own = open_at_site(coefficients, made.build)
    at = [list(coefficients.regions).index(region) for region in made.build["region_id"]]
    assert (opened == opened[0]).all()
    assert opened[0, -1] == pytest.approx(1.0)
    sums = made.build.groupby("region_id")["youth_jobs"].sum()
    weights = np.array([sums.get(region, 0.0) for region in coefficients.regions])
    np.testing.assert_allclose(weights @ own / jobs.sum(), opened[0])
    assert (own[at, -1] == 1).all()


def test_an_instance_without_residents_has_no_projection():
    """Without survival there is none, in plan.json and in the summary."""
    bare = opt.load("tiny")
    tables = {k: v for k, v in bare.tables.items() if k != "survival"}
    made = opt.solve(replace(bare, tables=tables), budget=250.0)
    assert made.projection is None
    assert to_record(made)["projection"] is None
    assert "What becomes" not in made.summary()


CORRUPTIONS = {
    "a resident too many": lambda p: p["regions"]["plan"]["population"]["aurelle"].__setitem__(
        5, 1e6
    ),
    "births where none are known": lambda p: p["nation"]["plan"]["births"].__setitem__(0, 5.0),
    "a wrong sum": lambda p: p["nation"]["nothing_done"]["youth"].__setitem__(3, 1.0),
    "a region left out": lambda p: p["regions"]["plan"]["youth"].pop("aurelle"),
    "a word": lambda p: p["regions"]["plan"]["youth"]["aurelle"].__setitem__(2, "many"),
    "other years": lambda p: p.__setitem__("years", [2024]),
    "fewer at risk": lambda p: p["nation"]["plan"]["at_risk"].__setitem__(16, 0),
    "fewer at risk in a province": lambda p: next(
        iter(p["provinces"]["plan"]["at_risk"].values())
    ).__setitem__(16, -1),
    "missing elsewhere": lambda p: p["elsewhere"].update(dict.fromkeys(p["elsewhere"], 0.0)),
    "a relief that isn't there": lambda p: p["relief"].update(young=1000.0),
    "a price": lambda p: p["cost_per_stayer"][0].update(cost_per_stayer=0.5),
    "a year too short": lambda p: p["provinces"]["plan"]["youth"].update(
        {k: v[:-1] for k, v in p["provinces"]["plan"]["youth"].items()}
    ),
}


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_a_corrupted_projection_fails_the_check(name):
    """Each corruption of a count, class or year is found out."""
    record = copy.deepcopy(to_record(plan()))
    assert verify(record, opt.load("tiny")).ok
    CORRUPTIONS[name](record["projection"])
    assert not verify(record, opt.load("tiny")).ok


def test_more_young_people_than_are_kept_fail_the_check():
    """500 more young people than stay or come are named as such."""
    record = copy.deepcopy(to_record(plan()))
    projection = record["projection"]
    region = plan().build["region_id"].iloc[0]
    for name in ("youth", "population", "net_migration"):
        projection["regions"]["plan"][name][region][-1] += 500
    checked = verify(record, opt.load("tiny"))
    assert any("who stay" in str(failure) for failure in checked.failures)


def test_the_summary_sets_the_plan_beside_nothing_done():
    """Both paths stand in it, and the regions lifted."""
    text = plan().summary()
    assert "nothing done" in text and "with the plan" in text
    assert "Lifted a class by the plan" in text


def test_a_projection_from_its_record_is_the_same():
    """Projection.from_record undoes record."""
    made = plan().projection
    assert Projection.from_record(made.record()).record() == made.record()
