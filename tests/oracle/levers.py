"""Measures and interactions as contract.md words them, for the exhaustive search."""

import itertools
import math
from collections import Counter
from dataclasses import dataclass

from .cells import number, truth

FOR_PEOPLE = ("housing",)
"""Kinds that help people and work for no cluster."""


@dataclass
class Levers:
    """Measures and interactions, as they are in the tables."""

    measures: dict  # rows of text by measure_id
    interactions: list  # rows of text
    minutes: dict  # by (i, j) listed; None where blank
    hub_type: dict  # by option
    needs_zone: dict  # by option
    cap: float
    zones: float
    most: dict  # by measure: regions nationwide by [limits]

    def __bool__(self):
        """Whether there are any."""
        return bool(self.measures or self.interactions)


def read_levers(tables, options, minutes, limits):
    """Levers of an instance; `tables` are rows of text."""
    return Levers(
        measures={row["measure_id"]: row for row in tables["measures"]},
        interactions=tables["interactions"],
        minutes=minutes,
        hub_type={o: row.get("hub_type", "") for o, row in options.items()},
        needs_zone={o: truth(row, "needs_zone", False) for o, row in options.items()},
        cap=limits.get("max_uplift", 0.5),
        zones=limits.get("zones", math.inf),
        most=limits.get("max_measures", {}),
    )


def housing(a, i):
    """Measures of housing that may be bought in i, with their effect: whom they help to stay.

    For people, not for clusters: wherever leavers live of whom not all would be gone anyway.
    """
    if a.catchment is None or a.leavers[i] == 0:
        return {}
    left = 1 - a.catchment.gone[i]
    effects = {m: number(row, "retention") for m, row in a.levers.measures.items()}
    return {m: min(share, left) for m, share in effects.items() if share > 0 and left > 0}


def works_for(a, measure, option):
    """Whether a measure lifts and cheapens an option: a cluster of its sector."""
    if a.levers.measures[measure]["kind"] in FOR_PEOPLE:
        return False
    sector = a.levers.measures[measure].get("sector", "")
    return a.kind[option] == "cluster" and sector in ("", a.sector[option])


def zone_for(a, measure, option):
    """Whether a measure is a zone that an option may use; a hub may use any."""
    if a.levers.measures[measure]["kind"] != "zone":
        return False
    return a.kind[option] == "hub" or works_for(a, measure, option)


def measure_choices(a, j, here):
    """Every (measures, cost) that what stands in a region allows."""
    options = [o for _, o in here]
    needing = [o for o in options if a.levers.needs_zone[o]]
    useful = [
        m
        for m in a.levers.measures
        if m in housing(a, j)
        or any(works_for(a, m, o) for o in options)
        or any(zone_for(a, m, o) for o in needing)
    ]
    for size in range(len(useful) + 1):
        for chosen in itertools.combinations(useful, size):
            groups = [a.levers.measures[m].get("tier_group", "") for m in chosen]
            if any(group and n > 1 for group, n in Counter(groups).items()):
                continue
            if all(any(zone_for(a, m, o) for m in chosen) for o in needing):
                cost = sum(number(a.levers.measures[m], "cost") for m in chosen)
                yield frozenset((j, m) for m in chosen), cost


def keeps_measure_limits(a, taken):
    """Whether the limits on measures by province and nationwide are kept."""
    zones = sum(a.levers.measures[m]["kind"] == "zone" for _, m in taken)
    for m, row in a.levers.measures.items():
        places = [a.province[j] for j, other in taken if other == m]
        if len(places) > min(number(row, "max_total", math.inf), a.levers.most.get(m, math.inf)):
            return False
        most = max(Counter(places).values(), default=0)
        if most > number(row, "max_per_province", float("inf")):
            return False
    return zones <= a.levers.zones


def saved(a, here, taken):
    """Return what the measures taken save of the clusters' cost in one region."""
    return sum(
        a.cost[j, o] * number(a.levers.measures[m], "saving")
        for j, o in here
        for _, m in taken
        if works_for(a, m, o)
    )


def uplift(a, j, option, built, taken):
    """U of a cluster: what its measures and neighbours add to its jobs, up to the cap."""
    if a.kind[option] == "hub":
        return 0.0
    total = sum(
        number(a.levers.measures[m], "uplift")
        for place, m in taken
        if place == j and works_for(a, m, option)
    )
    for row in a.levers.interactions:
        if row["sector"] == a.sector[option] and has_neighbour(a, j, row, built):
            total += number(row, "uplift")
    return min(a.levers.cap, total)


def has_neighbour(a, j, row, built):
    """Whether something of near_sector is near j: a cluster, or a hub of that hub_type."""
    word = row["near_sector"]
    is_sector = word in {a.sector[o] for o in a.clusters()}
    for place, o in built:
        same = a.sector[o] == word if a.kind[o] == "cluster" else a.levers.hub_type[o] == word
        if not same or is_sector != (a.kind[o] == "cluster"):
            continue
        if place == j and word != row["sector"]:
            return True
        minutes = a.levers.minutes.get((j, place))
        if place != j and minutes is not None and minutes <= number(row, "limit_minutes"):
            return True
    return False
