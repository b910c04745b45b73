"""One run of HiGHS: progress, limits, bounds and the stop on Ctrl-C."""

import _thread
import os
import signal
import threading
import time
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from scipy import sparse
from support.plans import tiny

import optimizer as opt
from optimizer.equilibration import Scales
from optimizer.solver.highs import run as highs
from optimizer.solver.highs.controls import SEARCHING, Controls, Progress, gap_of
from optimizer.solver.highs.interrupt import stopped_by_interrupt
from optimizer.solver.highs.run import _Watch, run, run_interruptibly
from optimizer.solver.standard_form import Matrix, SolverError


def knapsack(values, weights, room):
    """Return the matrix of: the most value of items whose weights fit into the room."""
    count = len(values)
    return Matrix(
        a=sparse.csr_array(np.array([weights], dtype=float)),
        cost=np.array(values, dtype=float),
        offset=5.0,
        row_low=np.array([-np.inf]),
        row_high=np.array([float(room)]),
        low=np.zeros(count),
        high=np.ones(count),
        whole=np.ones(count, dtype=bool),
        rows=(None,),
        columns=tuple(range(count)),
    )


def test_the_optimum_with_its_bound():
    """Items worth 6, 5, 4 of weight 3, 2, 2 in room 4: the last two, 9, and 5 to begin with."""
    found = run(knapsack([6, 5, 4], [3, 2, 2], 4), Controls(gap=0.0), phase="test")
    assert found.status == "optimal"
    assert found.objective == pytest.approx(14)
    assert found.bound == pytest.approx(14)
    assert list(found.values) == pytest.approx([0, 1, 1])


def test_a_plan_that_is_good_ends_the_run():
    """Thirty items with a thousand ways to fill the room: the first above 5 will do."""
    values = [7 + place % 5 for place in range(30)]
    weights = [11 + place % 7 for place in range(30)]
    matrix = knapsack(values, weights, 97)
    best = run(matrix, Controls(gap=0.0), phase="test")
    found = run(matrix, Controls(gap=0.0), phase="test", good=6.0)
    assert best.status == "optimal"
    assert found.status in ("optimal", "time_limit")
    assert found.objective >= 6.0


def test_infeasible_has_neither_values_nor_bound():
    """A room of −1 holds nothing."""
    found = run(knapsack([1], [1], -1), Controls(), phase="test")
    assert (found.status, found.values) == ("infeasible", None)


def test_where_presolve_loses_its_way_it_is_left_out(monkeypatch):
    """“Solve error” is no answer; a run without presolve is. Where that fails too, so be it."""
    real, asked = highs._outcome, []

    def lost(solver, *rest):
        asked.append(solver.getOptionValue("presolve")[1])
        if asked[-1] != "off" or always:
            raise SolverError("HiGHS ended with “Solve error”")
        return real(solver, *rest)

    monkeypatch.setattr(highs, "_outcome", lost)
    monkeypatch.setattr(highs, "SMALL", 0)
    always = False
    items = knapsack([6, 5, 4], [3, 2, 2], 4)
    assert run(items, Controls(gap=0.0), phase="test").objective == pytest.approx(14)
    assert asked == ["choose", "off"]
    always = True
    with pytest.raises(SolverError):
        run(items, Controls(gap=0.0), phase="test")


def test_an_optimum_far_below_its_bound_is_sought_without_presolve(monkeypatch):
    """HiGHS 1.16 called a share of 0.222 the best, with 0.242 proven possible."""
    real, asked = highs._outcome, []

    def mended(solver, *rest):
        found = real(solver, *rest)
        asked.append(solver.getOptionValue("presolve")[1])
        return replace(found, bound=found.bound + 1) if asked[-1] != "off" else found

    monkeypatch.setattr(highs, "_outcome", mended)
    monkeypatch.setattr(highs, "SMALL", 0)
    found = run(knapsack([6, 5, 4], [3, 2, 2], 4), Controls(gap=0.0), phase="test")
    assert asked == ["choose", "off"]
    assert found.bound == pytest.approx(found.objective)


@pytest.mark.parametrize(
    ("enough", "bound", "ends"),
    [(-np.inf, -np.inf, False), (-np.inf, 3.0, False), (4.0, 3.0, True), (4.0, 5.0, False)],
)
def test_only_a_bound_asked_for_ends_a_search(enough, bound, ends):
    """The −∞ of a problem without a plan must not pass for a bound that is enough."""
    event = SimpleNamespace(
        data_out=SimpleNamespace(mip_dual_bound=bound, mip_primal_bound=np.inf),
        data_in=SimpleNamespace(user_interrupt=False),
    )
    as_they_are = Scales(np.ones(0), np.ones(0), 1.0)
    _Watch(Controls(), "test", as_they_are, 1.0, enough)._mip(event)
    assert event.data_in.user_interrupt is ends


def test_a_bound_that_is_enough_ends_the_search():
    """It is proven, and no lower than the optimum."""
    values = np.random.default_rng(1).integers(10, 99, 40)
    items = knapsack(values, values + 10, values.sum() // 2)
    optimum = run(items, Controls(gap=0.0), phase="test").objective
    found = run(items, Controls(gap=0.0), phase="test", enough=2 * optimum)
    assert optimum <= found.bound + 1e-6


def test_without_time_the_bound_is_still_finite():
    """Before anything is proved, the columns' own limits bound the objective."""
    controls = Controls(time_limit=0.0)
    values = np.random.default_rng(1).integers(10, 99, 40)
    found = run(knapsack(values, values + 10, values.sum() // 2), controls, phase="test")
    assert np.isfinite(found.bound)
    assert found.bound <= values.sum() + 5


def test_a_request_to_stop_is_an_interrupt():
    """With `stop` set, nothing is searched."""
    stop = threading.Event()
    stop.set()
    values = np.random.default_rng(1).integers(10, 99, 60)
    found = run(
        knapsack(values, values + 10, values.sum() // 2),
        Controls(stop=stop),
        phase="test",
        options={"presolve": "off"},
    )
    assert found.status == "interrupted"


def test_gap_is_that_of_the_contract():
    """(bound − objective) / max(1, |objective|)."""
    assert gap_of(200.0, 201.0) == pytest.approx(0.005)
    assert gap_of(0.5, 0.6) == pytest.approx(0.1)
    assert Progress("", 0.0, None, 1.0).gap is None


@pytest.fixture
def ctrl_c():
    """Let Ctrl-C reach the tests, even where they were started in the background without it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_ends_the_search_and_keeps_the_plan():
    """SIGINT at the first plan: status interrupted, a bound, and the plan passes its check."""

    def watcher(progress):
        if progress.phase == SEARCHING and progress.objective and not seen:
            seen.append(progress)
            os.kill(os.getpid(), signal.SIGINT)

    seen = []
    before = signal.getsignal(signal.SIGINT)
    plan = opt.solve(tiny(objective="worst_province"), gap=0, watcher=watcher)
    assert plan.status == "interrupted"
    assert plan.bound > plan.objective > 0
    assert opt.verify(plan, tiny(objective="worst_province")).ok
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.usefixtures("ctrl_c")
def test_second_ctrl_c_raises():
    """The first only asks to stop; the next one raises KeyboardInterrupt."""
    stop = threading.Event()
    with pytest.raises(KeyboardInterrupt), stopped_by_interrupt(stop):
        signal.raise_signal(signal.SIGINT)
        assert stop.is_set()
        signal.raise_signal(signal.SIGINT)


def test_other_threads_leave_the_handler_alone():
    """Only the main thread may set handlers; elsewhere a solve runs without."""
    plans = []
    thread = threading.Thread(target=lambda: plans.append(opt.solve(tiny(), budget=30.0)))
    thread.start()
    thread.join()
    assert plans[0].status == "optimal"


def test_what_a_watcher_raises_ends_the_solve():
    """An exception in a watcher reaches the caller, and HiGHS does not take the process down."""

    def watcher(progress):
        raise ValueError("not today")

    with pytest.raises(ValueError, match="not today"):
        opt.solve(tiny(), budget=200.0, watcher=watcher)


def test_too_many_threads_are_cut_to_the_processors():
    """A hundred thousand threads would end the process."""
    assert opt.solve(tiny(), budget=30.0, threads=100_000).status == "optimal"


def test_interrupted_it_waits_until_highs_has_stopped():
    """Whoever hears Ctrl-C in the middle of a run may use HiGHS again: it no longer runs."""
    controls = Controls()
    seen: list[str] = []

    class Slow:
        def run(self) -> None:
            _thread.interrupt_main()
            controls.stop.wait(20)
            time.sleep(0.2)
            seen.append("stopped")

    with pytest.raises(KeyboardInterrupt):
        run_interruptibly(Slow(), controls)
    assert seen == ["stopped"]
    assert controls.stop.is_set()
