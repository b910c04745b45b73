"""Why a plan is as it is, asked in a thread of its own."""

from optimizer.explore import question as module
from optimizer.explore.question import Question


def test_it_gives_the_plan_with_its_reasons(start):
    """A line for each thing built; the plan that was given is as it was."""
    _, _, plan = start
    ended = []
    question = Question(0, plan, 1, ended.append)
    assert question.told()["running"] is False
    question()
    assert ended == [question]
    assert len(question.answer.reasons.lines) == len(plan.build)
    assert plan.reasons is None


def test_what_goes_wrong_is_told(start, monkeypatch):
    """Nobody else sees the thread."""

    def failing(*args, **named):
        raise RuntimeError("no memory")

    monkeypatch.setattr(module, "explain", failing)
    question = Question(0, start[2], 1, lambda ended: None)
    question()
    assert "no memory" in question.failure
    assert question.answer is None


def test_dropped_before_its_turn_it_asks_nothing(start, monkeypatch):
    """The engine is left to those who wait."""
    monkeypatch.setattr(module, "explain", lambda *args, **named: 1 / 0)
    question = Question(0, start[2], 1, lambda ended: None)
    question.drop()
    question()
    assert (question.failure, question.answer) == ("", None)


def test_of_every_line_its_progress_is_told(start, monkeypatch):
    """How many are done, of how many, and how."""
    told = []
    question = Question(0, start[2], 1, lambda ended: told.append(ended.told()), every=True)
    question()
    assert 0 < told[0]["done"] <= told[0]["all"]
    assert told[0]["what"] in ("searched next to the plan", "solved without it")
    assert (question.answer.reasons.lines["known_by"] == "search").all()


def test_dropped_on_its_way_it_ends_without_a_failure(start, monkeypatch):
    """At the next line."""
    question = Question(0, start[2], 1, lambda ended: None, every=True)

    def explained(plan, follow, stop, **more):
        follow(1, 9, "searched next to the plan")
        stop.set()
        follow(2, 9, "searched next to the plan")

    monkeypatch.setattr(module, "explain", explained)
    question()
    assert (question.failure, question.answer) == ("", None)
    assert question.told()["done"] == 1
