"""A team's server: the live page behind a proxy's path, several planners at once."""

import pytest
from support.live import begun, small
from support.proxy import proxied

from browser.test_page import text_of, until
from optimizer.explore import serve
from optimizer.explore.hub import Hub

NAME = "plans.example.org"


@pytest.fixture(scope="module")
def start(tmp_path_factory):
    """Return what a hub on a small country begins with."""
    return begun(small(tmp_path_factory.mktemp("team") / "small"))


@pytest.fixture
def planner(browser):
    """Open the page as a planner of one's own: nothing is shared, no error was told."""
    contexts, told = [], []

    def opening(address):
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda line: told.append(f"{line.type}: {line.text}"))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.goto(f"{address}#lang=en")
        return page

    yield opening
    for context in contexts:
        context.close()
    assert told == []


def choose_budget(page, budget):
    """Type a budget."""
    page.locator("#live-budget").fill(str(budget))
    page.locator("#live-budget").press("Enter")


@pytest.mark.slow
def test_two_planners_behind_a_proxy_do_not_see_each_other(start, planner, tmp_path):
    """Both plan at once under the proxy's path; undo, reading anew and saving are each one's."""
    hub = Hub(*start, tmp_path / "explored")
    with (
        serve._bound(0) as listening,
        serve.running(hub, listening, host_names=[NAME]) as served,
        proxied(listening.getsockname()[1], "/team/plans", NAME) as (address, asked),
    ):
        one, other = (planner(f"{address}/{served.token}/") for _ in range(2))
        assert one.url.split("#")[0] != other.url.split("#")[0]
        choose_budget(one, 60)
        choose_budget(other, 200)
        until(one, "rooted.plan().budget === 60", times=400)
        until(other, "rooted.plan().budget === 200", times=400)
        assert len(hub) == 2
        other.locator("#live-undo").click()
        until(other, "rooted.plan().budget === 120", times=400)
        one.reload()
        assert one.evaluate("rooted.plan().budget") == 60
        for page, name in ((one, "first"), (other, "second")):
            page.locator("#fold-save-title").click()
            page.locator("#live-name").fill(name)
            page.locator("#live-save").click()
            until(page, "document.querySelector('#live-problem')?.innerText.includes('Saved')", 400)
            assert name in text_of(page, "#live-problem")
        with one.expect_download() as waiting:
            one.locator("#live-scenario-file").click()
        assert "budget = 60" in waiting.value.path().read_text(encoding="utf-8")
        assert asked
        assert all(path.startswith(f"/team/plans/{served.token}/") for path in asked)


@pytest.mark.slow
def test_a_proxy_that_leaves_its_path_needs_to_be_told(start, planner, tmp_path):
    """With `root_path` the page works just so; a strange name is refused all the same."""
    hub = Hub(*start, tmp_path / "explored")
    with (
        serve._bound(0) as listening,
        serve.running(hub, listening, "/plans", [NAME]) as served,
    ):
        port = listening.getsockname()[1]
        with proxied(port, "/plans", NAME, strips=False) as (address, _):
            page = planner(f"{address}/{served.token}/")
            choose_budget(page, 60)
            until(page, "rooted.plan().budget === 60", times=400)
        with proxied(port, "/plans", "evil.example.net", strips=False) as (address, _):
            answer = page.context.request.get(f"{address}/{served.token}/")
            assert answer.status == 403
