"""Runs the registry: case × way × phase, each in a process of its own: `make bench`.

    PYTHONPATH=tests python -m benchmarks.bench --out out/bench                # all but the heavy
    PYTHONPATH=tests python -m benchmarks.bench --heavy --out out/bench        # all
    PYTHONPATH=tests python -m benchmarks.bench towns-3435 --out out/bench     # one of them
    PYTHONPATH=tests python -m benchmarks.bench --smoke                        # seconds

Writes results.json, results.csv (a row for each phase), seconds.png and memory.png (against size),
and prints for each case the seconds of each way and their ratio to the engine's, worse ones too.
Seconds are of processor time; with one thread, so that other work on the machine matters little.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.registry import Case, NotHereError, chosen

Row = dict[str, Any]
SMOKE = ("tiny",)
READING = ("read", "coefficients", "model", "matrix")


def measured(case: Case, source: str, way: str) -> list[Row]:
    """Return a row for each phase of a case, solved in one of the ways."""
    command = [sys.executable, "-m", "benchmarks.phases", source, "--way", way]
    command += ["--budget", str(case.budget), "--gap", str(case.gap)]
    command += ["--time-limit", str(case.limit)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    head: Row = {"case": case.name, "family": case.family, "size": case.size, "way": way}
    if told.returncode:
        last = (told.stderr.strip().splitlines() or ["no word"])[-1]
        return [head | {"phase": "failed", "error": last[:200]}]
    return [head | row for row in json.loads(told.stdout.strip().splitlines()[-1])]


def by_command_line(case: Case, source: str) -> list[Row]:
    """Return a row for the whole command on a published case, with the published optimum."""
    assert case.optimum is not None
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    words = ["solve", source, "--gap", str(case.gap), "--time-limit", str(case.limit), "--json"]
    told = subprocess.run(
        [sys.executable, "-m", "optimizer", *words], capture_output=True, text=True, check=False
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    row: Row = {
        "case": case.name,
        "family": case.family,
        "size": case.size,
        "way": "engine",
        "phase": "command",
        "cpu_seconds": round(
            after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 2
        ),
        "wall_seconds": round(time.perf_counter() - began, 2),
    }
    if told.returncode:
        return [row | {"phase": "failed", "error": told.stderr.strip()[-200:]}]
    plan = json.loads(told.stdout)
    found, published = case.optimum(plan["objective"], plan["retained"])
    same = abs(found - published) <= 1e-6 * abs(published)
    facts = {"found": found, "published": published, "same": same, "status": plan["status"]}
    return [row | facts | {"solve_seconds": plan["seconds"]["solve"]}]


def run(case: Case, folder: Path) -> list[Row]:
    """Return the rows of a case in all its ways; one row that says so where it can't be run."""
    head: Row = {"case": case.name, "family": case.family, "size": case.size}
    try:
        source = case.write(folder / case.name)
    except NotHereError as error:
        return [head | {"way": "-", "phase": "left out", "error": str(error)}]
    if case.optimum is not None:
        return by_command_line(case, source)
    return [row for way in case.ways for row in measured(case, source, way)]


def summary(rows: list[Row]) -> str:
    """Return a line for each case and way: seconds, memory, gap, and the ratio to the engine."""
    lines = []
    frame = pd.DataFrame(rows)
    for name, of_case in frame.groupby("case", sort=False):
        engine = _whole(of_case[of_case["way"] == "engine"])
        for way, found in of_case.groupby("way", sort=False):
            lines.append(_line(str(name), str(way), found, engine))
    return "\n".join(lines)


def _whole(rows: pd.DataFrame) -> float:
    """Return the seconds from reading to the end of the search."""
    wanted = rows["phase"].isin(["read", "coefficients", "solve", "command"])
    if "script" in set(rows["way"]) or "linopy" in set(rows["way"]):
        wanted |= rows["phase"] == "model"
    return float(rows.get("cpu_seconds", pd.Series(dtype=float))[wanted].sum())


def _line(name: str, way: str, rows: pd.DataFrame, engine: float) -> str:
    failed = rows[rows["phase"].isin(["failed", "left out"])]
    if len(failed):
        return f"{name}: {way}: {failed['phase'].iloc[0]}: {failed['error'].iloc[0]}"
    whole = _whole(rows)
    last = rows.dropna(axis=1, how="all").ffill().iloc[-1]
    told = f"{name}: {way}: {whole:.1f} s"
    if way != "engine" and engine > 0:
        told += f", × {whole / engine:.2f} of the engine's"
    if "memory_mb" in last:
        told += f", {last['memory_mb'] / 1000:.2f} GB"
    if "gap" in last:
        told += f", objective {last['objective']:,.1f}, gap {last['gap']:.3%}"
    if "published" in last:
        word = "the published optimum" if last["same"] else "NOT the published optimum"
        told += f", solver {last['solve_seconds']:.1f} s, {last['found']:,.3f}: {word}"
    return told


def plots(frame: pd.DataFrame, folder: Path) -> None:
    """Draw seconds by phase, and memory, against size, of families of several sizes."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    frame = frame[(frame["way"] == "engine") & (frame["family"] == "towns")]
    if "cpu_seconds" not in frame or frame["size"].nunique() < 2:
        return
    for column, label, file in (
        ("cpu_seconds", "seconds of processor time", "seconds.png"),
        ("memory_mb", "most memory held until then, MB", "memory.png"),
    ):
        figure, axes = plt.subplots(figsize=(7, 5))
        for phase, of_phase in frame.groupby("phase", sort=False):
            axes.plot(of_phase["size"], of_phase[column].clip(lower=1e-2), "o-", label=phase)
        axes.set(xscale="log", yscale="log", xlabel="regions", ylabel=label)
        axes.legend(fontsize="small")
        figure.savefig(folder / file, dpi=120, bbox_inches="tight")
        plt.close(figure)


def main() -> None:
    """Run the cases that are asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("cases", nargs="*", help="names or families; of none, all")
    parser.add_argument("--heavy", action="store_true", help="those that take long, too")
    parser.add_argument("--smoke", action="store_true", help="tiny alone")
    parser.add_argument("--out", type=Path, help="folder for results and plots")
    asked = parser.parse_args()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        for case in chosen(SMOKE if asked.smoke else asked.cases, heavy=asked.heavy):
            found = run(case, Path(folder))
            rows += found
            print(summary(found), flush=True)
            if asked.out is not None:  # after each case, so that an interrupted run keeps its rows
                asked.out.mkdir(parents=True, exist_ok=True)
                (asked.out / "results.json").write_text(json.dumps(rows, indent=1))
                frame = pd.DataFrame(rows)
                frame.to_csv(asked.out / "results.csv", index=False)
                plots(frame, asked.out)


if __name__ == "__main__":
    main()
