"""What a planner does on the page of `rooted explore`, and what it does in return."""

import re

import pytest
from support.live import begun, small

from browser.looks import wrong_in
from browser.test_looks import AXE
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

    page.locator("#fold-save-title").click()
    page.locator("#live-name").fill("mine")
    page.locator("#live-save").click()
    until(page, "document.querySelector('#live-problem')?.innerText.includes('Saved')", times=400)
    assert (hub.out / "mine" / "plan.json").exists()


@pytest.mark.slow
def test_reasons_of_a_plan_made_anew_are_asked_for_when_a_region_is_opened(page):
    """Why and why not on the card, in both languages; one thing is proven when it is asked."""
    page.locator("#live-budget").fill("60")
    page.locator("#live-budget").press("Enter")
    until(page, f"rooted.plan().budget === 60 && {RESTS}", times=400)
    assert page.evaluate("rooted.plan().reasons") is None
    at = page.evaluate("rooted.plan().build[0][0]")
    page.evaluate(f"rooted.openRegion({at})")
    until(page, "Boolean(document.querySelector('#card-why'))", times=400)
    assert "Rank" in text_of(page, "#card-why")
    assert page.locator("#why ol li").count() > 0
    page.locator("#why-0").click()
    until(page, "Boolean(document.querySelector('#why-exact'))", times=400)
    assert "proven" in text_of(page, "#why-exact")
    page.locator("#why-other").click()
    until(page, "document.querySelector('#why-exact')?.innerText.includes('.')", times=400)
    page.locator("#language").click()
    assert re.search("[가-힣]", text_of(page, "#why-exact"))
    page.locator("#language").click()
    page.locator("#live-undo").click()
    until(page, "rooted.plan().budget === 120", times=400)
    until(page, "Boolean(document.querySelector('#card-why'))", times=400)


def test_what_each_line_is_worth_is_proven_on_demand(page):
    """The button in the section, then intervals; the button is gone, and the end is said."""
    page.locator("#every-ask").click()
    until(page, "rooted.live.exact()", times=400)
    assert page.locator("#every-ask").count() == 0
    until(page, "document.querySelector('#said').textContent.includes('known')")
    assert page.evaluate("rooted.plan().reasons.lines.every((row) => row[8] === 'search')")


def test_a_plan_is_drawn_on_the_map_valued_and_kept_as_a_file(page, tmp_path):
    """Placed and removed by clicks; worth, broken rules and swaps; the file gives it again."""
    page.locator("#fold-hand-title").click()
    page.locator("#hand-empty").click()
    page.locator("#hand-map").click()
    assert page.locator("#country .mark").count() == 0
    at = page.evaluate("rooted.placeOf.get('dunmarrow')")
    page.locator(f'#country path[data-at="{at}"]').click()
    page.locator("#hand-option").select_option("bio_hub")
    page.locator("#hand-place").click()
    page.locator("#hand-more-0").click()
    assert page.locator("#country .mark").count() == 1
    assert page.locator("#hand-rows").input_value() == "dunmarrow, bio_hub, 2"
    page.locator("#hand-value").click()
    until(page, "Boolean(document.querySelector('#hand-worth'))", times=400)
    told = text_of(page, "#hand-worth")
    assert "Objective" in told
    assert "above what plans that keep the rules can reach" in told
    assert "Rules that it breaks" in told
    assert page.locator("#hand-broken li").count() >= 1
    page.locator("#language").click()
    assert not re.search("needs|Budget", text_of(page, "#hand-broken"))
    assert "예산" in text_of(page, "#hand-broken")
    page.locator("#language").click()
    page.locator("#hand-none-0").click()
    page.locator("#hand-option").select_option("bio_pilot")
    page.locator("#hand-place").click()
    page.locator("#hand-value").click()
    until(page, "Boolean(document.querySelector('#hand-swaps li'))", times=400)
    assert "below what no plan exceeds" in text_of(page, "#hand-distance")
    assert page.locator("#hand-broken").count() == 0
    with page.expect_download() as waiting:
        page.locator("#hand-save").click()
    path = tmp_path / "build.csv"
    waiting.value.save_as(path)
    assert path.read_text().splitlines() == ["region_id,option_id,count", "dunmarrow,bio_pilot,1"]
    path.write_text("지역;option\n던매로;bio_hub\nnowhere;x\n", encoding="utf-8")
    page.locator("#hand-file").set_input_files(path)
    until(page, "document.querySelector('#live-problem')?.innerText.includes('nowhere')")
    path.write_text("region;option;count\nDunmarrow;bio_hub;1\n", encoding="utf-8")
    page.locator("#hand-file").set_input_files(path)
    until(page, "document.querySelector('#hand-rows').value === 'dunmarrow, bio_hub, 1'")
    page.locator("#hand-draw").click()
    assert page.locator("#country .mark").count() > 1


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


@pytest.mark.parametrize(
    "size", [(1366, 768), pytest.param((390, 844), marks=pytest.mark.slow)], ids=str
)
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
    page.locator("#hand-map").click()
    assert page.locator("#hand-part").is_visible()
    page.evaluate("window.scrollTo(0, 0)")
    assert wrong_in(page) == []
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    serious = [rule for rule in found["violations"] if rule["impact"] in ("serious", "critical")]
    assert [(rule["id"], rule["nodes"][0]["html"][:120]) for rule in serious] == []
