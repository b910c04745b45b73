"""From an instance's tables to arrays: every cell lands in its place."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from optimizer.instance import InputError, read_instance
from optimizer.projection import AGE_GROUPS, SEXES, cohorts_of, project, projection_notes


@pytest.fixture(scope="module")
def tiny():
    return read_instance("tiny")


def with_rows(instance, name, rows):
    """Return the instance with a table of these rows instead."""
    columns = list(instance.tables[name].columns)
    blank = {"region_id": "", "province": "", "sex": "", "year": np.nan}
    frame = pd.DataFrame([blank | row for row in rows], columns=columns)
    frame.index = pd.RangeIndex(2, 2 + len(frame), name="row")
    return replace(instance, tables={**instance.tables, name: frame})


def test_every_resident_is_in_its_place(tiny):
    """Each row of population is the cell of its region, sex and age."""
    cohorts = cohorts_of(tiny)
    assert cohorts.region_ids == tuple(tiny.regions["region_id"])
    for row in tiny.tables["population"].itertuples():
        place = (
            cohorts.region_ids.index(row.region_id),
            SEXES.index(row.sex),
            AGE_GROUPS.index(row.age_group),
        )
        assert cohorts.population[place] == row.value


def test_the_baseline_of_tiny(tiny):
    """Youth if nobody moved, read from the tables, is regions' youth_zero_migration."""
    stay = project(cohorts_of(tiny), tiny.years, migration=False).ages(20, 39)[-1]
    assert np.abs(stay - tiny.regions["youth_zero_migration"]).max() <= 50


def test_rates_by_year_and_by_province(tiny):
    """A province's rate holds in its regions, straight between its years; a region's wins."""
    rows = [
        {"province": "Halden", "age_group": "25-29", "year": 2024, "value": 0.02},
        {"province": "Halden", "age_group": "25-29", "year": 2034, "value": 0.04},
        {"province": "Oremy", "age_group": "25-29", "value": 0.06},
        {"province": "Verrin", "age_group": "25-29", "year": 2029, "value": 0.08},
        {"region_id": "kolvik", "age_group": "25-29", "value": 0.01},
    ]
    cohorts = cohorts_of(with_rows(tiny, "fertility", rows))
    group = AGE_GROUPS.index("25-29")
    by_region = dict(zip(cohorts.region_ids, cohorts.fertility.at(2029)[:, group], strict=True))
    home = dict(zip(tiny.regions["region_id"], tiny.regions["province"], strict=True))
    expected = {"Halden": 0.03, "Oremy": 0.06, "Verrin": 0.08}
    for region, rate in by_region.items():
        assert rate == pytest.approx(0.01 if region == "kolvik" else expected[home[region]])
    assert cohorts.fertility.at(2029)[:, :group].sum() == 0


def test_population_of_the_base_year_is_taken(tiny):
    """Rows of other years are there for other uses."""
    frame = tiny.tables["population"]
    other = frame.assign(year=2020.0, value=1.0)
    both = pd.concat([frame.assign(year=2024.0), other], ignore_index=True)
    both.index = pd.RangeIndex(2, 2 + len(both), name="row")
    mixed = replace(tiny, tables={**tiny.tables, "population": both})
    np.testing.assert_array_equal(cohorts_of(mixed).population, cohorts_of(tiny).population)


def test_what_is_missing_is_named(tiny):
    """An instance made by hand is checked as one that was read."""
    with pytest.raises(InputError, match=r"fertility\.csv.*no row for region"):
        cohorts_of(
            with_rows(tiny, "fertility", [{"province": "Halden", "age_group": "25-29", "value": 0}])
        )


def test_no_projection_without_its_tables(tiny):
    """Without survival nothing is projected, which a note says; without migration nobody moves."""
    tables = dict(tiny.tables)
    del tables["survival"]
    without = replace(tiny, tables=tables)
    assert cohorts_of(without) is None
    assert projection_notes(without) == [
        "population, fertility, migration: no projection, as there is no table survival."
    ]
    assert projection_notes(tiny) == []
    tables = dict(tiny.tables)
    del tables["migration"]
    assert cohorts_of(replace(tiny, tables=tables)).migration is None
