"""A session's plans: one after another, undone and done again."""

from dataclasses import replace

import pytest

from optimizer.explore import session as module
from optimizer.explore.session import Session
from optimizer.report import plan_page


@pytest.fixture
def session(start):
    """Return a session whose tasks are done at once."""
    ground, choice, plan = start
    return Session(ground, choice, plan, plan_page(plan), lambda task: task())


@pytest.fixture
def waiting(start):
    """Return a session whose tasks wait, and the tasks."""
    ground, choice, plan = start
    tasks = []
    return Session(ground, choice, plan, plan_page(plan), tasks.append), tasks


def locked(session):
    """Return what is built first, and the choice that forbids it."""
    row = session.step.plan.build.iloc[0]
    lock = f"{row['region_id']}:{row['option_id']}"
    choice = session.step.choice
    return row, replace(choice, locked_out=(*choice.locked_out, lock))


def test_what_is_forbidden_leaves_and_undo_brings_it_back(session):
    """The change is that against the plan before; redo repeats it."""
    first = session.step.plan
    row, choice = locked(session)
    session.choose(choice)
    step = session.step
    assert (step.number, step.choice) == (1, choice)
    gone = [(found["region_id"], found["what"]) for found in step.change["leaves"]]
    assert (row["region_id"], row["option_id"]) in gone
    assert step.change["difference"] == pytest.approx(step.plan.people - first.people)
    assert step.change["unsure"] == (
        abs(step.plan.objective - first.objective)
        <= max(first.bound - first.objective, step.plan.bound - step.plan.objective)
    )
    assert session.undo()
    assert session.step.plan is first
    assert not session.undo()
    assert session.redo()
    assert session.step is step
    assert not session.redo()


def test_another_choice_after_undo_takes_the_place_of_what_was_undone(session):
    """As in any editor."""
    session.choose(replace(session.step.choice, budget=60.0))
    session.undo()
    session.choose(replace(session.step.choice, budget=80.0))
    state = session.state()
    assert (state["undo"], state["redo"], state["choice"]["budget"]) == (True, False, 80.0)


def test_without_a_plan_the_one_before_stays(session):
    """The reason is told until something else is chosen."""
    before = session.step
    session.choose(replace(before.choice, settings={"targeting": -1.0}))
    assert session.step is before
    assert "targeting" in session.state()["failure"]


def test_a_new_choice_drops_the_one_before(waiting):
    """The plan that nobody waits for is not taken in."""
    session, tasks = waiting
    session.choose(replace(session.step.choice, budget=60.0))
    session.choose(replace(session.step.choice, budget=61.0))
    assert tasks[0].dropped.is_set()
    assert session.state()["task"]["choice"]["budget"] == 61.0
    for task in tasks:
        task()
    assert session.step.choice.budget == 61.0
    assert session.step.number == 1
    assert session.state()["task"] is None


def test_stop_asks_and_undo_gives_up(waiting):
    """Stopped, the best plan is waited for; undone, it is not."""
    session, tasks = waiting
    session.choose(replace(session.step.choice, budget=60.0))
    session.stop()
    assert session.state()["task"]["stopping"]
    assert not tasks[0].dropped.is_set()
    session.undo()
    assert tasks[0].dropped.is_set()


def test_reasons_belong_to_their_plan(waiting):
    """Asked once; a new choice drops the question; undone and done again they are still known."""
    session, tasks = waiting
    session.ask_why()
    session.ask_why()
    assert len(tasks) == 1
    tasks[0]()
    assert session.state()["reasons"]
    session.ask_why()
    assert len(tasks) == 1
    session.choose(replace(session.step.choice, budget=60.0))
    tasks[1]()
    assert not session.state()["reasons"]
    session.ask_why()
    session.choose(replace(session.step.choice, budget=61.0))
    assert tasks[2].dropped.is_set()
    tasks[2]()
    assert not session.state()["reasons"]
    session.undo()
    assert session.state()["reasons"]


def test_the_oldest_plans_are_forgotten(start, monkeypatch):
    """Memory doesn't grow with the hours."""
    monkeypatch.setattr(module, "MOST_STEPS", 2)
    ground, choice, plan = start
    session = Session(ground, choice, plan, plan_page(plan), lambda task: None)
    for _ in range(3):
        session.choose(choice)
        task = session._task
        task.plan = plan
        session._ended(task)
    assert session.undo()
    assert not session.undo()


def test_the_page_has_what_it_shows(session):
    """The plan's record, what it points at, and what can be changed."""
    session.choose(replace(session.step.choice, settings={"targeting": 2.0}))
    page, shown = session.page(), session.shown()
    record = page["plans"][0]
    assert record == shown["record"]
    assert page["shared"][record["assumptions"]]["settings"]["targeting"] == 2.0
    assert shown["shared"][record["assumptions"]] == page["shared"][record["assumptions"]]
    assert page["live"]["state"]["step"] == shown["step"] == 1
    assert page["live"]["scenarios"] == ["few"]


def test_what_each_line_is_worth_takes_the_place_of_the_quick_question(waiting):
    """Its progress is told; stopped, it leaves the quick answer to be asked for again."""
    session, tasks = waiting
    session.ask_why()
    session.ask_why(every=True)
    session.ask_why(every=True)
    session.ask_why()
    assert len(tasks) == 2
    told = session.state()["question"]
    assert (told["every"], told["done"], told["all"]) == (True, 0, len(session.step.plan.build))
    session.stop()
    assert session.state()["question"] is None
    for task in tasks:
        task()
    assert not session.state()["reasons"]


def test_intervals_of_all_lines_are_exact(session):
    """Once they are known, nothing is asked again."""
    session.ask_why(every=True)
    state = session.state()
    assert (state["reasons"], state["exact"], state["unanswered"]) == (True, True, "")
    answered = session.step
    session.ask_why(every=True)
    assert session.step is answered
