"""One instance from reading to saving, phase by phase, in a process of its own.

    PYTHONPATH=tests python -m benchmarks.phases korea --budget 5000 --gap 0.005

Prints a JSON list with a record for each phase: seconds of processor time and by the clock on the
wall, and the most memory that the process has held until its end.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

Record = dict[str, Any]

PHASES = (
    "read",
    "coefficients",
    "model",
    "matrix",
    "relaxation",
    "solve",
    "plan",
    "projection",
    "check",
    "save",
)
"""In their order. `solve` builds its models itself; `plan` is made with its projection, of which
`projection` is the time alone; `model` and `matrix` are without graduates, as the engine solves."""


class Stopwatch:
    """Records what each phase takes."""

    def __init__(self) -> None:
        self.records: list[Record] = []

    def time(self, phase: str, work: Callable[[], Any]) -> Any:
        """Do some work and return what it returns."""
        print(phase, file=sys.stderr, flush=True)
        wall, busy = time.perf_counter(), time.process_time()
        found = work()
        self.records.append(
            {
                "phase": phase,
                "cpu_seconds": round(time.process_time() - busy, 3),
                "wall_seconds": round(time.perf_counter() - wall, 3),
                "memory_mb": round(most_memory(), 1),
            }
        )
        return found

    def note(self, **facts: object) -> None:
        """Add facts to the last record."""
        self.records[-1].update(facts)


def most_memory() -> float:
    """Return the most memory that this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def engine(
    source: str, budget: float, gap: float, limit: float | None, phases: tuple[str, ...]
) -> list[Record]:
    """Return the records of the engine."""
    import optimizer as opt
    from optimizer.api.checked import check_plan
    from optimizer.api.solve import made_plan
    from optimizer.coefficients import compute
    from optimizer.model import Structure, build
    from optimizer.plan.projection import project_plan
    from optimizer.solver import Controls
    from optimizer.solver.relaxation.lp import bounded
    from optimizer.solver.standard_form import export

    watch = Stopwatch()
    instance = watch.time("read", lambda: opt.load(source))
    watch.note(regions=len(instance.regions), pairs=len(instance.table("travel")))
    found = watch.time("coefficients", lambda: compute(instance))
    if {"model", "matrix", "relaxation"} & set(phases):
        model = watch.time("model", lambda: build(found, budget, graduates=False))
        matrix = watch.time("matrix", lambda: export(Structure(model)))
        watch.note(rows=matrix.a.shape[0], columns=matrix.a.shape[1], terms=int(matrix.a.nnz))
        del model
        controls = Controls(gap=gap, threads=1, time_limit=limit)
        if "relaxation" in phases:
            bound = watch.time("relaxation", lambda: bounded(matrix, controls))
            watch.note(bound=None if bound is None else bound.value)
        del matrix
    if "solve" not in phases:
        return watch.records
    controls = Controls(gap=gap, threads=1, started=time.perf_counter())
    controls = replace(controls, time_limit=limit)
    solution = watch.time("solve", lambda: _solved(found, budget, controls))
    plan = watch.time("plan", lambda: made_plan(found, solution, budget, gap, 0))
    watch.note(objective=plan.objective, bound=plan.bound, gap=plan.gap, status=plan.status)
    tables = plan.regions, plan.flows, plan.build
    watch.time("projection", lambda: project_plan(found, *tables))
    watch.time("check", lambda: check_plan(plan, found.given))
    with tempfile.TemporaryDirectory() as folder:
        watch.time("save", lambda: plan.save(Path(folder) / "plan"))
    return watch.records


def _solved(found: Any, budget: float, controls: Any) -> Any:
    """Return the plan found in time, or the one that builds nothing, as the public call does."""
    from optimizer.solver import NoPlanError, nothing_built, solve_alone

    try:
        return solve_alone(found, budget, controls)
    except NoPlanError as error:
        if error.status != "time_limit":
            raise
        return nothing_built(found)


def script(source: str, budget: float, gap: float, limit: float | None) -> list[Record]:
    """Return the records of a planner's own script: the public model, HiGHS as it comes."""
    from pyomo.contrib.appsi.solvers import Highs

    import optimizer as opt

    watch = Stopwatch()
    instance = watch.time("read", lambda: opt.load(source))
    watch.note(regions=len(instance.regions), pairs=len(instance.table("travel")))
    model = watch.time("model", lambda: opt.build_model(instance, budget=budget))
    solver = Highs()
    solver.highs_options = {"mip_rel_gap": gap, "threads": 1}
    solver.config.load_solution = False
    if limit is not None:
        solver.config.time_limit = limit
    found = watch.time("solve", lambda: solver.solve(model))
    objective, bound = found.best_feasible_objective, found.best_objective_bound
    reached = None if objective is None else (bound - objective) / max(1.0, abs(objective))
    watch.note(objective=objective, bound=bound, gap=reached)
    return watch.records


def main() -> None:
    """Print the records."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("instance")
    parser.add_argument("--budget", type=float, default=5000.0)
    parser.add_argument("--gap", type=float, default=5e-3)
    parser.add_argument("--time-limit", type=float)
    parser.add_argument("--way", choices=("engine", "script", "linopy"), default="engine")
    parser.add_argument("--phases", nargs="+", choices=PHASES, default=PHASES)
    asked = parser.parse_args()
    given = asked.instance, asked.budget, asked.gap, asked.time_limit
    if asked.way == "engine":
        records = engine(*given, tuple(asked.phases))
    elif asked.way == "script":
        records = script(*given)
    else:
        from benchmarks.linopy_script import linopy

        records = linopy(*given)
    print("\n" + json.dumps(records))


if __name__ == "__main__":
    main()
