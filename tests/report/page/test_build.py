"""A page is one file that needs nothing else."""

import json
import re

import pytest
from support.plans import tiny_plan

import optimizer as opt
from optimizer.report import page_html
from optimizer.report.page.build import ALLOWED, asset, in_script
from optimizer.report.page.data import plan_page


def test_the_page_asks_for_nothing():
    """No address to load from; the policy allows nothing but the page itself."""
    text = page_html(plan_page(tiny_plan()))
    own = text.replace(asset("d3.min.js"), "")
    loads = re.findall(r"""(?:src|href)=["'](?!#|data:)[^"']*|@import|url\(|fetch\(""", own)
    assert loads == []
    assert "default-src &#x27;none&#x27;" in text
    assert "connect-src" not in ALLOWED


def test_no_name_ends_a_script():
    """A closing tag and line separators inside JSON are escaped, and read back as they were."""
    content = {"name": "</script><!-- \u2028"}
    text = in_script(content)
    assert "<" not in text and "\u2028" not in text
    assert json.loads(text) == content


def test_a_plan_writes_its_page(tmp_path):
    """Whole, at the place asked for; the data on it are the plan's."""
    path = tiny_plan().report(tmp_path / "plan.html")
    text = path.read_text(encoding="utf-8")
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.S)
    assert json.loads(found[1])["plans"][0]["cost"] == pytest.approx(tiny_plan().cost, rel=1e-6)
    assert [name.name for name in tmp_path.iterdir()] == ["plan.html"]


def test_another_ending_or_no_folder_is_told(tmp_path):
    """Bad input that names what fits, and nothing half-written."""
    with pytest.raises(opt.InputError, match=r"'\.pdf' is the ending of no page; expected \.html"):
        tiny_plan().report(tmp_path / "plan.pdf")
    with pytest.raises(opt.InputError, match="there is no folder"):
        tiny_plan().report(tmp_path / "none" / "plan.html")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_twenty_budgets_of_korea_fit_into_ten_megabytes(tmp_path):
    """A plan of korea twenty times over is a page of at most 10 MB."""
    data = plan_page(opt.solve("korea", budget=5000, gap=0.1))
    data["plans"] = [data["plans"][0] | {"budget": budget} for budget in range(20)]
    assert len(page_html(data | {"kind": "sweep"}).encode()) <= 10_000_000
