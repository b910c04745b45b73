"""Letters that the machine can draw: Korean where it has a font for it."""

from dataclasses import replace

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from matplotlib import font_manager
from support.plans import tiny_plan

from optimizer.report import fonts


@pytest.fixture
def korean_font(tmp_path, monkeypatch):
    """Make it a machine with a font that has the letters of 마을, as boxes."""
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    for point in ((100, 700), (900, 700), (900, 0)):
        pen.lineTo(point)
    pen.closePath()
    box = pen.glyph()
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder([".notdef", "box"])
    font.setupCharacterMap({ord(letter): "box" for letter in "마을"})
    font.setupGlyf({".notdef": box, "box": box})
    font.setupHorizontalMetrics({".notdef": (1000, 0), "box": (1000, 100)})
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": "Boxes", "styleName": "Regular"})
    font.setupOS2()
    font.setupPost()
    font.save(tmp_path / "boxes.ttf")
    known = font_manager.fontManager.ttflist
    monkeypatch.setattr(font_manager.fontManager, "ttflist", list(known))
    font_manager.fontManager.addfont(tmp_path / "boxes.ttf")
    monkeypatch.setattr(fonts, "KOREAN_FONTS", ("Boxes",))


def test_korean_names_where_a_font_has_them(tmp_path, korean_font):
    """Local names on the map and in the panels; the province with a name that is there twice."""
    plan = tiny_plan()
    named = replace(plan, local_names=dict.fromkeys(plan.names, "마을"))
    texts = {path.stem: path.read_text(encoding="utf-8") for path in named.draw(tmp_path, "svg")}
    most = plan.regions.sort_values("retained").iloc[-1]
    assert f"마을 {plan.names[most['region_id']]}" in texts["youth_path"]
    assert "마을 (" in texts["map"]
    one = replace(plan, local_names={most["region_id"]: "마을"})
    assert fonts.place_name(one, most["region_id"]) == "마을"


def test_without_the_letters_the_english_name_stands(monkeypatch):
    """On a machine without Korean letters no box is drawn."""
    monkeypatch.setattr(fonts, "KOREAN_FONTS", ())
    plan = tiny_plan()
    region = next(iter(plan.names))
    korean = replace(plan, local_names={region: "마을"})
    assert fonts.place_name(korean, region) == plan.names[region]
    assert fonts.both_names(korean, region) == plan.names[region]
