"""The pages say what is true: their code runs, generated pages are fresh, links lead somewhere."""

import re
import runpy
from pathlib import Path

import pytest

import optimizer as opt
from optimizer.instance import describe

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    [ROOT / "README.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "docs" / "levers").glob("*.md")]
)


def blocks(page: Path, language: str) -> list[str]:
    """Return the fenced blocks of a page in one language."""
    return re.findall(rf"```{language}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


def test_rules_of_ones_own_run_as_the_page_shows_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every Python block of own-rules.md runs, one after another, and its rules are obeyed."""
    script = tmp_path / "own_rules.py"
    page = ROOT / "docs" / "own-rules.md"
    script.write_text("\n".join(blocks(page, "python")), encoding="utf-8")
    scope = runpy.run_path(str(script))
    build = scope["plan"].build
    verrin = build["region_id"].isin(["montarry", "ferrowe", "skarnhold", "elmspring"])
    assert build.loc[verrin & (build["option_id"] == "digital_studio"), "count"].sum() == 1
    free = opt.solve("tiny", budget=1_000).build
    verrin = free["region_id"].isin(["montarry", "ferrowe", "skarnhold", "elmspring"])
    assert free.loc[verrin & (free["option_id"] == "digital_studio"), "count"].sum() > 1
    assert "Proven" in capsys.readouterr().out


def test_schema_page_is_what_the_command_prints() -> None:
    """docs/schema.md is the output of `rooted schema`, so that it can't drift."""
    page = (ROOT / "docs" / "schema.md").read_text(encoding="utf-8")
    assert page.strip() == describe.schema_markdown().strip()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files(page: Path) -> None:
    """Every relative link of a page leads to a file of the project."""
    targets = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text(encoding="utf-8"))
    missing = [target for target in targets if not (page.parent / target).exists()]
    assert missing == []


def test_pages_hold_no_placeholder() -> None:
    """No page still waits for a figure."""
    words = ("MEASURED\n", "NOPLAN\n", "TODO")
    waiting = [
        (page.name, word)
        for page in PAGES
        for word in words
        if word in page.read_text(encoding="utf-8")
    ]
    assert waiting == []
