"""Styles for QGIS: XML, with a symbol for each category that the layers have."""

from itertools import pairwise
from xml.etree import ElementTree

import geopandas
import pytest
from support.plans import tiny_plan

from optimizer.report.plan.geopackage import write_geopackage
from optimizer.report.plan.qgis_style import (
    categories_of,
    write_build_style,
    write_region_style,
)


@pytest.fixture
def folder(tmp_path):
    """Return a folder with a plan's layers and styles."""
    plan = tiny_plan()
    write_geopackage(plan, tmp_path / "plan.gpkg")
    write_build_style(plan, tmp_path / "plan_build.qml")
    write_region_style(plan, tmp_path / "plan_regions.qml", points=False)
    return tmp_path


def test_each_option_of_the_layer_has_a_symbol_of_its_own(folder):
    """No option without, no symbol twice; each has a colour and a form."""
    build = geopandas.read_file(folder / "plan.gpkg", layer="build")
    text = (folder / "plan_build.qml").read_text(encoding="utf-8")
    symbols = categories_of(text)
    assert set(symbols) == set(build["option_id"])
    assert len(set(symbols.values())) == len(symbols)
    drawn = {
        (layer.find("./prop[@k='color']").get("v"), layer.find("./prop[@k='name']").get("v"))
        for layer in ElementTree.fromstring(text).iter("layer")
    }
    assert len(drawn) == len(symbols)


def test_every_number_of_people_falls_into_a_range(folder):
    """Ranges follow each other without a gap, from none to more than the most."""
    regions = geopandas.read_file(folder / "plan.gpkg", layer="regions")
    text = (folder / "plan_regions.qml").read_text(encoding="utf-8")
    found = list(ElementTree.fromstring(text).iter("range"))
    ends = [(float(each.get("lower")), float(each.get("upper"))) for each in found]
    assert ends[0][0] == 0
    assert all(one[1] == other[0] for one, other in pairwise(ends))
    assert ends[-1][1] >= (regions["retained"] + regions["arrived"]).max()
    assert len(categories_of(text)) == len(found)


def test_points_have_marks_in_place_of_fills(tmp_path):
    """Where there are no boundaries regions are points."""
    write_region_style(tiny_plan(), tmp_path / "points.qml", points=True)
    text = (tmp_path / "points.qml").read_text(encoding="utf-8")
    kinds = {each.get("type") for each in ElementTree.fromstring(text).iter("symbol")}
    assert kinds == {"marker"}


def test_a_category_without_a_symbol_is_found():
    """The check of a style can fail."""
    text = '<qgis><category value="a" symbol="0"/><symbols/></qgis>'
    with pytest.raises(ValueError, match="no symbol for a"):
        categories_of(text)


def test_where_nothing_is_built_the_style_is_empty(tmp_path):
    """It is XML all the same."""
    write_build_style(tiny_plan(0.0), tmp_path / "none.qml")
    assert categories_of((tmp_path / "none.qml").read_text(encoding="utf-8")) == {}
