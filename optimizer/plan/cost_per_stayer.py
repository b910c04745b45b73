"""What each young person who stays or comes costs the public: in total, and by instrument."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

PRICE = ("instrument", "cost", "adds", "adds_low", "adds_high", "cost_per_stayer")
WHOLE = "whole plan"
LEAST = 1.0
"""Persons; below it a price means nothing."""


FINER = {"tn": "bn", "trillion": "billion", "bn": "million", "billion": "million"}
"""The unit of which a thousand make one of the other."""


def finer_unit(currency: str) -> str | None:
    """Return the unit a thousand times smaller, such as million KRW for bn KRW; None: unknown."""
    unit, _, money = currency.partition(" ")
    finer = FINER.get(unit.lower())
    return f"{finer} {money}" if finer is not None and money else None


def cost_per_stayer(cost: float, people: float) -> float | None:
    """Return public outlay of all purses ÷ persons who stay or come; None for less than one."""
    return cost / people if people >= LEAST else None


def priced(cost: float, people: float, instruments: pd.DataFrame) -> pd.DataFrame:
    """Return the table of prices: the whole plan, then each instrument that was left out.

    Parameters
    ----------
    cost : float
        Of the whole plan, in the instance's currency.
    people : float
        Persons who stay or come because of it.
    instruments : DataFrame
        As `Plan.instruments`; without rows the whole plan stands alone.

    Returns
    -------
    DataFrame
        instrument, cost, adds (persons more than without it), adds_low, adds_high (what the
        proven bounds allow), cost_per_stayer (blank where it adds nobody for certain).
    """
    each = cost_per_stayer(cost, people)
    whole = (WHOLE, cost, people, people, people, float("nan") if each is None else each)
    parts = instruments.rename(columns={"cost_per_added": "cost_per_stayer"})[list(PRICE)]
    return _typed([whole, *parts.itertuples(index=False, name=None)])


def no_prices() -> pd.DataFrame:
    """Return the table without rows."""
    return _typed([])


def prices_record(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the table as plain Python, as plan.json holds it."""
    rows = frame.itertuples(index=False, name=None)
    # NaN is no JSON.
    return [
        {name: None if cell != cell else cell for name, cell in zip(PRICE, row, strict=True)}
        for row in rows
    ]


def prices_from_record(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Return the table that plan.json holds."""
    return _typed([tuple(row[name] for name in PRICE) for row in rows])


def _typed(rows: Sequence[tuple[object, ...]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(PRICE))
    return frame.astype(dict.fromkeys(PRICE[1:], "float64") | {"instrument": "str"})
