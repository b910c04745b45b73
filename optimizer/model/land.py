"""Rule 2, land: what is built fits on the developable land and uses up no more stock than is."""

from __future__ import annotations

from collections import defaultdict

from optimizer.coefficients import Coefficients
from optimizer.light_pyomo import pyo
from optimizer.model.decisions import built, site_keys
from optimizer.model.rule import Rule

RULES = (
    Rule(
        "land",
        2,
        "Developable land",
        "Σ land_k·n_ik ≤ land_ha_i",
        "ha",
        "planner",
        "Develop {slack} ha more, or release a lock",
    ),
    Rule(
        "stock",
        2,
        "Reusable buildings",
        "Σ n_ik of what uses the stock ≤ stock_i",
        "buildings",
        "planner",
        "Find {slack} more, or release a lock",
    ),
)


def add_land(model: pyo.ConcreteModel, coefficients: Coefficients) -> None:
    """Add Σ land·x + Σ land·y ≤ land_ha, and Σ of what uses a stock ≤ the stock, by region."""
    instance = coefficients.instance
    area = dict(zip(coefficients.regions, instance.regions["land_ha"], strict=True))
    takes = dict(zip(coefficients.options, instance.options["land_ha"], strict=True))
    stock = dict(zip(coefficients.options, instance.options["uses_stock"], strict=True))
    on_land: dict[str, list[tuple[str, str]]] = defaultdict(list)
    on_stock: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for region, option in site_keys(coefficients):
        if takes[option] > 0:
            on_land[region].append((region, option))
        if stock[option]:
            on_stock[region, stock[option]].append((region, option))
    there = {
        (region, name): float(count)
        for name in {name for name in stock.values() if name}
        for region, count in zip(
            coefficients.regions,
            instance.regions.get(f"stock_{name}", [0.0] * len(coefficients.regions)),
            strict=True,
        )
    }
    model.land = pyo.Constraint(
        list(on_land),
        rule=lambda m, region: (
            pyo.quicksum(float(takes[key[1]]) * built(m, key) for key in on_land[region])
            <= float(area[region])
        ),
    )
    model.stock = pyo.Constraint(
        list(on_stock),
        rule=lambda m, region, name: (
            pyo.quicksum(built(m, key) for key in on_stock[region, name]) <= there[region, name]
        ),
    )
