"""Facts of a read instance: its tables, its names and its hash."""

import numpy as np
import pandas as pd

from optimizer.instance import read_instance
from optimizer.instance.tables import hash_of


def test_what_is_read(bare):
    """Types, defaults and absent tables are as documented."""
    instance = read_instance(bare.folder)
    assert (instance.name, instance.years, instance.currency) == ("tiny", 16, "bn KRW")
    assert instance.region_names["wenna"] == "Isle of Wenna"
    assert instance.regions.index.tolist() == list(range(2, 14))
    assert instance.regions["candidate"].dtype == bool
    assert instance.options.set_index("option_id")["land_ha"]["digital_studio"] == 0
    assert instance.table("needs").columns.tolist() == ["option_id", "field", "graduates"]
    assert instance.table("needs").empty
    assert "12 regions, 15 options" in repr(instance)


def test_hash_is_of_facts_alone(bare):
    """Order of rows, spelled-out defaults and settings leave it; a changed figure does not."""
    plain = read_instance(bare.folder).data_hash
    lines = (bare / "regions.csv").read_text().splitlines()
    bare.write("regions.csv", "\n".join([lines[0], *reversed(lines[1:])]))
    bare.edit("options.csv", "30,1,5,200,1,2,,1", "30,1.0,5,200,1,2,0,1")
    bare.edit("instance.toml", "budget = 800", "budget = 801")
    assert read_instance(bare.folder).data_hash == plain
    bare.edit("options.csv", "30,1.0,5,200", "30,1.0,5,201")
    assert read_instance(bare.folder).data_hash != plain


def test_hash_knows_one_zero_and_one_nan():
    """Minus zero, and whatever bits an unknown number has, don't change the hash."""
    odd = np.array([0xFFF8000000000001], dtype="<u8").view("<f8")[0]
    frames = [
        pd.DataFrame({"region_id": ["a", "b"], "youth": pair})
        for pair in ([0.0, np.nan], [-0.0, odd])
    ]
    one, two = (hash_of("x", 2024, 2040, {"regions": frame}) for frame in frames)
    assert one == two


def test_hash_passes_over_what_says_nothing(copy):
    """Sources and columns that hold their default alone don't make a plan stale; figures do."""
    plain = read_instance(copy.folder).data_hash
    (copy / "sources.csv").unlink()
    regions = pd.read_csv(copy / "regions.csv")
    assert not regions["watch_area"].any()
    regions.drop(columns="watch_area").to_csv(copy / "regions.csv", index=False)
    assert read_instance(copy.folder).data_hash == plain
    regions.drop(columns="fiscal_independence").to_csv(copy / "regions.csv", index=False)
    assert read_instance(copy.folder).data_hash != plain


def test_points_for_maps(copy):
    """Columns lon and lat of regions; else seats of the network; else the region is left out."""
    seats = read_instance(copy.folder).points
    assert seats.columns.tolist() == ["region_id", "lon", "lat"]
    regions = pd.read_csv(copy / "regions.csv")
    assert set(seats["region_id"]) == set(regions["region_id"])
    regions.assign(lon=[127.5] + [None] * 11, lat=36.5).to_csv(copy / "regions.csv", index=False)
    points = read_instance(copy.folder).points
    assert points.iloc[0].tolist() == [regions["region_id"][0], 127.5, 36.5]
    assert points.iloc[1].tolist() == seats.iloc[1].tolist()
    for name in ("nodes", "edges"):
        (copy / "network" / f"{name}.csv").unlink()
    assert len(read_instance(copy.folder).points) == 1
