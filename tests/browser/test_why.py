"""Why this plan: what to cut last, and a region's why and why not, in both languages."""

import re

import pytest

import optimizer as opt
from browser.test_page import text_of


@pytest.fixture(scope="module")
def explained(plan):
    """Return the plan with its reasons."""
    return opt.explain(plan)


def test_the_lines_that_must_not_be_cut_stand_in_order(opened, plan_page, explained):
    """The first of the ranking, what culture is worth, and how evenly people are kept."""
    page = opened(plan_page)
    told = page.locator("#why ol li").all_inner_texts()
    first = explained.reasons.lines.head(len(told))
    assert len(told) == min(5, len(explained.reasons.lines))
    for text, region in zip(told, first["region_id"], strict=True):
        assert explained.names[region] in text
    rest = text_of(page, "#why .told")
    assert "If culture did nothing" in rest
    assert "Gini" in rest


def test_a_click_on_a_line_opens_its_region_with_the_reasons(opened, plan_page, explained):
    """Its rank is on the card; so is why nothing of another sector stands there."""
    page = opened(plan_page)
    page.locator("#why ol li button").first.click()
    card = text_of(page, "#card-why")
    assert f"Rank 1 of {len(explained.reasons.lines)}" in card
    assert "Why not" in card


@pytest.mark.slow
def test_why_not_is_told_in_the_language_of_the_page(opened, plan_page, explained):
    """What the tables rule out, and a limit with what it needs and what is left."""
    page = opened(plan_page, "lang=en&region=wenna")
    assert "island: no second power line" in text_of(page, "#card-why")
    row = explained.reasons.sites[explained.reasons.sites["status"] == "not chosen"].iloc[0]
    page = opened(plan_page, f"lang=en&region={row['region_id']}")
    assert re.search(r"In the way while all else stays: .*needs", text_of(page, "#card-why"))
    page = opened(plan_page, f"lang=ko&region={row['region_id']}")
    korean = text_of(page, "#card-why")
    assert "왜 짓지 않는가" in korean
    assert not re.search("[a-z]{4}", re.sub("KRW|`.*?`", "", korean))


def test_importance_is_a_layer_a_chart_and_a_table(opened, plan_page, explained):
    """The map's shades change, the chart names the first line, the table has every line."""
    page = opened(plan_page)
    region = explained.reasons.lines["region_id"].iloc[0]
    at = list(explained.regions["region_id"]).index(region)
    shape = page.locator(f'#country path[data-at="{at}"]')
    before = shape.get_attribute("fill")
    page.locator("label[for=layer-importance]").click()
    assert shape.get_attribute("fill") != before
    assert explained.names[region] in text_of(page, "#chart-importance .drawing")
    page.locator("#tab-importance").click()
    assert page.locator("#table-panel tbody tr").count() == min(20, len(explained.reasons.lines))
    page.locator("#tab-why_not").click()
    assert "not chosen" in text_of(page, "#table-panel")
