"""Mixed-integer programmes with named columns, solved by scipy's HiGHS."""

from dataclasses import dataclass
from math import exp, fsum, log

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

INFINITY = float("inf")
KEPT = 1e-6  # by how much the worst share may fall while the total is sought
ROUNDING = 1e-6  # of a limit: what the solver may exceed it by


@dataclass
class Answer:
    """Outcome of an oracle; for worst_province `objective` is the share, `total` the people."""

    status: str
    objective: float | None = None
    total: float | None = None
    build: dict | None = None


def equivalent(share, leavers, aversion):
    """Kolm and Pollak's equivalent of shares by province, and what each adds to it (Σ = 1)."""
    if not leavers:
        return 0.0, {}
    least, total = min(share.values()), sum(leavers.values())
    worth = {n: leavers[n] / total * exp(-aversion * (share[n] - least)) for n in share}
    together = fsum(worth.values())
    return least - log(together) / aversion, {n: x / together for n, x in worth.items()}


class Programme:
    """Named columns and rows of a linear programme with integers."""

    def __init__(self):
        self.gap = 0.0
        self.index, self.upper, self.lower, self.integer, self.rows = {}, [], [], [], []

    def add(self, name, upper=INFINITY, lower=0.0, integer=False):
        """Add a column."""
        self.index[name] = len(self.upper)
        self.upper.append(upper)
        self.lower.append(lower)
        self.integer.append(integer)

    def at_most(self, terms, bound):
        """Add the row: sum of (factor, name) <= bound."""
        if terms:
            self.rows.append((terms, bound))
        elif bound < -1e-9:
            self.rows.append(([(1.0, self.never())], -1.0))

    def never(self):
        """Name a column that is 0, for a row that nothing can satisfy."""
        if "never" not in self.index:
            self.add("never", upper=0.0)
        return "never"

    def named(self, kind):
        """Names of the columns of a kind."""
        return [name for name in self.index if name[0] == kind]

    def maximise(self, objective):
        """Values by name at the maximum of sum factor x name; None where infeasible."""
        goal = np.zeros(len(self.upper))
        for factor, name in objective:
            goal[self.index[name]] -= factor
        values = self.run(goal, np.array(self.lower), np.array(self.upper), self.integer)
        if values is None:
            return None
        # Once more with the integers fixed at whole numbers: no gain from 1 - 1e-6 of a build.
        whole = np.where(self.integer, np.round(values), 0.0)
        low = np.where(self.integer, whole, self.lower)
        high = np.where(self.integer, whole, self.upper)
        polished = self.run(goal, low, high, np.zeros(len(low)))
        if polished is None:  # a large programme's rows hold to the solver's tolerance only
            polished = self.run(goal, low, high, np.zeros(len(low)), slack=ROUNDING)
        assert polished is not None, "the integers of the solution are infeasible when rounded"
        return {name: polished[c] for name, c in self.index.items()}

    def run(self, goal, low, high, integer, slack=0.0):
        """Column values at the minimum of goal; None where infeasible.

        Rows may be exceeded by `slack` of their limit, or of 1.
        """
        if np.any(low > high):
            return None
        data, across, starts, bounds = [], [], [0], []
        for terms, bound in self.rows:
            data += [factor for factor, _ in terms]
            across += [self.index[name] for _, name in terms]
            starts.append(len(data))
            bounds.append(bound)
        matrix = csr_array((data, across, starts), shape=(len(self.rows), len(self.upper)))
        matrix.sum_duplicates()
        most = np.array(bounds) + slack * np.maximum(1.0, np.abs(bounds))
        rules = [LinearConstraint(matrix, -np.inf, most)] if bounds else []
        found = milp(
            goal,
            integrality=np.array(integer, dtype=int),
            bounds=Bounds(low, high),
            constraints=rules,
            options={"mip_rel_gap": self.gap},
        )
        if found.status == 2:
            return None
        assert found.status == 0, found.message
        return found.x
