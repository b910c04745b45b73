"""Residents by sex and age in the horizon year, for population pyramids."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from optimizer.projection import AGE_GROUPS, SEXES, Path, young

AREAS = ("nation", "gaining")
"""All regions; those that have more young people (20-39) with the plan than with nothing done."""
GAIN = 0.5
"""Young persons; a region that has less than that more doesn't count as gaining."""
DIGITS = 3


def ages_of(paths: Mapping[str, Path], horizon: int) -> pd.DataFrame:
    """Return residents by sex and age group in the horizon year.

    Parameters
    ----------
    paths : mapping
        The path of each variant; "nothing_done" and "plan" among them.
    horizon : int
        Years after the base year.

    Returns
    -------
    DataFrame
        area ("nation", "gaining"), variant, sex, age_group, persons.
    """
    gain = young(paths["plan"])[horizon] - young(paths["nothing_done"])[horizon]
    chosen = {"nation": np.ones(len(gain), dtype=bool), "gaining": gain >= GAIN}
    found = {
        area: {
            variant: {
                sex: path.population[horizon, chosen[area], place].sum(axis=0).round(DIGITS)
                for place, sex in enumerate(SEXES)
            }
            for variant, path in paths.items()
        }
        for area in AREAS
    }
    return ages_from_record(found)


def ages_record(ages: pd.DataFrame) -> dict[str, Any]:
    """Return plain Python, as plan.json holds it: lists over the age groups."""
    content: dict[str, Any] = {}
    for key, rows in ages.groupby(["area", "variant", "sex"], sort=False):
        area, variant, sex = (str(part) for part in key)
        content.setdefault(area, {}).setdefault(variant, {})[sex] = rows["persons"].tolist()
    return content


def ages_from_record(content: Mapping[str, Any]) -> pd.DataFrame:
    """Return the table that plan.json holds."""
    parts = [
        pd.DataFrame(
            {
                "area": area,
                "variant": variant,
                "sex": sex,
                "age_group": list(AGE_GROUPS),
                "persons": np.asarray(persons, dtype=float),
            }
        )
        for area, variants in content.items()
        for variant, sexes in variants.items()
        for sex, persons in sexes.items()
    ]
    return pd.concat(parts, ignore_index=True)
