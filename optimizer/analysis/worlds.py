"""Worlds: what a plan's effect may be, each with its own numbers; what may be built is the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from optimizer.coefficients import Coefficients, compute
from optimizer.instance import Instance
from optimizer.solver import Decisions, Solution
from optimizer.uncertainty import changed, draw, possible, varied, widened

FLOORS: dict[str, object] = {"min_retained_share": {}, "min_retained_share_decline_areas": None}
"""Floors on who stays, which a plan keeps in the central world only."""
WITHOUT_CULTURE = {"culture_added_share": 0.0, "culture_only_share": 0.0}


@dataclass(frozen=True)
class World:
    """One draw of all assumptions.

    Attributes
    ----------
    number : int
        From 1.
    values : mapping of name to float
        Settings, and factors on columns.
    coefficients : Coefficients
        Effects of this world; costs, land, graduates and limits of the central one.
    """

    number: int
    values: Mapping[str, float]
    coefficients: Coefficients


def draw_worlds(central: Coefficients, worlds: int, seed: int) -> list[World]:
    """Return worlds drawn from the instance's ranges, exactly as `uncertainty` draws them.

    Parameters
    ----------
    central : Coefficients
        With all assumptions as they are in use.
    worlds, seed : int
        Same seed, same worlds; more worlds leave the first ones as they are.
    """
    instance = central.given
    drawn = draw(varied(instance), worlds, seed)
    rows = [dict(zip(drawn.columns, row, strict=True)) for row in drawn.to_numpy()]
    wide = widened(instance)
    return [
        World(number, values, effects_of(central, changed(wide, values)))
        for number, values in enumerate((possible(row, instance) for row in rows), 1)
    ]


def expected_world(central: Coefficients, worlds: Sequence[World]) -> Coefficients:
    """Return the world in which each assumption has its mean over some worlds.

    Its problem is the expected-value problem of stochastic programming (Birge & Louveaux 2011).
    """
    values = {
        name: float(np.mean([world.values[name] for world in worlds])) for name in worlds[0].values
    }
    return effects_of(central, changed(widened(central.given), possible(values, central.given)))


def without_culture(central: Coefficients) -> Coefficients:
    """Return the world in which culture does nothing."""
    return effects_of(central, changed(central.given, WITHOUT_CULTURE))


def effects_of(central: Coefficients, world: Instance) -> Coefficients:
    """Return the effects of another world with the rules of the central one.

    Notes
    -----
    What is built is decided before the world is known: by the costs, land, graduates, absorption
    and limits of the central world. Floors on who stays hold there only. So every plan of the
    central world is a plan of this one.
    """
    found = compute(world)
    limits = found.instance.limits.model_copy(update=FLOORS)
    levers = replace(found.levers, cost=central.levers.cost, saving=central.levers.saving)
    return replace(
        central,
        instance=replace(central.instance, settings=found.instance.settings, limits=limits),
        sites=replace(central.sites, youth_jobs=found.sites.youth_jobs),
        leavers=found.leavers,
        pool=found.pool,
        weight=found.weight,
        pairs=found.pairs,
        takers=found.takers,
        service=found.service,
        capacity=found.capacity,
        base_level=found.base_level,
        curve=found.curve,
        local_jobs=found.local_jobs,
        levers=levers,
        housing=found.housing,
    )


def in_central(central: Coefficients, world: Coefficients, solution: Solution) -> Decisions:
    """Return what a world's solution builds, as decisions of the central world."""
    theirs, ours = world.levers, central.levers
    chosen = solution.decisions.taken
    keys = set(zip(theirs.region[chosen], theirs.measure[chosen], strict=True))
    offers = zip(ours.region, ours.measure, strict=True)
    taken = np.array([key in keys for key in offers], dtype=bool)
    return replace(solution.decisions, taken=taken)
