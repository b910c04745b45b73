"""How many regions a plan lifts a class of extinction risk, for many cases of who stays."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from optimizer.arrays import Floats, Ints
from optimizer.coefficients import compute
from optimizer.instance import Instance
from optimizer.plan import PlanData, open_at_site, opening, whereabouts
from optimizer.projection import (
    Baseline,
    Path,
    cohorts_of,
    risk_class,
    with_plan,
    women_and_old,
)

PERSONS = 1.0
"""Who stays or arrives in a trial; what follows is linear in so few."""
STAY, COME = "retained", "arrived"
"""As `with_plan` names them."""


def lifting(plan: PlanData, instance: Instance) -> Lifting | None:
    """Return what counts the regions that a plan lifts; None where nothing can be projected."""
    cohorts = cohorts_of(instance)
    if cohorts is None or cohorts.migration is None:
        return None
    coefficients = compute(instance)
    opened = opening(coefficients, plan.regions, plan.flows, plan.build)
    brought = open_at_site(coefficients, plan.build)
    before = coefficients.outlook
    assert before is not None  # as there are cohorts and migration
    return Lifting(before, opened, brought=brought, **whereabouts(instance))


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
    brought : array (R, horizon), optional
        The same as `opened` of what brings those who arrive.
    **places
        destination and uncounted, as `with_plan` takes them.

    Notes
    -----
    The path with a plan is the one without, plus what is linear in who stays and arrives: so it is
    worked out once for each region in which anybody does, and every case is their sum. Where a
    case empties a cohort elsewhere, its path is not quite that sum.
    """

    def __init__(
        self,
        before: Baseline,
        opened: ArrayLike,
        near: ArrayLike | None = None,
        brought: ArrayLike | None = None,
        **places: ArrayLike,
    ):
        self._before = before
        self._near = near
        self._places = places
        stays = _without_idle(opened, before.horizon)
        self._open = {STAY: stays, COME: stays}
        if brought is not None:
            self._open[COME] = _without_idle(brought, before.horizon)
        self._women, self._old = self._counts(before.nothing)
        self._added: dict[tuple[str, int], tuple[Floats, Floats]] = {}

    def __call__(self, stay: ArrayLike, come: ArrayLike | None = None) -> Ints:
        """Return how many regions are lifted in each case.

        Parameters
        ----------
        stay, come : array (cases, R)
            Persons who stay, and who arrive, by region.
        """
        persons = np.atleast_2d(np.asarray(stay, dtype=float))
        coming = np.zeros_like(persons) if come is None else np.atleast_2d(np.asarray(come, float))
        women, old = self._counted(persons, coming)
        better = risk_class(_index(women, old)) < risk_class(_index(self._women, self._old))
        return np.asarray(better.sum(axis=1), dtype=np.int64)

    def _counted(self, stay: Floats, come: Floats) -> tuple[Floats, Floats]:
        """Return women of 20-39 and residents of 65 and older in each case, by region.

        What becomes of them is linear in who stays: added up region by region, or, where cases
        are fewer than regions, followed case by case.
        """
        places = {
            kind: np.flatnonzero(people.max(axis=0, initial=0.0) > 0).tolist()
            for kind, people in ((STAY, stay), (COME, come))
        }
        unknown = {(kind, place) for kind, some in places.items() for place in some}
        if len(unknown - set(self._added)) > len(stay):
            # One path after the other: each holds every cohort of every region and year.
            cases = zip(stay, come, strict=True)
            women, old = zip(*(self._counts(self._path(*case)) for case in cases), strict=True)
            return np.array(women), np.array(old)
        women_old = np.tile(np.stack([self._women, self._old]), (len(stay), 1, 1))
        for kind, people in ((STAY, stay), (COME, come)):
            for place in places[kind]:
                women_old += people[:, place, None, None] * np.stack(self._of(kind, place))
        return women_old[:, 0], women_old[:, 1]

    def _path(self, stay: Floats, come: Floats) -> Path:
        """Return the projection with people who stay and who come, by region."""
        return with_plan(
            self._before,
            stay,
            self._open[STAY],
            self._near,
            arrived=come,
            brought=self._open[COME],
            **self._places,
        )

    def _of(self, kind: str, region: int) -> tuple[Floats, Floats]:
        """Return women of 20-39 and residents of 65 and older added for one of a kind there."""
        if (kind, region) not in self._added:
            nobody = np.zeros(len(self._women))
            trial = nobody.copy()
            trial[region] = PERSONS
            path = self._path(*((trial, nobody) if kind == STAY else (nobody, trial)))
            women, old = self._counts(path)
            more = (women - self._women) / PERSONS, (old - self._old) / PERSONS
            self._added[kind, region] = more
        return self._added[kind, region]

    def _counts(self, path: Path) -> tuple[Floats, Floats]:
        """Return women of 20-39 and residents of 65 and older in the horizon year."""
        women, old = women_and_old(path)
        return women[self._before.horizon], old[self._before.horizon]


def _without_idle(opened: ArrayLike, horizon: int) -> Floats:
    """Return what is open, the mean of the others where the plan has nothing."""
    share = np.asarray(opened, dtype=float)
    idle = share.max(axis=1, initial=0.0) <= 0
    others = share[~idle].mean(axis=0) if not idle.all() else np.ones(horizon)
    return np.where(idle[:, None], others, share)


def _index(women: Floats, old: Floats) -> Floats:
    return np.asarray(np.divide(women, old, out=np.full_like(women, np.inf), where=old > 0))
