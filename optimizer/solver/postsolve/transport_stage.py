"""Rule 4 for a plan that is decided already: who is hired from where, and seats if need be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy import sparse

from optimizer.arrays import Floats, Ints
from optimizer.coefficients import Coefficients
from optimizer.solver.highs.controls import Controls
from optimizer.solver.highs.run import run
from optimizer.solver.postsolve.least_cost import hardly_anything
from optimizer.solver.standard_form import Matrix


@dataclass(frozen=True)
class Staff:
    """Who is hired.

    Attributes
    ----------
    recruits : float array, shape (recruits,)
        w, graduates a year.
    seats : float array, shape (supplies,)
        t.
    """

    recruits: Floats
    seats: Floats


class TransportStage:
    """The transport problem of rule 4, of which only the demand follows from a plan.

    Parameters
    ----------
    coefficients : Coefficients
    """

    def __init__(self, coefficients: Coefficients):
        force = self._force = coefficients.workforce
        self._sites, self._regions = coefficients.sites.region, len(coefficients.regions)
        number = {field: place for place, field in enumerate(force.fields)}
        field = np.array([number[name] for name in force.supply_field], dtype=np.int64)
        # Whom a pair serves: the place of (region, field) in the table of demand.
        self._served = force.site * len(force.fields) + field[force.supply]
        in_reach = np.isin(np.arange(len(force.hireable)), force.supply)
        self._max_seats = np.where(in_reach, force.max_seats, 0.0)

    def hired(self, count: Ints, controls: Controls) -> Staff | None:
        """Return the fewest seats and graduates for a plan; None where there are not enough.

        Parameters
        ----------
        count : int array, shape (sites,)
            Buildings of each site.
        controls : Controls
        """
        demand = np.zeros((self._regions, len(self._force.fields)))
        np.add.at(demand, self._sites, self._force.need * count[:, None])
        need = demand.ravel()
        found = self._first_come(need)
        return found if found is not None else self._fewest(need, controls)

    def _first_come(self, need: Floats) -> Staff | None:
        """Give each place the graduates still there, university by university; None if they end.

        Nobody is sent in vain and no seat is bought, so that no other way needs fewer.
        """
        force, room = self._force, self._force.hireable.copy()
        recruits = np.zeros(len(force.supply))
        for place in np.flatnonzero(need > 0).tolist():
            lacking = float(need[place])
            for pair in self._pairs_of(place):
                supply = force.supply[pair]
                sent = min(lacking, room[supply], force.willing[pair] * force.hireable[supply])
                recruits[pair] += sent
                room[force.supply[pair]] -= sent
                lacking -= sent
                if lacking <= 0:
                    break
            if lacking > 0:
                return None
        return Staff(recruits, np.zeros(len(room)))

    def _pairs_of(self, place: int) -> Ints:
        order, served = self._by_place
        first, last = np.searchsorted(served, [place, place + 1])
        return order[first:last]

    @cached_property
    def _by_place(self) -> tuple[Ints, Ints]:
        order = np.argsort(self._served, kind="stable")
        return order, self._served[order]

    def _fewest(self, need: Floats, controls: Controls) -> Staff | None:
        """Solve the transport problem: the cheapest seats, then the fewest graduates."""
        force = self._force
        pairs = np.flatnonzero(need[self._served] > 0)
        places, place = np.unique(self._served[pairs], return_inverse=True)
        if set(np.flatnonzero(need > 0)) - set(places.tolist()):
            return None  # nobody within reach trains for it
        supplies, supply = np.unique(force.supply[pairs], return_inverse=True)
        columns = np.arange(len(pairs))
        seats = len(pairs) + np.arange(len(supplies))
        ones = np.ones(len(pairs))
        willing = force.willing[pairs]
        far = np.flatnonzero(willing < 1)  # w − share·t ≤ share·supply
        rows = len(places) + len(supplies) + np.arange(len(far))
        body = sparse.coo_array(
            (
                np.concatenate(
                    [ones, ones, -np.ones(len(supplies)), np.ones(len(far)), -willing[far]]
                ),
                (
                    np.concatenate(
                        [
                            place,
                            len(places) + supply,
                            len(places) + np.arange(len(supplies)),
                            rows,
                            rows,
                        ]
                    ),
                    np.concatenate([columns, columns, seats, far, seats[supply[far]]]),
                ),
            ),
            shape=(len(places) + len(supplies) + len(far), len(pairs) + len(supplies)),
        )
        most_seats = self._max_seats[supplies]
        hireable = force.hireable[supplies]
        price = np.concatenate([np.zeros(len(pairs)), force.seat_cost[supplies]])
        problem = Matrix(
            a=sparse.csr_array(body),
            cost=-(price + hardly_anything(price)),
            offset=0.0,
            row_low=np.concatenate([need[places], np.full(len(supplies) + len(far), -np.inf)]),
            row_high=np.concatenate(
                [np.full(len(places), np.inf), hireable, willing[far] * hireable[supply[far]]]
            ),
            low=np.zeros(body.shape[1]),
            high=np.concatenate([willing * (hireable + most_seats)[supply], most_seats]),
            whole=np.zeros(body.shape[1], dtype=bool),
            rows=(),
            columns=(),
        )
        found = run(problem, replace(controls, watcher=None), phase="graduates")
        if found.values is None:
            return None
        staff = Staff(np.zeros(len(force.supply)), np.zeros(len(force.hireable)))
        staff.recruits[pairs] = found.values[: len(pairs)]
        staff.seats[supplies] = found.values[len(pairs) :]
        return staff
