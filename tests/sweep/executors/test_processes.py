"""Runs in worker processes."""

import signal

import pandas as pd
import pytest
from support.plans import plain_tiny

import optimizer as opt

from ..conftest import BUDGETS


def assert_same(one, other):
    """Compare tables but for the seconds, which differ from run to run."""
    pd.testing.assert_frame_equal(
        one.to_frame().drop(columns="seconds"), other.to_frame().drop(columns="seconds")
    )


@pytest.mark.slow
def test_worker_processes_give_the_same_table(tmp_path):
    """Two processes find what one finds."""
    budgets = BUDGETS[:2]
    one = opt.sweep(plain_tiny(), budgets=budgets, workers=1)
    assert_same(opt.sweep(plain_tiny(), budgets=budgets, store=tmp_path, workers=2), one)


@pytest.mark.slow
def test_a_killed_worker_process_costs_nothing(tiny, swept, tmp_path, monkeypatch):
    """Its run is done by another worker."""
    from optimizer.sweep.executors.processes import Processes

    started, ask, doomed = Processes._start, Processes._ask, []

    def start(self):
        worker = started(self)
        if not doomed:
            doomed.append(worker)
        return worker

    def first_dies(self, worker, task, neighbour):
        if doomed and worker is doomed[0]:
            worker.kill()
        return ask(self, worker, task, neighbour)

    monkeypatch.setattr(Processes, "_start", start)
    monkeypatch.setattr(Processes, "_ask", first_dies)
    sweep = opt.sweep(tiny, budgets=BUDGETS, store=tmp_path, workers=2)
    assert doomed[0].returncode == -signal.SIGKILL
    assert_same(sweep, swept)
