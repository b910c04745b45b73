"""Print the gross leavers beside the graduates' shares of KEDI and beside the net losses.

Run: python data/korea/validation/capital.py. Reads shipped tables only; docs/korea/leavers.md holds
what it prints and says what it means.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path[:0] = [str(ROOT), str(HERE.parent)]

import demography  # noqa: E402
import leavers  # noqa: E402
import places  # noqa: E402
import units  # noqa: E402
from backtest import table as print_table  # noqa: E402

from optimizer.instance import read_instance  # noqa: E402
from optimizer.projection import cohorts_of  # noqa: E402

YOUNG_MOVES = 0.43
"""Share of the young in all moves: an estimate; there is no table of moves by age and place."""
NAMED = ("Daejeon", "Sejong-si", "Cheongju-si", "Cheonan-si", "Asan-si", "Wonju-si")
NAMED += ("Chuncheon-si", "Changwon-si")


def read(instance: Path = ROOT / "instances" / "korea", folder: Path = HERE) -> pd.DataFrame:
    """Return a row for each candidate: its leavers and all that they follow from.

    Columns of `regions.csv` and of `capital_moves.csv`, those of `leavers.rates`, residents,
    share (λ), gross (leavers, unrounded) and net (lost by 2040, as in docs/korea/demography.md).
    """
    korea = read_instance(instance)
    cohorts = cohorts_of(korea)
    if cohorts is None:
        raise ValueError(f"{instance}: nothing to project")
    regions = korea.regions.set_index("region_id")
    frame = pd.DataFrame({"capital": ~regions["candidate"]})
    minutes = units.square(korea.table("travel"), regions.index)
    base = demography.baseline(cohorts, regions.index)
    moves = pd.read_csv(folder / "capital_moves.csv", dtype={"region_id": str})
    moves = moves.set_index("region_id")
    residents = pd.Series(cohorts.population.sum(axis=(1, 2)), regions.index)
    garrison = pd.Series(places.listed("garrison", regions.index.astype(int)), regions.index)
    rates = leavers.rates(moves, residents, regions["province"], garrison)
    out = regions.loc[moves.index].join(moves)
    out[["own_rate", "province_rate", "credibility", "rate"]] = rates
    out["residents"] = residents
    out["share"] = leavers.shares(rates["rate"], regions["province"])
    out["gross"] = leavers.leavers(out["share"], out["youth_zero_migration"])
    out["net"] = demography.net_loss(base, frame, minutes)
    return out


def by_area(towns: pd.DataFrame) -> pd.DataFrame:
    """Return moves, residents and leavers by area of university, with the graduates' share."""
    area = {p: name for name, parts in leavers.UNIVERSITY_AREAS.items() for p in parts}
    columns = ["to_capital", "near", "residents", "youth_zero_migration", "leavers"]
    sums = towns.groupby(towns["province"].map(area))[columns].sum()
    known = pd.read_csv(HERE / "graduates_capital.csv").set_index("area")["share_capital"]
    return sums.loc[known.index].assign(graduates=known)


def print_areas(towns: pd.DataFrame) -> None:
    """Print what the moves give beside where graduates work."""
    rows = []
    for name, row in by_area(towns).iterrows():
        rate = (row["to_capital"] - row["near"]) / row["residents"]
        share = leavers.TARGETING * row["leavers"] / row["youth_zero_migration"]
        rows.append(
            f"{name} | {row['to_capital']:,.0f} | {row['near']:,.0f} | {100 * rate:.2f} | "
            f"{100 * row['graduates']:.1f} | {row['graduates'] / rate:.1f} | {100 * share:.1f}"
        )
    head = "area of university | moves to the Capital Area 2025 | of these within an hour | "
    head += "beyond, % of residents | graduates who work there, % | ratio | λ as shipped, %"
    print_table(head, rows)


def _row(name: str, part: pd.DataFrame) -> str:
    young, left = part["youth_zero_migration"].sum(), part["leavers"].sum()
    share = leavers.TARGETING * left / young
    return f"{name} | {young:,.0f} | {left:,.0f} | {share:.2f} | {part['net'].sum():,.0f}"


def print_provinces(towns: pd.DataFrame) -> None:
    """Print leavers by province, and those of the towns that net moves hide."""
    head = "young of 2040 if nobody moves | leavers | λ | lost net"
    groups = towns.groupby("province", sort=False)
    rows = [_row(str(name), part) for name, part in groups]
    print_table(f"province | {head}", [*rows, _row("all", towns)])
    rows = []
    for name in NAMED:
        found = towns[(towns["name"] == name) | (towns["province"] == name)]
        rows += [_row(str(town["name"]), found.loc[[key]]) for key, town in found.iterrows()]
    print_table(f"town | {head}", rows)


def by_age(towns: pd.DataFrame) -> pd.Series:
    """Return by what factor leavers would change if a young resident counted for more moves.

    Residents weighted by moves at their age, in the 163 regions on average as shipped.
    """
    young, people = towns["youth"], towns["residents"]
    share = young.sum() / people.sum()
    more = YOUNG_MOVES / share / ((1 - YOUNG_MOVES) / (1 - share))
    weight = 1 + (more - 1) * young / people
    return np.average(weight, weights=people) / weight


def print_whole(towns: pd.DataFrame) -> None:
    """Print sums, dispersion and credibility."""
    out = towns["out_2025"].sum()
    rows = [
        f"moves to another municipality 2025 | {out:,.0f}",
        f"of these inside the province, % | {100 * towns['same_province'].sum() / out:.1f}",
        f"of these to the Capital Area, % | {100 * towns['to_capital'].sum() / out:.1f}",
        f"of these again no farther than an hour, % | "
        f"{100 * towns['near'].sum() / towns['to_capital'].sum():.1f}",
        f"dispersion of yearly moves, median | {leavers.dispersion(towns):.1f}",
        f"least credibility of a town's own rate | "
        f"{towns.loc[towns['credibility'] > 0, 'credibility'].min():.2f}",
        f"median credibility | {towns['credibility'].median():.2f}",
        f"smallest λ | {towns['share'].min():.2f}",
        f"median λ | {towns['share'].median():.2f}",
        f"largest λ | {towns['share'].max():.2f}",
        f"candidates with leavers that lose nobody net of their living area | "
        f"{((towns['net'] == 0) & (towns['leavers'] > 0)).sum()}",
        f"candidates with fewer gross leavers than net ones | "
        f"{(towns['leavers'] < towns['net']).sum()}",
        f"leavers | {towns['leavers'].sum():,.0f}",
    ]
    factor = by_age(towns)
    for label, value in (("least", factor.min()), ("most", factor.max())):
        rows.append(f"leavers by age of movers over those shipped, {label} | {value:.2f}")
    print_table("figure | value", rows)


def print_fewer(towns: pd.DataFrame) -> None:
    """Print the candidates whose gross leavers are fewer than the net ones."""
    fewer = towns[towns["leavers"] < towns["net"]]
    order = np.argsort(-(fewer["net"] - fewer["leavers"]).to_numpy(), kind="stable")
    rows = [
        f"{town['name']} | {town['province']} | {town['net']:,.0f} | {town['leavers']:,.0f} | "
        f"{100 * town['to_capital'] / town['out_2025']:.0f} | "
        f"{100 * town['same_province'] / town['out_2025']:.0f}"
        for _, town in fewer.iloc[order].iterrows()
    ]
    head = "town | province | lost net | leavers | of all moves to the Capital Area, % | "
    print_table(head + "inside the province, %", rows)


def main() -> None:
    """Print every table of docs/korea/leavers.md."""
    towns = read()
    print_whole(towns)
    print_areas(towns)
    print_provinces(towns)
    print_fewer(towns)


if __name__ == "__main__":
    main()
