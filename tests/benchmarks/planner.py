"""A planner's own script for many budgets: read, build a plain MIP, solve with HiGHS, each time.

The rival of `rooted sweep` in tests/benchmarks/sweep.py: docs/explanation/model.md as it stands,
without the engine's reductions, and HiGHS with its default options but for the gap.
"""

import json
import sys

from pyomo.contrib.appsi.solvers import Highs

import optimizer as opt


def main() -> None:
    """Print budget, objective and bound of each budget as JSON."""
    source, gap, *budgets = sys.argv[1:]
    rows = []
    for budget in budgets:
        model = opt.build_model(opt.load(source), budget=float(budget))
        solver = Highs()
        solver.highs_options = {"mip_rel_gap": float(gap)}
        found = solver.solve(model)
        rows.append(
            {
                "budget": float(budget),
                "objective": found.best_feasible_objective,
                "bound": found.best_objective_bound,
            }
        )
    print(json.dumps(rows))


if __name__ == "__main__":
    main()
