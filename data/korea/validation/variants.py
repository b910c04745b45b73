"""Print what would be lost net under other averages of the recorded years and other nettings.

Run: python data/korea/validation/variants.py --sources DIR, after instances/korea was built.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path[:0] = [str(ROOT), str(HERE.parent)]

import demography  # noqa: E402
import sources as raw  # noqa: E402
import units  # noqa: E402

from optimizer.instance import read_instance  # noqa: E402
from optimizer.projection import Series, cohorts_of, project, sum_ages  # noqa: E402

AVERAGES = {
    "2019-2025, equal (shipped)": demography.RECORDED_YEARS,
    "2019-2025, weights 1 to 7": tuple(y for y in range(2019, 2026) for _ in range(y - 2018)),
    "2019-2024": (2019, 2020, 2021, 2022, 2023, 2024),
    "2021-2025": (2021, 2022, 2023, 2024, 2025),
    "2023-2025": (2023, 2024, 2025),
    "2025": (2025,),
}


def closed(rates: np.ndarray, people: np.ndarray) -> np.ndarray:
    """Net migrants of a year at these rates, gains scaled to losses by sex and age."""
    flow = rates * people
    gains, losses = np.maximum(flow, 0), np.minimum(flow, 0)
    return losses + gains * -losses.sum(axis=0) / gains.sum(axis=0)


def main() -> None:
    """Print a row for each variant."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=Path, required=True, help="folder of raw files")
    parser.add_argument("--instance", type=Path, default=ROOT / "instances" / "korea")
    chosen = parser.parse_args()
    census = raw.census_table(raw.census_folder())
    english = census[["code", "adm2"]].drop_duplicates("code").rename(columns={"adm2": "name"})
    frame = units.regions(chosen.sources, english)
    korea = read_instance(chosen.instance)
    shipped = cohorts_of(korea)
    minutes = units.square(korea.table("travel"), frame["region_id"])
    people = demography.residents_of_years(chosen.sources, frame)
    flows = demography.net_migration(chosen.sources, frame)
    outside = ~frame["capital"].to_numpy()
    for year, flow in flows.items():
        print(f"recorded {year}: {sum_ages(flow, 20, 39)[outside].sum():,.0f}")
    print("average | filling up | start | first five years | provinces 2040 | losers | netted")
    for name, years in AVERAGES.items():
        rates = demography.migration_rates(flows, people, years)
        slowed = rates * demography.filling_up(flows, people, years)[:, None, None]
        start = sum_ages(closed(rates, shipped.population), 20, 39)[outside].sum()
        for fill, end in (("no", rates), ("yes", slowed)):
            moves = Series(np.array([2024.0, 2034.0]), np.stack([rates, end]))
            base = demography.baseline(replace(shipped, migration=moves), pd.Index(frame["code"]))
            early = project(replace(shipped, migration=moves), 5).ages(20, 39)
            early = project(shipped, 5, migration=False).ages(20, 39) - early
            lost = (base["youth_zero_migration"] - base["youth_recorded"]).to_numpy()[outside]
            left = demography.net_loss(base, frame, minutes)
            print(
                f"{name} | {fill} | {start:,.0f} | {early[-1, outside].sum() / 5:,.0f} | "
                f"{lost.sum():,.0f} | {np.maximum(lost, 0).sum():,.0f} | {left.sum():,.0f} | "
                f"{(left[outside] == 0).sum()} without"
            )
    seconds = []
    for _ in range(5):
        begin = time.perf_counter()
        project(shipped, 25)
        seconds.append(time.perf_counter() - begin)
    print(f"{len(frame)} regions over 25 years: {min(seconds):.4f} s")


if __name__ == "__main__":
    main()
