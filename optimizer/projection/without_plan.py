"""The two paths without a plan: nobody moves, and moving goes on as recorded."""

from __future__ import annotations

from dataclasses import dataclass

from optimizer.arrays import Flags, Floats
from optimizer.projection.project import Cohorts, Path


@dataclass(frozen=True)
class Baseline:
    """The two paths without a plan, and who leaves and arrives in the second. R regions, Y years.

    Attributes
    ----------
    cohorts : Cohorts
    horizon : int
        Years after the base year in which those who stay are counted.
    still, nothing : Path
        Nobody moves; migration going on as recorded. Both from the base year over Y years.
    leaving : ndarray (steps, R, 2, A)
        Weights: net losses of a step in the cohorts that are 20 to 39 in the horizon year and
        were 15 to 34 at its start, by age group at its end.
    arriving : ndarray (steps, R, 2, A)
        Net gains of a step.
    ends : ndarray (steps + 1, R, 2, A)
        Residents at the base year and after each step of `nothing`, the last one whole.
    counted : bool array (steps, A)
        The age groups at the end of a step of those cohorts.
    """

    cohorts: Cohorts
    horizon: int
    still: Path
    nothing: Path
    leaving: Floats
    arriving: Floats
    ends: Floats
    counted: Flags
