"""What a planner does on the page of `rooted explore`, and what it does in return."""

import pytest
from support.live import begun, small

from browser.test_looks import AXE, wrong_in
from browser.test_page import text_of, until
from optimizer.explore import serve
from optimizer.explore.hub import Hub


@pytest.fixture(scope="module")
def start(tmp_path_factory):
    """Return what a hub on a small country begins with."""
    return begun(small(tmp_path_factory.mktemp("live") / "small"))


@pytest.fixture
def hub(start, tmp_path):
    """Return a hub; the server closes it."""
    return Hub(*start, tmp_path / "explored")


@pytest.fixture
def page(browser, hub):
    """Open a page of its own; at the end no error was told, nothing was asked of others."""
    told, asked = [], []
    with serve._bound(0) as listening, serve.running(hub, listening) as served:
        found = browser.new_page(viewport={"width": 1366, "height": 768})
        found.on("console", lambda line: told.append(f"{line.type}: {line.text}"))
        found.on("pageerror", lambda error: told.append(str(error)))
        found.on("request", lambda request: asked.append(request.url))
        found.goto(f"{served.address}#lang=en")
        yield found
        found.close()
    assert told == []
    assert [url for url in asked if not url.startswith((served.address, "data:", "blob:"))] == []


RESTS = "document.querySelector('#live-stop').disabled"


def test_lock_plan_anew_undo_and_save(page, hub):
    """What is forbidden leaves the map and is told; undo brings it back; both languages."""
    build = page.evaluate("rooted.plan().build.map((row) => row.slice(0, 2))")
    at, option = build[0]
    name = page.evaluate(f"rooted.name({at})")
    page.locator(f'#country path[data-at="{at}"]').click()
    assert name in text_of(page, "#card h3")
    row = page.locator("#lock-part .lock-row").first
    row.get_by_role("button", name="Forbid").click()
    until(page, "Boolean(document.querySelector('#live-change'))", times=400)
    assert [at, option] not in page.evaluate("rooted.plan().build.map((row) => row.slice(0, 2))")
    assert name in text_of(page, "#live-change .leaves >> nth=0")
    assert "Against the plan before" in text_of(page, "#live-state")
    assert f"· {name}" in text_of(page, "#locks")

    page.locator("#language").click()
    assert "앞 계획과 견주어" in text_of(page, "#live-state")
    page.locator("#language").click()

    page.locator("#live-undo").click()
    until(page, f"{RESTS} && document.querySelector('#live-undo').disabled")
    assert page.evaluate("rooted.plan().build.map((row) => row.slice(0, 2))") == build

    page.locator("#lock-draw").click()
    page.locator("#hand-score").click()
    until(page, "Boolean(document.querySelector('#hand-worth'))", times=400)
    assert "Objective" in text_of(page, "#hand-worth")

    page.locator("#fold-save-title").click()
    page.locator("#live-name").fill("mine")
    page.locator("#live-save").click()
    until(page, "document.querySelector('#live-problem')?.innerText.includes('Saved')", times=400)
    assert (hub.out / "mine" / "plan.json").exists()


def test_budget_and_assumption_by_keyboard(page):
    """A number typed and a slider moved are planned anew; what can't be planned is told."""
    page.locator("#live-budget").fill("60")
    page.locator("#live-budget").press("Enter")
    until(page, "rooted.plan().budget === 60", times=400)
    assert page.evaluate("document.activeElement.id") == "live-budget"
    page.locator("#fold-assumptions-title").click()
    knob = page.get_by_label("How likelier takers are to leave", exact=True)
    before = page.evaluate("rooted.plan().retained")
    knob.fill("2")
    knob.press("Enter")
    until(page, f"rooted.plan().retained > {before}", times=400)
    assert page.locator(".live-knob.changed").count() == 1
    knob.fill("-1")
    knob.press("Enter")
    until(page, "Boolean(document.querySelector('#live-problem'))", times=400)
    assert "targeting" in text_of(page, "#live-problem")
    assert knob.input_value() == "2"


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)], ids=str)
def test_all_controls_have_room_and_names(page, size):
    """With every part unfolded and a region's card open, in both languages."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.evaluate("rooted.openRegion(rooted.plan().build[0][0])")
    for title in page.locator(".live-more summary").all():
        title.click()
    for language in ("ko", "en"):
        page.evaluate(f"rooted.set({{ lang: '{language}' }})")
        page.evaluate("window.scrollTo(0, 0)")
        assert wrong_in(page) == []
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    serious = [rule for rule in found["violations"] if rule["impact"] in ("serious", "critical")]
    assert [(rule["id"], rule["nodes"][0]["html"][:120]) for rule in serious] == []
