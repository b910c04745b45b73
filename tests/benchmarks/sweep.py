"""Times a sweep against a planner's script, both from outside, one process each.

`python -m benchmarks.sweep` (PYTHONPATH=tests): 20 budgets on `korea`, gap 0.1%, one worker; with
`--plain` without measures, interactions and provinces' purses. Prints seconds by the clock on the
wall and of processor time, and fails where an objective of the sweep is worse than the script's
beyond the gap.
"""

import argparse
import json
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

import optimizer as opt

LEVERS = ("measures", "interactions", "provinces")


def without_levers(name: str, folder: Path) -> str:
    """Write a shipped instance without its levers; what needed a zone needs none then."""
    shutil.copytree(opt.shipped()[name], folder)
    for table in LEVERS:
        (folder / f"{table}.csv").unlink(missing_ok=True)
    options = pd.read_csv(folder / "options.csv", dtype=str, keep_default_na=False)
    if "needs_zone" in options:
        options.drop(columns="needs_zone").to_csv(folder / "options.csv", index=False)
    toml = (folder / "instance.toml").read_text(encoding="utf-8")
    ranges = re.sub(rf'(?m)^"?({"|".join(LEVERS)})\..*\n', "", toml)
    (folder / "instance.toml").write_text(ranges, encoding="utf-8")
    return str(folder)


def timed(command: list[str]) -> tuple[list[dict[str, float]], float, float]:
    """Return what a command printed, its seconds on the wall and of processor time."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    out = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    seconds = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    # HiGHS greets on standard output in the planner's script.
    rows: list[dict[str, float]] = json.loads(out[out.index("[\n" if "[\n" in out else "[{") :])
    return rows, seconds, busy


def main() -> None:
    """Time both, compare, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--instance", default="korea")
    parser.add_argument("--gap", type=float, default=1e-3)
    parser.add_argument("--first", type=int, default=1000)
    parser.add_argument("--last", type=int, default=20000)
    parser.add_argument("--step", type=int, default=1000)
    parser.add_argument("--plain", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        if asked.plain:
            asked.instance = without_levers(asked.instance, Path(place) / asked.instance)
        compare(asked)


def compare(asked: argparse.Namespace) -> None:
    """Run the sweep, then the script."""
    budgets = range(asked.first, asked.last + 1, asked.step)
    with tempfile.TemporaryDirectory() as store:
        levels = f"{asked.first}:{asked.last}:{asked.step}"
        command = [sys.executable, "-m", "optimizer", "sweep", asked.instance, "--json"]
        more = ["--budgets", levels, "--gap", str(asked.gap), "--workers", "1", "--store", store]
        ours = timed(command + more)
    script = str(Path(__file__).with_name("planner.py"))
    rival = [sys.executable, script, asked.instance, str(asked.gap), *map(str, budgets)]
    theirs = timed(rival)
    for row, other in zip(ours[0], theirs[0], strict=True):
        short = (other["objective"] - row["objective"]) / max(1.0, abs(other["objective"]))
        if short > asked.gap or row["gap"] > asked.gap:
            raise SystemExit(f"at {row['budget']:g} the sweep is {short:.2%} worse")
        print(
            f"{row['budget']:>8g} {row['objective']:12.3f} {other['objective']:12.3f} {short:8.3%}"
        )
    for name, (_, seconds, busy) in (("sweep", ours), ("script", theirs)):
        print(f"{name}: {seconds:.1f} s on the wall, {busy:.1f} s of processor time")
    print(
        f"ratio: {theirs[1] / ours[1]:.1f} on the wall, {theirs[2] / ours[2]:.1f} of processor time"
    )


if __name__ == "__main__":
    main()
