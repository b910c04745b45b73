"""The price of balance."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from optimizer.analysis import BalanceCurve as CurveData
from optimizer.analysis import balance_curve as curve_of_balance
from optimizer.api.load import loaded
from optimizer.api.options import WHOLE, check_options, check_types
from optimizer.api.plan import Plan
from optimizer.api.solve import solve
from optimizer.deadline import Deadline, deadline_of, remaining
from optimizer.instance import Instance
from optimizer.model import Rules
from optimizer.report import save_balance
from optimizer.solver import Watcher, about


class BalanceCurve(CurveData):
    """A trade-off between all who stay and the worst-off province.

    Its attributes are those of `optimizer.analysis.BalanceCurve`.
    """

    def to_dict(self) -> dict[str, Any]:
        """Return most_possible, and points: the rows of `to_frame` as plain Python."""
        return {"most_possible": self.most_possible, "points": self.rows()}

    def save(self, folder: str | Path) -> Path:
        """Write balance.csv, balance.json, balance.png and summary.txt.

        Parameters
        ----------
        folder : str or Path
            Made if it isn't there; other files in it are left alone.

        Raises
        ------
        InputError
            The folder holds an instance, or can't be written to.
        """
        return save_balance(self.to_dict(), str(self), self.plans[0].instance, Path(folder))


def balance_curve(
    instance: Instance | str | Path,
    *,
    budget: float | None = None,
    points: int = 5,
    rules: Rules | None = None,
    gap: float = 1e-3,
    time_limit: float | Deadline | None = None,
    seed: int = 0,
    threads: int = 0,
    watcher: Watcher | None = None,
) -> BalanceCurve:
    """Return the price of balance: all who stay against the worst-off province, as plans.

    Parameters
    ----------
    instance : Instance, str or Path
        Its objective is set aside; its weights and limits hold.
    budget : float, optional
        As for `solve`.
    points : int
        Plans on the curve, at least 2.
    rules : callable or sequence of callables, optional
        Rules of one's own, as for `solve`; every plan keeps them.
    gap, seed, threads, watcher
        As for `solve`, for each plan by itself.
    time_limit : float or Deadline, optional
        Seconds for the whole curve, from the call: each plan has an even part of what is left.

    Returns
    -------
    BalanceCurve
        `.to_frame()` has a row for each plan, `.save(folder)` writes table and figure; each plan
        was verified.

    Raises
    ------
    InputError, NoPlanError, CheckError
        As for `solve`.

    Examples
    --------
    >>> curve = balance_curve("tiny", points=3)
    >>> print(curve)
    >>> curve.to_frame()[["worst_share", "retained", "price"]]
    """
    deadline = deadline_of(time_limit)
    check_options(gap, deadline.seconds, seed, threads)
    check_types(points=(points, WHOLE, "a whole number"))
    to_come = list(range(1, points + 2))  # solves: each point, and the best worst-off province

    def solved(variant: Instance, which: str) -> Plan:
        plan = solve(
            variant,
            budget=budget,
            rules=rules,
            gap=gap,
            time_limit=remaining(deadline, to_come.pop()),
            seed=seed,
            threads=threads,
            watcher=about(watcher, which),
        )
        if plan.status == "interrupted":
            raise KeyboardInterrupt  # Ctrl-C ends the whole curve, not one of its plans
        return plan

    curve = curve_of_balance(loaded(instance), solved, points)
    return BalanceCurve(curve.plans, curve.floors, curve.most_possible)
