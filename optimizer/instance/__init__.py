"""Instances: the tables' definitions, reading and checking a folder, all problems together."""

from optimizer.instance.checks.cohorts import cells_of, check_cohorts
from optimizer.instance.checks.consistency import (
    check_local_jobs,
    destinations,
    split_lock,
    uncounted,
)
from optimizer.instance.checks.fits_nowhere import fit_nowhere
from optimizer.instance.checks.plausibility import implausible_travel
from optimizer.instance.checks.speeds import unlikely_links, unlikely_speeds
from optimizer.instance.instance import Instance
from optimizer.instance.inventory import Contents, contents
from optimizer.instance.names import Labels, Names, at_place
from optimizer.instance.problems import InputError, Problem, ProblemList, nearest
from optimizer.instance.reading.build_table import Build, read_build
from optimizer.instance.reading.overrides import parse_assignment
from optimizer.instance.reading.read import read_instance
from optimizer.instance.reading.replace_table import with_tables
from optimizer.instance.reading.shipped import find_folder, scenarios_of, shipped
from optimizer.instance.schema.cohort_columns import AGE_GROUPS, BIRTH
from optimizer.instance.schema.columns import TABLES
from optimizer.instance.schema.culture_curve import ending_at
from optimizer.instance.schema.describe import schema_json, schema_markdown
from optimizer.instance.schema.fields import in_currency
from optimizer.instance.schema.kinds import (
    EFFECTS,
    MEASURE_KINDS,
    OTHER_KINDS,
    PEOPLE_EFFECTS,
    Channel,
    Kind,
    called,
    works_by,
)
from optimizer.instance.schema.levers import (
    for_clusters,
    for_people,
    together,
    without_zone,
    zones_for,
)
from optimizer.instance.schema.limits import Culture, Limits, Locked
from optimizer.instance.schema.objectives import (
    Objective,
    adds_up,
    counts_people,
    has_second_stage,
    is_share,
    weighs_cost,
)
from optimizer.instance.schema.phases import COPY, Phase
from optimizer.instance.schema.ranges import Range, behavioural
from optimizer.instance.schema.settings import UNSAID, Settings
from optimizer.instance.schema.targets import Target, multiplied, parse_target, rows_of
from optimizer.instance.tables import Tables, hash_of, share_memory
from optimizer.instance.writing import new_instance, save_instance, to_toml

__all__ = [
    "AGE_GROUPS",
    "BIRTH",
    "COPY",
    "EFFECTS",
    "MEASURE_KINDS",
    "OTHER_KINDS",
    "PEOPLE_EFFECTS",
    "TABLES",
    "UNSAID",
    "Build",
    "Channel",
    "Contents",
    "Culture",
    "InputError",
    "Instance",
    "Kind",
    "Labels",
    "Limits",
    "Locked",
    "Names",
    "Objective",
    "Phase",
    "Problem",
    "ProblemList",
    "Range",
    "Settings",
    "Tables",
    "Target",
    "adds_up",
    "at_place",
    "behavioural",
    "called",
    "cells_of",
    "check_cohorts",
    "check_local_jobs",
    "contents",
    "counts_people",
    "destinations",
    "ending_at",
    "find_folder",
    "fit_nowhere",
    "for_clusters",
    "for_people",
    "has_second_stage",
    "hash_of",
    "implausible_travel",
    "in_currency",
    "is_share",
    "multiplied",
    "nearest",
    "new_instance",
    "parse_assignment",
    "parse_target",
    "read_build",
    "read_instance",
    "rows_of",
    "save_instance",
    "scenarios_of",
    "schema_json",
    "schema_markdown",
    "share_memory",
    "shipped",
    "split_lock",
    "to_toml",
    "together",
    "uncounted",
    "unlikely_links",
    "unlikely_speeds",
    "weighs_cost",
    "with_tables",
    "without_zone",
    "works_by",
    "zones_for",
]
