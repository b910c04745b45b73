"""Facts of the boundaries: an evidently wrong coordinate system does not pass."""

import geopandas as gpd
import pytest

from optimizer.instance import read_instance

pytestmark = pytest.mark.filterwarnings("ignore:.crs. was not provided")


def save(copy, frame):
    (copy / "regions.gpkg").unlink()
    frame.to_file(copy / "regions.gpkg", layer="regions", driver="GPKG")


@pytest.fixture
def shapes(copy):
    return gpd.read_file(copy / "regions.gpkg")


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:5186", "EPSG:32652", "EPSG:3857"])
def test_any_stated_system_passes(copy, shapes, crs):
    """Boundaries may be in any system as long as it is the one stated."""
    save(copy, shapes.to_crs(crs))
    assert copy.says() == []


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("EPSG:4326", ["in degrees, but the coordinates run from"]),
        ("EPSG:5186", ["EPSG:5186", "outside"]),
        ("EPSG:27700", ["EPSG:27700"]),
        (None, ["no coordinate reference system", "EPSG:5179"]),
    ],
)
def test_relabelled_layer(copy, shapes, label, words):
    """A layer whose label was changed instead of its coordinates is found out."""
    save(
        copy,
        shapes.set_crs(label, allow_override=True)
        if label
        else shapes.set_crs(None, allow_override=True),
    )
    copy.assert_names("regions.gpkg", *words)


def test_another_origin(copy, shapes):
    """Coordinates counted from another origin put the regions where their seats are not."""
    save(copy, shapes.set_geometry(shapes.translate(150_000, 0)))
    copy.assert_names("regions.gpkg", "0 of the 12 seats", "bounds of their region")


def test_degrees_called_metres(copy, shapes):
    """Degrees under the label of a system in metres are found out."""
    degrees = shapes.to_crs("EPSG:4326").set_crs("EPSG:5179", allow_override=True)
    save(copy, degrees)
    copy.assert_names("regions.gpkg", "in metres, but the coordinates run from")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda f: f.rename(columns={"region_id": "code"}), ["region_id", "missing"]),
        (lambda f: f.replace("kolvik", "kolvic"), ["row", "'kolvic'", "'kolvik'"]),
        (lambda f: f.replace("kolvik", "aurelle"), ["'aurelle'", "more than one geometry"]),
        (lambda f: f.set_geometry(f.centroid), ["Point", "expected polygons"]),
    ],
)
def test_layer_that_does_not_fit(copy, shapes, change, words):
    """Regions that aren't known, twice there, or no areas are named."""
    save(copy, change(shapes))
    copy.assert_names("regions.gpkg", *words)


def test_missing_geometry_is_a_note(copy, shapes):
    """Boundaries are for maps only: a region without one is noted, and plans can be made."""
    shapes.loc[shapes["region_id"] == "tamsel", "geometry"] = None
    save(copy, shapes[shapes["region_id"] != "wenna"])
    notes = read_instance(copy.folder).notes
    assert "regions.gpkg: no geometry for tamsel, wenna, so maps leave them out." in notes


def test_table_without_geometries(copy, shapes):
    """A GeoPackage of attributes only is no boundary."""
    import pyogrio

    (copy / "regions.gpkg").unlink()
    pyogrio.write_dataframe(shapes[["region_id"]], copy / "regions.gpkg", layer="regions")
    copy.assert_names("regions.gpkg", "no geometries")


def test_damaged_geopackage(copy):
    """A damaged file is one line."""
    raw = (copy / "regions.gpkg").read_bytes()
    copy.write("regions.gpkg", raw[:3000])
    copy.assert_names("regions.gpkg", "can't be read")


def test_numeric_codes(copy, shapes):
    """Codes that GIS holds as numbers join codes that CSV holds as text."""
    text = (copy / "regions.csv").read_text()
    frame = gpd.GeoDataFrame(
        {"region_id": [float(i) for i in range(1, 13)]}, geometry=shapes.geometry
    )
    for place, region in enumerate(shapes["region_id"], start=1):
        text = text.replace(f"\n{region},", f"\n{place},")
    for path in [*copy.folder.glob("*.csv"), *copy.folder.glob("network/*")]:
        if path.name not in ("regions.csv", "options.csv"):
            path.unlink()
    copy.write("regions.csv", text)
    copy.edit("instance.toml", '"tamsel:semi_national"', "")
    save(copy, frame)
    assert copy.says() == []
