"""What a plan brings beside people: by hand, written, read, and checked."""

import copy
import json
from dataclasses import replace

import pandas as pd
import pytest
from support.plans import tiny, tiny_plan

import optimizer as opt
from optimizer.plan import load_plan, to_record
from optimizer.plan.economy import UNITS, economy_of, economy_table
from optimizer.verify import verify


def regions(**people):
    """Return a table of who stays and comes where, the rest nobody."""
    ids = tiny().regions["region_id"]
    stay = [people.get(region, (0.0, 0.0)) for region in ids]
    return pd.DataFrame(
        {
            "region_id": ids,
            "retained": [kept for kept, _ in stay],
            "arrived": [come for _, come in stay],
        }
    )


def built(**counts):
    """Return what is built of each option, somewhere."""
    jobs = tiny().options.set_index("option_id")["jobs"]
    rows = [(name, number, number * jobs[name]) for name, number in counts.items()]
    return pd.DataFrame(rows, columns=["option_id", "count", "jobs"])


def test_jobs_money_and_homes_by_hand():
    """800 jobs of an AI hub: half come, half of these are additional, each brings one more."""
    found = economy_of(tiny(), built(ai_hub=1), regions(kolvik=(100.0, 10.0)), None)
    assert found["additional_jobs"] == 200
    assert found["with_multiplier"] == 400
    assert found["value_added"] == pytest.approx(200 * 0.12 + 200 * 0.03)
    assert found["local_tax"] == pytest.approx(200 * 0.0005 + 200 * 0.0003)
    assert found["households"] == found["dwellings"] == pytest.approx(100 * 0.4 + 10 * 0.8)
    assert found["vacant_dwellings"] == 1200
    assert found["dwellings_lacking"] == 0
    assert found["births"] is None
    assert [part["of"] for part in found["sectors"]] == ["ai"]


def test_dwellings_lack_region_by_region():
    """What stands empty in one town houses nobody in another."""
    many = regions(kolvik=(4_000.0, 0.0), lindamere=(10.0, 0.0))
    found = economy_of(tiny(), built(), many, None)
    assert found["vacant_dwellings"] == 1200 + 1600
    assert found["dwellings_lacking"] == pytest.approx(4_000 * 0.4 - 1200)


def test_sectors_add_up_to_the_whole():
    """Jobs, value added and tax, hubs by their type."""
    found = economy_of(tiny(), built(ai_hub=1, bio_pilot=2, venue=1), regions(), None)
    assert {part["of"] for part in found["sectors"]} == {"ai", "biotech", "venue"}
    for name in ("additional_jobs", "with_multiplier", "value_added", "local_tax"):
        assert sum(part[name] for part in found["sectors"]) == pytest.approx(found[name])


def without(*columns, **settings):
    """Return tiny with blank columns and other settings."""
    country = tiny()
    tables = dict(country.tables)
    for column in columns:
        for name in ("options", "regions"):
            if column in tables[name]:
                tables[name] = tables[name].assign(**{column: float("nan")})
    return replace(country, tables=tables, settings=country.settings.model_copy(update=settings))


@pytest.mark.parametrize(
    ("country", "names"),
    [
        (without("value_added"), {"value_added"}),
        (without(further_job_local_tax=None), {"local_tax"}),
        (
            without(households_per_stayer=None),
            {"households", "dwellings", "vacant_dwellings", "dwellings_lacking"},
        ),
        (
            without(households_per_arrival=None),
            {"households", "dwellings", "vacant_dwellings", "dwellings_lacking"},
        ),
        (without("vacant_dwellings"), {"vacant_dwellings", "dwellings_lacking"}),
    ],
    ids=["column", "setting", "stayers", "arrivals", "vacant"],
)
def test_what_is_not_told_is_none(country, names):
    """Nothing is made up where a column or setting is absent."""
    found = economy_of(country, built(ai_hub=1), regions(kolvik=(5.0, 1.0)), None)
    births = {"births", "births_gaining", "women_gaining"}
    assert {name for name in UNITS if found[name] is None} == names | births


def test_births_and_women_are_those_of_the_projection():
    """Plan less nothing done: births of all years, women of the last."""
    plan = tiny_plan()
    nation = plan.projection.nation.groupby("variant")["births"].sum()
    more = nation["plan"] - nation["nothing_done"]
    assert plan.economy["births"] == pytest.approx(more, abs=0.2)
    last = plan.projection.regions.query("year == 2040")
    wide = last.pivot(index="region_id", columns="variant", values=["youth", "women_20_39"])
    gain = wide["youth"]["plan"] - wide["youth"]["nothing_done"] >= 0.5
    women = (wide["women_20_39"]["plan"] - wide["women_20_39"]["nothing_done"])[gain].sum()
    assert plan.economy["women_gaining"] == pytest.approx(women, abs=1e-6)


def test_it_is_written_and_read_again(tmp_path):
    """plan.json holds it whole, economy.csv as rows with their units."""
    plan = tiny_plan()
    plan.save(tmp_path)
    content = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))
    assert content["economy"] == plan.economy == load_plan(tmp_path).economy
    rows = pd.read_csv(tmp_path / "economy.csv")
    whole = rows[rows["of"] == "whole plan"].set_index("measure")["value"]
    assert list(whole.index) == list(UNITS)
    assert whole["with_multiplier"] == pytest.approx(plan.economy["with_multiplier"])
    assert set(rows["unit"]) == {"jobs", "bn KRW/year", "households", "dwellings", "persons"}


def test_a_plan_of_an_earlier_version_has_none():
    """It is read, and its check passes."""
    record = copy.deepcopy(to_record(tiny_plan()))
    del record["economy"]
    assert verify(record, tiny()).ok
    assert economy_table({}, "bn KRW")["value"].isna().all()


@pytest.mark.parametrize("name", [*UNITS, "year"])
def test_a_corrupted_figure_fails_the_check(name):
    """Each of them is recomputed."""
    record = copy.deepcopy(to_record(tiny_plan()))
    record["economy"][name] += 7
    assert any(name in str(failure) for failure in verify(record, tiny()).failures)


CORRUPTIONS = {
    "a sector too few": lambda economy: economy["sectors"].pop(),
    "a sector's value": lambda economy: economy["sectors"][0].update(value_added=1e6),
    "a blank": lambda economy: economy.update(value_added=None),
    "a word": lambda economy: economy.update(households="many"),
    "sectors that are none": lambda economy: economy.update(sectors=5),
}


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_another_form_fails_the_check(name):
    """In plain words, never with a traceback."""
    record = copy.deepcopy(to_record(tiny_plan()))
    CORRUPTIONS[name](record["economy"])
    assert not verify(record, tiny()).ok
    record["economy"] = 5
    assert not verify(record, tiny()).ok


def test_a_number_that_no_table_tells_fails_the_check():
    """Of an instance that says nothing of value added, no plan may say anything."""
    country = without("value_added")
    record = copy.deepcopy(to_record(opt.solve(country, budget=100.0)))
    record["economy"]["value_added"] = 3.0
    assert any("value_added" in str(failure) for failure in verify(record, country).failures)
