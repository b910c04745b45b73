"""A plan being made."""

from dataclasses import replace

import pytest

from optimizer.explore import task as module
from optimizer.explore.task import Task


@pytest.fixture
def ended():
    """Return a list that receives the tasks that have ended."""
    return []


def test_it_makes_a_checked_plan(start, ended):
    """Within the gap that was chosen; how far it was is told."""
    ground, choice, _ = start
    task = Task(ground, replace(choice, budget=60.0), 1, ended.append)
    assert task.told()["phase"] == "queued"
    task()
    assert ended == [task]
    assert task.plan.verified
    assert task.plan.budget == 60
    assert task.plan.gap <= choice.gap
    assert task.told()["bound"] >= task.told()["objective"] > 0


def test_why_no_plan_can_exist_is_told(start, ended):
    """The engine's own reasons."""
    ground, choice, _ = start
    task = Task(ground, replace(choice, budget=1.0, locked_in=("tamsel:ai_hub",)), 1, ended.append)
    task()
    assert task.plan is None
    assert "No plan can exist" in task.failure or "no plan can exist" in task.failure


def test_bad_input_is_told(start, ended):
    """What doesn't fit, and what was expected."""
    ground, choice, _ = start
    task = Task(ground, replace(choice, settings={"targeting": -1.0}), 1, ended.append)
    task()
    assert "targeting" in task.failure


def test_stopped_it_keeps_the_best_plan(start, ended, monkeypatch):
    """A stop asks the search to end; the plan is checked all the same."""
    ground, choice, _ = start
    task = Task(ground, replace(choice, gap=0.0), 1, ended.append)
    watch = task._watch
    monkeypatch.setattr(
        task, "_watch", lambda p: (watch(p), p.objective is not None and task.stop())
    )
    task()
    assert task.told()["stopping"]
    assert task.plan is not None
    assert task.plan.verified


def test_dropped_before_its_turn_it_does_nothing(start, ended, monkeypatch):
    """Nothing is read or solved."""
    ground, choice, _ = start
    monkeypatch.setattr(module, "Controls", None)
    task = Task(ground, choice, 1, ended.append)
    task.drop()
    task()
    assert (task.plan, task.failure) == (None, "")


def test_a_failure_of_the_engine_is_no_silence(start, ended, monkeypatch):
    """The planner sees its name, and the session goes on."""
    ground, choice, _ = start
    monkeypatch.setattr(module, "Controls", lambda *_, **__: 1 / 0)
    task = Task(ground, choice, 1, ended.append)
    task()
    assert "ZeroDivisionError" in task.failure
    assert ended == [task]
