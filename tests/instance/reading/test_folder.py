"""Facts of the folder: which files are tables, and what stands in their place by mistake."""

import geopandas as gpd
import pandas as pd
import pytest

from optimizer.instance import read_instance


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("needs.csv", "need.csv", ["need.csv", "none of an instance's tables", "'needs.csv'"]),
        ("needs.csv", "Needs.csv", ["Needs.csv", "'needs.csv'"]),
        ("needs.csv", "needs.CSV", ["needs.CSV", "'needs.csv'"]),
        ("needs.csv", "needs (1).csv", ["needs (1).csv", "'needs.csv'"]),
        ("regions.csv", "region.csv", ["regions.csv", "missing", "administrative regions"]),
        ("regions.csv", "regions.xlsx", ["regions.xlsx", "no Excel workbook"]),
        ("network/nodes.csv", "nodes.csv", ["nodes.csv", "belongs in the folder network"]),
        ("network/nodes.csv", "network/node.csv", ["edges.csv", "no network/nodes.csv"]),
        ("needs.csv", "network/needs.csv", ["network/needs.csv", "belongs in the instance"]),
        ("needs.csv", "other.toml", ["other.toml", "none of an instance's tables"]),
        ("network", "net.d", ["net.d/nodes.csv", "into the folder network"]),
    ],
)
def test_files_by_other_names(copy, old, new, words):
    """A table under another name is found out, with the name it should have."""
    (copy / old).rename(copy / new)
    if words:
        copy.assert_names(*words)
    elif copy.says():
        raise AssertionError(copy.says())


@pytest.mark.parametrize("name", ["regions.csv", "needs.csv", "regions.gpkg", "network/nodes.csv"])
def test_folder_in_place_of_file(copy, name):
    """A folder named like a table is a problem, not a traceback."""
    (copy / name).unlink()
    (copy / name).mkdir()
    copy.assert_names(name, "this is a folder")


def test_file_in_place_of_folder(copy):
    """A file named network hides the network."""
    (copy / "network").rename(copy / "elsewhere")
    copy.write("network", "x")
    copy.assert_names("network", "expected a folder")


def test_dead_link(copy):
    """A link that leads nowhere is said to."""
    (copy / "needs.csv").unlink()
    (copy / "needs.csv").symlink_to("gone.csv")
    copy.assert_names("needs.csv", "leads nowhere")


def test_two_files_of_one_table(copy):
    """CSV and Parquet of the same table contradict each other sooner or later."""
    pd.read_csv(copy / "needs.csv").to_parquet(copy / "needs.parquet")
    copy.assert_names("needs.csv", "needs.csv and needs.parquet hold the same table")


def test_other_files_are_left_alone(copy):
    """Notes, workbooks, lock files and hidden files may lie in the folder."""
    for name in ("README.md", "~$needs.csv", ".needs.csv", ".~lock.needs.csv#"):
        copy.write(name, "x")
    pd.DataFrame({"a": [1]}).to_excel(copy / "work.xlsx", sheet_name="thoughts")
    (copy / "sources").mkdir()  # called as a table is, but a folder of what it came from
    assert copy.says() == []


def test_every_table_as_parquet(copy):
    """Parquet in place of CSV: the same instance, down to its hash."""
    plain = read_instance(copy.folder)
    for path in [*copy.folder.glob("*.csv"), *copy.folder.glob("network/*.csv")]:
        pd.read_csv(path).to_parquet(path.with_suffix(".parquet"))
        path.unlink()
    assert read_instance(copy.folder).data_hash == plain.data_hash


def test_regions_as_geopackage(copy):
    """One GeoPackage may hold the table of regions and their boundaries."""
    plain = read_instance(copy.folder)
    table = pd.read_csv(copy / "regions.csv")
    gpd.read_file(copy / "regions.gpkg").merge(table, on="region_id").to_file(
        copy / "regions.gpkg", layer="regions", driver="GPKG"
    )
    (copy / "regions.csv").unlink()
    both = read_instance(copy.folder)
    assert both.data_hash == plain.data_hash
    assert both.boundaries == copy / "regions.gpkg"
