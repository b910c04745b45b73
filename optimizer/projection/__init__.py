"""Cohort-component arithmetic on arrays: nobody moves, moving goes on as recorded, with a plan."""

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
from optimizer.projection.effect import (
    RISK_CLASSES,
    baseline,
    risk_class,
    with_plan,
    women_and_old,
    young,
)
from optimizer.projection.project import Cohorts, Path, Series, project
from optimizer.projection.tables import cohorts_of, projection_notes
from optimizer.projection.without_plan import Baseline

__all__ = [
    "AGE_GROUPS",
    "RISK_CLASSES",
    "SEXES",
    "Baseline",
    "Cohorts",
    "Path",
    "Series",
    "Step",
    "as_recorded",
    "at_years",
    "baseline",
    "cohorts_of",
    "path",
    "project",
    "projection_notes",
    "risk_class",
    "step",
    "sum_ages",
    "with_plan",
    "women_and_old",
    "young",
    "zero_migration",
]
