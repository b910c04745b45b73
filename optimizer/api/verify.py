"""The check of a plan without the solver."""

from __future__ import annotations

from optimizer.api.options import check_types
from optimizer.instance import Instance
from optimizer.plan import PlanData, to_record
from optimizer.verify import Verification
from optimizer.verify import verify as verify_record


class CheckError(Exception):
    """A plan does not hold when everything is recomputed from the tables.

    Attributes
    ----------
    verification : Verification
    """

    def __init__(self, verification: Verification):
        self.verification = verification
        super().__init__(str(verification))


def verify(plan: PlanData, instance: Instance) -> Verification:
    """Recompute every rule, cost and figure of a plan from the tables, without the solver.

    Parameters
    ----------
    plan : Plan
    instance : Instance
        The one that the plan was made for, with the same scenario scale.
    """
    check_types(
        plan=(plan, (PlanData,), "a Plan; read a folder with optimizer.load_plan, or use check"),
        instance=(instance, (Instance,), "an Instance, from optimizer.load"),
    )
    return verify_record(to_record(plan), instance)


def check_plan(plan: PlanData, instance: Instance) -> None:
    """Check a plan that was just made.

    Raises
    ------
    CheckError
        It does not hold.
    """
    checked = verify(plan, instance)
    if not checked.ok:
        raise CheckError(checked)
