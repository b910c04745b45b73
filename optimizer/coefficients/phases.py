"""Phases: what is built later opens later and is paid from a later budget.

An option that may be built in several phases becomes one option for each of them: a copy whose
lead time is longer by the years until that phase. All that follows from a lead time (annuity, open
share) then follows by itself, and the copies share one scale, one stock, one limit.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from optimizer.arrays import Ints
from optimizer.instance import COPY, Instance

BY_OPTION = ("suitability", "needs")
"""Tables with a row for each option, which its copies need too."""


@dataclass(frozen=True)
class Stages:
    """The options by phase.

    Attributes
    ----------
    years : tuple of int
        Year of each phase; the base year alone where the instance has no phases.
    budgets : tuple of float, or None
        As the instance has them; None where it has no phases.
    option : tuple of str, shape (copies,)
        option_id, as in the table, of each option that the model knows.
    phase : int array, shape (copies,)
        Number of the phase in which it is built.
    """

    years: tuple[int, ...]
    budgets: tuple[float, ...] | None
    option: tuple[str, ...]
    phase: Ints

    @property
    def several(self) -> bool:
        """Whether there is more than one phase."""
        return len(self.years) > 1

    def named(self) -> dict[str, str]:
        """Return option_id by the name under which the model knows each copy."""
        return {copy_name(o, self, p): o for o, p in zip(self.option, self.phase, strict=True)}

    def spread(self, budget: float | None) -> tuple[float, ...] | None:
        """Return the phases' budgets, scaled so that together they are `budget`."""
        if self.budgets is None or budget is None:
            return None
        total = math.fsum(self.budgets)
        factor = budget / total if total > 0 else 1.0
        return tuple(factor * part for part in self.budgets)


def copy_name(option: str, stages: Stages, phase: int) -> str:
    """Return an option's name in the model: `ai_hub`, or `ai_hub@2028` beside other phases."""
    return f"{option}{COPY}{stages.years[phase]}" if stages.several else option


def expand(instance: Instance) -> tuple[Instance, Stages]:
    """Return the instance with a copy of each option for each phase, and what the copies are.

    A copy that would not open before the horizon is left out.
    """
    options = instance.options
    ids = options["option_id"].to_numpy(dtype=object)
    if not instance.phases:
        plain = Stages((instance.base_year,), None, tuple(ids), np.zeros(len(ids), dtype=np.int64))
        return instance, plain
    years = tuple(phase.year for phase in instance.phases)
    budgets = tuple(float(phase.budget) for phase in instance.phases)
    lead = options["lead_years"].to_numpy(dtype=float)
    later = np.array(years, dtype=float) - instance.base_year
    place, phase = np.nonzero(lead[:, None] + later[None, :] < instance.years)
    stages = Stages(years, budgets, tuple(ids[place]), phase.astype(np.int64))
    names = [copy_name(o, stages, p) for o, p in zip(stages.option, stages.phase, strict=True)]
    copies = options.iloc[place].assign(option_id=names, lead_years=lead[place] + later[phase])
    derived = {"options": copies}
    for name in BY_OPTION:
        if name in instance.tables:
            derived[name] = _for_copies(instance.tables[name], stages)
    return replace(instance, tables=instance.facts.with_derived(derived)), stages


def _for_copies(table: pd.DataFrame, stages: Stages) -> pd.DataFrame:
    copies = pd.DataFrame(
        {"option_id": list(stages.named().values()), "_copy": list(stages.named())}
    )
    merged = table.merge(copies, on="option_id", how="inner")
    return merged.assign(option_id=merged["_copy"]).drop(columns="_copy")
