"""What an exhaustive search says of a random instance with something forced in or out."""

import copy

from oracle.exhaustive import solve_exhaustive
from oracle.plain_reading import read_contents
from oracle.random_instances import random_instance

import optimizer as opt
from support.built import built

FAIR = ("min_fair_share", "max_fair_share")
"""A lock changes what can be spent in a province, and with it these limits."""


def drawn(seed, objective="retained"):
    """Return toml, tables and the plan at gap 0; None where nothing is or can be built."""
    toml, tables = random_instance(seed, "tiny", objective)
    if any(name in toml.get("limits", {}) for name in FAIR):
        return None
    try:
        plan = opt.solve(built(toml, tables), gap=0, threads=1)
    except opt.NoPlanError:
        return None
    return None if plan.build.empty else (toml, tables, plan)


def optimum(toml, tables, way=None, key=None):
    """Return the optimum by trying every decision, with a key locked "in" or "out"; None: none."""
    toml = copy.deepcopy(toml)
    if way is not None:
        locked = toml.setdefault("locked", {})
        lock = ":".join(key)
        kept = [name for name in locked.get("in", []) if name != lock or way == "in"]
        locked["in"] = [*kept, lock] if way == "in" and lock not in kept else kept
        locked["out"] = [*locked.get("out", []), *([lock] if way == "out" else [])]
    found = solve_exhaustive(read_contents(toml, tables))
    return None if found.status == "infeasible" else found.objective
