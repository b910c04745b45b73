"""The map: a picture that shows something, whatever the names are written in."""

from dataclasses import replace

import geopandas
import numpy as np
import pytest
from matplotlib import image
from support.plans import tiny_plan

from optimizer.report import fonts
from optimizer.report.plan import map as drawing
from optimizer.report.plan.map import draw_map


@pytest.fixture
def without_korean_fonts(monkeypatch):
    """Make it a machine that has DejaVu Sans only."""
    monkeypatch.setattr(fonts, "KOREAN_FONTS", ())


def colours(path):
    """How many different colours a picture has."""
    picture = image.imread(path)
    assert picture.shape[0] > 800
    return len(np.unique((picture[::3, ::3, :3] * 255).astype(int).reshape(-1, 3), axis=0))


def test_a_map_is_a_picture(tmp_path):
    """A PNG of several hundred pixels each way with more than a few colours."""
    draw_map(tiny_plan(), tmp_path / "map.png")
    assert (tmp_path / "map.png").read_bytes().startswith(b"\x89PNG")
    assert colours(tmp_path / "map.png") > 20


def test_letters_without_a_font_are_not_drawn(tmp_path, without_korean_fonts):
    """Korean names, options, instance and currency: no warning; ids and numbers in their place."""
    plan = tiny_plan()
    korean = replace(
        plan,
        instance="시험",
        currency="십억원",
        names={region: f"마을 {region}" for region in plan.names},
        build=plan.build.assign(option_id="문화\t공간"),
    )
    draw_map(korean, tmp_path / "map.png")
    assert colours(tmp_path / "map.png") > 20
    assert drawing._title(korean).startswith("Plan 2024–2040, budget 200:")
    assert fonts.drawable("마을", "town") == "town"
    assert fonts.drawable("Isle of Wenna", "town") == "Isle of Wenna"


def test_dollars_and_underscores_are_letters(tmp_path):
    """No name is taken for a formula or for a label to be left out."""
    plan = tiny_plan()
    odd = replace(
        plan,
        instance="a$b^{",
        names=dict.fromkeys(plan.names, "$\\frac{$"),
        build=plan.build.assign(option_id="_x$y$"),
    )
    draw_map(odd, tmp_path / "map.png")
    assert colours(tmp_path / "map.png") > 20


def test_nothing_built_is_drawn_too(tmp_path):
    """An empty plan has a map without marks."""
    draw_map(tiny_plan(0.0), tmp_path / "map.png")
    assert colours(tmp_path / "map.png") > 2


def test_regions_without_a_shape_are_left_out(tmp_path):
    """Missing and empty shapes, or none at all, don't keep the others from being drawn."""
    plan = tiny_plan()
    shapes = geopandas.read_file(plan.boundaries)
    shapes.loc[0, "geometry"] = None
    for keep in (len(shapes), 1):
        part = tmp_path / f"{keep}.gpkg"
        shapes[:keep].to_file(part, driver="GPKG")
        draw_map(replace(plan, boundaries=part), tmp_path / f"{keep}.png")
        assert (tmp_path / f"{keep}.png").stat().st_size > 1000


def points_of_tiny():
    """Return where the regions of tiny lie."""
    rows = tiny_plan().source.points.itertuples(index=False, name=None)
    return {region: (lon, lat) for region, lon, lat in rows}


def test_without_boundaries_the_map_shows_points(tmp_path):
    """A picture of the seats, also of a country where nothing is built, or with a single point."""
    points = points_of_tiny()
    assert len(points) == 12
    plan = replace(tiny_plan(), boundaries=None, points=points)
    draw_map(plan, tmp_path / "map.png")
    assert colours(tmp_path / "map.png") > 20
    one = dict(list(points.items())[:1])
    draw_map(replace(tiny_plan(0.0), boundaries=None, points=one), tmp_path / "map.png")


def test_the_legend_names_options():
    """The local name where its letters can be drawn, else the English one, else the code."""
    plan = tiny_plan()
    assert fonts.option_name(plan, "ai_hub") in {"AI cluster (hub)", "AI 클러스터(거점)"}
    assert fonts.option_name(plan, "unheard_of") == "unheard_of"
