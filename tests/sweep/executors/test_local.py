"""Where runs are done: what is finished is kept at once, and nothing outlives its starter."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import optimizer as opt
from optimizer.sweep.executors.local import KEPT_WORKSHOPS, Here, Workshops
from optimizer.sweep.worker import Asked, Task, Workshop


@pytest.fixture(scope="module")
def tiny():
    return opt.load("tiny")


def test_a_run_is_kept_once_it_is_checked_while_the_next_one_is_solved(tiny, monkeypatch):
    """A finished run needs not wait for the next one."""
    here = Here({"base": tiny}, Asked(1e-3, None, 0, {}), None)
    kept = []

    def begin(workshop, task, neighbour, watcher):
        # The second run ends only when the first has been kept.
        until = time.monotonic() + 30
        while task.key == "two" and not kept and time.monotonic() < until:
            time.sleep(0.01)
        return lambda: {"status": "optimal", "key": task.key, "kept": len(kept)}

    monkeypatch.setattr(Workshop, "begin", begin)
    for key in ("one", "two"):
        here.submit(Task(key, "base", 50.0), None, kept.append)
    assert here.next()[1]["kept"] == 0
    assert here.next()[1]["kept"] == 1
    here.close()


@pytest.mark.parametrize("workers", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_a_store_that_is_full_ends_the_sweep(tiny, tmp_path, monkeypatch, workers):
    """Its message reaches the caller, with one worker and with several."""

    def full(store, key, content):
        raise opt.InputError([opt.Problem("runs", "No space left.")])

    monkeypatch.setattr(opt.Store, "write", full)
    with pytest.raises(opt.InputError, match="No space left"):
        opt.sweep(tiny, budgets=[50, 100], time_limit=0, store=tmp_path, workers=workers)


def test_a_worker_that_cant_be_started_is_a_row(tiny, monkeypatch):
    """The reason stands in the row of each run."""

    def none(*words, **more):
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr(subprocess, "Popen", none)
    sweep = opt.sweep(tiny, budgets=[50, 100], workers=2)
    assert {row["status"] for row in sweep.to_rows()} == {"failed"}
    assert "Cannot allocate memory" in sweep.to_rows()[0]["reason"]


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="asks /proc")
def test_workers_end_when_their_starter_is_killed():
    """No process is left behind."""
    text = "import optimizer as opt; opt.sweep('tiny', budgets='50:1000:5', workers=2)"
    starter = subprocess.Popen([sys.executable, "-c", text])

    def alive():
        children = Path(f"/proc/{starter.pid}/task").glob("*/children")
        return " ".join(path.read_text() for path in children).split()

    until = time.monotonic() + 60
    while len(workers := alive()) < 2 and time.monotonic() < until:
        time.sleep(0.1)
    starter.send_signal(signal.SIGKILL)
    starter.wait()
    assert len(workers) == 2
    while any(map(_running, workers)) and time.monotonic() < until:
        time.sleep(0.1)
    assert not any(map(_running, workers))


def _running(number):
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    return True


def test_what_is_worked_out_of_a_scenarios_tables_goes_with_its_workshop(tiny):
    """Only a few scenarios are kept at once, and nothing stays on the instance."""
    instances = {str(place): tiny for place in range(KEPT_WORKSHOPS + 1)}
    workshops = Workshops(instances, Asked(1e-3, None, 0, {}))
    workshop = workshops.of("0")
    workshop.instance.records("regions")
    assert ("records", "regions") not in instances["0"]._kept
    for name in instances:
        workshops.of(name)
    assert workshops.of("0") is not workshop
