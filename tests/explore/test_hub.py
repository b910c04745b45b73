"""All sessions on one instance."""

from dataclasses import replace

import pytest
from support.live import until

import optimizer as opt
from optimizer.explore import hub as module
from optimizer.explore.hub import FullError, Hub
from optimizer.instance import InputError


def test_sessions_are_apart(hub):
    """What one chooses the other doesn't see."""
    one, other = (hub.find(hub.begin()) for _ in range(2))
    one.choose(replace(one.step.choice, budget=60.0))
    until(lambda: one.state()["task"] is None)
    assert one.step.plan.budget == 60
    assert other.step.plan.budget == 120
    assert hub.find("nobody") is None


def test_who_is_gone_is_forgotten(start, tmp_path):
    """After the idle time, with what was being made; who asks stays."""
    now = [0.0]
    hub = Hub(*start, tmp_path, idle=10, clock=lambda: now[0])
    gone, here = hub.begin(), hub.begin()
    session = hub.find(gone)
    hub._submit = lambda task: None
    now[0] = 8
    hub.find(here)
    now[0] = 11
    hub.close_idle()
    assert (len(hub), hub.find(gone)) == (1, None)
    assert session.state()["task"] is None
    hub.close()
    assert len(hub) == 0


def test_there_is_an_end_to_sessions(hub, monkeypatch):
    """More than so many are refused."""
    monkeypatch.setattr(module, "MOST_SESSIONS", 1)
    hub.begin()
    with pytest.raises(FullError):
        hub.begin()


def test_what_is_saved_loads_holds_and_is_made_again(hub, folder):
    """The plan's folder passes its check; the scenario gives the same plan; nothing is lost."""
    session = hub.find(hub.begin())
    step = session.step
    place, scenario = hub.save(step, "우리 계획")
    assert opt.load_plan(place) == step.plan
    assert opt.check(place, folder).ok
    again = opt.solve(opt.load(folder, scenarios=[scenario]), gap=step.choice.gap)
    assert list(again.build["option_id"]) == list(step.plan.build["option_id"])
    other, _ = hub.save(step, "우리 계획")
    assert other.name == "우리 계획-2"
    assert place.exists()


@pytest.mark.parametrize(
    "name", ["", "..", "../x", "a/b", "a\\b", ".x", "x.", "a\nb", "x" * 81, "-x"]
)
def test_no_name_leads_elsewhere(hub, name):
    """Only one folder below the one that was named."""
    step = hub.find(hub.begin()).step
    with pytest.raises(InputError, match="can't be the name"):
        hub.save(step, name)
    assert not hub.out.exists()


def test_a_plan_drawn_by_hand_is_valued(hub):
    """The plan shown is worth what it is, and keeps the rules; nothing is worth nothing."""
    step = hub.find(hub.begin()).step
    rows = {"region": "region_id", "option": "option_id", "count": "count"}
    drawn = {name: list(step.plan.build[column]) for name, column in rows.items()}
    found = hub.score(step, drawn)
    assert found["ok"]
    assert found["objective"] == pytest.approx(step.plan.objective)
    assert hub.score(step, {name: [] for name in rows})["retained"] == 0
