"""Boundaries as paths of an SVG."""

import re

import geopandas
import numpy as np
import pytest
import shapely

from optimizer.report.page.shapes import WIDTH, map_of, path_of, simplified


@pytest.fixture
def boundaries(tmp_path):
    """Return a way to write squares by region_id in a reference system."""

    def written(boxes, crs="EPSG:5179"):
        shapes = [shapely.box(*box) for box in boxes.values()]
        frame = geopandas.GeoDataFrame({"region_id": list(boxes)}, geometry=shapes, crs=crs)
        path = tmp_path / "regions.gpkg"
        frame.to_file(path, driver="GPKG")
        return path

    return written


def points_of(path):
    """Return the numbers of a path as points."""
    return np.array([float(text) for text in re.findall(r"-?[\d.]+", path)]).reshape(-1, 2)


def test_the_drawing_is_as_wide_as_told_and_north_is_up(boundaries):
    """Two squares side by side and one to the north: y grows downwards."""
    path = boundaries({"a": (0, 0, 10, 10), "b": (10, 0, 20, 10), "c": (0, 10, 10, 20)})
    found = map_of(path, ["a", "b", "c"], ["P", "P", "Q"])
    assert (found["width"], found["height"]) == (WIDTH, WIDTH)
    a, b, c = (points_of(shape) for shape in found["regions"])
    assert b[:, 0].max() == WIDTH
    assert c[:, 1].max() <= a[:, 1].min() + 0.1
    assert found["centres"][0] == [250.0, 750.0]
    assert found["provinces"].count("M") == 2


def test_degrees_are_drawn_as_wide_as_they_are(boundaries):
    """At 60° north a degree of longitude is half as wide as one of latitude."""
    found = map_of(boundaries({"a": (10, 59.9, 10.2, 60.0)}, "EPSG:4326"), ["a"], ["P"])
    assert found["height"] / found["width"] == pytest.approx(1.0, abs=0.05)


def test_a_region_without_boundary_has_no_path(boundaries):
    """Its place stays; where no region has one, there is no map."""
    path = boundaries({"a": (0, 0, 10, 10)})
    found = map_of(path, ["a", "x"], ["P", "P"])
    assert found["regions"][1] == ""
    assert found["centres"][1] is None
    assert map_of(path, ["x"], ["P"]) is None
    assert map_of(None, ["a"], ["P"]) is None


def test_without_boundaries_regions_are_discs_at_their_points():
    """Of one size, the eastern one on the right; no province has an outline."""
    points = {"a": (10.0, 50.0), "b": (12.0, 50.0), "c": (11.0, 51.0)}
    found = map_of(None, ["a", "b", "c"], ["P", "P", "Q"], points)
    left, right, north = (np.array(centre) for centre in found["centres"])
    assert left[0] < north[0] < right[0]
    assert north[1] < left[1]
    assert found["provinces"] == ""
    sizes = [np.ptp(points_of(shape)[:, 0]) for shape in found["regions"]]
    assert sizes == pytest.approx([sizes[0]] * 3, abs=0.5)


def test_neighbours_keep_their_common_border():
    """After simplifying there is neither gap nor overlap between them."""
    line = [(100, y * 2 + 0.0) for y in range(100)]
    border = [(x + (i % 7) * 0.2, y) for i, (x, y) in enumerate(line)]
    left = shapely.Polygon([(0, 0), *border, (0, 198)])
    right = shapely.Polygon([(200, 0), *border, (200, 198)])
    one, other = simplified(np.array([left, right], dtype=object))
    assert shapely.get_num_coordinates(one) < shapely.get_num_coordinates(left)
    assert one.intersection(other).area == pytest.approx(0, abs=1e-6)
    assert shapely.union(one, other).area == pytest.approx(one.area + other.area)


def test_a_path_is_short():
    """A tenth of a unit, no needless zeros; a ring that is no area is left out."""
    ring = shapely.LinearRing([(0, 0), (1.04, 0), (1, 2.0)])
    assert path_of([ring]) == "M0,0L1,0L1,2Z"
    assert path_of([shapely.LineString([(0, 0), (0, 0)])]) == ""
