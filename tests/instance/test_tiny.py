"""Facts of the invented country: complete, consistent, and small enough to follow by hand."""

import re

import numpy as np
import pandas as pd
import pytest

from optimizer.instance import read_instance
from optimizer.instance.reading.toml_words import read_toml
from optimizer.instance.schema.cohort_columns import AGE_GROUPS, BIRTH
from optimizer.instance.schema.columns import TABLES
from optimizer.instance.schema.limits import Limits, Locked
from optimizer.instance.schema.settings import Settings
from optimizer.network.travel import travel_table
from optimizer.projection import SEXES, as_recorded, sum_ages, zero_migration


@pytest.fixture(scope="module")
def tiny():
    return read_instance("tiny")


def cohorts(frame, places, ages=AGE_GROUPS):
    """Table of the projection as an array (place, sex, age)."""
    sexes = SEXES if frame["sex"].iloc[0] else ("",)
    index = pd.MultiIndex.from_product([places, sexes, ages])
    place = frame["region_id"].where(frame["region_id"] != "", frame["province"])
    values = pd.Series(frame["value"].to_numpy(), [place, frame["sex"], frame["age_group"]])
    return values.reindex(index).to_numpy().reshape(len(places), len(sexes), len(ages))


def test_every_table_and_word_is_there(tiny, copy):
    """All tables, settings, limits and locks that exist are written out."""
    assert set(tiny.tables) == set(TABLES)
    content = read_toml(copy / "instance.toml", "instance.toml", []).content
    assert set(content["settings"]) == set(Settings.model_fields)
    text = (copy / "instance.toml").read_text(encoding="utf-8")
    # Who would ask for fair shares of an invented country's money takes the # away.
    offered = set(re.findall(r"^# (\w+_(?:fair_share|share_hubs)) = ", text, re.M))
    assert set(content["limits"]) | offered == set(Limits.model_fields)
    assert set(content["locked"]) == {f.alias or n for n, f in Locked.model_fields.items()}
    lines = (copy / "instance.toml").read_text().split("[settings]")[1].splitlines()
    assert all("#" in line for line in lines if "=" in line)
    assert "phases" not in content


def test_travel_is_what_the_network_gives(tiny):
    """travel.csv equals the shortest times on the network, cut at the largest limit."""
    travel, notes = travel_table(tiny.tables["nodes"], tiny.tables["edges"], 120.0)
    key = ["from_region", "to_region"]
    listed = tiny.tables["travel"].sort_values(key).reset_index(drop=True)
    pd.testing.assert_frame_equal(listed, travel, check_dtype=False)
    assert notes == []
    assert (tiny.tables["edges"]["directed"]).sum() == 6


def test_people_are_consistent(tiny):
    """Youth, youth if nobody moved, and leavers follow from the four tables of the projection."""
    regions, tables = tiny.regions, tiny.tables
    places, provinces = list(regions["region_id"]), ["Halden", "Oremy", "Verrin"]
    home = [provinces.index(province) for province in regions["province"]]
    people = cohorts(tables["population"], places)
    moves = cohorts(tables["migration"], places)
    alive = cohorts(tables["survival"], provinces, (BIRTH, *AGE_GROUPS))[home]
    births = np.nan_to_num(cohorts(tables["fertility"], provinces))[home, 0]
    young = sum_ages(people, 20, 39)
    stay = sum_ages(zero_migration(people, alive, births, tiny.years), 20, 39)
    left = stay - sum_ages(
        as_recorded(people, alive, births, moves, tiny.years, closed=True), 20, 39
    )
    assert young.tolist() == regions["youth"].tolist()
    assert np.abs(stay - regions["youth_zero_migration"]).max() <= 50
    assert np.abs(np.maximum(left, 0) - regions["leavers"])[1:].max() <= 50
    women = people[:, 1, 4:8].sum(axis=1)
    risk = women / people[:, :, 13:].sum(axis=(1, 2))
    assert np.abs(risk - regions["extinction_risk"]).max() <= 0.005


def test_cast_of_the_country(tiny):
    """A metropolis that is no candidate, an island without chip plants, factories to reuse."""
    regions = tiny.regions.set_index("region_id")
    assert len(regions) == 12
    assert regions["province"].nunique() == 3
    assert not regions.loc["aurelle", "candidate"]
    assert regions.loc["aurelle", "leavers"] == 0
    barred = tiny.tables["suitability"].query("region_id == 'wenna'")
    assert not barred["allowed"].any()
    assert barred["reason"].str.contains("island").all()
    assert regions.loc["kolvik", "stock_factory"] == 3
    assert tiny.options["needs_zone"].sum() == 1
    assert regions["name_local"].str.fullmatch(r"[가-힣]+").all()


def test_boundaries_tile(tiny):
    """The polygons are valid, don't overlap, and each holds its region's seat."""
    import geopandas as gpd

    shapes = gpd.read_file(tiny.boundaries).set_index("region_id").geometry
    assert shapes.crs == "EPSG:5179"
    assert shapes.is_valid.all()
    assert np.isclose(shapes.union_all().area, shapes.area.sum())
    nodes = tiny.tables["nodes"].query("region_id != ''")
    seats = gpd.GeoSeries(gpd.points_from_xy(nodes["lon"], nodes["lat"]), crs="EPSG:4326")
    seats = seats.to_crs(shapes.crs).set_axis(nodes["region_id"])
    assert shapes.loc[seats.index].contains(seats).all()


def test_boundaries_are_what_the_script_draws(tiny):
    """data/tiny/build.py gives the very polygons of regions.gpkg."""
    import importlib.util
    from pathlib import Path

    import geopandas as gpd

    path = Path(__file__).parents[2] / "data" / "tiny" / "build.py"
    spec = importlib.util.spec_from_file_location("tiny_build", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    drawn = module.boundaries(pd.read_csv(module.INSTANCE / "network" / "nodes.csv"))
    shapes = gpd.read_file(tiny.boundaries)
    assert list(drawn["region_id"]) == list(shapes["region_id"])
    assert drawn.geometry.geom_equals(shapes.geometry).all()
