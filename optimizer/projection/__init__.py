"""Cohort-component arithmetic on arrays: nobody moves, and migration going on as recorded."""

from optimizer.projection.cohort import (
    AGE_GROUPS,
    SEXES,
    Step,
    as_recorded,
    at_years,
    path,
    step,
    sum_ages,
    zero_migration,
)
from optimizer.projection.project import Cohorts, Path, Series, project
from optimizer.projection.tables import cohorts_of, projection_notes

__all__ = [
    "AGE_GROUPS",
    "SEXES",
    "Cohorts",
    "Path",
    "Series",
    "Step",
    "as_recorded",
    "at_years",
    "cohorts_of",
    "path",
    "project",
    "projection_notes",
    "step",
    "sum_ages",
    "zero_migration",
]
