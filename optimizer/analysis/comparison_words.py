"""A comparison of two plans in a planner's words: one sentence, and the tables as text."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from optimizer.analysis.comparison import ComparisonData

SAME = 0.05
"""Persons, or units of money: what is no more apart is the same to a reader."""
ONE_HALF = 0.5
"""Persons from which on a province gains or loses."""
NAMED = 3
"""Things that a sentence names; the rest are counted."""
LISTED = 25
"""Lines of a list."""


def sentence_of(comparison: ComparisonData) -> str:
    """Return who stays, what it costs, what enters and leaves, and who gains and loses."""
    parts = [_who(comparison), _cost(comparison)]
    what = [_things(comparison.enters, "enter"), _things(comparison.leaves, "leave")]
    changed = " and ".join(text for text in what if text) or "the same is built and bought"
    where = _where(comparison.by_province)
    first = ", ".join(part for part in parts if part)
    return f"{'; '.join(part for part in (first, changed, where) if part)}."


def _who(comparison: ComparisonData) -> str:
    first, second = comparison.names
    change = comparison.difference
    if abs(change) < SAME:
        return f"As many young people stay or come with {second} as with {first}"
    more = "more" if change > 0 else "fewer"
    head = f"{number(change)} {more} young people stay or come with {second} than with {first}"
    kinds = {
        "for a job": comparison.differences["retained_by_jobs"],
        "for culture alone": comparison.differences["retained_by_culture"],
        "from elsewhere": comparison.differences["arrived"],
    }
    told = [
        f"{signed(value)} {kind}" for kind, value in kinds.items() if value and abs(value) >= SAME
    ]
    return f"{head} ({', '.join(told)})" if told else head


def _cost(comparison: ComparisonData) -> str:
    change, currency = comparison.differences["cost"], comparison.plans[1].currency
    if change is None:
        return ""
    if abs(change) < SAME:
        return "at the same cost"
    return f"at {abs(change):,.1f} {currency} {'more' if change > 0 else 'less'}"


def _things(frame: pd.DataFrame, verb: str) -> str:
    """Return what enters or leaves: the dearest by name, the rest by number."""
    if frame.empty:
        return ""
    named = [_thing(row) for row in frame.head(NAMED).to_dict("records")]
    rest = len(frame) - len(named)
    if rest:
        named.append(f"{rest} more")
    text = ", ".join(named[:-1]) + (" and " if len(named) > 1 else "") + named[-1]
    return f"{text} {verb}{'s' if len(frame) == 1 else ''}"


def _thing(row: Mapping[Hashable, Any]) -> str:
    count = float(row["count"])
    if row["kind"] == "seats":
        return f"{number(count)} training seats in {row['what']} at {row['region']}"
    times = f"{count:g} " if count > 1 else ""
    year = "" if pd.isna(row["phase"]) else f" ({row['phase']:.0f})"
    return f"{times}{row['name']} in {row['region']}{year}"


def _where(by_province: pd.DataFrame) -> str:
    """Return which province gains most, and which loses most."""
    frame = by_province[by_province["difference"].abs() >= ONE_HALF]
    if frame.empty:
        return ""
    change = frame.set_index("province")["difference"]
    parts = []
    if change.max() > 0:
        parts.append(f"{change.idxmax()} gains most ({signed(change.max())})")
    if change.min() < 0:
        parts.append(f"{change.idxmin()} loses most ({signed(change.min())})")
    return ", ".join(parts)


def number(value: float) -> str:
    """Return the size of a number, with a digit after the point where it is small."""
    return f"{abs(value):,.{0 if abs(value) >= 10 else 1}f}"


def signed(value: float) -> str:
    """Return a number with its sign."""
    return ("+" if value > 0 else "−") + number(value)


def text_of(comparison: ComparisonData) -> str:
    """Return the sentence, and under it what enters and leaves, provinces, regions and notes."""
    first, second = comparison.names
    parts = [
        comparison.sentence,
        _list(f"Only with {second}:", comparison.enters, comparison.plans[1].currency),
        _list(f"Only with {first}:", comparison.leaves, comparison.plans[0].currency),
        _places("By province", "province", comparison.by_province),
        _places("By region, most changed first", "region", comparison.by_region),
        _alone(comparison),
        "\n".join(["What else differs:", *(f"  {note}" for note in comparison.notes)])
        if comparison.notes
        else "",
    ]
    return "\n\n".join(part for part in parts if part)


def _list(head: str, frame: pd.DataFrame, currency: str) -> str:
    if frame.empty:
        return ""
    lines = [head]
    for row in frame.head(LISTED).to_dict("records"):
        lines.append(f"  {row['cost']:>10,.1f} {currency}  {_thing(row)}")
    rest = frame.iloc[LISTED:]
    if len(rest):
        lines.append(f"  {rest['cost'].sum():>10,.1f} {currency}  {len(rest)} more")
    return "\n".join(lines)


def _places(head: str, key: str, frame: pd.DataFrame) -> str:
    """Return a table of who gains and loses."""
    order = frame["difference"].abs().sort_values(ascending=False, kind="stable").index
    moved = frame.loc[order]
    moved = moved[(moved["difference"].abs() >= SAME) | (moved["cost"].abs() >= SAME)]
    if moved.empty:
        return ""
    people = ("difference", "by_jobs", "by_culture", "arrived")
    titles = ("people", "for jobs", "culture", "come", "cost")
    lines = [f"{head}:", f"  {'':<24}" + "".join(f"{title:>11}" for title in titles)]
    for row in moved.head(LISTED).to_dict("records"):
        numbers = "".join(f"{_cell(row[column]):>11}" for column in people)
        lines.append(f"  {row[key]!s:<24}{numbers}{_money(row['cost']):>11}")
    rest = len(moved) - LISTED
    return "\n".join([*lines, f"  and {rest} more."] if rest > 0 else lines)


def _cell(value: float) -> str:
    if value != value:
        return "–"
    return "0" if abs(value) < SAME else signed(value)


def _money(value: float) -> str:
    return "–" if value != value else f"{value:+,.1f}".replace("-", "−")


def _alone(comparison: ComparisonData) -> str:
    lines = []
    called = {**comparison.plans[0].names, **comparison.plans[1].names}
    for name, regions in comparison.only_in.items():
        if regions:
            listed = ", ".join(called.get(region) or region for region in regions[:LISTED])
            more = f" and {len(regions) - LISTED} more" if len(regions) > LISTED else ""
            lines.append(f"Regions that only {name} knows: {listed}{more}.")
    return "\n".join(lines)
