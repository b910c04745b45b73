"""Rule 3 over several phases: the copies of an option share its place and its limits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from optimizer.coefficients import Coefficients
from optimizer.light_pyomo import pyo
from optimizer.model.decisions import Key, built, site_keys
from optimizer.model.rule import Rule

RULES = (
    Rule(
        "hubs_over_phases",
        3,
        "Most of a hub in one region, over all phases (max_per_region)",
        "Σ over phases of y_ik ≤ max_per_region_k",
        "buildings",
        "planner",
        "Raise it to {needs}",
    ),
)


def sites_of(coefficients: Coefficients, keys: Iterable[Key]) -> dict[Key, list[Key]]:
    """Return the model's keys by (region_id, option_id): one for each phase."""
    of_copy = coefficients.stages.named()
    found: dict[Key, list[Key]] = defaultdict(list)
    for region, option in keys:
        found[region, of_copy[option]].append((region, option))
    return found


def add_phase_siting(model: pyo.ConcreteModel, coefficients: Coefficients) -> None:
    """Add Σ_p y ≤ max_per_region for each hub that may be built in several phases.

    A cluster needs no such row: one scale of a sector per region counts its copies as scales.
    """
    if not coefficients.stages.several:
        return
    sites = coefficients.sites
    keys = site_keys(coefficients)
    most = {key: int(n) for key, hub, n in zip(keys, sites.hub, sites.most, strict=True) if hub}
    copies = {key: parts for key, parts in sites_of(coefficients, most).items() if len(parts) > 1}
    model.hubs_over_phases = pyo.Constraint(
        list(copies),
        rule=lambda m, region, option: (
            pyo.quicksum(built(m, key) for key in copies[region, option])
            <= most[copies[region, option][0]]
        ),
    )
