"""Rule 3, siting: one scale of a sector per region, limits, locks, and jobs that can be staffed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from optimizer.coefficients import Coefficients
from optimizer.instance import split_lock
from optimizer.light_pyomo import pyo
from optimizer.model.decisions import Key, built, site_keys
from optimizer.model.phases import add_phase_siting, sites_of
from optimizer.model.rule import Rule

RULES = (
    Rule(
        "one_scale",
        3,
        "One scale of a sector per region",
        "Σ x_ik of the scales of a sector ≤ 1",
        "clusters",
        "planner",
        "Release one of the locks there",
    ),
    Rule(
        "clusters_in_region",
        3,
        "Clusters per region (max_clusters_per_region)",
        "Σ x_ik ≤ max_clusters_per_region",
        "clusters",
        "planner",
        "Raise the limit to {needs}",
    ),
    Rule(
        "clusters_in_province",
        3,
        "Clusters per province (max_clusters_per_province)",
        "Σ x_ik in p ≤ max_clusters_per_province",
        "clusters",
        "planner",
        "Raise the limit to {needs}",
    ),
    Rule(
        "options_nationwide",
        3,
        "Buildings of an option nationwide (max_options)",
        "Σ_i n_ik ≤ max_options_k",
        "buildings",
        "planner",
        "Raise the limit to {needs}",
    ),
    Rule(
        "locked_in",
        3,
        "Locked in",
        "Σ n_ik over phases ≥ 1",
        "buildings",
        "planner",
        "Release this lock",
    ),
    Rule(
        "locked_in_not_permitted",
        3,
        "Locked in where it may not be built",
        "0 ≥ 1: it may not be built there",
        "buildings",
        "planner",
        "Release this lock, or permit the site",
    ),
    Rule(
        "locked_out",
        3,
        "Locked out",
        "Σ n_ik over phases ≤ 0",
        "buildings",
        "planner",
        "Release this lock",
    ),
    Rule(
        "absorption",
        3,
        "Direct jobs that the commuting area can staff (absorption_share)",
        "Σ jobs_k·n_ik ≤ absorption_share · youth within the commute limit",
        "jobs",
        "planner",
        "Raise absorption_share to {setting}, choose a smaller scale, or release a lock",
    ),
)


def add_siting(model: pyo.ConcreteModel, coefficients: Coefficients) -> None:
    """Add every limit on what stands where."""
    keys = site_keys(coefficients)
    clusters = [key for key, hub in zip(keys, coefficients.sites.hub, strict=True) if not hub]
    _add_one_scale(model, coefficients, clusters)
    add_phase_siting(model, coefficients)
    _add_limits(model, coefficients, keys, clusters)
    _add_locks(model, coefficients, keys)
    _add_absorption(model, coefficients, keys)


def _group(pairs: Iterable[tuple[object, Key]]) -> dict[object, list[Key]]:
    groups: dict[object, list[Key]] = defaultdict(list)
    for group, key in pairs:
        groups[group].append(key)
    return groups


def sectors(coefficients: Coefficients) -> dict[str, str]:
    """Return the sector of each option ("" for hubs)."""
    options = coefficients.instance.options
    return dict(zip(options["option_id"], options["sector"], strict=True))


def _add_one_scale(
    model: pyo.ConcreteModel, coefficients: Coefficients, clusters: list[Key]
) -> None:
    sector = sectors(coefficients)
    scales = _group(((region, sector[option]), (region, option)) for region, option in clusters)
    several = {group: keys for group, keys in scales.items() if len(keys) > 1}
    model.one_scale = pyo.Constraint(
        list(several),
        rule=lambda m, region, name: pyo.quicksum(m.x[key] for key in several[region, name]) <= 1,
    )


def _add_limits(
    model: pyo.ConcreteModel, coefficients: Coefficients, keys: list[Key], clusters: list[Key]
) -> None:
    limits = coefficients.instance.limits
    regions = coefficients.instance.regions
    province = dict(zip(regions["region_id"], regions["province"], strict=True))
    by_region = _group((region, (region, option)) for region, option in clusters)
    by_province = _group((province[region], (region, option)) for region, option in clusters)
    of_copy = coefficients.stages.named()
    by_option = _group((of_copy[option], (region, option)) for region, option in keys)

    per_region = limits.max_clusters_per_region
    model.clusters_in_region = pyo.Constraint(
        list(by_region) if per_region is not None else [],
        rule=lambda m, region: pyo.quicksum(m.x[key] for key in by_region[region]) <= per_region,
    )
    per_province = limits.max_clusters_per_province
    most = (
        per_province
        if isinstance(per_province, dict)
        else dict.fromkeys(by_province, per_province)
        if per_province is not None
        else {}
    )
    model.clusters_in_province = pyo.Constraint(
        [name for name in most if name in by_province],
        rule=lambda m, name: pyo.quicksum(m.x[key] for key in by_province[name]) <= most[name],
    )
    model.options_nationwide = pyo.Constraint(
        [option for option in limits.max_options if option in by_option],
        rule=lambda m, option: (
            pyo.quicksum(built(m, key) for key in by_option[option]) <= limits.max_options[option]
        ),
    )


def locked_keys(coefficients: Coefficients, locks: Iterable[str]) -> list[Key]:
    """Return locks, written `region_id:option_id`, as keys; each once."""
    regions, options = set(coefficients.regions), set(coefficients.given.options["option_id"])
    found = (split_lock(lock, regions, options) for lock in locks)
    return list(dict.fromkeys(key for key in found if key is not None))


def _add_locks(model: pyo.ConcreteModel, coefficients: Coefficients, keys: list[Key]) -> None:
    locked = coefficients.instance.locked
    permitted = sites_of(coefficients, keys)
    wanted = locked_keys(coefficients, locked.in_)
    model.locked_in = pyo.Constraint(
        [key for key in wanted if key in permitted],
        rule=lambda m, region, option: (
            pyo.quicksum(built(m, key) for key in permitted[region, option]) >= 1
        ),
    )
    # Demanded where nothing may be built: the model itself must say that no plan can exist.
    refused = [key for key in wanted if key not in permitted]
    model.not_permitted = pyo.Var(refused, bounds=(0, 0))
    model.locked_in_not_permitted = pyo.Constraint(
        refused, rule=lambda m, region, option: m.not_permitted[region, option] >= 1
    )
    model.locked_out = pyo.Constraint(
        [key for key in locked_keys(coefficients, locked.out) if key in permitted],
        rule=lambda m, region, option: (
            pyo.quicksum(built(m, key) for key in permitted[region, option]) <= 0
        ),
    )


def _add_absorption(model: pyo.ConcreteModel, coefficients: Coefficients, keys: list[Key]) -> None:
    options = coefficients.instance.options
    jobs = dict(zip(options["option_id"], options["jobs"], strict=True))
    most = dict(zip(coefficients.regions, coefficients.absorption, strict=True))
    by_region = _group((region, (region, option)) for region, option in keys if jobs[option] > 0)
    model.absorption = pyo.Constraint(
        [region for region in by_region if np.isfinite(most[str(region)])],
        rule=lambda m, region: (
            pyo.quicksum(float(jobs[key[1]]) * built(m, key) for key in by_region[region])
            <= float(most[region])
        ),
    )
