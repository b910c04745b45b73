"""The range of a plan's effect: its tables, its words, its files."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from optimizer.display import card, lines, more, shorten, table
from optimizer.plan.atomic_write import Writer, add_files
from optimizer.plan.cost_per_stayer import finer_unit
from optimizer.plan.csv_table import csv_writer

QUANTILES = {"p10": 0.1, "p50": 0.5, "p90": 0.9}
SHOWN = 10
"""Assumptions that the text names."""


@dataclass(frozen=True, eq=False, repr=False)
class Uncertainty:
    """The range of a plan's effect, with what is built, bought and trained fixed.

    Attributes
    ----------
    instance, currency : str
    seed : int
    draws : DataFrame
        A row for each draw: the drawn numbers (settings in their unit, columns as factors), then
        retained and arrived (persons), cost (currency), cost_per_stayer (for each who stays or
        arrives; infinite where nobody does), floors_met, and lifted (regions) where the instance
        has cohort tables.
    quantiles : DataFrame
        measure, central (at the assumptions in use), p10, p50, p90. p10 to p90 is the 80% range.
    provinces : DataFrame
        province, central, p10, p50, p90 of persons retained.
    regions : DataFrame
        region_id, province, central, p10, p50, p90 of persons retained.
    tornado : DataFrame
        One assumption at a time at its low and its high end, all others central, the widest
        swing first: name, unit, low, central, high, retained_low, retained_central,
        retained_high, swing (largest less smallest of these three), arrived_low, arrived_high,
        cost_low, cost_high, and lifted_low, lifted_high where there are cohort tables.
    notes : tuple of str
        What the reader should know.
    """

    instance: str
    currency: str
    seed: int
    draws: pd.DataFrame
    quantiles: pd.DataFrame
    provinces: pd.DataFrame
    regions: pd.DataFrame
    tornado: pd.DataFrame
    notes: tuple[str, ...] = ()

    def range(self, measure: str = "retained") -> tuple[float, float]:
        """Return the 80% range of a measure: what 10% and 90% of the draws don't exceed."""
        row = row_of(self.quantiles, measure)
        return row["p10"], row["p90"]

    def sentence(self) -> str:
        """Return the 80% range of those who stay in a sentence, for the summary."""
        low, high = self.range()
        return (
            f"In 80 of 100 draws of the assumptions between {low:,.0f} and {high:,.0f} stay, in "
            f"half of them fewer than {row_of(self.quantiles, 'retained')['p50']:,.0f} (80% range, "
            f"{len(self.draws):,} draws, plan fixed)."
        )

    def record(self) -> dict[str, Any]:
        """Return what plan.json holds of it: draws, seed, quantiles and tornado."""
        return {
            "draws": len(self.draws),
            "seed": self.seed,
            "quantiles": _rows(self.quantiles),
            "tornado": _rows(self.tornado),
        }

    @classmethod
    def from_record(cls, content: Mapping[str, Any], instance: str, currency: str) -> Uncertainty:
        """Return what plan.json holds: without provinces, regions and the drawn numbers."""
        blank = pd.DataFrame()
        return cls(
            instance=instance,
            currency=currency,
            seed=content["seed"],
            draws=pd.DataFrame(index=range(content["draws"])),
            quantiles=_frame(content["quantiles"]),
            provinces=blank,
            regions=blank,
            tornado=_frame(content["tornado"]),
        )

    def writers(self, dialect: str = "comma") -> dict[str, Writer]:
        """Return a writer for each file that `save` writes, in a dialect of CSV."""
        return _writers(self, dialect)

    def __str__(self) -> str:
        return in_words(self)

    def __repr__(self) -> str:
        low, high = self.range()
        return (
            f"Uncertainty({shorten(self.instance, 60)}: {low:,.0f} to {high:,.0f} stay in 80 of "
            f"100 draws; {len(self.draws):,} draws)"
        )

    def _repr_html_(self) -> str:
        return as_html(self)

    def save(self, folder: str | Path) -> Path:
        """Write the tables as CSV and the text; other files of the folder, a plan's too, stay.

        uncertainty.csv (quantiles), uncertainty_provinces.csv, uncertainty_regions.csv,
        uncertainty_draws.csv, uncertainty_tornado.csv, uncertainty.txt.

        Raises
        ------
        InputError
            The folder holds an instance, or can't be written to.
        """
        add_files(Path(folder), self.writers())
        return Path(folder)


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


def as_html(found: Uncertainty) -> str:
    """Return the range of a plan's effect, and what matters most, as HTML."""
    quantiles = [
        (
            f"{name}, {found.currency}" if str(name).startswith("cost") else str(name),
            *(f"{value:,.4g}" if value < 1000 else f"{value:,.0f}" for value in values),
        )
        for name, *values in found.quantiles[["measure", "central", *QUANTILES]].itertuples(
            index=False, name=None
        )
    ]
    shown = found.tornado[found.tornado["swing"] > 0].head(SHOWN)
    rows = [
        (str(name), f"{low:g} to {high:g} {unit}", f"{least:,.0f} to {most:,.0f}")
        for name, low, high, unit, least, most in shown[
            ["name", "low", "high", "unit", "retained_low", "retained_high"]
        ].itertuples(index=False, name=None)
    ]
    return card(
        f"How sure the plan for {found.instance} is",
        lines([found.sentence()]),
        table(("measure", "central", "10%", "half", "90%"), quantiles),
        table(("assumption, one at a time", "from low to high", "who stay"), rows),
        more(len(found.tornado) - len(rows), "assumptions matter less or not at all"),
        lines(found.notes) if found.notes else "",
    )


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


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as plain Python; what is infinite or unknown is None, as JSON has neither."""
    return [
        {
            str(key): None if isinstance(cell, float) and not math.isfinite(cell) else cell
            for key, cell in row.items()
        }
        for row in frame.to_dict("records")
    ]


def _frame(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Return rows of plan.json as a table: an unknown number there was infinite here."""
    frame = pd.DataFrame(list(rows))
    numbers = [name for name in frame.columns if name not in ("measure", "name", "unit")]
    return frame.astype(dict.fromkeys(numbers, "float64")).fillna(dict.fromkeys(numbers, math.inf))


def _writers(found: Uncertainty, dialect: str) -> dict[str, Writer]:
    def csv(frame: pd.DataFrame) -> Writer:
        return csv_writer(frame, dialect)

    text = str(found) + "\n"
    writers: dict[str, Writer] = {
        "uncertainty.csv": csv(found.quantiles),
        "uncertainty_provinces.csv": csv(found.provinces),
        "uncertainty_regions.csv": csv(found.regions),
        "uncertainty_draws.csv": csv(found.draws),
        "uncertainty_tornado.csv": csv(found.tornado),
        "uncertainty.txt": lambda path: path.write_text(text, encoding="utf-8-sig"),
    }
    tables = {
        "uncertainty_provinces.csv": found.provinces,
        "uncertainty_regions.csv": found.regions,
        "uncertainty_draws.csv": found.draws,
    }
    # What was read from plan.json has these no more.
    absent = {name for name, frame in tables.items() if frame.columns.empty}
    return {name: write for name, write in writers.items() if name not in absent}
