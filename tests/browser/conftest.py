"""A browser of the machine, the pages to look at, and what must hold of whatever is done there."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

import optimizer as opt

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items):
    """Mark every test of this folder."""
    for item in items:
        if HERE in Path(item.path).parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser():
    """Give a browser without window; where there is none, the tests are skipped."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip(f"no browser on this machine: none of {', '.join(NAMES)}")
    with playwright.sync_playwright() as running:
        found = running.chromium.launch(executable_path=path, args=list(FLAGS))
        yield found
        found.close()


@pytest.fixture(scope="session")
def plan(sweep):
    """Return one of its plans with its range."""
    found = sweep[200, "base"]
    return replace(found, spread=found.uncertainty(30))


@pytest.fixture(scope="session")
def plan_page(plan, tmp_path_factory):
    """Return the page of a plan."""
    return plan.report(tmp_path_factory.mktemp("page") / "plan.html")


@pytest.fixture(scope="session")
def sweep(tmp_path_factory):
    """Return three budgets of tiny, without what makes it slow, under two scenarios."""
    folder = tmp_path_factory.mktemp("instance") / "tiny"
    opt.new_instance(folder)
    for table in ("measures", "interactions"):
        (folder / f"{table}.csv").unlink()
    scenarios = {"base": {}, "<b>other</b>": {"additional_share": 0.3}}
    return opt.sweep(folder, budgets=[60, 120, 200], scenarios=scenarios, gap=0.05, workers=1)


@pytest.fixture(scope="session")
def sweep_page(sweep, tmp_path_factory):
    """Return the page of a sweep."""
    return sweep.report(tmp_path_factory.mktemp("page") / "sweep.html")


@pytest.fixture
def opened(browser):
    """Open a page; at the end no error was told and nothing was asked of a network."""
    pages, told, asked = [], [], []

    def opening(path, words="lang=en", width=1366, height=768, **more):
        page = browser.new_page(viewport={"width": width, "height": height}, **more)
        page.on("console", lambda found: told.append(f"{found.type}: {found.text}"))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{path.as_uri()}#{words}")
        pages.append(page)
        return page

    yield opening
    for page in pages:
        page.close()
    assert told == []
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
