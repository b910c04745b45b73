"""What must hold for every instance: tried on random ones that mix all features."""

import copy
import math
import random

import pytest
from oracle.random_instances import random_instance
from support.built import built

import optimizer as opt

OBJECTIVES = ["retained", "worst_province", "equally_distributed", "net_benefit"]
SEEDS = (501, 502)
MORE_SEEDS = (503, 505)
"""Those of the long tests."""
MONEY = {
    "regions": ["land_price"],
    "options": ["capital_cost", "operating_cost"],
    "universities": ["seat_cost"],
}
REGION_COLUMNS = ("region_id", "from_region", "to_region")
ASKS_MORE = ("min_fair_share",)
"""Limits that ask for more where there is more money, or one more province to build in."""


@pytest.fixture(
    params=[
        pytest.param((objective, seed), marks=() if seed in SEEDS else pytest.mark.slow)
        for objective in OBJECTIVES
        for seed in (*SEEDS, *MORE_SEEDS)
    ]
)
def case(request):
    """Return a random instance as instance.toml and tables of text."""
    objective, seed = request.param
    return random_instance(seed, "tiny", objective)


def best(toml, tables, **arguments):
    """Return the proven optimum at gap 0; −∞ where no plan can exist."""
    try:
        plan = opt.solve(built(toml, tables), gap=0, **arguments)
    except opt.NoPlanError as error:
        assert error.status == "infeasible"
        return -math.inf
    assert plan.status == "optimal"
    return plan.objective


def slack(toml, value):
    """Return how far two optima may be apart: 1e-6, and as much again of a worst share.

    The worst province's share may be given up to 1e-6 for a larger total (contract.md).
    """
    share_given_up = 1e-6 if toml["settings"].get("objective") == "worst_province" else 0
    return 1e-6 * max(1.0, abs(value)) + share_given_up


def same(toml, one, other):
    """Whether two optima are the same within the tolerance."""
    return one == other or abs(one - other) <= slack(toml, one)


def without_floors_by_budget(toml):
    """Return instance.toml without the limits that ask for more where there is more money."""
    limits = {key: value for key, value in toml.get("limits", {}).items() if key not in ASKS_MORE}
    return toml | {"limits": limits}


def test_larger_budget_is_never_worse(case):
    """Whatever could be paid can still be paid, where nothing asks for more of it."""
    toml, tables = without_floors_by_budget(case[0]), case[1]
    budget = toml["settings"].get("budget", 100.0)
    small = best(toml, tables, budget=budget)
    large = best(toml, tables, budget=1.4 * budget)
    assert large >= small - (slack(toml, small) if math.isfinite(small) else 0)


def test_relabelling_regions_changes_nothing(case):
    """Other ids, and every table's rows in another order: the same optimum."""
    toml, tables = copy.deepcopy(case)
    names = {row["region_id"]: f"new:{n}" for n, row in enumerate(tables["regions"], start=1)}
    for rows in tables.values():
        for row in rows:
            row.update({key: names[row[key]] for key in REGION_COLUMNS if key in row})
        random.Random(1).shuffle(rows)
    for key, locks in toml.get("locked", {}).items():
        pairs = [lock.split(":", 1) for lock in locks]
        toml["locked"][key] = [f"{names[region]}:{option}" for region, option in pairs]
    assert same(toml, best(*case), best(toml, tables))


def test_scaling_money_changes_nothing(case):
    """All costs, prices and budgets in million won: the same people, net benefit × 1000."""
    toml, tables = copy.deepcopy(case)
    for name, columns in MONEY.items():
        for row in tables.get(name, []):
            for column in columns:
                if row.get(column):
                    row[column] = repr(1000 * float(row[column]))
    settings = toml["settings"]
    for key in ("budget", "value_per_retained"):
        if key in settings:
            settings[key] = 1000 * settings[key]
    factor = 1000 if settings.get("objective") == "net_benefit" else 1
    assert same(toml, best(*case), best(toml, tables) / factor)


def test_one_more_candidate_never_hurts(case):
    """Where one may build need not be built in, as far as nothing is locked in or asked there.

    Shares of the budget and labour-market access are measured over the candidates, so without
    limits on the former and an elasticity of the latter.
    """
    toml, tables = copy.deepcopy(case)
    for limit in ("min_fair_share", "max_fair_share"):
        toml.get("limits", {}).pop(limit, None)
    toml["settings"].pop("access_elasticity", None)
    more = best(toml, tables)
    candidates = [row for row in tables["regions"] if row["candidate"] == "true"]
    if candidates:
        candidates[-1]["candidate"] = "false"
    fewer = best(toml, tables)
    assert more >= fewer - (slack(toml, fewer) if math.isfinite(fewer) else 0)
