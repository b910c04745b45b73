"""The worlds that decide, as one programme: the plan of least regret, or of the best CVaR.

Of many worlds a few decide how a plan does by these criteria. With only those the programme is
small enough to be solved, and its bound holds for all: a world more never makes a plan better.
Worlds in which the plan found does worst join, and it is solved anew (column-and-constraint
generation; Zeng & Zhao 2013).
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from optimizer.analysis.between_plans import add_between, first_stage
from optimizer.analysis.robust_criteria import hardest_weights
from optimizer.analysis.robust_search import OWN, Candidate, Search, about_solve
from optimizer.analysis.worlds_as_one import LINEAR, measure_of, settled
from optimizer.model import Name
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
MOST = 45_000
"""Decisions of the worlds that are solved as one, at most: of Korea of seventeen worlds. Eleven
take two minutes."""
ROUNDS = 4
"""Times that worlds join."""
PART_OF_GAP, ALMOST = 0.7, 0.95
"""Parts of the gap asked for: worlds that are yet to join take the rest; and in the end."""
ROOT: dict[str, OptionValue] = {**NO_RESTART, "mip_max_nodes": 1}
"""HiGHS's cuts bring the bound down at once; its tree is slow, and plans are found sooner between
others."""
NODES: dict[str, OptionValue] = {**NO_RESTART, "mip_max_nodes": 100}
"""In the end, so that the search ends at the same plan on every machine."""
LATE = "Time ran out while the worlds that decide were solved as one: another plan may do better."
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
        if search.central.instance.settings.objective not in LINEAR or self._too_many(joining):
            return False
        for number in range(ROUNDS):
            self._join(joining)
            found = self._solved(PART_OF_GAP, ROOT)
            if found is None:
                return number > 0
            plans = [*self._added(found), *self._between()]
            words = "%d worlds decide: the best plan is worth %.6g, none more than %.6g."
            LOG.info(words, len(self.matrices), search.reached(), search.bound)
            joining = {place for plan in plans for place in self._worst(plan)} - set(self.matrices)
            if not search.is_open() or not joining or self._too_many(joining):
                break
        if search.is_open():
            best = first_stage(search, search.ranked(search.asked.criterion)[0])
            found = self._solved(ALMOST, NODES, best)
            self._added(found)
        return True

    def _too_many(self, joining: set[int]) -> bool:
        """Return whether the worlds would be too large as one programme."""
        central = self.search.central
        decisions = len(central.sites) + len(central.levers.region)
        return decisions * len(joining | set(self.matrices)) > MOST

    def _join(self, places: set[int]) -> None:
        for place in sorted(places):
            world = self.search.worlds[place].coefficients
            self.matrices[place] = without_graduates(world, self.search.asked.budget)

    def _between(self) -> list[Candidate]:
        """Add plans between the best ones as long as that helps; return the best one."""
        search = self.search
        while search.is_open() and add_between(search, self.matrices):
            pass
        return search.ranked(search.asked.criterion)[:1]

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

    def _solved(
        self,
        part: float,
        options: dict[str, OptionValue],
        start: Mapping[Name, float] | None = None,
    ) -> FirstStage | None:
        """Return the best first stage for the worlds that have joined; None without time for it."""
        search, asked = self.search, self.search.asked
        controls = about_solve(search.ways.controls(asked.gap * part, 1.0), DECIDING)
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
            stage = extensive_form(worlds, measure, controls, also, ALL_DECISIONS, options, start)
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

    def _added(self, stage: FirstStage | None) -> list[Candidate]:
        """Add the plan of a first stage; return it, or none where there are no graduates for it."""
        if stage is None or not stage.fixed:
            return []
        try:
            solution = settled(self.search, dict(stage.fixed))
        except NoPlanError as error:
            if error.status == "interrupted":
                raise KeyboardInterrupt from error
            return []
        return [self.search.add(OWN, solution.decisions)]
