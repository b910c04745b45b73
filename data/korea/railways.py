"""The railways of the transport graph: stations, trains between them, waiting and changing."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import sources as raw

HERE = Path(__file__).parent
TRAINS = ("ktx", "eum", "stopping")
"""High-speed trains from Seoul and Suseo to the south; those of the lines to the east; others."""
CHANGE_MINUTES = 12.0
"""Changing from one kind of train to another in a station: walking and waiting (assumption)."""


def sections(sources: Path, links: pd.DataFrame) -> pd.DataFrame:
    """Every stretch of track with the trains that run on it.

    Returns
    -------
    DataFrame
        from, to, km, train (one of TRAINS), minutes, wait.
    """
    track = raw.read_csv(sources / "transport" / "rail_edges.csv")[["line", "from", "to", "km"]]
    extra = links[links["kind"] == "rail"]
    extra = extra.assign(line=extra["note"].str.split().str[0])[["line", "from", "to", "km"]]
    track = pd.concat([track, extra], ignore_index=True)
    lines = raw.read_csv(HERE / "rail_lines.csv")
    missing = sorted(set(track["line"]) - set(lines["line"]))
    if missing:
        raise ValueError(f"rail_lines.csv: no speed for {', '.join(missing)}; add a row for each")
    parts = []
    for row, line in enumerate(lines.to_dict("records"), start=2):
        part = track[track["line"] == line["line"]]
        if isinstance(line["from"], str):
            first = np.flatnonzero(part["from"] == line["from"])
            last = np.flatnonzero(part["to"] == line["to"])
            if len(first) != 1 or len(last) != 1 or first[0] > last[0]:
                raise ValueError(
                    f"rail_lines.csv, row {row}: {line['line']} has no stretch from "
                    f"{line['from']} to {line['to']}; name its stations in the line's order"
                )
            part = part.iloc[first[0] : last[0] + 1]
        parts.append(
            part.assign(
                train=line["train"], minutes=part["km"] / line["kmh"] * 60, wait=line["wait"]
            )
        )
    return pd.concat(parts, ignore_index=True)


def node(station: str, train: str) -> str:
    """Node of a station: each kind of train leaves from a platform of its own."""
    return f"rail:{station}:{train}"


def build(sources: Path, links: pd.DataFrame):
    """Return the stations, the edges between them, and the wait at each in minutes."""
    best: dict[tuple[str, str], tuple[float, float]] = {}
    wait: dict[str, float] = {}
    station: dict[str, str] = {}
    for row in sections(sources, links).to_dict("records"):
        ends = [node(row[end], row["train"]) for end in ("from", "to")]
        key = (min(ends), max(ends))
        best[key] = min((row["minutes"], row["km"]), best.get(key, (np.inf, 0.0)))
        for name, end in zip(ends, ("from", "to"), strict=True):
            wait[name] = min(row["wait"], wait.get(name, np.inf))
            station[name] = row[end]
    edges = [(a, b, "rail", minutes, km) for (a, b), (minutes, km) in sorted(best.items())]
    for name in sorted(set(station.values())):
        here = [node(name, train) for train in TRAINS if node(name, train) in wait]
        edges += [(a, b, "change", CHANGE_MINUTES, 0.0) for a, b in combinations(here, 2)]
    place = raw.read_csv(sources / "transport" / "rail_stations_by_line.csv")
    place = place.groupby("station")[["lon", "lat"]].first()
    nodes = [
        (n, round(place.at[s, "lon"], 4), round(place.at[s, "lat"], 4), "")
        for n, s in sorted(station.items())
    ]
    return nodes, edges, wait
