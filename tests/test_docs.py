"""The pages say what is true: their code runs, generated pages are fresh, links lead somewhere."""

import re
import runpy
from pathlib import Path

import pytest

import optimizer as opt
from optimizer.instance.schema import describe

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", *DOCS.glob("*.md"), *DOCS.glob("levers/*.md")])


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
    assert build.loc[verrin & (build["option_id"] == "factory_reuse"), "count"].sum() == 1
    free = opt.solve("tiny", budget=500, gap=0.01).build
    verrin = free["region_id"].isin(["montarry", "ferrowe", "skarnhold", "elmspring"])
    assert free.loc[verrin & (free["option_id"] == "factory_reuse"), "count"].sum() > 1
    assert "Proven" in capsys.readouterr().out


def run_page(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[dict, str]:
    """Run a page's Python blocks in a folder; return what they define, and the page."""
    page = ROOT / "docs" / "levers" / name
    script = folder / "page.py"
    script.write_text("\n".join(blocks(page, "python")), encoding="utf-8")
    monkeypatch.chdir(folder)
    return runpy.run_path(str(script)), page.read_text(encoding="utf-8")


def test_example_of_purses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Aton is built, 4 and 6; with 4 for Q both are, and the centre pays 12."""
    scope, _ = run_page("purses.md", tmp_path, monkeypatch)
    assert scope["plan"].build["region_id"].tolist() == ["a"]
    assert scope["plan"].purses.loc[0, ["own", "central"]].tolist() == [4, 6]
    table = tmp_path / "two-purses" / "provinces.csv"
    table.write_text(table.read_text().replace("Q,0.4,3", "Q,0.4,4"))
    both = opt.solve(tmp_path / "two-purses", gap=0)
    assert (both.cost, both.purses["central"].sum()) == pytest.approx((20, 12), rel=1e-9)


def test_example_of_phases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One town at once, the other with half the years; with all the money at once both."""
    scope, _ = run_page("phases.md", tmp_path, monkeypatch)
    plan = scope["plan"]
    assert sorted(plan.build["phase"]) == [2024, 2029]
    assert plan.retained == pytest.approx(75, rel=1e-9)
    assert plan.phases["carried_over"].tolist() == pytest.approx([4, 0], abs=1e-9)
    content = (tmp_path / "two-phases" / "instance.toml").read_text()
    content = content.replace("budget = 14", "budget = 20").replace("budget = 6", "budget = 0")
    (tmp_path / "two-phases" / "instance.toml").write_text(content)
    assert opt.solve(tmp_path / "two-phases", gap=0).retained == pytest.approx(100, rel=1e-9)


def test_example_of_balance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The page shows the very table that its block prints."""
    scope, _ = run_page("balance.md", tmp_path, monkeypatch)
    table = blocks(ROOT / "docs" / "levers" / "balance.md", "text")[0].strip()
    assert table in capsys.readouterr().out
    assert scope["frame"]["price"].is_monotonic_increasing


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
