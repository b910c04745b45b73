"""How far a sweep is, as lines in a file."""

import io

import pytest

from optimizer.sweep import progress
from optimizer.sweep.progress import Show
from optimizer.sweep.worker import Task

ROW = {"status": "optimal", "objective": 5.0, "retained": 1234.5, "gap": 0.001}


@pytest.fixture
def clock(monkeypatch):
    """Let the clock stand where it is put."""
    now = [0.0]
    monkeypatch.setattr(progress.time, "perf_counter", lambda: now[0])
    return now


def test_each_run_has_its_line(clock):
    """Budget, scenario, outcome, and the time left by the mean of the runs so far."""
    stream = io.StringIO()
    show = Show(stream)
    with show.of(3, 0.001):
        clock[0] = 60.0
        show.ended(Task("a", "base", 1000.0), ROW, known=False)
        show.ended(Task("b", "dear", None, "up"), ROW, known=True)
        failed = {"status": "infeasible", "objective": None, "reason": "no land"}
        show.ended(Task("c", "base", 50.0), failed, known=False)
    lines = stream.getvalue().splitlines()
    assert lines[0].startswith("1/3  1,000 (base): optimal, 1,23")
    assert lines[0].endswith("gap 0.10%  about 2 min left") or "120" in lines[0]
    assert lines[1].endswith("from the store")
    assert "no budget (dear, nested up)" in lines[1]
    assert lines[2].strip() == "3/3  50 (base): infeasible, no land"


def test_a_reader_that_has_gone_away_loses_no_sweep(clock):
    """A closed pipe is no error of the sweep: each run is told of, and counted."""
    tried = []

    class Gone(io.StringIO):
        def write(self, text):
            """Fail as a closed pipe does."""
            tried.append(text)
            raise BrokenPipeError

    show = Show(Gone())
    with show.of(3, 0.001):
        clock[0] = 60.0
        for key in "ab":
            show.ended(Task(key, "base", 1.0), ROW, known=False)
        assert show.left().startswith("about 30")
    assert [text[:3] for text in tried] == ["1/3", "2/3"]
