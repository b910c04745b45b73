"""A plan between plans: what the best of them agree on stays, the rest is searched anew.

For the largest regret and the CVaR the best plan lies between those that are best under some
probabilities of the worlds. What these agree on is fixed, and the worlds that decide are solved as
one programme: a neighbourhood as of crossover (Rothberg 2007).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from optimizer.analysis.robust_criteria import mixture
from optimizer.analysis.robust_search import OWN, Candidate, Search, about_solve
from optimizer.analysis.worlds_as_one import LINEAR, measure_of, settled
from optimizer.model import Name, offer_keys, site_names
from optimizer.solver import (
    ALL_DECISIONS,
    NoPlanError,
    OptionValue,
    extensive_form,
    held_at,
    world_matrices,
)

PLANS = 6
"""Plans that a new one is sought between, at most."""
DECIDING = 8
"""Worlds that are solved as one, at most: those where the plans do worst."""
NODES: dict[str, OptionValue] = {"mip_max_nodes": 200}
"""Nodes of the search, so that it ends at the same plan on every machine."""
SECONDS = 60.0
"""Seconds of the search, at most."""
GAP = 0.01
"""Of the criterion."""


def add_between(search: Search, joined: Collection[int] = ()) -> bool:
    """Add a plan between the best ones; return whether it is better than all before.

    Parameters
    ----------
    search : Search
    joined : collection of int
        Places of worlds that are known to decide.

    Raises
    ------
    KeyboardInterrupt
    """
    asked = search.asked
    if search.central.instance.settings.objective not in LINEAR:
        return False
    before = search.worth(search.ranked(asked.criterion)[0], asked.criterion)
    parents = _parents(search)
    agreed = _agreed(search, parents)
    deciding = sorted(joined) or _deciding(search, parents)
    worlds = [search.worlds[place].coefficients for place in deciding]
    matrices = [held_at(m, agreed) for m in world_matrices(worlds, asked.budget, graduates=False)]
    measure = measure_of(search, asked.criterion, search.best())
    few = max(measure.most, 1.0 / len(deciding))
    measure = replace(measure, less=measure.less[deciding], most=few)
    controls = about_solve(search.ways.controls(GAP, 1.0), "between the best plans")
    controls = replace(controls, time_limit=controls.seconds() + min(SECONDS, controls.left()))
    try:
        stage = extensive_form(matrices, measure, controls, now=ALL_DECISIONS, options=NODES)
        if stage.status == "interrupted":
            raise KeyboardInterrupt
        if not stage.fixed:
            return False
        search.add(OWN, settled(search, dict(stage.fixed)).decisions)
    except NoPlanError as error:  # no graduates for it, or no time
        if error.status == "interrupted":
            raise KeyboardInterrupt from error
        return False
    return search.worth(search.ranked(asked.criterion)[0], asked.criterion) > before


def _parents(search: Search) -> list[Candidate]:
    """Return the best plan, and those that are best together when they may be mixed."""
    asked, every = search.asked, list(search.found.values())
    parts = mixture(asked.criterion, search.values(), search.best(), asked.level)
    order = np.argsort(-parts, kind="stable")
    mixed = [every[int(place)] for place in order if parts[place] > 0]
    found = [*search.ranked(asked.criterion)[:2], *mixed]
    return list({id(candidate): candidate for candidate in found}.values())[:PLANS]


def _agreed(search: Search, parents: Sequence[Candidate]) -> dict[Name, float]:
    """Return the decisions that all parents share."""
    first, *others = (first_stage(search, parent) for parent in parents)
    return {name: n for name, n in first.items() if all(other[name] == n for other in others)}


def first_stage(search: Search, candidate: Candidate) -> dict[Name, float]:
    """Return how many of each are built by a candidate, and which measures it takes."""
    names = [*site_names(search.central), *(("z", key) for key in offer_keys(search.central))]
    decisions = candidate.decisions
    numbers = np.concatenate([decisions.count, decisions.taken]).astype(float)
    return dict(zip(names, numbers.tolist(), strict=True))


def _deciding(search: Search, parents: Sequence[Candidate]) -> list[int]:
    """Return the worlds in which the parents do worst by the criterion."""
    values = np.array([parent.values for parent in parents])
    less = search.best() if search.asked.criterion == "regret" else 0.0
    worst = (values - less).min(axis=0)
    tail = 1.0 / measure_of(search, search.asked.criterion, search.best()).most
    count = max(DECIDING, int(np.ceil(1.5 * tail)))
    return sorted(np.argsort(worst, kind="stable")[:count].tolist())
