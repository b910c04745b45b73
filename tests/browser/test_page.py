"""What a reader does with a page, and what it does in return."""

import json
import re

import pytest

import optimizer as opt
from browser.looks import wrong_in
from optimizer.report import page_html
from optimizer.report.page.data import plan_page as page_data
from optimizer.report.plan.headline import headline


def text_of(page, selector):
    """Return what a part says."""
    return page.locator(selector).inner_text()


def until(page, expression, times=100):
    """Wait until an expression is true; the page's policy lets nothing wait inside it."""
    for _ in range(times):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never true: {expression}")


def test_the_first_lines_are_those_of_the_summary(opened, plan_page, plan):
    """Range first, then the central number: each sentence of the page stands in the summary."""
    page = opened(plan_page)
    assert text_of(page, "#first") in headline(plan)
    lines = page.locator("#lines p:not(.proof)").all_inner_texts()
    assert len(lines) >= 4
    for line in lines:
        # Money of the page has no zero after the point, and a thousandth less.
        begin = re.split(r"\d+\.\d", line)[0]
        assert begin in headline(plan)


def test_the_slider_moves_map_lines_cards_charts_and_tables(opened, sweep_page):
    """With another budget each part says something else, by mouse and by key."""
    page = opened(sweep_page, "lang=en&budget=60&scenario=base")
    parts = ("#first", "#card", "#chart-cost", "#table-part", "#sweep .steps-part")
    before = {part: text_of(page, part) for part in parts}
    marks = page.locator("#country .mark").count()
    page.locator("#slider").focus()
    page.keyboard.press("End")
    after = {part: text_of(page, part) for part in parts}
    assert all(before[part] != after[part] for part in parts)
    assert page.locator("#country .mark").count() > marks
    assert "budget=200" in page.url
    assert page.evaluate("document.activeElement.id") == "slider"
    page.locator("#less").click()
    assert "budget=120" in page.url


def test_what_enters_between_two_budgets_is_told_by_province(opened, sweep_page, sweep):
    """The changes of the sweep's own table, each with its region's name."""
    page = opened(sweep_page, "lang=en&budget=120&scenario=base")
    told = text_of(page, "#sweep .steps-part")
    changes = sweep.changes()
    rows = changes[(changes["scenario"] == "base") & (changes["budget"] == 120)]
    assert len(rows)
    for region in rows["region_id"]:
        assert sweep.names[region] in told


def test_two_scenarios_stand_side_by_side(opened, sweep_page, sweep):
    """Who stays under each, two maps, and a name that looks like markup is text."""
    page = opened(sweep_page, "lang=en&budget=200&scenario=base")
    table = text_of(page, "table.sides")
    assert "<b>other</b>" in table
    for scenario in ("base", "<b>other</b>"):
        assert f"{int(sweep[200, scenario].retained + 1e-6):,}" in table
    assert page.locator(".side-maps svg").count() == 2


@pytest.mark.slow
def test_scenarios_name_the_factors_that_differ(opened, tmp_path):
    """A scenario of dearer buildings is told as such, not as one without any difference."""
    scenarios = {"base": {}, "dear": {"scale.options.capital_cost": 1.25}}
    found = opt.sweep("tiny", budgets=[200], scenarios=scenarios, workers=1, gap=0.1)
    page = opened(found.report(tmp_path / "dear.html"), "lang=en&budget=200&scenario=base")
    assert "Capital costs, factor: 1 / 1.25" in text_of(page, ".sides-part")


def test_hover_tells_and_click_opens_a_region(opened, plan_page, plan):
    """The tooltip names the region; its card has its numbers and what is built there."""
    page = opened(plan_page)
    region = plan.build.sort_values("cost")["region_id"].iloc[-1]
    at = list(plan.regions["region_id"]).index(region)
    shape = page.locator(f'#country path[data-at="{at}"]')
    shape.hover()
    assert plan.names[region] in text_of(page, ".tip")
    shape.click()
    card = text_of(page, "#card")
    row = plan.regions.set_index("region_id").loc[region]
    assert plan.names[region] in card
    assert f"{row['leavers']:,.0f}" in card
    assert f"region={region}" in page.url
    page.locator("#card .close").click()
    assert "region=" not in page.url


def test_wheel_drag_and_buttons_move_the_map(opened, plan_page):
    """Wheel and + come nearer, a drag shifts, the last button shows the whole country again."""
    page = opened(plan_page)
    place = "document.querySelector('#country > g').getAttribute('transform')"
    page.locator("#country").scroll_into_view_if_needed()
    box = page.locator("#country").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 80)
    page.mouse.wheel(0, -240)
    until(page, f"({place} || '').includes('scale')")
    nearer = page.evaluate(place)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 - 60, box["y"] + 110, steps=3)
    page.mouse.up()
    assert page.evaluate(place) != nearer
    page.locator(".zooms button").nth(2).click()
    until(page, f"{place}.includes('scale(1)')")


def test_a_region_is_found_by_either_name(opened, plan_page, plan):
    """English or Korean, a part of it is enough; an unknown one is told."""
    page = opened(plan_page)
    for name in ("lindam", "린다"):
        page.locator("#search").fill(name)
        page.locator("#search").press("Enter")
        assert "Lindamere" in text_of(page, "#card h3")
        page.locator("#card .close").click()
    page.locator("#search").fill("nowhere")
    page.locator("#search").press("Enter")
    assert "nowhere" in page.locator("#said").text_content()


def test_all_words_change_with_the_language_and_stay(opened, sweep_page):
    """Korean after a click and after reading the page anew; only names of the tables stay."""
    page = opened(sweep_page, "lang=en&budget=200&scenario=base")
    page.locator("#language").click()
    assert page.evaluate("document.documentElement.lang") == "ko"
    page.reload()
    for part in ("#title", "#first", "#budget", "#charts-title", "#tables-title", "#foot"):
        assert re.search("[가-힣]", text_of(page, part))
    where = "h1, h2, h3, h4, thead button, .tabs button, figcaption"
    headings = page.locator(where).all_inner_texts()
    latin = [words for words in headings if re.search("[A-Za-z]{3}", words)]
    assert not [words for words in latin if "other" not in words and "KRW" not in words]


def test_tables_sort_filter_and_export(opened, plan_page, plan):
    """By a click on a heading, by a word; the file has what is shown."""
    page = opened(plan_page)
    page.locator("#sort-cost").click()
    costs = [
        float(text.replace(",", ""))
        for text in page.locator("#table-panel tbody td:nth-child(5)").all_inner_texts()
    ]
    assert costs == sorted(costs, reverse=True)
    assert page.locator("#table-panel th[aria-sort=descending]").count() == 1
    page.locator("#tab-regions").click()
    page.locator("#filter").fill("lindamere")
    assert page.locator("#table-panel tbody tr").count() == 1
    with page.expect_download() as waiting:
        page.locator("#export").click()
    lines = waiting.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "Lindamere" in lines[1]


def test_no_cell_is_a_formula_and_no_name_is_markup(opened, plan, tmp_path):
    """Names that begin like a formula or an element are text on the page and in the file."""
    data = page_data(plan)
    data["regions"]["name"] = ["=1+2", *data["regions"]["name"][1:]]
    data["regions"]["name"][1] = "</script><img src=x onerror=alert(1)>"
    data["instance"] = "<i>name</i>"
    path = tmp_path / "strange.html"
    path.write_text(page_html(data), encoding="utf-8")
    page = opened(path)
    assert "<i>name</i>" in text_of(page, "h1")
    assert page.locator("img").count() == 0
    page.locator("#tab-regions").click()
    assert "\n'=1+2" in page.evaluate("rooted.csv('regions')")


def test_the_keyboard_alone_is_enough(opened, plan_page):
    """From the map's region to region, its card, and back; layers, too."""
    page = opened(plan_page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "country":
            break
    assert page.evaluate("document.activeElement.id") == "country"
    page.keyboard.press("ArrowRight")
    assert page.locator(".tip").is_visible()
    assert page.locator("#said").text_content()
    page.keyboard.press("Enter")
    assert page.locator("#card .close").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("#card .close").count() == 0
    page.locator("#layer-people").focus()
    page.keyboard.press("ArrowRight")
    assert "layer=leavers" in page.url
    assert page.evaluate("document.activeElement.id") == "layer-leavers"


def sheets(pdf):
    """Return how many pages a PDF has."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_a_minister_prints_little_and_an_analyst_all(opened, plan_page):
    """Settings, notes and sources are titles alone, with a line on it, unless all is printed."""
    page = opened(plan_page)
    count = "document.querySelectorAll('details:not([open])').length"
    folded = page.evaluate(count)
    assert folded
    page.evaluate(f"addEventListener('beforeprint', () => {{ window.then = {count} }})")
    brief = page.pdf()
    assert page.evaluate("window.then") == folded
    page.evaluate("rooted.printsAll = true")
    whole = page.pdf()
    assert page.evaluate("window.then") == 0
    assert page.evaluate(count) == folded
    assert 1 < sheets(brief) < sheets(whole)


def test_on_paper_nothing_is_cut_and_buttons_are_left_out(opened, plan_page):
    """At the width of a sheet; the table has its dearest rows, and says that there are more."""
    page = opened(plan_page, "lang=ko&table=regions", width=690, height=980)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert wrong_in(page) == []
    assert not page.locator(".tools").is_visible()
    assert not page.locator("#print-all").is_visible()
    assert page.locator("#country").is_visible()
    assert page.locator(".on-paper.brief").is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.evaluate("rooted.printsAll = true; dispatchEvent(new Event('beforeprint'))")
    assert wrong_in(page) == []
    assert page.locator("details:not([open])").count() == 0


def test_a_live_view_can_take_part(opened, plan, tmp_path):
    """Further scripts fill slots, see each change, and show a plan that was made since."""
    data = page_data(plan)
    script = """
      rooted.extend("card", (at) => rooted.el("b", {text: `slot ${at}`}));
      rooted.part((state) => { window.seen = state.region; });
    """
    path = tmp_path / "live.html"
    path.write_text(page_html(data, scripts=[script]), encoding="utf-8")
    page = opened(path, f"lang=en&region={data['regions']['id'][1]}")
    assert "slot 1" in text_of(page, "#card")
    assert page.evaluate("window.seen") == data["regions"]["id"][1]
    record = json.dumps(data["plans"][0] | {"cost": 12_345.5})
    page.evaluate(f"rooted.show({record})")
    assert "12,345.5" in text_of(page, "#figures")
