"""The solved plan as data: its tables, how it is made, recorded, written and read."""

from optimizer.plan.ages import AREAS, GAIN
from optimizer.plan.atomic_write import (
    Writer,
    add_files,
    check_own,
    check_writable,
    foreign,
    write_file,
    write_files,
)
from optimizer.plan.cost_per_stayer import finer_unit, priced
from optimizer.plan.csv_table import check_dialect, csv_writer
from optimizer.plan.equity import AVERSION, gini, kolm_pollak, shares_kept, theil
from optimizer.plan.exchange import is_gone, whose
from optimizer.plan.folder import (
    FILES,
    GEOJSON,
    PAGE,
    STYLES,
    WORKBOOK,
    plan_json,
    table_writers,
    workbook_writer,
)
from optimizer.plan.levers import effect_of
from optimizer.plan.make import make_plan, objective_value, points_of, worth
from optimizer.plan.many_worlds import is_for_one_world, is_robust, many_worlds
from optimizer.plan.objective_words import counts_persons, unit_in_words
from optimizer.plan.other_settings import other_making, other_names, own_rules
from optimizer.plan.plan import INSTRUMENTS, PlanData, typed
from optimizer.plan.projection import Projection, open_at_site, opening, whereabouts
from optimizer.plan.read import load_plan, read_names, read_record
from optimizer.plan.reasons import (
    BOUNDED,
    IMPOSSIBLE,
    LINES,
    NOT_CHOSEN,
    NOT_PERMITTED,
    REDUCED_COST,
    RELAXATION,
    REQUIRED,
    SEARCH,
    SITES,
    Reasons,
    way_in_words,
)
from optimizer.plan.record import from_record, held_by, to_record
from optimizer.plan.uncertainty import QUANTILES, Uncertainty, row_of

__all__ = [
    "AREAS",
    "AVERSION",
    "BOUNDED",
    "FILES",
    "GAIN",
    "GEOJSON",
    "IMPOSSIBLE",
    "INSTRUMENTS",
    "LINES",
    "NOT_CHOSEN",
    "NOT_PERMITTED",
    "PAGE",
    "QUANTILES",
    "REDUCED_COST",
    "RELAXATION",
    "REQUIRED",
    "SEARCH",
    "SITES",
    "STYLES",
    "WORKBOOK",
    "PlanData",
    "Projection",
    "Reasons",
    "Uncertainty",
    "Writer",
    "add_files",
    "check_dialect",
    "check_own",
    "check_writable",
    "counts_persons",
    "csv_writer",
    "effect_of",
    "finer_unit",
    "foreign",
    "from_record",
    "gini",
    "held_by",
    "is_for_one_world",
    "is_gone",
    "is_robust",
    "kolm_pollak",
    "load_plan",
    "make_plan",
    "many_worlds",
    "objective_value",
    "open_at_site",
    "opening",
    "other_making",
    "other_names",
    "own_rules",
    "plan_json",
    "points_of",
    "priced",
    "read_names",
    "read_record",
    "row_of",
    "shares_kept",
    "table_writers",
    "theil",
    "to_record",
    "typed",
    "unit_in_words",
    "way_in_words",
    "whereabouts",
    "whose",
    "workbook_writer",
    "worth",
    "write_file",
    "write_files",
]
