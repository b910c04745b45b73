"""plan.gpkg: layers that open in QGIS, in the boundaries' own CRS."""

import geopandas
import pytest
from support.plans import tiny_plan

from optimizer.report.plan.geopackage import write_geopackage


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
