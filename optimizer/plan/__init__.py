"""The solved plan as data: its tables, how it is made, recorded, written and read."""

from optimizer.plan.ages import AREAS, GAIN
from optimizer.plan.atomic_write import Writer, add_files, check_writable, write_files
from optimizer.plan.cost_per_stayer import finer_unit, priced
from optimizer.plan.folder import FILES, plan_json, table_writers
from optimizer.plan.levers import effect_of
from optimizer.plan.make import make_plan, points_of
from optimizer.plan.other_settings import own_rules
from optimizer.plan.plan import INSTRUMENTS, PlanData, typed
from optimizer.plan.projection import Projection, open_at_site, opening, whereabouts
from optimizer.plan.read import load_plan, read_record
from optimizer.plan.record import from_record, held_by, to_record
from optimizer.plan.uncertainty import QUANTILES, Uncertainty, row_of

__all__ = [
    "AREAS",
    "FILES",
    "GAIN",
    "INSTRUMENTS",
    "QUANTILES",
    "PlanData",
    "Projection",
    "Uncertainty",
    "Writer",
    "add_files",
    "check_writable",
    "effect_of",
    "finer_unit",
    "from_record",
    "held_by",
    "load_plan",
    "make_plan",
    "open_at_site",
    "opening",
    "own_rules",
    "plan_json",
    "points_of",
    "priced",
    "read_record",
    "row_of",
    "table_writers",
    "to_record",
    "typed",
    "whereabouts",
    "write_files",
]
