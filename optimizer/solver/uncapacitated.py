"""Instances in which residents simply go to the best site open: solved without their flows.

Under job_takers "best", with room for everybody at each site and nothing beside the sites that
matters, what is to be decided is where to build: the p-median, the maximal covering and the
uncapacitated facility-location problem. A Lagrangian bound and a good plan rule most sites out
before HiGHS sees anything; it proves what is left, in which residents are one column each.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from optimizer.arrays import Floats, Ints
from optimizer.coefficients import Coefficients, People
from optimizer.instance import adds_up
from optimizer.light_pyomo import InfeasibleConstraintException
from optimizer.model import Structure, build, site_names
from optimizer.solver.highs.controls import (
    EXACT_GAP,
    SEARCHING,
    Controls,
    Ending,
    OptionValue,
    Progress,
    RunStatus,
)
from optimizer.solver.highs.interrupt import stopped_by_interrupt
from optimizer.solver.highs.run import Run
from optimizer.solver.postsolve.least_cost import CHEAPEST, TIE_NODES, TIE_SECONDS
from optimizer.solver.reductions.closest_assignment import all_go_to_the_best
from optimizer.solver.reductions.few_residents import with_few_residents, without_residents
from optimizer.solver.reductions.narrowed import (
    Narrowed,
    known_better,
    narrowed,
    nearest,
    priced,
)
from optimizer.solver.reductions.same_order import merged
from optimizer.solver.relaxation.location import Sited, location_of
from optimizer.solver.relaxation.location_matrix import LocationMatrix
from optimizer.solver.relaxation.row_generation import Relaxation, cut_off, maximise
from optimizer.solver.solution import Decisions, Solution
from optimizer.solver.standard_form import Matrix, SolverError, export

ROUNDING = 1e-9
FEW = 50
"""Sites, open or not, from which the linear programme's prices are asked for."""
MANY = 200
"""Sites from which a better plan is sought next to the linear programme first."""
NODES = 500
"""Of that search, at most."""
TRIES = 3
"""A plan that limits forbid rules too much out; so many times what is known is lowered."""


def solve_uncapacitated(
    coefficients: Coefficients, budget: float | None, controls: Controls
) -> Solution | None:
    """Return the best plan; None where the instance has more to it, or this way does not lead.

    Parameters
    ----------
    coefficients : Coefficients
    budget : float or None
        As for `optimizer.model.build`.
    controls : Controls
    """
    if not _only_sites_matter(coefficients):
        return None
    few = with_few_residents(coefficients)
    structure = Structure(build(few, budget, graduates=False, sealed=False))
    # Where a rule can't hold whatever is decided the ordinary way tells the reasons; where HiGHS
    # gives up it has the last word.
    with suppress(InfeasibleConstraintException, SolverError):
        matrix = without_residents(structure, export(structure))
        if matrix is not None:
            return _searched(coefficients, structure, matrix, budget, controls)
    return None


def _searched(
    coefficients: Coefficients,
    structure: Structure,
    matrix: Matrix,
    budget: float | None,
    controls: Controls,
) -> Solution | None:
    sited = location_of(coefficients, matrix, budget)
    if sited is None or not sited.problem.residents:
        return None
    with stopped_by_interrupt(controls.stop):
        return _Search(coefficients, structure, matrix, sited, controls).solution()


def _only_sites_matter(coefficients: Coefficients) -> bool:
    """Return whether a plan is worth what its sites are to residents, and no more is decided."""
    levers = coefficients.levers
    limits = coefficients.given.limits
    return (
        coefficients.takers is None
        and adds_up(coefficients.instance.settings.objective)
        and all_go_to_the_best(coefficients)
        and not np.any(coefficients.capacity[coefficients.sites.option] > 0)
        and not len(levers.region)
        and not levers.near
        and not len(coefficients.workforce.fields)
        and not coefficients.stages.several
        and not limits.min_retained_share
        and not limits.max_retained_share
        and limits.min_retained_share_decline_areas is None
        and limits.min_fair_share is None
        and limits.max_fair_share is None
    )


@dataclass(frozen=True)
class _Found:
    """The best plan of what was left.

    Attributes
    ----------
    reduced : LocationMatrix
    relaxation : Relaxation
    run : Run
    bound : float
    proven : bool
        It is worth more than any plan that was ruled out.
    """

    reduced: LocationMatrix
    relaxation: Relaxation
    run: Run
    bound: float
    proven: bool


def _unproven(found: _Found, left: Narrowed, controls: Controls) -> _Found:
    """Return a plan for which there was no time to look at those ruled out."""
    ended: RunStatus = controls.why_stopped()
    return replace(found, run=replace(found.run, status=ended), bound=left.bound)


@dataclass(frozen=True)
class _Search:
    """The search of one solve.

    Attributes
    ----------
    coefficients : Coefficients
    structure : Structure
    matrix : Matrix
        What may be built.
    sited : Sited
        The location problem of all residents.
    controls : Controls
    """

    coefficients: Coefficients
    structure: Structure
    matrix: Matrix
    sited: Sited
    controls: Controls

    def solution(self) -> Solution | None:
        """Return the best plan; None where none was found."""
        asked = self.controls.gap
        sharp = replace(self.controls, gap=asked if asked > 0 else EXACT_GAP / 10)
        problem, _ = merged(self.sited.problem)
        known: float | None = None
        for _ in range(TRIES):
            left = narrowed(problem, self.controls, known)
            self._tell(left, known is None)
            found = self._best(left, sharp, known is None)
            if found is not None and found.proven:
                return self._told(found)
            if self.controls.stopped():
                return None if found is None else self._told(_unproven(found, left, self.controls))
            # Limits forbid the plan by which sites were ruled out.
            known = -np.inf if found is None else found.run.objective
        return None

    def _tell(self, left: Narrowed, guessed: bool) -> None:
        """Tell the watcher of the plan known, if no limit forbids it, and of the bound."""
        reduced = LocationMatrix(self.matrix, self.sited.sites, left)
        if self.controls.watcher is None or not guessed or reduced.start() is None:
            return
        told = left.reached + self.matrix.offset, left.bound + self.matrix.offset
        self.controls.watcher(Progress(SEARCHING, self.controls.seconds(), *told))

    def _best(self, left: Narrowed, controls: Controls, guessed: bool) -> _Found | None:
        """Return the best of the plans left; it may be worse than plans that were ruled out."""
        if left.undecided > FEW:
            reduced = LocationMatrix(self.matrix, self.sited.sites, left)
            relaxation = cut_off(reduced.relaxation(), controls)
            linear = reduced.linear(relaxation.matrix, controls)
            if linear is not None:
                left = self._nearer(priced(left, linear.prices), linear.chosen, controls)
        return self._run(left, controls, guessed)

    def _nearer(self, left: Narrowed, chosen: Floats, controls: Controls) -> Narrowed:
        """Return what is left after a search next to the linear programme, where much is left."""
        if left.undecided <= MANY:
            return left
        options: dict[str, OptionValue] = {"mip_max_nodes": NODES}
        near = self._run(nearest(left, chosen, MANY), controls, False, options)
        if near is None or near.run.objective <= left.reached:
            return left
        assert near.run.values is not None
        built = np.round(near.reduced.full(near.run.values))
        opened = np.asarray(self.sited.sites @ built > 0.5)
        return known_better(left, opened, near.run.objective)

    def _run(
        self,
        left: Narrowed,
        controls: Controls,
        guessed: bool,
        options: dict[str, OptionValue] | None = None,
    ) -> _Found | None:
        """Return the best plan that HiGHS finds of what is left."""
        reduced = LocationMatrix(self.matrix, self.sited.sites, left)
        start = reduced.start() if guessed else None
        relaxation = cut_off(reduced.relaxation(), controls)
        run, relaxation = maximise(
            relaxation, controls, phase=SEARCHING, start=start, options=options
        )
        if run.values is None:
            return None
        bound = min(left.bound, max(run.bound, left.cutoff))
        return _Found(reduced, relaxation, run, bound, run.objective >= left.cutoff)

    def _cheapest(self, found: _Found, values: Floats) -> Floats:
        """Return the cheapest plan found in a short while that keeps the objective."""
        spent = self._costs()
        matrix, costs = found.relaxation.matrix, found.reduced.project(spent)
        reached = found.run.objective
        if not np.any(costs) or found.reduced.none_cheaper(spent, values, reached):
            return values
        least = reached - matrix.offset - ROUNDING * max(matrix.least(), abs(reached))
        own = sparse.csr_array(matrix.cost[None, :])
        keep = found.relaxation.with_rows((own, np.array([least]), np.array([np.inf])))
        goal = replace(keep.matrix, cost=-costs, offset=0.0)
        if matrix.gap(reached, found.bound) > EXACT_GAP:
            # Of plans as good by chance none is better founded: only less is tried.
            high = np.where(goal.whole, np.round(values), goal.high)
            goal = replace(goal, high=np.maximum(high, goal.low))
        seconds = self.controls.seconds() + min(TIE_SECONDS, self.controls.left())
        short = replace(self.controls, gap=EXACT_GAP, time_limit=seconds)
        options: dict[str, OptionValue] = {"mip_max_nodes": TIE_NODES}
        best, _ = maximise(
            replace(keep, matrix=goal),
            short,
            phase=CHEAPEST,
            start=values,
            sign=-1.0,
            options=options,
        )
        if best.values is None or costs @ best.values > costs @ values:
            return values
        return best.values

    def _costs(self) -> Floats:
        """Return the public outlay of what each column builds."""
        terms, _ = self.structure.sum_of("cost")
        column = self.matrix.position()
        costs = np.zeros(len(self.matrix.cost))
        for name, factor in terms.items():
            if name in column:
                costs[column[name]] += factor
        return costs

    def _told(self, found: _Found) -> Solution:
        """Return the plan with its proof."""
        assert found.run.values is not None
        values = found.reduced.full(self._cheapest(found, found.run.values))
        ended, bound, asked = found.run.status, found.bound, found.relaxation.matrix
        coefficients, column = self.coefficients, self.matrix.position()
        values = np.round(values)
        opened = np.asarray(self.sited.sites @ values > 0.5)
        people = self.sited.problem.best(opened)
        reached = float(people.sum() + self.matrix.cost @ values) + self.matrix.offset
        places = [column.get(name) for name in site_names(coefficients)]
        count = np.array([0 if at is None else values[at] for at in places], dtype=np.int64)
        nobody = np.zeros(len(coefficients.regions))
        force = coefficients.workforce
        decisions = Decisions(
            count=count,
            flow=_flows(coefficients, count),
            people=People(nobody, nobody, nobody),
            recruits=np.zeros(len(force.supply)),
            seats=np.zeros(len(force.universities)),
            taken=np.zeros(len(coefficients.levers.region), dtype=bool),
        )
        bound = max(bound, reached)
        gap = asked.gap(reached, bound)
        proved = gap <= max(self.controls.gap, EXACT_GAP) * (1 + 1e-6) and ended == "optimal"
        status: Ending = "optimal" if proved else "time_limit"
        if ended == "interrupted":
            status = "interrupted"
        return Solution(decisions, status, bound, reached)


def _flows(coefficients: Coefficients, count: Ints) -> Floats:
    """Return the flows of a plan: all of a resident's pool to the best site open."""
    sites = coefficients.sites
    makes_jobs = (count > 0) & (sites.youth_jobs > 0)
    opened = np.zeros(len(coefficients.regions), dtype=bool)
    opened[sites.region[makes_jobs]] = True
    origin, stay = coefficients.flow_origin, coefficients.flow_stay
    there = np.flatnonzero(opened[coefficients.flow_site])
    order = there[np.lexsort((coefficients.flow_site[there], -stay[there], origin[there]))]
    _, first = np.unique(origin[order], return_index=True)
    flow = np.zeros(len(origin))
    flow[order[first]] = coefficients.pool[origin[order[first]]]
    return flow
