"""What must hold for every instance: tried on random ones that mix all features."""

import math
import random

import pytest
from oracle.random_instances import write_random_instance
from support.folders import read_folder, write_folder

import optimizer as opt

OBJECTIVES = ["retained", "worst_province", "net_benefit"]
SEEDS = (501, 502, 503, 505)
MONEY = {
    "regions": ["land_price"],
    "options": ["capital_cost", "operating_cost"],
    "universities": ["seat_cost"],
}
REGION_COLUMNS = ("region_id", "from_region", "to_region")


@pytest.fixture(params=[(objective, seed) for objective in OBJECTIVES for seed in SEEDS])
def case(request, tmp_path):
    """Return a random instance as text, and where to write others."""
    objective, seed = request.param
    folder = write_random_instance(tmp_path / "given", seed, "tiny", objective)
    return folder, tmp_path / "changed"


def best(folder, **arguments):
    """Return the proven optimum at gap 0; −∞ where no plan can exist."""
    try:
        plan = opt.solve(opt.load(folder), gap=0, **arguments)
    except opt.NoPlanError as error:
        assert error.status == "infeasible"
        return -math.inf
    assert plan.status == "optimal"
    return plan.objective


def slack(folder, value):
    """Return how far two optima may be apart: 1e-6, and as much again of a worst share.

    The worst province's share may be given up to 1e-6 for a larger total (contract.md).
    """
    toml, _ = read_folder(folder)
    share_given_up = 1e-6 if toml["settings"].get("objective") == "worst_province" else 0
    return 1e-6 * max(1.0, abs(value)) + share_given_up


def same(folder, one, other):
    """Whether two optima are the same within the tolerance."""
    return one == other or abs(one - other) <= slack(folder, one)


def test_larger_budget_is_never_worse(case):
    """Whatever could be paid can still be paid."""
    folder, _ = case
    budget = opt.load(folder).settings.budget or 100.0
    small, large = best(folder, budget=budget), best(folder, budget=1.4 * budget)
    assert large >= small - (slack(folder, small) if math.isfinite(small) else 0)


def test_relabelling_regions_changes_nothing(case):
    """Other ids, and every table's rows in another order: the same optimum."""
    folder, changed = case
    toml, tables = read_folder(folder)
    names = {row["region_id"]: f"new:{n}" for n, row in enumerate(tables["regions"], start=1)}
    for rows in tables.values():
        for row in rows:
            row.update({key: names[row[key]] for key in REGION_COLUMNS if key in row})
        random.Random(1).shuffle(rows)
    for key, locks in toml.get("locked", {}).items():
        pairs = [lock.split(":", 1) for lock in locks]
        toml["locked"][key] = [f"{names[region]}:{option}" for region, option in pairs]
    write_folder(changed, toml, tables)
    assert same(folder, best(folder), best(changed))


def test_scaling_money_changes_nothing(case):
    """All costs, prices and budgets in million won: the same people, net benefit × 1000."""
    folder, changed = case
    toml, tables = read_folder(folder)
    for name, columns in MONEY.items():
        for row in tables.get(name, []):
            for column in columns:
                if row.get(column):
                    row[column] = 1000 * float(row[column])
    settings = toml["settings"]
    for key in ("budget", "value_per_retained"):
        if key in settings:
            settings[key] = 1000 * settings[key]
    write_folder(changed, toml, tables)
    factor = 1000 if settings.get("objective") == "net_benefit" else 1
    assert same(folder, best(folder), best(changed) / factor)


def test_one_more_candidate_never_hurts(case):
    """Where one may build need not be built in, as far as nothing was locked in there."""
    folder, changed = case
    toml, tables = read_folder(folder)
    candidates = [row for row in tables["regions"] if row.get("candidate", "") != "false"]
    for row in tables["regions"]:
        row.setdefault("candidate", "true")
    if candidates:
        candidates[-1]["candidate"] = "false"
    write_folder(changed, toml, tables)
    fewer, more = best(changed), best(folder)
    assert more >= fewer - (slack(folder, fewer) if math.isfinite(fewer) else 0)
