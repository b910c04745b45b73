"""Times Korea with each lever left out, beside the plain model: `make bench-levers`.

Prints for each budget and each set of levers the people who stay, the gap reached, seconds of the
solve alone, and their ratio to the plain model's in the same run. All rows are solved one after
another, so that only ratios compare machines.
"""

from __future__ import annotations

import argparse
from dataclasses import replace

import optimizer as opt
from optimizer.instance import Instance
from optimizer.instance.schema.phases import Phase

MEASURES, NEAR, PURSES = "measures", "interactions", "provinces"
CASES = {
    "plain": (MEASURES, NEAR, PURSES),
    "with two purses": (MEASURES, NEAR),
    "with interactions": (MEASURES, PURSES),
    "with measures": (NEAR, PURSES),
    "all levers": (),
}
"""Tables that are left out of each case."""
PHASES = ((2024, 0.4), (2027, 0.3), (2030, 0.3))
"""Years of the three-phase case, and their parts of the budget."""
PHASED = "all levers, three phases"


def without(instance: Instance, tables: tuple[str, ...]) -> Instance:
    """Return an instance without some tables."""
    kept = {name: table for name, table in instance.tables.items() if name not in tables}
    return replace(instance, tables=kept)


def in_phases(instance: Instance, budget: float) -> Instance:
    """Return an instance whose budget comes in three phases."""
    return replace(instance, phases=tuple(Phase(year, budget * part) for year, part in PHASES))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--budgets", type=float, nargs="+", default=[5000.0, 20000.0])
    parser.add_argument("--gap", type=float, default=0.001)
    parser.add_argument("--phases-gap", type=float, default=0.01)
    parser.add_argument("--time-limit", type=float, default=600.0)
    words = parser.parse_args()
    korea = opt.load("korea")
    print("| budget | levers | stay | gap | solve, s | to plain |\n|---|---|---|---|---|---|")
    for budget in words.budgets:
        cases = {name: without(korea, tables) for name, tables in CASES.items()}
        cases[PHASED] = in_phases(korea, budget)
        plain = 0.0
        for name, instance in cases.items():
            gap = words.phases_gap if name == PHASED else words.gap
            plan = opt.solve(instance, budget=budget, gap=gap, time_limit=words.time_limit)
            seconds = plan.seconds["solve"]
            plain = plain or seconds
            print(
                f"| {budget:,.0f} | {name} | {plan.retained:,.0f} | {plan.gap:.2%} | "
                f"{seconds:.1f} | {seconds / plain:.1f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
