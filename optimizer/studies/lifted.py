"""How many regions a plan lifts a class of extinction risk, for many cases of who stays."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from optimizer.coefficients import compute
from optimizer.coefficients.pairs import Floats, Ints
from optimizer.instance import Instance
from optimizer.plan import Plan
from optimizer.plan.projection import living_areas, opening
from optimizer.projection import (
    Baseline,
    Path,
    baseline,
    cohorts_of,
    risk_class,
    with_plan,
    women_and_old,
)

PERSONS = 1000.0
"""Who stays in a trial; what follows is linear in them."""


def lifting(plan: Plan, instance: Instance) -> Lifting | None:
    """Return what counts the regions that a plan lifts; None where nothing can be projected."""
    cohorts = cohorts_of(instance)
    if cohorts is None or cohorts.migration is None:
        return None
    opened = opening(compute(instance), plan.regions, plan.flows, plan.build)
    return Lifting(baseline(cohorts, instance.years), opened, living_areas(instance))


class Lifting:
    """Counts the regions that are in a better class in the horizon year than with nothing done.

    Parameters
    ----------
    before : Baseline
    opened : array (R, horizon)
        Share of what keeps people that is open in each year, as `with_plan` takes it. A region
        where the plan keeps nobody, but a draw does, takes the mean of the others; where there are
        none, all is open from the first year.
    near : array (R, R) of bool, optional
        As `with_plan` takes it.

    Notes
    -----
    The path with a plan is the one without, plus what is linear in who stays: so it is worked out
    once for each region in which anybody stays, and every case is their sum.
    """

    def __init__(self, before: Baseline, opened: ArrayLike, near: ArrayLike | None = None):
        self._before = before
        self._near = near
        share = np.asarray(opened, dtype=float)
        idle = share.max(axis=1, initial=0.0) <= 0
        others = share[~idle].mean(axis=0) if not idle.all() else np.ones(before.horizon)
        self._opened = np.where(idle[:, None], others, share)
        self._women, self._old = self._counts(before.nothing)
        self._added: dict[int, tuple[Floats, Floats]] = {}

    def __call__(self, stay: ArrayLike) -> Ints:
        """Return how many regions are lifted in each case.

        Parameters
        ----------
        stay : array (cases, R)
            Persons who stay, by region.
        """
        persons = np.atleast_2d(np.asarray(stay, dtype=float))
        some = np.flatnonzero(persons.max(axis=0, initial=0.0) > 0)
        women = np.tile(self._women, (len(persons), 1))
        old = np.tile(self._old, (len(persons), 1))
        if len(some):
            effects = [self._of(int(region)) for region in some]
            women += persons[:, some] @ np.array([more for more, _ in effects])
            old += persons[:, some] @ np.array([more for _, more in effects])
        better = risk_class(_index(women, old)) < risk_class(_index(self._women, self._old))
        return np.asarray(better.sum(axis=1), dtype=np.int64)

    def _of(self, region: int) -> tuple[Floats, Floats]:
        """Return women of 20-39 and residents of 65 and older added for one who stays there."""
        if region not in self._added:
            trial = np.zeros(len(self._women))
            trial[region] = PERSONS
            path = with_plan(self._before, trial, self._opened, self._near)
            women, old = self._counts(path)
            self._added[region] = (women - self._women) / PERSONS, (old - self._old) / PERSONS
        return self._added[region]

    def _counts(self, path: Path) -> tuple[Floats, Floats]:
        """Return women of 20-39 and residents of 65 and older in the horizon year."""
        women, old = women_and_old(path)
        return women[self._before.horizon], old[self._before.horizon]


def _index(women: Floats, old: Floats) -> Floats:
    return np.asarray(np.divide(women, old, out=np.full_like(women, np.inf), where=old > 0))
