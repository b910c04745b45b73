"""The solved plan and its tables."""

from optimizer.plan.make import make_plan
from optimizer.plan.plan import Plan
from optimizer.plan.record import from_record, to_record

__all__ = ["Plan", "from_record", "make_plan", "to_record"]
