"""The pages say what is true: their code runs, generated pages are fresh, links lead somewhere."""

import ast
import re
import runpy
import tomllib
from pathlib import Path

import pytest

import optimizer as opt
from optimizer.instance import schema_json, schema_markdown
from optimizer.model import RULES

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.rglob("*.md")])
GENERATOR = runpy.run_path(str(DOCS / "generate.py"))
"""The names of the script that makes the reference."""
REFERENCE = GENERATOR["generated"]()
"""Pages made from the source, by their path in the site."""
SITE = GENERATOR["pages"]()
"""Every page of the site by its path in it."""
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")


def blocks(page: Path, language: str) -> list[str]:
    """Return the fenced blocks of a page in one language."""
    return re.findall(rf"```{language}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.slow
def test_rules_of_ones_own_run_as_the_page_shows_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every Python block of own-rules.md runs, one after another, and its rules are obeyed."""
    script = tmp_path / "own_rules.py"
    page = ROOT / "docs" / "how-to" / "own-rules.md"
    script.write_text("\n".join(blocks(page, "python")), encoding="utf-8")
    scope = runpy.run_path(str(script))
    assert factories(scope["plan"]) == 1
    assert factories(opt.solve("tiny", budget=500, gap=0.01)) > 1
    assert scope["by_hand"].build.equals(scope["plan"].build)
    assert (scope["worth"].instruments["adds"].dropna() > 0).all()
    assert factories(scope["runs"][500]) == 1
    assert all(factories(plan) <= 1 for plan in scope["curve"].plans)
    assert "Proven" in capsys.readouterr().out
    with pytest.raises(opt.InputError, match="one_factory"):
        opt.by_instrument(scope["by_hand"])


def factories(plan: opt.Plan) -> int:
    """Return how many factories a plan reuses in the province of Verrin."""
    verrin = plan.build["region_id"].isin(["montarry", "ferrowe", "skarnhold", "elmspring"])
    reuse = plan.build["option_id"] == "factory_reuse"
    return int(plan.build.loc[verrin & reuse, "count"].sum())


@pytest.mark.slow
@pytest.mark.parametrize("name", ["alternatives", "score-a-plan", "equity"])
def test_pages_on_other_plans_run_as_they_stand(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Their Python runs, and what a page says is printed is printed."""
    page = ROOT / "docs" / "how-to" / f"{name}.md"
    script = tmp_path / "page.py"
    script.write_text("\n".join(blocks(page, "python")), encoding="utf-8")
    scope = runpy.run_path(str(script))
    printed = capsys.readouterr().out
    if name == "alternatives":
        assert blocks(page, "text")[0].strip() in printed
        assert len(scope["others"].plans) == 3
    elif name == "score-a-plan":
        assert scope["mine"].ok and len(scope["mine"].swaps) == 3
    else:
        assert scope["fair"].sentence in printed


@pytest.mark.slow
@pytest.mark.parametrize("name", ["korea-in-ten-minutes", "what-ifs-on-a-cluster"])
def test_tutorials_run_as_they_stand(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each block, one after another; the pages that they promise are there."""
    scope = run_tutorial(name, tmp_path, monkeypatch)
    if name == "korea-in-ten-minutes":
        assert scope["plan"].verified
        assert (tmp_path / "korea.html").is_file()
        assert (tmp_path / "out" / "korea" / "plan_build.qml").is_file()
    else:
        assert len(scope["again"].to_frame()) == 9
        assert (tmp_path / "what-ifs.html").is_file()


@pytest.mark.slow
def test_the_country_from_five_tables_is_planned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Estonia's instance has no problems, and a plan that keeps people with a map and reasons."""
    scope = run_tutorial("your-own-country", tmp_path, monkeypatch)
    assert scope["checked"].ok
    assert scope["plan"].verified and scope["plan"].retained > 100
    assert len(scope["plan"].reasons.lines) == len(scope["plan"].build)
    assert (tmp_path / "estonia.html").is_file()
    assert (tmp_path / "figures" / "map.png").is_file()
    assert "worst_province" in capsys.readouterr().out


def run_tutorial(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict:
    """Run a tutorial's Python blocks in a folder; return what they define."""
    page = DOCS / "tutorials" / f"{name}.md"
    script = folder / "page.py"
    script.write_text("\n".join(blocks(page, "python")), encoding="utf-8")
    monkeypatch.chdir(folder)
    return runpy.run_path(str(script))


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


def test_example_of_comparing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The page shows the very sentence that its block prints, and the provinces add up to it."""
    page = ROOT / "docs" / "how-to" / "compare-plans.md"
    script = tmp_path / "page.py"
    script.write_text("\n".join(blocks(page, "python")), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    both = runpy.run_path(str(script))["both"]
    assert blocks(page, "text")[0].strip() in capsys.readouterr().out
    assert both.by_province["difference"].sum() == pytest.approx(both.difference, abs=1e-6)


@pytest.mark.slow
def test_example_of_a_robust_plan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The page shows the very proofs and tables that its blocks print."""
    page = ROOT / "docs" / "how-to" / "robust-plans.md"
    script = tmp_path / "page.py"
    script.write_text("\n".join(blocks(page, "python")), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    plans = runpy.run_path(str(script))["found"].plans
    shown = capsys.readouterr().out
    examples = [text for text in blocks(page, "text") if not text.startswith("rooted")]
    assert len(examples) >= 2
    assert all(text.strip() in shown for text in examples)
    assert plans["largest_regret"].iloc[0] == plans["largest_regret"].min()


def test_schema_page_is_what_the_command_prints() -> None:
    """docs/reference/schema.md is the output of `rooted schema`, so that it can't drift."""
    page = (ROOT / "docs" / "reference" / "schema.md").read_text(encoding="utf-8")
    assert page.strip() == schema_markdown().strip()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files(page: Path) -> None:
    """Every relative link of a page leads to a file of the project, or to a generated page."""
    generated = {(DOCS / place).resolve() for place in REFERENCE}
    targets = [page.parent / target for target in LINK.findall(page.read_text(encoding="utf-8"))]
    missing = [
        target for target in targets if not target.exists() and target.resolve() not in generated
    ]
    assert missing == []


@pytest.mark.parametrize("place", SITE)
def test_links_of_the_site_lead_to_pages(place: str) -> None:
    """Every relative link of a page of the site leads to another page, or to a picture."""
    site = DOCS.resolve()  # as if the site stood where its pages do
    targets = [
        (site / place).parent.joinpath(target).resolve() for target in LINK.findall(SITE[place])
    ]
    known = {site / page for page in SITE} | set((site / "images").rglob("*"))
    assert [target for target in targets if target not in known] == []


def test_readme_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The thirty seconds of Python in README run, here on the small instance."""
    (block,) = blocks(ROOT / "README.md", "python")
    script = tmp_path / "readme.py"
    script.write_text(block.replace('"korea"', '"tiny"'), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    scope = runpy.run_path(str(script))
    assert scope["plan"].verified
    assert (tmp_path / "out" / "korea" / "plan.json").is_file()


def test_reference_of_python_has_every_public_name() -> None:
    """A public name can't be added without its place in the reference."""
    named = re.findall(r"^### (\w+)$", REFERENCE["reference/api.md"], re.M)
    assert sorted(named) == sorted(name for name in opt.__all__ if name != "__version__")


def test_every_public_name_has_a_docstring() -> None:
    """No entry of the reference is empty: names, and methods of classes, say what they do."""
    silent = []
    for name in set(opt.__all__) - {"__version__"}:
        found = getattr(opt, name)
        members = vars(found).items() if isinstance(found, type) else ()
        methods = [(f"{name}.{key}", item) for key, item in members if not key.startswith("_")]
        documented = (property, classmethod, type(blocks))
        silent += [
            where
            for where, item in [(name, found), *methods]
            if (where == name or isinstance(item, documented)) and not item.__doc__
        ]
    assert silent == []


def test_reference_of_commands_has_every_option() -> None:
    """Each command is there with its arguments and options, and what they mean."""
    page = REFERENCE["reference/cli.md"]
    assert re.findall(r"^## rooted (\w+)$", page, re.M)[:2] == ["solve", "sweep"]
    rows = re.findall(r"^\| `(.+?)` \| (.*) \|$", page, re.M)
    assert {"--budget", "--gap", "--scenario", "--json"} <= {name.split()[0] for name, _ in rows}
    assert [name for name, meaning in rows if not meaning] == []


def test_reference_of_rules_has_every_rule_and_its_formula() -> None:
    """Each family of constraints is there, as its entry beside the code says it."""
    page = REFERENCE["reference/rules.md"]
    assert len(RULES) > 0
    for name, rule in RULES.items():
        assert f"`{name}`" in page
        assert f"```text\n{rule.formula}\n```" in page
    assert re.findall(r"^Where it .*[{}].*$", page, re.M) == []


def test_reference_of_tables_has_every_column_and_setting() -> None:
    """Each column and setting that is checked is in the reference."""
    page = REFERENCE["reference/schema.md"]
    schema = schema_json()
    names = [column for table in schema["tables"].values() for column in table["columns"]]
    names += list(schema["settings"])
    assert [name for name in names if f"| {name}" not in page] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_that_a_page_names_are_there(page: Path) -> None:
    """A path to a Python file in a page is that of a file, in the project or in the package."""
    named = re.findall(r"`((?:\w+/)+\w+\.py)`", page.read_text(encoding="utf-8"))
    missing = [
        name
        for name in named
        if not (ROOT / name).is_file() and not (ROOT / "optimizer" / name).is_file()
    ]
    assert missing == []


def test_pages_that_files_name_are_there() -> None:
    """A page named anywhere in code, settings or tables stands at that place."""
    files = [ROOT / "Makefile", *PAGES, ROOT / "instances" / "korea" / "sources.csv"]
    for folder in ("optimizer", "tests", "data", "instances"):
        files += [*(ROOT / folder).rglob("*.py"), *(ROOT / folder).rglob("*.toml")]
    generated = {f"docs/{place}" for place in REFERENCE}
    missing = [
        (path.relative_to(ROOT).as_posix(), name)
        for path in files
        for name in re.findall(r"\bdocs/[\w/-]+\.md\b", path.read_text(encoding="utf-8"))
        if name not in generated and not (ROOT / name).is_file()
    ]
    assert missing == []


WITH_PYTHON = [page for page in PAGES if blocks(page, "python")]


@pytest.mark.parametrize("page", WITH_PYTHON, ids=lambda page: page.name)
def test_python_of_a_page_imports_what_is_there(page: Path) -> None:
    """Every Python block is Python, and each name that it imports is there afterwards."""
    scope: dict[str, object] = {}
    wanted = set()
    for block in blocks(page, "python"):
        tree = ast.parse(block)
        imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
        wanted |= {
            alias.asname or alias.name.split(".")[0] for node in imports for alias in node.names
        }
        exec(compile(ast.Module(imports, []), str(page), "exec"), scope)
    assert wanted <= set(scope)


def test_one_version_everywhere() -> None:
    """Package, citation and the newest release of the changelog have one version, and one date."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    release = re.search(r"^## (\S+) \((\S+)\)$", changelog, re.M)
    assert release is not None
    assert release[1] == project["version"]
    assert f"version: {release[1]}\n" in citation
    assert f'date-released: "{release[2]}"\n' in citation


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
