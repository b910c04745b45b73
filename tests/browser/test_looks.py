"""How a page is laid out, and whether everybody can use it."""

from pathlib import Path

import pytest

SIZES = ((1366, 768), (1920, 1080), (390, 844))
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
CROSSING = """() => {
  const shown = (node) => node.getClientRects().length > 0;
  const box = (node) => node.getBoundingClientRect();
  const name = (node) => node.id || node.className.baseVal || node.className || node.tagName;
  const found = [];
  const blocks = ['main > section', '.where > *', '.chart', '.tile', '.map-tools > *',
    '.legend > *', '.tools button', '.sweep-grid > *', '.card-part', '.tabs button'];
  for (const selector of blocks) {
    const nodes = [...document.querySelectorAll(selector)].filter(shown);
    nodes.forEach((one, at) => nodes.slice(at + 1).forEach((other) => {
      const [a, b] = [box(one), box(other)];
      if (one.parentNode !== other.parentNode && selector !== '.chart') return;
      if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1)
        found.push(`${selector}: ${name(one)} over ${name(other)}`);
    }));
  }
  for (const text of document.querySelectorAll('.drawing svg text, .small-chart svg text')) {
    if (!shown(text)) continue;
    const [a, b] = [box(text), box(text.ownerSVGElement)];
    const aside = a.left < b.left - 1 || a.right > b.right + 1;
    if (aside || a.top < b.top - 1 || a.bottom > b.bottom + 1)
      found.push(`cut: ${text.textContent} in ${name(text.closest('figure'))}`);
  }
  const words = 'h1, h2, h3, h4, dt, dd, button, label, figcaption p';
  for (const node of document.querySelectorAll(words)) {
    if (shown(node) && !node.closest('.unseen') && node.scrollWidth > node.clientWidth + 1
      && getComputedStyle(node).display !== 'inline')
      found.push(`too narrow: ${node.textContent.slice(0, 40)}`);
  }
  const over = document.documentElement.scrollWidth - window.innerWidth;
  if (over > 0) found.push(`${over} pixels too wide`);
  return found;
}"""


def wrong_in(page):
    """Return what overlaps, is cut or makes the page scroll sideways."""
    return page.evaluate(CROSSING)


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
