"""What a first plan, and provinces planned anew, cost and give: the same matrices with and without.

    PYTHONPATH=tests python -m benchmarks.first_plan [--gap 0.005] [--limit 120] [BUDGET ...]

Prints by budget, for `korea` with all levers and without graduates: seconds until the relaxation
by region is solved and until the first plan, what they are, and the seconds and the gap of the
search from that plan on, as the engine has it, and of HiGHS alone. Seconds are of processor time.
"""

from __future__ import annotations

import argparse
import time

import optimizer as opt
from optimizer.coefficients import compute
from optimizer.solver.built import built_at
from optimizer.solver.graduates_apart import graduates_apart
from optimizer.solver.highs.controls import NO_RESTART, SEARCHING, Controls
from optimizer.solver.reductions.fixed_columns import without_fixed
from optimizer.solver.relaxation.floor_cuts import floor_cuts
from optimizer.solver.search.first_plan import first_plan, searched_from
from optimizer.solver.search.large_neighbourhood import pieces


def main() -> None:
    """Print a line for each budget."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("budgets", nargs="*", type=float, default=[1e3, 3e3, 5e3, 1e4, 1.5e4])
    parser.add_argument("--source", default="korea")
    parser.add_argument("--gap", type=float, default=5e-3)
    parser.add_argument("--limit", type=float, default=120.0)
    asked = parser.parse_args()
    coefficients = compute(opt.load(asked.source))
    built = built_at(coefficients, asked.budgets[0], graduates=False)
    assert built is not None
    way = graduates_apart(built, coefficients, asked.budgets[:1], Controls(gap=asked.gap))
    assert way is not None and way.sharp is not None
    print(f"{'':>8} {'first plan':>28} {'from it on':>15} {'HiGHS alone':>15}")
    print(f"{'budget':>8} {'bound':>9} {'plan':>9} {'after':>8}" + f" {'after':>8} {'gap':>6}" * 2)
    for budget in asked.budgets:
        plain = way.strong.purse.limited(way.strong.plain, budget)
        cuts = floor_cuts(way.strong.purse, plain, budget)
        tight = plain if cuts is None else plain.with_rows(cuts)
        began = time.process_time()
        start = first_plan(way.sharp, plain, budget, Controls(gap=asked.gap))
        first = time.process_time() - began
        parts = pieces(tight, coefficients.purses.of_region)
        limited = Controls(gap=asked.gap, time_limit=asked.limit)
        found = searched_from(start, tight, limited, parts)
        whole = time.process_time() - began
        began = time.process_time()
        controls = Controls(gap=asked.gap, time_limit=asked.limit)
        other = without_fixed(tight, controls, SEARCHING, options=NO_RESTART)
        alone = time.process_time() - began
        plan = float("nan") if start.plan is None else start.plan.objective
        print(
            f"{budget:8,.0f} {start.bound:9,.1f} {plan:9,.1f} {first:8.1f}"
            f" {whole:8.1f} {tight.gap(found.objective, found.bound):6.2%}"
            f" {alone:8.1f} {tight.gap(other.objective, other.bound):6.2%}",
            flush=True,
        )


if __name__ == "__main__":
    main()
