"""Compare the transport graph with published travel times: python data/korea/travel_check.py."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
sys.path.insert(0, str(REPOSITORY))

from optimizer.network.travel import build_graph  # noqa: E402

MODES = {
    "road": ("door", "road", "access", "expressway"),
    "expressway": ("expressway",),
    "rail": ("rail",),
    "door": None,
}
"""Which edges each comparison may use: by car from seat to seat, from interchange to interchange,
on one train from station to station, and (None: all) by any way from seat to seat."""


def read(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, str]]:
    """Read nodes, edges and the seat of each region by its name."""
    ids = dict.fromkeys(("node_id", "region_id", "from_node", "to_node"), str)
    nodes = pd.read_csv(folder / "network" / "nodes.csv", dtype=ids).fillna({"region_id": ""})
    edges = pd.read_csv(folder / "network" / "edges.csv", dtype=ids)
    regions = pd.read_csv(folder / "regions.csv", dtype={"region_id": str})
    seat = nodes[nodes["region_id"] != ""].set_index("region_id")["node_id"]
    return nodes, edges, dict(zip(regions["name"], regions["region_id"].map(seat), strict=True))


def _ends(name: str, kind: str, seats: dict[str, str], known: set[str], row: int) -> list[str]:
    found = [seats[name]] if kind in ("road", "door") and name in seats else []
    if kind == "expressway":
        found = [f"ic:{name}"]
    if kind == "rail":
        found = [f"rail:{name}:{train}" for train in ("ktx", "eum", "stopping")]
    found = [node for node in found if node in known]
    if not found:
        raise ValueError(f"travel_check.csv, row {row}: there is no {kind} node for {name!r}")
    return found


def compare(folder: Path) -> pd.DataFrame:
    """Return the rows of travel_check.csv with the minutes found on the graph and their error.

    Returns
    -------
    DataFrame
        Columns of the file and: published (minutes without the rest stop), found (minutes),
        error (share of published).
    """
    table = pd.read_csv(HERE / "travel_check.csv", keep_default_na=False)
    nodes, edges, seats = read(folder)
    graphs = {
        kind: build_graph(nodes, edges if modes is None else edges[edges["mode"].isin(modes)])
        for kind, modes in MODES.items()
    }
    known = set(nodes["node_id"])
    found = []
    for row, pair in enumerate(table.to_dict("records"), start=2):
        graph = graphs[pair["kind"]]
        starts = _ends(pair["from"], pair["kind"], seats, known, row)
        ends = _ends(pair["to"], pair["kind"], seats, known, row)
        # "stopping trains" in the note: compared with these, not with the fast ones beside them.
        if pair["note"].startswith("stopping trains"):
            starts, ends = starts[-1:], ends[-1:]
            graph = graph.subgraph([n for n in graph if n.endswith(":stopping")])
        away = nx.multi_source_dijkstra_path_length(graph, set(starts), weight="minutes")
        found.append(min(away.get(end, np.inf) for end in ends))
    table["published"] = table["minutes"] - table["rest"]
    table["found"] = np.round(found, 0)
    table["error"] = table["found"] / table["published"] - 1
    return table


def summary(table: pd.DataFrame) -> pd.DataFrame:
    """Median and largest absolute error by kind of way, length, and fit or aside."""
    size = table["error"].abs()
    groups = {
        "all": slice(None),
        "fit": table["set"] == "fit",
        "aside": table["set"] == "aside",
        "with a page": table["source"] != "from memory",
        "from memory": table["source"] == "from memory",
        "under 90 minutes": table["published"] < 90,
        "90 minutes and longer": table["published"] >= 90,
    }
    groups |= {kind: table["kind"] == kind for kind in MODES}
    rows = [
        (name, len(size[rows]), size[rows].median(), size[rows].max(), table["error"][rows].mean())
        for name, rows in groups.items()
    ]
    return pd.DataFrame(rows, columns=["pairs", "number", "median", "largest", "mean"])


def markdown(table: pd.DataFrame) -> str:
    """Write the tables of docs/korea/travel.md."""
    lines = ["| pairs | number | median error | largest | mean (signed) |", "|---|---|---|---|---|"]
    for row in summary(table).itertuples():
        lines.append(
            f"| {row.pairs} | {row.number} | {row.median:.1%} | {row.largest:.1%} "
            f"| {row.mean:+.1%} |"
        )
    for kind in MODES:
        lines += ["", f"**{kind}**", ""]
        lines += ["| from | to | published | here | error | set | source, note, explanation |"]
        lines += ["|---|---|---|---|---|---|---|"]
        for row in table[table["kind"] == kind].to_dict("records"):
            remark = "; ".join(row[x] for x in ("source", "note", "explanation") if row[x])
            if row["rest"]:
                remark += f"; a rest of {row['rest']} taken off"
            lines.append(
                f"| {row['from']} | {row['to']} | {row['published']} | {row['found']:.0f} "
                f"| {row['error']:+.0%} | {row['set']} | {remark} |"
            )
    return "\n".join(lines)


def main(arguments=None) -> None:
    """Print the comparison as tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--instance", type=Path, default=REPOSITORY / "instances" / "korea")
    print(markdown(compare(parser.parse_args(arguments).instance)))


if __name__ == "__main__":
    main()
