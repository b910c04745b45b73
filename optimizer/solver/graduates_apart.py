"""The quick way: the model without graduates is solved, and they are found for its plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Event

import numpy as np

from optimizer.arrays import Flags, Ints
from optimizer.coefficients import Coefficients
from optimizer.model import Name
from optimizer.solver.built import Built
from optimizer.solver.highs.controls import (
    NO_RESTART,
    SEARCHING,
    Controls,
    Ending,
    OptionValue,
)
from optimizer.solver.highs.interrupt import stopped_by_interrupt
from optimizer.solver.highs.run import Run
from optimizer.solver.locks_as_limits import relaxation_with_locks, with_locks
from optimizer.solver.nesting import Held, held_at, within
from optimizer.solver.postsolve.recover import Recovery
from optimizer.solver.reductions.fixed_columns import without_fixed
from optimizer.solver.relaxation.configuration import (
    ConfigurationRelaxation,
    sharpened,
    strengthen,
    without_seats,
)
from optimizer.solver.relaxation.floor_cuts import floor_cuts
from optimizer.solver.relaxation.lp import KeptBasis
from optimizer.solver.search.aims import Aim
from optimizer.solver.search.diverse import meeting
from optimizer.solver.search.first_plan import first_plan, searched_from
from optimizer.solver.search.large_neighbourhood import VERY_LARGE, pieces
from optimizer.solver.search.reduced_cost_fixing import ReducedCostFixing
from optimizer.solver.search.rens import NOT_TRIED
from optimizer.solver.solution import Solution
from optimizer.solver.standard_form import Matrix

LARGE = 2_000
"""Columns from which a first plan is sought next to the relaxation."""
NEARBY = (
    "The best plan found lacked graduates; this is the best near it that has them. Its bound holds "
    "for all plans."
)
NEARBY_SECONDS = 5.0
"""What the search for it may take where the time is up; 20,000 places take a minute, others a
moment."""
ENOUGH_SEARCHED = (
    "The search ended before the time limit: of a country of this size HiGHS finds nothing better."
)
HARDLY_OPEN: dict[str, OptionValue] = {**NO_RESTART, **NOT_TRIED}
"""Once clusters are decided the linear programme is hardly above the best plan: HiGHS has it in a
third less time by itself than next to the relaxation."""


@dataclass(frozen=True)
class GraduatesApart:
    """The way without graduates, who are found for the plan.

    Under job_takers "best" by a tighter relaxation (`ladder`); under "catchment" HiGHS has the
    model as it is, with the cuts of its floors, and a plan next to the tighter relaxation
    (`sharp`) where one is wanted soon. With a `basis` that relaxation begins where the first did.
    """

    built: Built
    coefficients: Coefficients
    strong: ConfigurationRelaxation
    ladder: ReducedCostFixing | None
    sharp: ConfigurationRelaxation | None
    finish: Recovery
    basis: KeptBasis | None = None

    def solve(
        self,
        budget: float,
        controls: Controls,
        least: Held | None,
        most: Held | None,
        fixed: Mapping[Name, float] | None = None,
    ) -> Solution | None:
        """Return the best plan between `least` and `most`; None where this way does not lead."""
        strong = self.strong
        matrix = within(held_at(self.built.at(budget), fixed), self.coefficients, least, most)
        if matrix.a.shape[0] != len(self.built.matrix.row_high):
            return None  # rows that only this run has
        plain = replace(
            strong.purse.limited(strong.plain, budget),
            low=matrix.low[strong.kept],
            high=matrix.high[strong.kept],
        )
        with stopped_by_interrupt(controls.stop):
            found, near = self._found(plain, budget, controls, hardly_open=bool(fixed))
            if found is None or found.values is None:
                return None
            early = found.status == "time_limit" and not controls.stopped()
            notes = (ENOUGH_SEARCHED,) if early else ()
            # Settling what was found takes a moment, and is done even where the time is up.
            settle = (
                replace(controls, time_limit=None, stop=Event()) if controls.stopped() else controls
            )
            decisions = self.finish.decisions(found.values, plain, settle)
            if decisions is None:
                return self._staffed(found, near, plain, controls, settle)
        ended: Ending = "time_limit" if found.status == "infeasible" else found.status
        return Solution(decisions, ended, found.bound, found.objective, notes)

    def _staffed(
        self, lacking: Run, near: Flags, plain: Matrix, controls: Controls, settle: Controls
    ) -> Solution | None:
        """Return the best plan near one that lacks graduates; None where the whole model is better.

        That is where it is not proven, and the whole model can be searched.
        """
        assert lacking.values is not None
        # A search of its own: where the time is up it gets a little more, or the plan is lost.
        limit = controls.seconds() + max(controls.left(), NEARBY_SECONDS)
        shortly = replace(settle, time_limit=limit if np.isfinite(limit) else None)
        values = self.finish.staffed_nearby(lacking.values, near, plain, shortly)
        decisions = None if values is None else self.finish.decisions(values, plain, settle)
        if values is None or decisions is None:
            return None
        reached = float(plain.cost @ values) + plain.offset
        proven = plain.gap(reached, lacking.bound) <= controls.gap
        if not proven and not controls.stopped() and len(plain.cost) < VERY_LARGE:
            return None
        ended: Ending = "interrupted" if lacking.status == "interrupted" else "time_limit"
        return Solution(
            decisions,
            "optimal" if proven else ended,
            max(lacking.bound, reached),
            reached,
            () if proven else (NEARBY,),
        )

    def _parts(self) -> list[Ints]:
        """Return the columns of each province, which is planned anew as a whole."""
        return pieces(self.strong.plain, self.coefficients.purses.of_region)

    def locked(self, coefficients: Coefficients, basis: KeptBasis) -> GraduatesApart | None:
        """Return this way, of a model without locks, for the same instance with locks.

        None where the locks can't be limits of columns, or the search has been prepared for the
        model as it is (`ladder`).
        """
        matrix = with_locks(self.built.matrix, coefficients)
        strong = relaxation_with_locks(self.strong, coefficients)
        if self.ladder is not None or matrix is None or strong is None:
            return None
        built = replace(self.built, matrix=matrix, purse=strong.purse)
        sharp = None if self.sharp is None else relaxation_with_locks(self.sharp, coefficients)
        finish = Recovery(matrix, built.structure, strong)
        return GraduatesApart(built, coefficients, strong, None, sharp, finish, basis)

    def relaxation(self, budget: float) -> Matrix:
        """Return the matrix whose relaxation bounds every plan, with the cuts of its floors."""
        strong = self.strong
        matrix = strong.purse.limited(strong.matrix, budget)
        cuts = floor_cuts(strong.purse, matrix, budget)
        return matrix if cuts is None else matrix.with_rows(cuts)

    def meeting(
        self, budget: float, controls: Controls, aim: Aim, thorough: bool
    ) -> Solution | None:
        """Return a plan that meets an aim; None where there are no graduates for the one found.

        Raises
        ------
        NoPlanError
            Without graduates there is none already; or none was found in time.
        """
        strong = self.strong
        limited = strong.purse.limited(strong.plain, budget)
        plain, floor_row = aim.rows_on(limited), limited.a.shape[0]
        cuts = floor_cuts(strong.purse, plain, budget)
        tight = plain if cuts is None else plain.with_rows(cuts)
        with stopped_by_interrupt(controls.stop):
            found = meeting(aim, tight, floor_row, controls, thorough)
            assert found.values is not None
            decisions = self.finish.decisions(found.values, plain, replace(controls, watcher=None))
        if decisions is None:
            return None
        reached = float(plain.cost @ found.values) + plain.offset
        return Solution(decisions, "optimal", np.inf, reached)

    def _found(
        self, plain: Matrix, budget: float, controls: Controls, *, hardly_open: bool
    ) -> tuple[Run | None, Flags]:
        """Return what was found, and columns that may be worth a look besides."""
        near = np.zeros(len(plain.cost), dtype=bool)
        if self.ladder is None:
            cuts = floor_cuts(self.strong.purse, plain, budget)
            tight = plain if cuts is None else plain.with_rows(cuts)
            if self.sharp is None or hardly_open:
                options = HARDLY_OPEN if hardly_open else NO_RESTART
                return without_fixed(tight, controls, SEARCHING, options=options), near
            start = first_plan(self.sharp, plain, budget, controls, self.basis)
            found = searched_from(start, tight, controls, self._parts())
            return found, near if start.near is None else start.near
        extra = np.zeros(len(self.strong.matrix.cost) - len(self.strong.kept))
        low = np.concatenate([plain.low, extra])
        high = np.concatenate([plain.high, extra + 1])
        return self.ladder.best(budget, controls, low, high), near


def graduates_apart(
    built: Built, coefficients: Coefficients, budgets: Sequence[float], controls: Controls
) -> GraduatesApart | None:
    """Return the quick way for a model; None where it holds what that way does not know."""
    catchment = coefficients.takers is not None
    reduce = without_seats if catchment else strengthen
    strong = reduce(built.matrix, built.structure, built.purse)
    if strong is None:
        return None
    quiet = replace(controls, watcher=None, time_limit=None)
    finish = Recovery(built.matrix, built.structure, strong)
    ladder = None if catchment else ReducedCostFixing(strong, budgets, quiet)
    sharp = None
    if catchment and len(strong.plain.cost) >= LARGE:
        sharp = sharpened(strong, built.structure)
    return GraduatesApart(built, coefficients, strong, ladder, sharp, finish)
