"""How a page is laid out, and whether everybody can use it."""

from pathlib import Path

import pytest

from browser.looks import wrong_in

SIZES = ((1366, 768), (1920, 1080), (390, 844))
AXE = Path(__file__).parent / "vendor" / "axe.min.js"


@pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.slow), "ko"])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_nothing_overlaps_and_nothing_is_cut(opened, plan_page, sweep_page, plan, size, language):
    """On a laptop, a projector and a phone, with a region's card open and on a sweep."""
    region = plan.build["region_id"].iloc[0]
    page = opened(plan_page, f"lang={language}&region={region}", *size)
    assert wrong_in(page) == []
    page.goto(f"{sweep_page.as_uri()}#lang={language}&budget=120&scenario=base")
    assert wrong_in(page) == []


@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_axe_finds_nothing_serious(opened, plan_page, sweep_page, plan, theme):
    """Contrast, names, roles, order and focus, on a plan with a card and on a sweep."""
    for path, more in ((plan_page, f"region={plan.build['region_id'].iloc[0]}"), (sweep_page, "")):
        page = opened(path, f"lang=en&theme={theme}&{more}")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        serious = [
            (rule["id"], node["html"][:120], node["failureSummary"][:200])
            for rule in found["violations"]
            if rule["impact"] in ("serious", "critical")
            for node in rule["nodes"]
        ]
        assert serious == []


def test_what_overlaps_or_is_cut_would_be_found(opened, plan_page):
    """The look itself can fail: a tile moved over another, a long word, text beyond a chart."""
    page = opened(plan_page)
    page.add_style_tag(content=".tile:nth-child(2) { margin-left: -150px }")
    assert any(".tile" in line for line in wrong_in(page))
    page.reload()
    page.evaluate("document.querySelector('.drawing svg text').setAttribute('x', 2000)")
    assert any("cut" in line for line in wrong_in(page))
