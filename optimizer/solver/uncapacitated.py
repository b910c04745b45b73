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
from highspy import HighsModelStatus
from pyomo.common.errors import InfeasibleConstraintException
from scipy import sparse

from optimizer.arrays import Floats, Ints
from optimizer.coefficients import Coefficients, People
from optimizer.model import Structure, build, site_names
from optimizer.solver.highs.controls import EXACT_GAP, SEARCHING, Controls, Ending, OptionValue
from optimizer.solver.highs.interrupt import stopped_by_interrupt
from optimizer.solver.highs.run import Run, prepared, run_interruptibly
from optimizer.solver.postsolve.least_cost import CHEAPEST, TIE_NODES, TIE_SECONDS
from optimizer.solver.reductions.closest_assignment import ClosestAssignment, all_go_to_the_best
from optimizer.solver.reductions.few_residents import with_few_residents, without_residents
from optimizer.solver.reductions.narrowed import (
    AS_GOOD,
    Narrowed,
    known_better,
    narrowed,
    nearest,
    priced,
)
from optimizer.solver.reductions.same_order import merged
from optimizer.solver.relaxation.lagrangian import bound_at
from optimizer.solver.relaxation.location import Sited, location_of
from optimizer.solver.relaxation.lp import row_prices
from optimizer.solver.relaxation.row_generation import Relaxation, cut_off, keeps_rows, maximise
from optimizer.solver.solution import Decisions, Solution
from optimizer.solver.standard_form import Matrix, export

ROUNDING = 1e-9
FEW = 50
"""Sites, open or not, from which the linear programme's prices are asked for."""
MANY = 200
"""Sites from which plans so near to the bound that fewer are left are sought first."""
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
    # Where a rule can't hold whatever is decided, the ordinary way tells the reasons.
    with suppress(InfeasibleConstraintException):
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
    instance, levers = coefficients.instance, coefficients.levers
    limits = coefficients.given.limits
    return (
        coefficients.takers is None
        and instance.settings.objective in ("retained", "net_benefit")
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
    reduced : _Reduced
    relaxation : Relaxation
    run : Run
    bound : float
    proven : bool
        It is worth more than any plan that was ruled out.
    """

    reduced: _Reduced
    relaxation: Relaxation
    run: Run
    bound: float
    proven: bool


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
            found = self._best(left, sharp, known is None)
            if found is not None and found.proven:
                return self._told(found)
            if self.controls.stopped():
                return None
            # Limits forbid the plan by which sites were ruled out.
            known = -np.inf if found is None else found.run.objective
        return None

    def _best(self, left: Narrowed, controls: Controls, guessed: bool) -> _Found | None:
        """Return the best of the plans left; it may be worse than plans that were ruled out."""
        if left.undecided > FEW:
            reduced = _Reduced(self.matrix, self.sited.sites, left)
            relaxation = cut_off(reduced.relaxation(), controls)
            prices = reduced.prices(relaxation.matrix, controls)
            left = left if prices is None else priced(left, prices)
        if left.undecided > MANY:
            near = self._run(nearest(left, MANY), controls, guessed)
            if near is not None and near.proven:
                return near
            if near is not None and near.run.objective > left.reached:
                left = known_better(left, near.run.objective)
        return self._run(left, controls, guessed)

    def _run(self, left: Narrowed, controls: Controls, guessed: bool) -> _Found | None:
        """Return the best plan that HiGHS finds of what is left."""
        reduced = _Reduced(self.matrix, self.sited.sites, left)
        start = reduced.start() if guessed else None
        relaxation = cut_off(reduced.relaxation(), controls)
        run, relaxation = maximise(relaxation, controls, phase=SEARCHING, start=start)
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


class _Reduced:
    """What HiGHS is given: the sites left and one column for each resident left.

    Parameters
    ----------
    matrix : Matrix
        What may be built.
    sites : csr_array, shape (sites, columns)
    left : Narrowed
    """

    def __init__(self, matrix: Matrix, sites: sparse.csr_array, left: Narrowed):
        gone = np.zeros(len(matrix.cost), dtype=bool)
        gone[sparse.csr_array(sites[np.flatnonzero(left.never)]).indices] = True
        self._matrix, self._left = matrix, left
        self._kept = np.flatnonzero(~gone)
        self._sites = sparse.csr_array(sites[:, self._kept])

    def relaxation(self) -> Relaxation:
        """Return the relaxation to start with: the cuts at the Lagrangian bound's prices."""
        matrix, problem, kept = self._matrix, self._left.problem, self._kept
        count = problem.residents
        nobody = sparse.csr_array((matrix.a.shape[0], count))
        best = problem.value[problem.first[:-1]] if count else np.zeros(0)
        small = replace(
            matrix,
            a=sparse.csr_array(sparse.hstack([matrix.a[:, kept], nobody], format="csr")),
            cost=np.concatenate([matrix.cost[kept], np.ones(count)]),
            offset=matrix.offset + self._left.settled,
            low=np.concatenate([matrix.low[kept], np.zeros(count)]),
            high=np.concatenate([matrix.high[kept], best]),
            whole=np.concatenate([matrix.whole[kept], np.zeros(count, dtype=bool)]),
            columns=(*(matrix.columns[place] for place in kept), *range(count)),
        )
        always = np.flatnonzero(self._left.always)
        if len(always):
            one = sparse.csr_array(self._sites[always])
            beside = sparse.csr_array((len(always), count))
            rows = sparse.csr_array(sparse.hstack([one, beside], format="csr"))
            limits = np.ones(len(always)), np.full(len(always), np.inf)
            small = small.with_rows((rows, *limits))
        if not count:
            return Relaxation(small, small)
        nearest = self._nearest(best)
        cuts = nearest.cuts(np.arange(count), self._left.prices / best)
        return Relaxation(small.with_rows(cuts), small, nearest)

    def _nearest(self, best: Floats) -> ClosestAssignment:
        problem = self._left.problem
        return ClosestAssignment(
            kept=np.arange(len(self._kept)),
            flow_column=np.zeros(0, dtype=np.int64),
            resident=problem.resident,
            site=problem.site,
            stay=problem.value / best[problem.resident],
            first=problem.first,
            pool=best,
            sites=self._sites,
        )

    def prices(self, matrix: Matrix, controls: Controls) -> Floats | None:
        """Return the residents' prices by the linear programme; None where it was not solved.

        Of a resident's cuts at levels s with shadow prices π, Σ π being 1, it is Σ π·s: the
        Lagrangian bound there is at least as good as the linear programme's.
        """
        linear = replace(matrix, whole=np.zeros_like(matrix.whole))
        highs, scales = prepared(linear, replace(controls, watcher=None))
        run_interruptibly(highs, controls)
        if highs.getModelStatus() != HighsModelStatus.kOptimal:
            return None
        count, problem = len(self._kept), self._left.problem
        own = sparse.csr_array(matrix.a[:, count:])
        cuts = np.flatnonzero(np.diff(own.indptr))
        weight = np.maximum(row_prices(highs, scales)[cuts], 0.0)
        resident = own.indices[own.indptr[cuts]]
        total = np.bincount(resident, weights=weight, minlength=problem.residents)
        level = np.bincount(
            resident, weights=weight * matrix.row_high[cuts], minlength=problem.residents
        )
        # What is missing to 1 is the price of the limit: the best site's own value.
        missing = np.maximum(0.0, 1.0 - total) * problem.value[problem.first[:-1]]
        return np.asarray((level + missing) / np.maximum(total, 1.0))

    def start(self) -> Floats | None:
        """Return the plan known, on the columns of the relaxation; None where limits forbid it."""
        matrix, opened = self._matrix, self._left.opened
        built = np.zeros(len(matrix.cost))
        spent = matrix.rows_of("budget")
        price = np.asarray(matrix.a[spent].sum(axis=0)).ravel() - matrix.cost
        sites = self._sites
        for site in np.flatnonzero(opened):
            columns = self._kept[sites.indices[sites.indptr[site] : sites.indptr[site + 1]]]
            if not len(columns):
                return None
            built[columns[np.argmin(price[columns])]] = 1.0
        if not keeps_rows(matrix, built):
            return None
        people = self._left.problem.best(opened) if self._left.problem.residents else np.zeros(0)
        return np.concatenate([built[self._kept], people])

    def none_cheaper(self, costs: Floats, values: Floats, reached: float) -> bool:
        """Return whether it is proven that no plan as good costs less, where all sites cost alike.

        Parameters
        ----------
        costs : float array
            Of the columns of what may be built.
        values : float array
            The plan, on the columns of the relaxation.
        reached : float
        """
        left = self._left
        columns = self._kept[np.unique(self._sites.indices)]
        if np.ptp(costs[columns]) != 0 or np.any(np.delete(self.full(values), columns) > 0.5):
            return False
        fewer = round(float(self.full(values).sum())) - 1
        if fewer < left.always.sum():
            return True
        alike = replace(left.problem, cost=np.ones(left.problem.sites), budget=float(fewer))
        most = bound_at(alike, left.prices).value + left.settled
        return most < reached - AS_GOOD * abs(reached)

    def full(self, values: Floats) -> Floats:
        """Return values of the columns of what may be built."""
        whole = np.zeros(len(self._matrix.cost))
        whole[self._kept] = values[: len(self._kept)]
        return whole

    def project(self, costs: Floats) -> Floats:
        """Return coefficients of what may be built on the columns of the relaxation."""
        return np.concatenate([costs[self._kept], np.zeros(self._left.problem.residents)])
