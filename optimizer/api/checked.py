"""A plan that was just made is checked, and refused where it does not hold."""

from __future__ import annotations

from optimizer.instance import Instance
from optimizer.plan import PlanData, to_record
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
