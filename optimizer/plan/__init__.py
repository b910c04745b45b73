"""The solved plan and its tables."""

from optimizer.plan.ages import AREAS, GAIN
from optimizer.plan.cost_per_stayer import finer_unit, priced
from optimizer.plan.folder import (
    Writer,
    add_files,
    check_writable,
    load_plan,
    plan_json,
    read_record,
    table_writers,
    write_files,
)
from optimizer.plan.levers import effect_of
from optimizer.plan.make import make_plan
from optimizer.plan.other_settings import own_rules
from optimizer.plan.plan import INSTRUMENTS, Plan, typed
from optimizer.plan.projection import Projection, open_at_site, opening, whereabouts
from optimizer.plan.record import from_record, to_record

__all__ = [
    "AREAS",
    "GAIN",
    "INSTRUMENTS",
    "Plan",
    "Projection",
    "Writer",
    "add_files",
    "check_writable",
    "effect_of",
    "finer_unit",
    "from_record",
    "load_plan",
    "make_plan",
    "open_at_site",
    "opening",
    "own_rules",
    "plan_json",
    "priced",
    "read_record",
    "table_writers",
    "to_record",
    "typed",
    "whereabouts",
    "write_files",
]
