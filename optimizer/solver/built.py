"""A model built and exported once, whose budget can be changed."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from optimizer.coefficients import Coefficients
from optimizer.light_pyomo import InfeasibleConstraintException
from optimizer.model import Structure, build
from optimizer.solver.budget_rows import BudgetRows, find_purse
from optimizer.solver.relaxation.floor_cuts import floor_cuts
from optimizer.solver.standard_form import Matrix, export


@dataclass(frozen=True)
class Built:
    """A model and its matrix, of which the budget can be changed."""

    structure: Structure
    matrix: Matrix
    purse: BudgetRows

    def at(self, budget: float) -> Matrix:
        """Return the matrix with the limits of a budget."""
        return self.purse.limited(self.matrix, budget)

    def tightened(self, budget: float) -> Matrix:
        """Return that matrix with the cuts of the budget's floors, which whole plans all meet."""
        matrix = self.at(budget)
        cuts = floor_cuts(self.purse, matrix, budget)
        return matrix if cuts is None else matrix.with_rows(cuts)


def built_at(coefficients: Coefficients, budget: float, *, graduates: bool) -> Built | None:
    """Build and export; None where the budget is not the limit of known rows."""
    structure = Structure(build(coefficients, budget, graduates=graduates, sealed=False))
    # Where a rule can't hold whatever is decided, the ordinary way tells the reasons.
    with suppress(InfeasibleConstraintException):
        matrix = export(structure)
        structure.release_rows()
        purse = find_purse(matrix, coefficients, budget)
        return None if purse is None else Built(structure, matrix, purse)
    return None
