"""Times cases against each other: `make bench` prints a table of seconds and ratios.

A case is solved by the engine and by a rival in turn, several times; the ratio of the medians
is what counts, as machines differ. The rivals:

- `linked`: the full model with all linking rows at once, given to HiGHS;
- `plain`: the full model as it is, given to HiGHS.

Rivals stop after five minutes; an objective below the engine's says that one did.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from literature.special_cases import write_median

import optimizer as opt
from optimizer.model import Structure
from optimizer.solver.highs.controls import Controls
from optimizer.solver.highs.run import run
from optimizer.solver.relaxation.row_generation import maximise, relax
from optimizer.solver.relaxation.strong_linking import linking_rows
from optimizer.solver.standard_form import Matrix, export

LIMIT = 300.0
"""Seconds after which a rival is stopped."""


def random_median(folder: Path, points: int, p: int) -> Path:
    """Write a p-median problem on random points of the unit square."""
    place = np.random.default_rng(points).random((points, 2))
    distance = np.linalg.norm(place[:, None] - place[None, :], axis=2)
    write_median(folder, distance, p)
    return folder


def rivals(source: Path | str, budget: float | None, gap: float) -> dict[str, Callable[[], float]]:
    """Return the ways to solve a case; each returns the objective it reached."""
    model = opt.build_model(source, budget=budget)
    structure = Structure(model)
    matrix = export(structure)
    linking = linking_rows(matrix, structure)
    linked = matrix if linking is None else matrix.with_rows(linking)

    def engine() -> float:
        controls = Controls(gap=gap)
        start = relax(matrix, structure, controls, known=True)
        return maximise(start, controls, phase="benchmark")[0].objective

    def whole(rows: Matrix) -> Callable[[], float]:
        limit = Controls(gap=gap, time_limit=LIMIT)
        return lambda: run(rows, replace(limit, started=time.perf_counter()), phase="-").objective

    return {"engine": engine, "linked": whole(linked), "plain": whole(matrix)}


def main() -> None:
    """Print a line for each case: median seconds of each rival, and the ratio to the first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as temporary:
        cases = {
            "korea, 5,000, gap 0.1%": ("korea", 5000.0, 1e-3),
            "p-median, 40 points, p 4": (random_median(Path(temporary) / "a", 40, 4), None, 1e-6),
            "p-median, 150 points, p 10": (
                random_median(Path(temporary) / "b", 150, 10),
                None,
                1e-6,
            ),
        }
        for name, (source, budget, gap) in cases.items():
            ways = rivals(source, budget, gap)
            seconds: dict[str, list[float]] = {way: [] for way in ways}
            reached: dict[str, float] = {}
            for _ in range(runs):
                for way, solve in ways.items():
                    start = time.perf_counter()
                    reached[way] = solve()
                    seconds[way].append(time.perf_counter() - start)
            medians = {way: statistics.median(times) for way, times in seconds.items()}
            first = next(iter(medians.values()))
            told = ", ".join(
                f"{way} {median:.2f} s (× {median / first:.2f}, objective {reached[way]:,.4f})"
                for way, median in medians.items()
            )
            print(f"{name}: {told}", flush=True)


if __name__ == "__main__":
    main()
