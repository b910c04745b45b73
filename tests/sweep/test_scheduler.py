"""One pass over a sweep's runs: what the store has is taken from it, the rest is done."""

from dataclasses import replace

import pytest
from support.plans import tiny

import optimizer as opt
from optimizer.sweep.scheduler import Drive
from optimizer.sweep.table import SweepData
from optimizer.sweep.tasks import list_runs
from optimizer.sweep.worker import CUT_SHORT, Asked, Workshop, not_begun, told

ASKED = Asked(1e-3, 0.0, 0, {})


class Here:
    """An executor that does one run at a time, without time for a plan."""

    slots = 1

    def __init__(self, stop=None):
        self.done, self.closed, self._stop = [], False, stop

    def submit(self, task, neighbour, keep):
        """Take a run."""
        self._next = task, keep

    def next(self):
        """Do it."""
        task, keep = self._next
        self.done.append(task.key)
        if self._stop == len(self.done):
            return task, {"status": "interrupted"}
        content = Workshop(tiny(), ASKED).perform(task)
        keep(content)
        return task, content

    def close(self):
        """Take note that nothing more comes."""
        self.closed = True


@pytest.fixture
def sweep(tmp_path):
    """Return a sweep of three runs, and these."""
    tasks, places = list_runs({"base": tiny()}, [1.0, 2.0, 3.0], ASKED, None)
    return SweepData(opt.Store(tmp_path), "tiny", "bn KRW", places), tasks


def test_every_run_is_done_once(sweep):
    """A second pass takes all of them from the store, and tells so."""
    data, tasks = sweep
    first, told = Here(), []
    Drive(data, tasks, first, lambda task, row, known: told.append(known)).run()
    assert first.done == [task.key for task in tasks]
    assert first.closed
    assert {row["status"] for row in data.rows.values()} == {"time_limit"}
    again = Here()
    Drive(data, tasks, again, lambda task, row, known: told.append(known)).run()
    assert again.done == []
    assert told == [False] * 3 + [True] * 3


def test_an_interrupt_ends_the_pass(sweep):
    """What had not begun is nobody's, so that another process may do it."""
    data, tasks = sweep
    executor = Here(stop=2)
    Drive(data, tasks, executor).run()
    assert data.interrupted
    assert executor.closed
    assert len(data.rows) == 1
    assert data.store.claim(tasks[2].key)


def test_what_the_whole_sweep_had_no_time_for_is_a_row(sweep):
    """With its reason, and without a record: the next pass does it."""
    data, tasks = sweep
    executor, clock = Here(), iter([9.0, 0.0, 0.0])
    Drive(data, tasks, executor, left=lambda: next(clock)).run()
    assert executor.done == [tasks[0].key]
    late = [data.rows[task.key] for task in tasks[1:]]
    assert [row["status"] for row in late] == ["time_limit"] * 2
    assert all("whole sweep" in row["reason"] for row in late)
    again = Here()
    Drive(data, tasks, again).run()
    assert again.done == [task.key for task in tasks[1:]]


def test_what_the_whole_sweeps_time_cut_short_is_done_again(sweep):
    """Its plan is kept until then; a run without one leaves no record."""
    data, tasks = sweep
    drive = Drive(data, tasks, Here())
    plan = Workshop(tiny(), replace(ASKED, time_limit=None, gap=0.5)).perform(tasks[0])
    drive._keep(tasks[0], "", {**plan, "status": "time_limit", CUT_SHORT: True})
    drive._keep(tasks[1], "", told(tasks[1], not_begun()))
    assert data.store.read(tasks[0].key)["plan"] == plan["plan"]
    assert data.store.read(tasks[1].key) is None
    drive._keep(tasks[0], "", told(tasks[0], not_begun()))
    assert data.store.read(tasks[0].key)["plan"] == plan["plan"]
    assert not drive._known(tasks[0], None)
    drive._late(tasks[0])
    assert data.rows[tasks[0].key]["objective"] == plan["plan"]["objective"]
