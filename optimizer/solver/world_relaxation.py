"""A world of two stages: what follows of a first stage at most, and what is best with prices."""

from __future__ import annotations

from dataclasses import replace

import highspy
import numpy as np

from optimizer.arrays import Floats, Ints
from optimizer.model import Name
from optimizer.solver.extensive_form import CLUSTERS
from optimizer.solver.highs.controls import NO_RESTART, SEARCHING, Controls, OptionValue
from optimizer.solver.highs.run import prepared
from optimizer.solver.infeasibility import NoPlanError
from optimizer.solver.parametric import ParametricSolver
from optimizer.solver.reductions.fixed_columns import without_fixed
from optimizer.solver.relaxation.configuration import ConfigurationRelaxation
from optimizer.solver.relaxation.floor_cuts import floor_cuts
from optimizer.solver.relaxation.lp import Bound, bound_of
from optimizer.solver.search.large_neighbourhood import ONLY_PROVING
from optimizer.solver.standard_form import Matrix

LARGE = 2_000
"""Columns from which a world with prices is bounded at the root of its search."""
ROOT: dict[str, OptionValue] = {**NO_RESTART, **ONLY_PROVING, "mip_max_nodes": 1}
"""HiGHS's cuts alone: on Korea the bound is then within a thousandth of the best plan, in a third
of the time that a plan as near takes."""


class WorldMatrices:
    """A world's model without graduates and seats, at a budget.

    Parameters
    ----------
    tight, plain : ConfigurationRelaxation
        The tighter relaxation, and the model as it is: the first columns of both are the same.
    budget : float

    Attributes
    ----------
    tight, plain : Matrix
        With the cuts of the budget's floors.
    names : tuple of Name
        Of the columns of the first stage.
    places : int array
        Where these stand in both matrices.
    """

    def __init__(
        self, tight: ConfigurationRelaxation, plain: ConfigurationRelaxation, budget: float
    ):
        self.tight, self.plain = (_with_floors(one, budget) for one in (tight, plain))
        found = {n: at for n, at in self.plain.position().items() if n[0] in CLUSTERS}
        self.names: tuple[Name, ...] = tuple(sorted(found, key=str))
        self.places: Ints = np.array([found[name] for name in self.names], dtype=np.int64)


def _with_floors(relaxation: ConfigurationRelaxation, budget: float) -> Matrix:
    matrix = relaxation.purse.limited(relaxation.matrix, budget)
    cuts = floor_cuts(relaxation.purse, matrix, budget)
    return matrix if cuts is None else matrix.with_rows(cuts)


def world_matrices_at(
    solver: ParametricSolver, budget: float, controls: Controls
) -> WorldMatrices | None:
    """Return a world's matrices at a budget; None where the model holds what is not known."""
    found = solver.relaxations(budget, controls)
    return None if found is None else WorldMatrices(*found, budget)


class WorldRelaxation:
    """A world's relaxation, warm for many first stages; and its model, for prices on these.

    Parameters
    ----------
    world : WorldMatrices
    controls : Controls

    Attributes
    ----------
    whole : Bound
        The optimum with the first stage left open.

    Raises
    ------
    NoPlanError
        Already the relaxation has no plan.
    """

    def __init__(self, world: WorldMatrices, controls: Controls):
        self.names, self.places, self._plain = world.names, world.places, world.plain
        # HiGHS counts its time over all questions.
        quiet = replace(controls, watcher=None, time_limit=None, threads=1)
        linear = replace(world.tight, whole=np.zeros_like(world.tight.whole))
        first, _ = prepared(linear, quiet)
        first.run()
        # Presolve leaves twice the memory behind; another instance begins at its basis.
        self._highs, self._scales = prepared(linear, quiet)
        self._highs.setOptionValue("presolve", "off")
        self._highs.setBasis(first.getBasis())
        whole = self._run()
        if whole is None:
            raise NoPlanError("infeasible", [], "no plan can exist under these rules")
        self.whole: Bound = whole

    def at(self, stage: Floats) -> Bound | None:
        """Return the relaxation's optimum for a first stage; None where it has no plan."""
        values = np.ascontiguousarray(stage / self._scales.column[self.places])
        places = self.places.astype(np.int32)
        self._highs.changeColsBounds(len(places), places, values, values)
        return self._run()

    def _run(self) -> Bound | None:
        self._highs.run()
        optimal = self._highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return bound_of(self._highs, self._scales) if optimal else None

    def most(self, prices: Floats, controls: Controls) -> float:
        """Return what value + prices·x does not exceed, whichever first stage x.

        Raises
        ------
        KeyboardInterrupt
        """
        cost = self._plain.cost.copy()
        cost[self.places] += prices
        options = ROOT if len(cost) > LARGE else NO_RESTART
        priced = replace(self._plain, cost=cost)
        found = without_fixed(priced, controls, SEARCHING, options=options)
        if found.status == "interrupted":
            raise KeyboardInterrupt
        # The relaxation has a plan; that there is none is not believed here.
        return np.inf if found.status == "infeasible" else found.bound
