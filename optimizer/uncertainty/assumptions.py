"""An instance with some of its assumptions changed, as a draw of their ranges has them."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import cast

import pandas as pd

from optimizer.instance import Culture, Instance, ending_at, multiplied, parse_target
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
    fresh: dict[str, pd.DataFrame] = {}
    # Only `fresh` is ever written to.
    tables = ChainMap(fresh, cast("dict[str, pd.DataFrame]", instance.tables))
    settings = {name: value for name, value in values.items() if "." not in name}
    settings.pop("recruit_limit", None)
    anew = False
    for name, factor in values.items():
        target = parse_target(name)
        table, column = target.table, target.column
        if not column or factor == 1 or target.whole in SITING or table not in tables:
            continue
        cells = multiplied(target, tables, factor)
        tables[table] = tables[table].assign(**{column: cells})
        anew |= table in NETWORK and _from_network(instance)
    regions = tables["regions"]
    young = regions["youth_zero_migration"]
    if (regions["leavers"] > young).any():
        capped = regions["leavers"].where(~(regions["leavers"] > young), young)
        tables["regions"] = regions.assign(leavers=capped)
    other = replace(
        instance,
        tables=instance.facts.replaced(fresh),
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
