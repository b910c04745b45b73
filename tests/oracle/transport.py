"""The leavers who stay once it is known what is built: a small linear programme."""

import numpy as np
from scipy.optimize import linprog

from .programme import equivalent

UNIT = 1e5  # the equivalent is maximised in this unit, so that its gradients are kept closely
NEAR = 1e-6  # of the equivalent: its bound is no further from what is found
GRADIENTS = 500


class Transport:
    """The leavers who stay, for one plan: q and those who need no flow, under floors."""

    def __init__(self, a, plan, floors, worst=False):
        self.a = a
        self.pairs = [p for p in a.stay if plan.flows[p[1]] > 0 and a.leavers[p[0]] > 0]
        self.regions = [i for i in a.regions if a.leavers[i] > 0]
        self.flows, self.worst = len(self.pairs), worst
        self.width = self.flows + len(self.regions) + worst
        self.rows, self.limits = [], []
        self.jobs_and_pools(plan)
        for name, floor in floors.items():
            self.floor(name, floor, share=0.0)
        for here, low, high in a.groups():
            self.group(here, low, high)
        if worst:
            for name in a.provinces():
                self.floor(name, 0.0, share=1.0)
        self.bounds = [(0, None)] * self.flows
        self.bounds += [(0, max(0.0, plan.without_flow[i])) for i in self.regions]
        self.bounds += [(0, 1)] * worst

    def row(self, factors, limit):
        """Add the row: sum of factor x column <= limit."""
        line = np.zeros(self.width)
        for column, factor in factors:
            line[column] += factor
        self.rows.append(line)
        self.limits.append(limit)

    def kept(self, i):
        """r_i as (column, factor)."""
        by_jobs = [(n, self.a.stay[p]) for n, p in enumerate(self.pairs) if p[0] == i]
        return [*by_jobs, (self.flows + self.regions.index(i), 1.0)]

    def jobs_and_pools(self, plan):
        """Jobs in j, the pool and the leavers of i."""
        for j, number in plan.flows.items():
            if number > 0:
                self.row([(n, 1.0) for n, p in enumerate(self.pairs) if p[1] == j], number)
        share = self.a.settings["job_motive_share"]
        for i in self.regions:
            pool = [(n, 1.0) for n, p in enumerate(self.pairs) if p[0] == i]
            self.row(pool, share * self.a.leavers[i])
            self.row(self.kept(i), self.a.leavers[i])

    def floor(self, name, floor, share):
        """Sum r >= (floor + share x the worst share) x sum L in a province."""
        here = [i for i in self.regions if self.a.province[i] == name]
        leavers = sum(self.a.leavers[i] for i in here)
        factors = [(n, -f) for i in here for n, f in self.kept(i)]
        if share:
            factors.append((self.width - 1, share * leavers))
        if here:
            self.row(factors, -floor * leavers)

    def group(self, here, low, high):
        """Low <= sum r of some regions <= high; None: no such limit."""
        kept = [pair for i in here if i in self.regions for pair in self.kept(i)]
        if high is not None:
            self.row(kept, high)
        if low:
            self.row([(n, -f) for n, f in kept], -low)

    def most(self, value=None):
        """Largest sum of value x r (or the worst share); None where a floor cannot be met."""
        if not self.regions:
            return float(self.worst)  # nobody leaves: all of nobody stays
        goal = np.zeros(self.width)
        if self.worst:
            goal[-1] = -1.0
        else:
            for i in self.regions:
                for column, factor in self.kept(i):
                    goal[column] -= factor * value[i]
        found = linprog(goal, np.array(self.rows), self.limits, bounds=self.bounds, method="highs")
        assert found.status in (0, 2), found.message
        return -found.fun if found.status == 0 else None

    def most_equal(self, leavers, kappa):
        """Largest equivalent of the provinces' shares; None where a floor cannot be met.

        It is concave, so that its gradient at any shares, here at those found, bounds it.
        """
        if not self.regions:
            return 0.0
        shares = {n: np.zeros(self.width) for n in leavers}
        for i in self.regions:
            for column, factor in self.kept(i):
                shares[self.a.province[i]][column] += factor / leavers[self.a.province[i]]
        rows = [np.append(row, 0.0) for row in self.rows]
        limits, bounds = list(self.limits), [*self.bounds, (0, UNIT)]
        share, best = dict.fromkeys(leavers, 0.0), 0.0
        for _ in range(GRADIENTS):
            level, part = equivalent(share, leavers, kappa)
            steep = sum(part[n] * shares[n] for n in leavers)
            rows.append(np.append(-UNIT * steep, 1.0))
            limits.append(UNIT * (level - sum(part[n] * share[n] for n in leavers)))
            goal = np.append(np.zeros(self.width), -1.0)
            found = linprog(goal, np.array(rows), limits, bounds=bounds, method="highs")
            assert found.status in (0, 2), found.message
            if found.status == 2:
                return None
            share = {n: float(row @ found.x[:-1]) for n, row in shares.items()}
            best = max(best, equivalent(share, leavers, kappa)[0])
            if -found.fun / UNIT - best <= NEAR * max(best, NEAR):
                return best
        raise AssertionError(f"after {GRADIENTS} gradients {-found.fun / UNIT} is not {best}")
