"""Models kept ready: another budget or other locks need no new one."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from optimizer.api.plan import Plan
from optimizer.api.solve import solved
from optimizer.coefficients import Coefficients, compute
from optimizer.deadline import deadline_of
from optimizer.instance import Instance, Locked
from optimizer.model import OwnRule
from optimizer.solver import Controls, KeptBasis, ParametricSolver, Solution, solve_alone

KEPT = 3
"""Models in memory; with three of Korea the process takes 0.6 GB."""


@dataclass
class _Entry:
    """An instance without locks, and its model, made by whoever asks first."""

    instance: Instance
    basis: KeptBasis
    lock: threading.Lock = field(default_factory=threading.Lock)
    series: ParametricSolver | None = None

    def ready(self, budget: float, controls: Controls) -> ParametricSolver:
        """Return the model's series; others who ask meanwhile wait for it."""
        with self.lock:
            if self.series is None:
                self.series = ParametricSolver(compute(self.instance), [budget], basis=self.basis)
            # Whoever stops a search doesn't stop this, which others need too.
            own = Controls(gap=controls.gap, seed=controls.seed, threads=controls.threads)
            return self.series.prepare(budget, own)


class Models:
    """Plans one instance after another, and keeps the models of the last.

    Any thread may ask, several at once. Instances that differ in nothing but their locks share a
    model. Where that can't be, as under job_takers "best", the plan is made as `solve` makes it.

    Parameters
    ----------
    most : int
        Models in memory.
    """

    def __init__(self, most: int = KEPT):
        self._most = most
        self._kept: OrderedDict[object, _Entry] = OrderedDict()
        self._lock = threading.Lock()
        self._basis = KeptBasis()

    def __len__(self) -> int:
        return len(self._kept)

    def solve(self, instance: Instance, budget: float | None, controls: Controls) -> Plan:
        """Find the best plan, prove how good it is, and check it without the solver.

        Parameters
        ----------
        instance : Instance
        budget : float or None
            As for `optimizer.solve`.
        controls : Controls
            Without a time limit.

        Raises
        ------
        InputError, NoPlanError, CheckError
            As for `optimizer.solve`.
        """

        def alone(
            coefficients: Coefficients,
            budget: float | None,
            controls: Controls,
            rules: Sequence[OwnRule],
        ) -> Solution:
            if budget is not None and coefficients.takers is not None:
                ready = self._entry(instance).ready(budget, controls)
                series = ready.locked(coefficients)
                if series is not None:
                    return series.solve(budget, controls)
            return solve_alone(coefficients, budget, controls, rules)

        return solved(instance, budget, None, controls, deadline_of(None), alone)

    def _entry(self, instance: Instance) -> _Entry:
        key = _but_for_locks(instance)
        with self._lock:
            if key not in self._kept:
                self._kept[key] = _Entry(replace(instance, locked=Locked()), self._basis)
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
            return self._kept[key]


def _but_for_locks(instance: Instance) -> tuple[Any, ...]:
    """Return what two instances must agree on to share a model."""
    parts = (instance.settings, instance.culture, instance.limits)
    return (
        instance.name,
        instance.data_hash,
        instance.phases,
        tuple(sorted(instance.scale.items())),
        tuple(part.model_dump_json() for part in parts),
    )
