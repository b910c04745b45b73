"""The worked example of each page is an instance, and gives the plan that is printed."""

import json
import re
from pathlib import Path

import pytest

import optimizer as opt
from optimizer.instance import MEASURE_KINDS, OTHER_KINDS

FOLDER = Path(__file__).parents[1] / "docs" / "levers"
PAGES = [page for page in sorted(FOLDER.glob("*.md")) if "```json" in page.read_text("utf-8")]
"""Those whose example is shown as tables and the plan; the others are scripts (test_docs.py)."""
YOUR_COUNTRY = FOLDER.parent / "how-to" / "your-country.md"


@pytest.mark.parametrize("page", [*PAGES, YOUR_COUNTRY], ids=lambda page: page.stem)
def test_the_example_gives_what_the_page_says(tmp_path, page):
    """Its tables are written to a folder and solved; people, cost, buildings and levers agree."""
    text = page.read_text(encoding="utf-8")
    for name, content in re.findall(r"^`([\w.]+)`\n```\w+\n(.*?)```", text, re.DOTALL | re.M):
        (tmp_path / name).write_text(content, encoding="utf-8")
    (expected,) = re.findall(r"^```json\n(.*?)```", text, re.DOTALL | re.M)
    expected = json.loads(expected)
    plan = opt.solve(tmp_path, gap=0)
    build = zip(plan.build["region_id"], plan.build["option_id"], plan.build["count"], strict=True)
    measures = zip(plan.measures["region_id"], plan.measures["measure_id"], strict=True)
    assert {f"{region}:{option}": count for region, option, count in build} == expected["build"]
    assert sorted(f"{region}:{name}" for region, name in measures) == expected["measures"]
    seats = dict(zip(plan.seats["university_id"], plan.seats["seats"], strict=True))
    assert seats == pytest.approx(expected.get("seats", {}))
    assert (plan.retained, plan.cost) == pytest.approx((expected["retained"], expected["cost"]))


ABOUT_MONEY = {"purses", "phases", "balance"}
"""Pages of what is no lever; their examples are scripts."""


def test_every_lever_has_its_page():
    """The page that its kind names, with an example that a test runs; and no page is left over."""
    kinds = {kind.page for kind in (*MEASURE_KINDS.values(), *OTHER_KINDS.values())}
    assert {page.stem for page in PAGES} == kinds
    assert {page.stem for page in FOLDER.glob("*.md")} - kinds == ABOUT_MONEY


@pytest.mark.parametrize("start", ["README.md", "docs/index.md"])
def test_every_lever_is_found_from_the_first_page(start):
    """Both first pages list the pages of levers."""
    text = (FOLDER.parents[1] / start).read_text(encoding="utf-8")
    assert [page.stem for page in FOLDER.glob("*.md") if f"levers/{page.name}" not in text] == []
