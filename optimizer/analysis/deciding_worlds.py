"""The worlds that decide, as one programme: the plan of least regret, or of the best CVaR.

Of many worlds a few decide how a plan does by these criteria. With only those the programme is
small enough to be solved, and its bound holds for all: a world more never makes a plan better.
Worlds in which the plan found does worst join, and it is solved anew (column-and-constraint
generation; Zeng & Zhao 2013).
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace

import numpy as np

from optimizer.analysis.robust_criteria import hardest_weights
from optimizer.analysis.robust_search import OWN, Candidate, Search, about_solve
from optimizer.analysis.worlds_as_one import LINEAR, measure_of, settled
from optimizer.solver import (
    ALL_DECISIONS,
    NO_RESTART,
    FirstStage,
    Matrix,
    NoPlanError,
    OptionValue,
    extensive_form,
    without_graduates,
)

LOG = logging.getLogger(__name__)
DECIDING = "the deciding worlds as one"
MOST = 16
"""Worlds that are solved as one, at most. Of Korea eleven take one to two minutes."""
ROUNDS = 4
"""Times that worlds join."""
PART_OF_GAP = 0.7
"""Of the gap asked for; worlds that are not among them take the rest."""
NODES: dict[str, OptionValue] = {**NO_RESTART, "mip_max_nodes": 300}
"""So that the search ends at the same plan on every machine, also where it is hard."""
LATE = (
    "Time ran out while the worlds that decide were solved as one: another plan may do better."
)
SEEN = 1e-9
"""Probability from which a world decides."""


@dataclass
class DecidingWorlds:
    """The worlds that have joined so far.

    Attributes
    ----------
    search : Search
        Plans found are added to it, and its bound is lowered.
    matrices : dict of int to Matrix
        By the world's place.
    """

    search: Search
    matrices: dict[int, Matrix] = field(default_factory=dict)

    def solve(self) -> bool:
        """Add plans and lower the bound until both are near enough; return whether that is known.

        Raises
        ------
        KeyboardInterrupt
        """
        search = self.search
        joining = self._hardest() | self._worst(search.ranked(search.asked.criterion)[0])
        if search.central.instance.settings.objective not in LINEAR or len(joining) > MOST:
            return False
        for number in range(ROUNDS):
            for place in sorted(joining):
                world = search.worlds[place].coefficients
                self.matrices[place] = without_graduates(world, search.asked.budget)
            found = self._solved()
            if found is None:
                return number > 0
            plan = self._added(found)
            words = "%d worlds decide: the best plan is worth %.6g, none more than %.6g."
            LOG.info(words, len(self.matrices), search.reached(), search.bound)
            joining = set() if plan is None else self._worst(plan) - set(self.matrices)
            if not search.is_open() or not joining or len(self.matrices) + len(joining) > MOST:
                break
        return True

    def _hardest(self) -> set[int]:
        """Return the worlds that decide which of the plans found is best."""
        search, asked = self.search, self.search.asked
        weights = hardest_weights(asked.criterion, search.values(), search.best(), asked.level)
        return {int(place) for place in np.flatnonzero(weights > SEEN)}

    def _worst(self, plan: Candidate) -> set[int]:
        """Return the worlds by which the criterion judges a plan."""
        criterion, best = self.search.asked.criterion, self.search.best()
        worth = plan.values - (best if criterion == "regret" else 0.0)
        count = int(np.ceil(1.0 / measure_of(self.search, criterion, best).most - SEEN))
        return {int(place) for place in np.argsort(worth, kind="stable")[:count]}

    def _solved(self) -> FirstStage | None:
        """Return the best first stage for the worlds that have joined; None without time for it."""
        search, asked = self.search, self.search.asked
        controls = about_solve(search.ways.controls(asked.gap * PART_OF_GAP, 1.0), DECIDING)
        if controls.left() <= 0:
            self._note_late()
            return None
        places, best = sorted(self.matrices), search.best()
        measure = measure_of(search, asked.criterion, best)
        # The gap of a regret is relative to what it is measured against.
        scale = float(best.mean()) if asked.criterion == "regret" else 0.0
        measure = replace(measure, less=measure.less[places] - scale)
        worlds, also = [self.matrices[place] for place in places], self._central()
        try:
            stage = extensive_form(worlds, measure, controls, also, ALL_DECISIONS, NODES)
        except NoPlanError as error:
            if error.status == "interrupted":
                raise KeyboardInterrupt from error
            if error.status != "time_limit":
                raise
            self._note_late()
            return None
        if stage.status == "interrupted":
            raise KeyboardInterrupt
        search.bound = min(search.bound, stage.bound - scale)
        return stage

    def _note_late(self) -> None:
        if self.matrices and LATE not in self.search.notes:
            self.search.notes.append(LATE)

    def _central(self) -> list[Matrix]:
        """Return the central world's matrix where it has floors on who stays."""
        central, limits = self.search.central, self.search.central.instance.limits
        floors = limits.min_retained_share or limits.min_retained_share_decline_areas
        return [without_graduates(central, self.search.asked.budget)] if floors else []

    def _added(self, stage: FirstStage) -> Candidate | None:
        """Add the plan of a first stage; None where there are no graduates for it."""
        try:
            solution = settled(self.search, dict(stage.fixed))
        except NoPlanError as error:
            if error.status == "interrupted":
                raise KeyboardInterrupt from error
            return None
        return self.search.add(OWN, solution.decisions)
