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

__all__ = [
    "AGE_GROUPS",
    "SEXES",
    "Step",
    "as_recorded",
    "at_years",
    "path",
    "step",
    "sum_ages",
    "zero_migration",
]
