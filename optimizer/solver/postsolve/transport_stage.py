"""Rule 4 for a plan that is decided already: who is hired from where, and seats if need be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy import sparse

from optimizer.arrays import Flags, Floats, Ints
from optimizer.coefficients import Coefficients
from optimizer.model import Name, recruit_keys
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


@dataclass(frozen=True)
class Hiring:
    """Rule 4 beside a model that decides what is built.

    Attributes
    ----------
    problem : Matrix
        Its columns are graduates by pair, then seats by supply; its first rows say who is needed.
    pairs : int
        How many columns are graduates.
    supplies : int array
        Which supplies the columns of seats are.
    needs : (rows, sites, graduates a year)
        What a building of a site needs, by row of the problem.
    never : bool array, shape (sites,)
        Sites that need graduates whom nobody within reach trains.
    """

    problem: Matrix
    pairs: int
    supplies: Ints
    needs: tuple[Ints, Ints, Floats]
    never: Flags


class TransportStage:
    """The transport problem of rule 4, of which only the demand follows from a plan.

    Parameters
    ----------
    coefficients : Coefficients
    """

    def __init__(self, coefficients: Coefficients):
        self._coefficients = coefficients
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
        need = self._needed(count)
        found = self._first_come(need)
        return found if found is not None else self._fewest(need, controls)

    def problem(self, count: Ints) -> Matrix:
        """Return rule 4 for a plan: the cheapest seats, then the fewest graduates.

        Its rows and columns bear the names that they have in the model. Graduates of a pair that
        serves no demand have no column.

        Parameters
        ----------
        count : int array, shape (sites,)
            Buildings of each site.
        """
        need = self._needed(count)
        return self._transport(need, np.flatnonzero(need[self._served] > 0))

    def beside(self, may: Flags) -> Hiring:
        """Return rule 4 of the sites that may be built, for a model that decides which are.

        Parameters
        ----------
        may : bool array, shape (sites,)
        """
        force, fields = self._force, len(self._force.fields)
        pairs = np.flatnonzero(self._needed(may.astype(np.int64))[self._served] > 0)
        problem = self._transport(np.zeros(self._regions * fields), pairs)
        row = {place: number for number, place in enumerate(np.unique(self._served[pairs]))}
        site, field = np.nonzero((force.need > 0) & may[:, None])
        places = self._sites[site] * fields + field
        trained = np.array([place in row for place in places.tolist()], dtype=bool)
        never = np.zeros(len(may), dtype=bool)
        never[site[~trained]] = True
        rows = np.array([row[place] for place in places[trained].tolist()], dtype=np.int64)
        needs = (rows, site[trained], force.need[site[trained], field[trained]])
        return Hiring(problem, len(pairs), np.unique(force.supply[pairs]), needs, never)

    def _needed(self, count: Ints) -> Floats:
        """Return the graduates a year that a plan needs, by the place of (region, field)."""
        demand = np.zeros((self._regions, len(self._force.fields)))
        np.add.at(demand, self._sites, self._force.need * count[:, None])
        return demand.ravel()

    def as_many(self, count: Ints) -> Staff:
        """Return whom a plan hires that lacks graduates: those there are, without further seats.

        Parameters
        ----------
        count : int array, shape (sites,)
            Buildings of each site.
        """
        found = self._first_come(self._needed(count), lacking=True)
        assert found is not None
        return found

    def _first_come(self, need: Floats, *, lacking: bool = False) -> Staff | None:
        """Give each place the graduates still there, university by university; None if they end.

        Nobody is sent in vain and no seat is bought, so that no other way needs fewer. With
        `lacking` a place may go short.
        """
        force, room = self._force, self._force.hireable.copy()
        recruits = np.zeros(len(force.supply))
        for place in np.flatnonzero(need > 0).tolist():
            short = float(need[place])
            for pair in self._pairs_of(place):
                supply = force.supply[pair]
                sent = min(short, room[supply], force.willing[pair] * force.hireable[supply])
                recruits[pair] += sent
                room[force.supply[pair]] -= sent
                short -= sent
                if short <= 0:
                    break
            if short > 0 and not lacking:
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
        """Solve the transport problem."""
        pairs = np.flatnonzero(need[self._served] > 0)
        if set(np.flatnonzero(need > 0).tolist()) - set(self._served[pairs].tolist()):
            return None  # nobody within reach trains for it
        problem = self._transport(need, pairs)
        found = run(problem, replace(controls, watcher=None), phase="graduates")
        if found.values is None:
            return None
        staff = Staff(np.zeros(len(self._force.supply)), np.zeros(len(self._force.hireable)))
        staff.recruits[pairs] = found.values[: len(pairs)]
        staff.seats[np.unique(self._force.supply[pairs])] = found.values[len(pairs) :]
        return staff

    def _transport(self, need: Floats, pairs: Ints) -> Matrix:
        """Return the transport problem of some pairs: their graduates, then seats."""
        force = self._force
        places, place = np.unique(self._served[pairs], return_inverse=True)
        supplies, supply = np.unique(force.supply[pairs], return_inverse=True)
        willing, hireable = force.willing[pairs], force.hireable[supplies]
        most_seats = self._max_seats[supplies]
        far = np.flatnonzero(willing < 1)
        there, away = len(places), len(places) + len(supplies)
        graduates, seats = np.arange(len(pairs)), len(pairs) + np.arange(len(supplies))
        far_rows = away + np.arange(len(far))
        blocks = (
            (place, graduates, np.ones(len(pairs))),  # Σ w ≥ need
            (there + supply, graduates, np.ones(len(pairs))),  # Σ w − t ≤ supply
            (there + np.arange(len(supplies)), seats, -np.ones(len(supplies))),
            (far_rows, far, np.ones(len(far))),  # w − share·t ≤ share·supply
            (far_rows, seats[supply[far]], -willing[far]),
        )
        rows, columns, values = (np.concatenate(part) for part in zip(*blocks, strict=True))
        shape = (away + len(far), len(pairs) + len(supplies))
        price = np.concatenate([np.zeros(len(pairs)), force.seat_cost[supplies]])
        names = self._names(places, supplies, pairs, far)
        return Matrix(
            a=sparse.csr_array(sparse.coo_array((values, (rows, columns)), shape=shape)),
            cost=-(price + hardly_anything(price)),
            offset=0.0,
            row_low=np.concatenate([need[places], np.full(shape[0] - there, -np.inf)]),
            row_high=np.concatenate(
                [np.full(there, np.inf), hireable, willing[far] * hireable[supply[far]]]
            ),
            low=np.zeros(shape[1]),
            high=np.concatenate([willing * (hireable + most_seats)[supply], most_seats]),
            whole=np.zeros(shape[1], dtype=bool),
            rows=names[0],
            columns=names[1],
        )

    def _names(
        self, places: Ints, supplies: Ints, pairs: Ints, far: Ints
    ) -> tuple[tuple[Name, ...], tuple[Name, ...]]:
        """Return the names of the transport problem's rows and columns, as in the model."""
        force, keys = self._force, recruit_keys(self._coefficients)
        trained = [(force.universities[of], force.supply_field[of]) for of in supplies.tolist()]
        hired = [keys[pair] for pair in pairs.tolist()]
        fields = len(force.fields)
        needed = [
            (self._coefficients.regions[place // fields], force.fields[place % fields])
            for place in places.tolist()
        ]
        rows = (
            *(("graduates_needed", key) for key in needed),
            *(("graduates_there", key) for key in trained),
            *(("graduates_by_distance", hired[pair]) for pair in far.tolist()),
        )
        return rows, (*(("w", key) for key in hired), *(("t", key) for key in trained))
