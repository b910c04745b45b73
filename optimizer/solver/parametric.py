"""One model solved at many budgets: built and exported once, only the budget changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from optimizer.coefficients import Coefficients
from optimizer.instance import counts_people
from optimizer.model import Name, OwnRule, Structure, build, with_rules
from optimizer.solver.built import Built, built_at
from optimizer.solver.direct import nothing_found, solve_matrix, solve_model
from optimizer.solver.graduates_apart import GraduatesApart, graduates_apart
from optimizer.solver.highs.controls import Controls
from optimizer.solver.infeasibility import NoPlanError
from optimizer.solver.nesting import Held, held_at, within
from optimizer.solver.own_rules import CANT_NEST, solve_with_rules
from optimizer.solver.relaxation.configuration import (
    ConfigurationRelaxation,
    sharpened,
    strengthen,
    without_seats,
)
from optimizer.solver.relaxation.floor_cuts import floor_cuts
from optimizer.solver.relaxation.lp import KeptBasis, bounded
from optimizer.solver.relaxation.warm import WarmRelaxation
from optimizer.solver.search.aims import Aim
from optimizer.solver.search.diverse import settled_meeting
from optimizer.solver.solution import Solution
from optimizer.solver.staffed_afterwards import StaffedAfterwards, staffed_afterwards
from optimizer.solver.standard_form import Matrix, SolverError, export
from optimizer.solver.uncapacitated import solve_uncapacitated

LEAST_GAP = 1e-5
"""For smaller gaps the ordinary way is as good."""
FEW_RECRUITS = 1_000
"""Pairs of university and site up to which graduates stay in the model."""
PATIENCE = 30.0
"""With fewer seconds to go the ordinary way is taken at once under job_takers "best", which has a
first plan sooner."""


def solve_alone(
    coefficients: Coefficients,
    budget: float | None,
    controls: Controls,
    rules: Sequence[OwnRule] = (),
) -> Solution:
    """Solve an instance: by the tighter relaxation where that leads to the gap.

    Parameters
    ----------
    coefficients : Coefficients
    budget : float or None
        bn KRW of the central purse, over all phases; None: no budget rule.
    controls : Controls
    rules : sequence of callables
        As for `ParametricSolver`.

    Raises
    ------
    NoPlanError
        No plan can exist (with the reasons), or none was found in time.
    """
    if rules:
        return solve_with_rules(coefficients, budget, rules, controls)
    sited = solve_uncapacitated(coefficients, budget, controls)
    if sited is not None:
        return sited
    hurried = coefficients.takers is None and controls.left() < PATIENCE
    if budget is None or hurried:
        return solve_model(build(coefficients, budget, sealed=False), controls, untouched=True)
    return ParametricSolver(coefficients, [budget]).solve(budget, controls)


@dataclass(frozen=True)
class Relaxed:
    """What the linear relaxation says of all plans.

    Attributes
    ----------
    bound : float
        No plan's objective is higher.
    gains : mapping of Name to float
        Reduced costs: what one more of a column adds at the relaxation's optimum; below 0 what is
        better left, above 0 what is built as far as it may be.
    matrix : Matrix
        What was relaxed.
    """

    bound: float
    gains: Mapping[Name, float]
    matrix: Matrix


class ParametricSolver:
    """A scenario's model, ready to be solved at any budget.

    Parameters
    ----------
    coefficients : Coefficients
    budgets : sequence of float
        Those that will be asked for, as far as they are known: what is shared is prepared there.
    rules : sequence of callables
        Of one's own, applied to each model right after it was built. With any the plain way is
        taken: the model is built for each budget, and nothing is reduced or shared.
    basis : KeptBasis, optional
        Of a like instance; `locked` begins there.
    """

    def __init__(
        self,
        coefficients: Coefficients,
        budgets: Sequence[float] = (),
        rules: Sequence[OwnRule] = (),
        basis: KeptBasis | None = None,
    ):
        self.coefficients = coefficients
        self.rules = tuple(rules)
        self._budgets = tuple(budgets)
        self._whole: Built | None = None
        self._quick: GraduatesApart | None = None
        self._share: StaffedAfterwards | None = None
        self._share_tried = False
        self._tried: set[bool] = set()
        self._basis = KeptBasis() if basis is None else basis

    def prepare(self, budget: float | None, controls: Controls) -> ParametricSolver:
        """Return the series with what all its solves share, so that several may run at once."""
        if budget is not None and not self.rules and self._may_be_quick(controls):
            with suppress(SolverError):
                self._way(budget, controls)
        return self

    def relaxations(
        self, budget: float, controls: Controls
    ) -> tuple[ConfigurationRelaxation, ConfigurationRelaxation] | None:
        """Return the model without graduates and seats: its tighter relaxation, and as it is.

        None where the model holds what these do not know.
        """
        if not self.rules and self._may_be_quick(controls) and self.coefficients.takers is not None:
            way = self._way(budget, controls)
            if way is not None:
                return way.sharp or sharpened(way.strong, way.built.structure), way.strong
        built = built_at(self.coefficients, budget, graduates=False)
        plain = None if built is None else without_seats(built.matrix, built.structure, built.purse)
        if built is None or plain is None:
            return None
        return sharpened(plain, built.structure), plain

    def locked(self, coefficients: Coefficients) -> ParametricSolver | None:
        """Return this series, prepared and without locks, for the same instance with locks.

        The model is shared; locks are limits of its columns. None where that can't be, so that the
        model must be built anew.

        Parameters
        ----------
        coefficients : Coefficients
            Of the instance with its locks.
        """
        way = None if self._quick is None else self._quick.locked(coefficients, self._basis)
        if way is None:
            return None
        series = ParametricSolver(coefficients, self._budgets, self.rules)
        series._quick, series._tried = way, {False}
        return series

    def solve(
        self,
        budget: float | None,
        controls: Controls,
        *,
        least: Held | None = None,
        most: Held | None = None,
        fixed: Mapping[Name, float] | None = None,
    ) -> Solution:
        """Find the best plan for a budget.

        Parameters
        ----------
        budget : float or None
            bn KRW of the central purse, over all phases; None: no budget rule.
        controls : Controls
        least, most : Held, optional
            The plan must contain `least`, or be contained in `most`.
        fixed : mapping of Name to float, optional
            Decisions that are made already, such as which clusters are built; not with rules of
            one's own.

        Raises
        ------
        NoPlanError
            No plan can exist (with the reasons), or none was found in time.
        """
        if self.rules:
            return solve_with_rules(
                self.coefficients, budget, self.rules, controls, least=least, most=most
            )
        quick = self._quickly(budget, controls, least, most, fixed)
        if quick is not None:
            return quick
        if self._quick is not None and controls.stopped():
            raise nothing_found(controls.why_stopped(), controls)
        built = None if budget is None else self._whole_for(budget)
        if budget is None or built is None:
            model = build(self.coefficients, budget, sealed=False)
            if least is None and most is None and not fixed:
                return solve_model(model, controls, untouched=True)
            structure = Structure(model)
            matrix = export(structure)
        else:
            structure, matrix = built.structure, built.tightened(budget)
        matrix = within(held_at(matrix, fixed), self.coefficients, least, most)
        found = solve_matrix(structure, matrix, controls)
        if found is not None:
            return found
        if least is not None or most is not None or fixed:
            raise NoPlanError("infeasible", [], CANT_NEST)
        # Only the ordinary way tells the reasons; where it finds a plan all the same, so be it.
        return solve_model(build(self.coefficients, budget, sealed=False), controls, untouched=True)

    def meeting(
        self, budget: float | None, controls: Controls, aim: Aim, *, thorough: bool = True
    ) -> Solution:
        """Find a plan that meets an aim; it need not be the best.

        Parameters
        ----------
        budget : float or None
            As for `solve`.
        controls : Controls
            Its gap is that of the search, whose end is no proof of anything.
        aim : Aim
            The least objective, further rows, and what is to be avoided.
        thorough : bool
            Else a large model is only searched next to its relaxation.

        Returns
        -------
        Solution
            Its bound is infinite: of other plans nothing is said.

        Raises
        ------
        NoPlanError
            No such plan can exist ("infeasible"), or none was found in time.
        """
        if budget is not None and not self.rules and self._may_be_quick(controls):
            # As in `solve`, the ordinary way has the last word.
            with suppress(SolverError):
                way = self._way(budget, controls)
                quick = None if way is None else way.meeting(budget, controls, aim, thorough)
                if quick is not None:
                    return quick
        built = None if budget is None or self.rules else self._whole_for(budget)
        if budget is None or built is None:
            structure = Structure(with_rules(build(self.coefficients, budget), self.rules))
            matrix = export(structure)
        else:
            structure, matrix = built.structure, built.tightened(budget)
        untouched = not self.rules
        return settled_meeting(structure, matrix, controls, aim, untouched, thorough)

    def relaxed(self, budget: float | None, controls: Controls) -> Relaxed:
        """Return what the linear relaxation says: a bound of every plan, and what each adds.

        Parameters
        ----------
        budget, controls
            As for `solve`.

        Raises
        ------
        NoPlanError
            Already the relaxation has no plan.
        """
        matrix: Matrix | None = None
        if budget is not None and not self.rules and self._may_be_quick(controls):
            with suppress(SolverError):
                way = self._way(budget, controls)
                matrix = None if way is None else way.relaxation(budget)
        if matrix is None:
            built = None if budget is None or self.rules else self._whole_for(budget)
            if budget is None or built is None:
                model = with_rules(build(self.coefficients, budget), self.rules)
                matrix = export(Structure(model))
            else:
                matrix = built.tightened(budget)
        bound = bounded(matrix, controls)
        if bound is None and controls.stopped():
            raise nothing_found(controls.why_stopped(), controls)
        if bound is None:
            raise NoPlanError("infeasible", [], "no plan can exist under these rules")
        gains = {name: float(bound.reduced[at]) for name, at in matrix.position().items()}
        return Relaxed(bound.value, gains, matrix)

    def asked_again(self, budget: float | None, controls: Controls) -> WarmRelaxation:
        """Return the problem's relaxation, tightened as far as it is known, to be asked often.

        Parameters
        ----------
        budget : float or None
            As for `solve`.
        controls : Controls

        Notes
        -----
        It is of the model without graduates: of more plans, so that its bound holds for all plans
        of the model. With rules of one's own it is that of the model as it is.
        """
        # HiGHS counts its time over all questions.
        quiet = replace(controls, watcher=None, time_limit=None)
        if self.rules:
            structure = Structure(with_rules(build(self.coefficients, budget), self.rules))
            return WarmRelaxation(export(structure), self.coefficients, quiet)
        built = self._quick.built if self._quick is not None else None
        if budget is not None and built is None:
            built = built_at(self.coefficients, budget, graduates=False)
        if budget is None or built is None:
            model = build(self.coefficients, budget, graduates=False, sealed=False)
            return WarmRelaxation(export(Structure(model)), self.coefficients, quiet)
        strong = strengthen(built.matrix, built.structure, built.purse)
        own = built.at(budget)
        if strong is None:
            return WarmRelaxation(built.tightened(budget), self.coefficients, quiet, own)
        matrix = strong.purse.limited(strong.matrix, budget)
        cuts = floor_cuts(strong.purse, matrix, budget)
        tight = matrix if cuts is None else matrix.with_rows(cuts)
        return WarmRelaxation(tight, self.coefficients, quiet, own)

    def _quickly(
        self,
        budget: float | None,
        controls: Controls,
        least: Held | None,
        most: Held | None,
        fixed: Mapping[Name, float] | None,
    ) -> Solution | None:
        """Return the plan by a model without graduates; None where that way does not lead."""
        if budget is None or controls.gap < LEAST_GAP:
            return None
        if not self._may_be_quick(controls):
            with suppress(SolverError):
                share = self._share_way(budget)
                return None if share is None else share.solve(budget, controls, least, most, fixed)
            return None
        # Where HiGHS gives up on this way, the ordinary one has the last word, and tells why.
        with suppress(SolverError):
            way = self._way(budget, controls)
            return None if way is None else way.solve(budget, controls, least, most, fixed)
        return None

    def _share_way(self, budget: float) -> StaffedAfterwards | None:
        """Return the way of objectives that are shares, prepared on first use."""
        if not self._share_tried and not self._few_recruits():
            self._share_tried = True
            self._share = staffed_afterwards(self.coefficients, budget)
        return self._share

    def _few_recruits(self) -> bool:
        """Return whether what is saved without graduates is less than a second search costs."""
        few = len(self.coefficients.workforce.willing) < FEW_RECRUITS
        return few and self.coefficients.takers is not None

    def _may_be_quick(self, controls: Controls) -> bool:
        if self._few_recruits():
            return False
        objective = self.coefficients.instance.settings.objective
        return counts_people(objective) and controls.gap >= LEAST_GAP

    def _way(self, budget: float, controls: Controls) -> GraduatesApart | None:
        """Return the tighter relaxation, prepared on first use."""
        if self._first(graduates=False):
            built = built_at(self.coefficients, budget, graduates=False)
            if built is not None:
                budgets = self._budgets or (budget,)
                self._quick = graduates_apart(built, self.coefficients, budgets, controls)
        return self._quick

    def _whole_for(self, budget: float) -> Built | None:
        """Return the whole model, built on first use."""
        if self._first(graduates=True):
            self._whole = built_at(self.coefficients, budget, graduates=True)
        return self._whole

    def _first(self, *, graduates: bool) -> bool:
        tried = graduates in self._tried
        self._tried.add(graduates)
        return not tried
