"""An instance with some of its assumptions changed, as a draw of their ranges has them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from optimizer.arrays import Flags, Floats
from optimizer.instance import Culture, Instance, Target, ending_at, parse_target, rows_of
from optimizer.network import with_travel

NETWORK = ("nodes", "edges")
LIMITS = ("commute_limit", "culture_limit", "recruit_limit")
SITING = ("options.max_per_region",)
"""Columns that only say what may be built."""


def changed(
    instance: Instance, values: Mapping[str, float], built: Collection[str] | None = None
) -> Instance:
    """Return an instance with some assumptions changed; all others stay.

    Parameters
    ----------
    instance : Instance
        Of which travel from a network is `widened`.
    values : mapping of name to float
        Settings, and "table.column" or "table.column[word]" with a factor.
    built : collection of str, optional
        Regions in which something is built, where only these matter; by default all.

    Notes
    -----
    Leavers are kept within youth_zero_migration, of which they are a part. What only says what
    may be built (`max_per_region`, `recruit_limit`) stays as it is.
    """
    settings = {name: value for name, value in values.items() if "." not in name}
    settings.pop("recruit_limit", None)
    facts = instance.facts.altered(_columns(instance, values))
    leavers, young = (
        facts.numbers("regions", name) for name in ("leavers", "youth_zero_migration")
    )
    above = leavers > young
    if above.any():
        facts = facts.altered({("regions", "leavers"): np.where(above, young, leavers)})
    anew = any(facts.alters(table) for table in NETWORK) and _from_network(instance)
    other = replace(
        instance,
        tables=facts,
        settings=instance.settings.model_copy(update=settings),
        culture=_curve(instance, settings),
    )
    if not anew:
        return other
    without = {name: table for name, table in other.tables.items() if name != "travel"}
    found = with_travel(replace(other, tables=without))
    if built is None:
        return found
    travel = towards(found.tables["travel"], reached(instance, built))
    return replace(found, tables=found.facts.replaced({"travel": travel}))


def _columns(instance: Instance, values: Mapping[str, float]) -> dict[tuple[str, str], Floats]:
    """Return the columns that values change, with their numbers then."""
    columns: dict[tuple[str, str], Floats] = {}
    for name, factor in values.items():
        target = parse_target(name)
        table, column = target.table, target.column
        if not column or factor == 1 or target.whole in SITING or table not in instance.tables:
            continue
        cells = columns.get((table, column))
        cells = instance.numbers(table, column) if cells is None else cells
        times = cells * factor
        columns[table, column] = (
            np.where(_rows(instance, target), times, cells) if target.word else times
        )
    return columns


def _rows(instance: Instance, target: Target) -> Flags:
    """Return which rows of its table a target means, found once."""
    return instance.facts.keep(
        ("rows of", target), lambda: rows_of(target, instance.tables).to_numpy(dtype=bool)
    )


def widened(instance: Instance) -> Instance:
    """Return an instance with travel as far as any draw of the limits reaches.

    Notes
    -----
    Travel from a network was worked out up to the limits in use. A table of travel is complete:
    its instance is returned as it is.
    """
    if not _from_network(instance):
        return instance
    widest = {
        name: max(getattr(instance.settings, name), instance.ranges[name].high)
        for name in LIMITS
        if name in instance.ranges
    }
    tables = dict(instance.tables)
    del tables["travel"]
    settings = instance.settings.model_copy(update=widest)
    wide = with_travel(replace(instance, tables=tables, settings=settings))
    return replace(wide, settings=instance.settings)


def reached(instance: Instance, built: Collection[str]) -> set[str]:
    """Return the regions to which travel matters where something is built in `built` alone.

    Access to labour markets is relative to that of all candidates.
    """
    if instance.settings.job_takers == "best":
        return set(built)
    regions = instance.regions
    return set(built) | set(regions.loc[regions["candidate"].astype(bool), "region_id"])


def towards(travel: pd.DataFrame, built: set[str]) -> pd.DataFrame:
    """Return travel to the sites in use; its ends as categories, which are looked up once each."""
    kept = travel[travel["to_region"].isin(built)]
    return kept.astype({"from_region": "category", "to_region": "category"})


def _curve(instance: Instance, settings: Mapping[str, float]) -> Culture:
    """Return the culture curve, scaled as culture_only_share is to its value in use."""
    used = instance.settings.culture_only_share
    drawn = settings.get("culture_only_share", used)
    if instance.culture.curve is None or drawn == used or used == 0:
        return instance.culture
    return ending_at(instance.culture, instance.culture.curve[-1][1] * drawn / used)


def _from_network(instance: Instance) -> bool:
    """Return whether travel was worked out from a network."""
    return all(name in instance.tables for name in (*NETWORK, "travel")) and (
        "travel" not in instance.files
    )
