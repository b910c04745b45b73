"""The range of a plan's effect in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from optimizer.plan import finer_unit

if TYPE_CHECKING:
    from optimizer.uncertainty.monte_carlo import Uncertainty

QUANTILES = {"p10": 0.1, "p50": 0.5, "p90": 0.9}
SHOWN = 10
"""Assumptions that the text names."""


def in_words(found: Uncertainty) -> str:
    """Return the range of a plan's effect as text for planners."""
    kept = row_of(found.quantiles, "retained")
    # Plans of earlier versions let nobody arrive.
    known = "arrived" in set(found.quantiles["measure"])
    come = row_of(found.quantiles, "arrived") if known else {}
    arrivals = any(number > 0 for number in come.values())
    title = f"How sure the plan for {found.instance} is"
    lines = [
        title,
        "=" * len(title),
        "",
        f"{kept['central']:,.0f} young people stay under the assumptions in use. "
        f"{found.sentence()}",
        *([f"From elsewhere arrive {_between(come)}."] if arrivals else []),
        f"It costs {_between(row_of(found.quantiles, 'cost'), found.currency)}; for each who stays "
        + ("or arrives " if arrivals else "")
        + f"{_between(*_each(row_of(found.quantiles, 'cost_per_stayer'), found.currency))}.",
    ]
    if "lifted" in set(found.quantiles["measure"]):
        lifted = _between(row_of(found.quantiles, "lifted"))
        lines.append(f"Regions lifted a class of extinction risk: {lifted}.")
    lines += ["", "What matters most, one assumption at a time from low to high:", ""]
    shown = found.tornado[found.tornado["swing"] > 0]
    wide = max((len(name) for name in shown["name"].head(SHOWN)), default=0)
    for row in shown.head(SHOWN).itertuples():
        lines.append(
            f"  {row.name:<{wide}}  {row.low:g} to {row.high:g} {row.unit}: "
            f"{row.retained_low:,.0f} to {row.retained_high:,.0f} stay"
        )
    rest = len(found.tornado) - len(shown.head(SHOWN))
    if rest:
        lines.append(f"  {rest:,} more matter less or not at all.")
    lines += [
        "",
        "What is built is the same in every draw. Assumptions are drawn independently, triangular "
        "between low and high.",
        *found.notes,
    ]
    return "\n".join(lines)


def row_of(quantiles: pd.DataFrame, measure: str) -> dict[str, float]:
    """Return central, p10, p50 and p90 of a measure."""
    row = quantiles[quantiles["measure"] == measure].iloc[0]
    return {name: float(row[name]) for name in ("central", *QUANTILES)}


def _between(row: dict[str, float], unit: str = "") -> str:
    unit = f" {unit}" if unit else ""
    if row["p10"] == row["p90"] == row["central"]:
        return f"{row['central']:,.0f}{unit} in 80 of 100 draws"
    ends = f"{row['p10']:,.0f} to {row['p90']:,.0f}{unit} in 80 of 100 draws"
    return f"{row['central']:,.0f}{unit}, {ends}"


def _each(row: dict[str, float], currency: str) -> tuple[dict[str, float], str]:
    """Return cost per person in a unit that a planner reads."""
    finer = finer_unit(currency)
    if finer is None:
        return row, currency
    return {name: value * 1_000 for name, value in row.items()}, finer
