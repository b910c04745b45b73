"""Objectives that are shares: searched without graduates, who are found for the plan.

Of Korea's 54,000 columns, 50,000 say who is recruited where, and change nothing about who stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from threading import Event

from optimizer.coefficients import Coefficients
from optimizer.instance import is_share
from optimizer.model import Name
from optimizer.solver.built import Built, built_at
from optimizer.solver.direct import searched
from optimizer.solver.highs.controls import Controls
from optimizer.solver.highs.interrupt import stopped_by_interrupt
from optimizer.solver.nesting import Held, held_at, within
from optimizer.solver.postsolve.recover import Recovery
from optimizer.solver.relaxation.configuration import without_seats
from optimizer.solver.solution import Solution


@dataclass(frozen=True)
class StaffedAfterwards:
    """The model without graduates, of which a budget is solved as it is."""

    built: Built
    finish: Recovery

    def solve(
        self,
        budget: float,
        controls: Controls,
        least: Held | None,
        most: Held | None,
        fixed: Mapping[Name, float] | None,
    ) -> Solution | None:
        """Return the best plan between `least` and `most`; None where this way does not lead.

        Raises
        ------
        NoPlanError
            None was found in time.
        """
        built, coefficients = self.built, self.finish.coefficients
        matrix = within(held_at(built.tightened(budget), fixed), coefficients, least, most)
        with stopped_by_interrupt(controls.stop):
            found = searched(built.structure, matrix, controls, known=True)
            if found is None:
                return None
            plain = self.finish.strong.purse.limited(self.finish.strong.plain, budget)
            # Graduates are found in a moment, also where the time is up.
            settle = replace(controls, time_limit=None, stop=Event(), watcher=None)
            decisions = self.finish.staffed(found.values.copy(), plain, settle)
        if decisions is None:
            return None
        return Solution(decisions, found.status, found.bound, found.objective)


def staffed_afterwards(coefficients: Coefficients, budget: float) -> StaffedAfterwards | None:
    """Return this way for an instance whose objective is a share; None where it does not fit."""
    if not is_share(coefficients.instance.settings.objective) or coefficients.takers is None:
        return None
    built = built_at(coefficients, budget, graduates=False)
    strong = None if built is None else without_seats(built.matrix, built.structure, built.purse)
    if built is None or strong is None:
        return None
    return StaffedAfterwards(built, Recovery(built.matrix, built.structure, strong))
