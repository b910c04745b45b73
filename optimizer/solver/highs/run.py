"""One run of HiGHS: with progress, a stop on request, and the bound it proved."""

from __future__ import annotations

import logging
import os
import threading
from dataclasses import dataclass
from typing import Protocol

import highspy
import numpy as np
from highspy import cb

from optimizer.arrays import Floats
from optimizer.equilibration import Scales
from optimizer.silent_highs import SilentHighs
from optimizer.solver.highs.controls import (
    RELAXING,
    SEARCHING,
    Controls,
    OptionValue,
    Progress,
    RunStatus,
)
from optimizer.solver.standard_form import Matrix, SolverError

LOG = logging.getLogger(__name__)
"""HiGHS's own log, line by line, where anybody listens at level DEBUG."""
POLL_SECONDS = 0.05
MISMATCH = 1e-6
"""Relative difference at which HiGHS's columns are not the plan that it tells the objective of."""
SMALL = 500
"""Columns up to which whole numbers are sought without presolve: it saves nothing there, and of
700 random small problems HiGHS 1.16's called three infeasible, or bounded wrongly."""
ONE_THREAD = 2_000
"""Columns up to which a second thread of HiGHS does little but wait."""
PARALLEL_ROWS_AND_COLUMNS = 1 << 13
"""HiGHS's presolve rule that is left out of larger ones: it was found to lose the best plan."""
THREAD = "highs"
"""Name of the thread in which HiGHS works; it outlives a second Ctrl-C."""


@dataclass(frozen=True)
class Run:
    """What one run of HiGHS found.

    Attributes
    ----------
    status : {"optimal", "time_limit", "interrupted", "infeasible"}
    values : float array or None
        One for each column of the matrix; None where no plan was found.
    objective, bound : float
        −inf where there is no plan; the bound is never infinite for a model with bounds.
    """

    status: RunStatus
    values: Floats | None
    objective: float
    bound: float


class Companion(Protocol):
    """Seeks plans while HiGHS seeks the proof; HiGHS waits for it where it is asked."""

    def enough(self) -> float:
        """Return the bound that proves the best plan found."""

    def beside(self, bound: float, nodes: int) -> Floats | None:
        """Return a plan that HiGHS doesn't know, told its bound and the nodes it has explored."""


def run(
    matrix: Matrix,
    controls: Controls,
    *,
    phase: str,
    start: Floats | None = None,
    seconds: float = np.inf,
    sign: float = 1.0,
    enough: float = -np.inf,
    good: float = np.inf,
    companion: Companion | None = None,
    options: dict[str, OptionValue] | None = None,
) -> Run:
    """Maximise a matrix.

    Parameters
    ----------
    matrix : Matrix
    controls : Controls
    phase : str
        Named in progress.
    start : float array, optional
        A known plan to start from.
    seconds : float
        Limit of this run alone.
    sign : float
        −1 where a cost is minimised by maximising its negative, for progress to show the cost.
    enough : float
        The run ends as soon as its bound is proven to be no higher: a plan is known elsewhere.
    good : float
        The run ends as soon as it has a plan of this objective.
    companion : Companion, optional
        Is asked for plans after each round of cuts at the root, and in the tree.
    options : dict, optional
        Further HiGHS options, by HiGHS's names.
    """
    highs, scales = _prepare(matrix, controls, seconds, options or {})
    if start is not None:
        solution = highspy.HighsSolution()
        solution.col_value = scales.columns(start).tolist()
        highs.setSolution(solution)
    watch = _Watch(controls, phase, scales, sign, enough, good, companion)
    watch.attach(highs)
    run_interruptibly(highs, controls)
    if watch.failure is not None:
        raise watch.failure
    whole = highs.getOptionValue("presolve")[1] == "off"
    found: Run | None = None
    try:
        found = _outcome(highs, matrix, scales, controls.stop.is_set())
    except SolverError:
        if whole:
            raise
    if found is None or (not whole and _contradicts_itself(found, matrix, controls)):
        # HiGHS 1.16's presolve can lose its way; without it there is an answer.
        again = {**(options or {}), "presolve": "off"}
        limits: dict[str, float] = {
            "seconds": seconds,
            "sign": sign,
            "enough": enough,
            "good": good,
        }
        return run(
            matrix,
            controls,
            phase=phase,
            start=start,
            companion=companion,
            options=again,
            **limits,
        )
    proven = companion is not None and found.bound <= companion.enough()
    if start is not None and found.values is not None and not (proven or controls.stopped()):
        told = scales.objective(highs.getInfo().objective_function_value)
        if abs(found.objective - told) > MISMATCH * max(matrix.least(), abs(told)):
            # HiGHS 1.16 can prove a better plan than the start, and yet return the start's columns.
            return run(matrix, controls, phase=phase, seconds=seconds, sign=sign, options=options)
    return found


def _contradicts_itself(found: Run, matrix: Matrix, controls: Controls) -> bool:
    """Return whether a plan said to be optimal is further from its bound than was asked for."""
    far = (2 * controls.gap + MISMATCH) * max(matrix.least(), abs(found.objective))
    return found.status == "optimal" and found.bound - found.objective > far


def prepared(matrix: Matrix, controls: Controls) -> tuple[highspy.Highs, Scales]:
    """Return HiGHS with the matrix and the controls, and by what it reads it."""
    return _prepare(matrix, controls, np.inf, {})


def _prepare(
    matrix: Matrix, controls: Controls, seconds: float, options: dict[str, OptionValue]
) -> tuple[highspy.Highs, Scales]:
    highs = SilentHighs()
    logs = LOG.isEnabledFor(logging.DEBUG)
    highs.setOptionValue("output_flag", bool(controls.log_file) or logs)
    highs.setOptionValue("log_to_console", False)
    if controls.log_file:
        highs.setOptionValue("log_file", controls.log_file)
    if logs:
        highs.cbLogging.subscribe(_log)
    threads = controls.threads or (1 if matrix.a.shape[1] <= ONE_THREAD else 0)
    if threads:
        # HiGHS keeps one pool of threads a process; a new number needs a new pool.
        highspy.Highs.resetGlobalScheduler(True)
        # More threads than processors never help, and very many end the process.
        highs.setOptionValue("threads", min(threads, os.cpu_count() or 1))
    highs.setOptionValue("random_seed", controls.seed)
    highs.setOptionValue("mip_rel_gap", controls.gap)
    highs.setOptionValue("mip_abs_gap", 1e-9)
    limit = min(seconds, controls.left())
    if np.isfinite(limit):
        highs.setOptionValue("time_limit", float(limit))
    if matrix.whole.any():
        highs.setOptionValue("presolve_rule_off", PARALLEL_ROWS_AND_COLUMNS)
        if matrix.a.shape[1] <= SMALL:
            highs.setOptionValue("presolve", "off")
    for name, value in options.items():
        highs.setOptionValue(name, value)
    return highs, matrix.passed_to(highs)


def _log(event: object) -> None:
    """Hand the lines of a message of HiGHS's log on."""
    for line in event.message.splitlines():  # type: ignore[attr-defined]
        if line.strip():
            LOG.debug("%s", line.rstrip())


def attach_watch(highs: highspy.Highs, scales: Scales, controls: Controls, phase: str) -> None:
    """Tell of a run's progress, and end it on request."""
    _Watch(controls, phase, scales, 1.0).attach(highs)


class _Watch:
    """Turns HiGHS's callbacks into `Progress`, and a request to stop into an interrupt.

    Attributes
    ----------
    failure : Exception or None
        What the watcher raised; an exception must not pass through HiGHS.
    """

    def __init__(
        self,
        controls: Controls,
        phase: str,
        scales: Scales,
        sign: float,
        enough: float = -np.inf,
        good: float = np.inf,
        companion: Companion | None = None,
    ):
        self.controls, self.phase, self.sign, self.enough = controls, phase, sign, enough
        self.good, self.companion = good, companion
        self.scales = scales
        self.failure: Exception | None = None
        self._news: Floats | None = None

    def attach(self, highs: highspy.Highs) -> None:
        highs.cbMipInterrupt.subscribe(self._mip)
        if self.companion is not None:
            highs.cbMipUserSolution.subscribe(self._hand_over)
        highs.cbSimplexInterrupt.subscribe(self._interrupt)
        highs.cbIpmInterrupt.subscribe(self._interrupt)

    def _interrupt(self, event: object) -> None:
        if self.controls.stop.is_set() or self.failure is not None:
            event.data_in.user_interrupt = True  # type: ignore[attr-defined]

    def _mip(self, event: object) -> None:
        if self.controls.watcher is not None and self.failure is None:
            try:
                self.controls.watcher(self._progress(event.data_out))  # type: ignore[attr-defined]
            except Exception as error:
                self.failure = error
        # Strictly: without `enough`, the −∞ of a problem without a plan must not end its proof.
        bound = self.scales.objective(event.data_out.mip_dual_bound)  # type: ignore[attr-defined]
        found = event.data_out.mip_primal_bound  # type: ignore[attr-defined]
        known = abs(found) < highspy.kHighsInf
        if self.companion is not None and event.data_out.mip_node_count > 0:  # type: ignore[attr-defined]
            self._ask(event)
        if bound < self._enough() or (known and self.scales.objective(found) >= self.good):
            event.data_in.user_interrupt = True  # type: ignore[attr-defined]
        self._interrupt(event)

    def _enough(self) -> float:
        known = -np.inf if self.companion is None else self.companion.enough()
        return max(self.enough, known)

    def _hand_over(self, event: object) -> None:
        """Hand HiGHS a plan of the companion's, where there is one."""
        self._ask(event)
        if self._news is not None:
            event.data_in.setSolution(self.scales.columns(self._news))  # type: ignore[attr-defined]
            self._news = None

    def _ask(self, event: object) -> None:
        out = event.data_out  # type: ignore[attr-defined]
        companion, bound = self.companion, self.scales.objective(out.mip_dual_bound)
        if companion is None or self.failure is not None or self.controls.stopped():
            return
        # In a thread of its own, since HiGHS keeps its workers by thread.
        arguments = (companion, bound, int(out.mip_node_count))
        thread = threading.Thread(target=self._listen, args=arguments, daemon=True, name=THREAD)
        thread.start()
        thread.join()

    def _listen(self, companion: Companion, bound: float, nodes: int) -> None:
        try:
            news = companion.beside(bound, nodes)
        except Exception as error:
            self.failure = error
        else:
            self._news = self._news if news is None else news

    def _progress(self, out: cb.HighsCallbackOutput) -> Progress:
        told = (float(out.mip_primal_bound), float(out.mip_dual_bound))
        objective, bound = (
            self.sign * self.scales.objective(value) if abs(value) < highspy.kHighsInf else None
            for value in told
        )
        left = self.controls.left()
        return Progress(
            # Until its first relaxation is solved HiGHS knows no bound.
            self.phase if bound is not None or self.phase != SEARCHING else RELAXING,
            self.controls.seconds(),
            objective,
            bound,
            measure="objective" if self.sign > 0 else "cost",
            limit_left=left if np.isfinite(left) else None,
        )


def run_interruptibly(highs: highspy.Highs, controls: Controls) -> None:
    """Run in a thread, so that Ctrl-C reaches us; a second Ctrl-C gives up at once.

    Nobody may touch HiGHS while it runs: whoever is interrupted here waits until it has stopped.
    """
    failure: list[BaseException] = []
    # Not the thread itself is waited for: interrupted in `join`, Python takes a thread for ended.
    ended = threading.Event()

    def work() -> None:
        try:
            highs.run()
        except BaseException as error:  # handed to the main thread below
            failure.append(error)
        finally:
            ended.set()

    thread = threading.Thread(target=work, daemon=True, name=THREAD)
    try:
        thread.start()
        _wait_for(ended)
    except BaseException:
        controls.stop.set()
        _wait_for(ended)
        raise
    if failure:
        raise failure[0]


def _wait_for(ended: threading.Event) -> None:
    while not ended.wait(POLL_SECONDS):
        pass


def _outcome(highs: highspy.Highs, matrix: Matrix, scales: Scales, interrupted: bool) -> Run:
    model_status = highs.getModelStatus()
    info = highs.getInfo()
    infeasible = (
        highspy.HighsModelStatus.kInfeasible,
        highspy.HighsModelStatus.kUnboundedOrInfeasible,
    )
    if model_status in infeasible:
        return Run("infeasible", None, -np.inf, -np.inf)
    known = highspy.HighsModelStatus
    if model_status not in (
        known.kOptimal,
        known.kTimeLimit,
        known.kInterrupt,
        known.kHighsInterrupt,  # type: ignore[attr-defined]  # missing in the stubs
        known.kSolutionLimit,
        known.kIterationLimit,
        known.kModelEmpty,
    ):
        raise SolverError(f"HiGHS ended with “{highs.modelStatusToString(model_status)}”")
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    if model_status == known.kModelEmpty:
        found = True
    values = scales.values(highs.getSolution().col_value) if found else None
    objective = float(matrix.cost @ values) + matrix.offset if values is not None else -np.inf
    optimal = model_status in (known.kOptimal, known.kModelEmpty)
    bound = trivial_bound(matrix)
    if matrix.whole.any():
        bound = min(bound, scales.objective(info.mip_dual_bound))
    elif optimal:
        bound = objective
    if optimal:
        status: RunStatus = "optimal"
    else:
        status = "interrupted" if interrupted else "time_limit"
    return Run(status, values, objective, max(bound, objective))


def trivial_bound(matrix: Matrix) -> float:
    """Return the objective that the columns' own bounds allow."""
    best = np.where(matrix.cost > 0, matrix.high, matrix.low)
    used = matrix.cost != 0
    return float(matrix.cost[used] @ best[used]) + matrix.offset
