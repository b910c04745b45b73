"""A plan that was just made is checked, and refused where it does not hold."""

from __future__ import annotations

from optimizer.api.options import versions
from optimizer.coefficients import Coefficients
from optimizer.instance import Instance
from optimizer.plan import PlanData, make_plan, to_record
from optimizer.solver import Solution
from optimizer.verify import Named, Verification, verify


class CheckError(Exception):
    """A plan does not hold when everything is recomputed from the tables.

    Attributes
    ----------
    verification : Verification
    """

    def __init__(self, verification: Verification):
        self.verification = verification
        super().__init__(str(verification))


def verified(plan: PlanData, instance: Instance) -> Verification:
    """Return what a check of a plan finds, its names included."""
    return verify(to_record(plan), instance, _names(plan))


def _names(plan: PlanData) -> list[Named]:
    told = (("name", plan.names), ("name_local", plan.local_names))
    return [
        ("the plan", region, column, name)
        for column, names in told
        for region, name in names.items()
    ]


def made_again(
    plan: PlanData, coefficients: Coefficients, solution: Solution, gap: float
) -> PlanData:
    """Return the checked plan of another solution, with budget and seed of a plan.

    Raises
    ------
    CheckError
        It does not hold.
    """
    data = make_plan(
        coefficients,
        solution,
        budget=plan.budget,
        gap_asked=gap,
        versions=versions(),
        seed=plan.seed,
    )
    check_plan(data, coefficients.given)
    return data


def check_plan(plan: PlanData, instance: Instance) -> None:
    """Check a plan that was just made.

    Raises
    ------
    CheckError
        It does not hold.
    """
    checked = verified(plan, instance)
    if not checked.ok:
        raise CheckError(checked)
