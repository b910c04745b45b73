"""plan.gpkg: layers that open in QGIS, in the boundaries' own CRS."""

import geopandas
import pytest
from support.plans import tiny_plan

from optimizer.report.plan.geopackage import write_geojson, write_geopackage


@pytest.mark.parametrize("budget", [0.0, 200.0])
def test_both_layers_are_there(tmp_path, budget):
    """`regions` and `build`, also where nothing is built; figures are the plan's."""
    plan = tiny_plan(budget)
    write_geopackage(plan, tmp_path / "plan.gpkg")
    layers = geopandas.list_layers(tmp_path / "plan.gpkg")
    assert list(layers["name"]) == ["regions", "build"]
    regions = geopandas.read_file(tmp_path / "plan.gpkg", layer="regions")
    build = geopandas.read_file(tmp_path / "plan.gpkg", layer="build")
    assert regions.crs == build.crs == geopandas.read_file(plan.boundaries).crs
    assert len(build) == len(plan.build)
    assert regions["retained"].sum() == pytest.approx(plan.retained)
    assert regions["cost"].sum() == pytest.approx(plan.build["cost"].sum())


def test_a_point_lies_in_its_region(tmp_path):
    """Each thing built is drawn inside the region that has it, with the region's name."""
    plan = tiny_plan()
    write_geopackage(plan, tmp_path / "plan.gpkg")
    regions = geopandas.read_file(tmp_path / "plan.gpkg", layer="regions").set_index("region_id")
    build = geopandas.read_file(tmp_path / "plan.gpkg", layer="build")
    for row in build.itertuples(index=False):
        assert regions.geometry[row.region_id].contains(row.geometry)
        assert row.name == plan.names[row.region_id]


@pytest.mark.parametrize("budget", [0.0, 200.0])
def test_geojson_says_what_the_layers_say(tmp_path, budget):
    """Read back by GeoPandas: longitude and latitude, the plan's figures, the same places."""
    plan = tiny_plan(budget)
    write_geopackage(plan, tmp_path / "plan.gpkg")
    for layer in ("regions", "build"):
        write_geojson(plan, layer, tmp_path / f"{layer}.geojson")
        found = geopandas.read_file(tmp_path / f"{layer}.geojson")
        kept = geopandas.read_file(tmp_path / "plan.gpkg", layer=layer).to_crs("EPSG:4326")
        assert found.crs == "EPSG:4326"
        assert len(found) == len(kept)
        if len(kept):
            assert found["region_id"].tolist() == kept["region_id"].tolist()
            assert found["cost"].tolist() == pytest.approx(kept["cost"].tolist())
            ends = found.geometry.bounds.to_numpy(), kept.geometry.bounds.to_numpy()
            assert ends[0] == pytest.approx(ends[1], abs=1e-3)
