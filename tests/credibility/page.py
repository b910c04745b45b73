"""Prints the tables of docs/data/credibility.md: python -m credibility.page, in tests/."""

import argparse

import pandas as pd

import optimizer as opt
from credibility.korea import (
    GAP,
    built,
    cluster_cost,
    clusters,
    direct_jobs,
    hub_share,
    korea,
    moved,
    plan,
    sector_shares,
    shuffled,
)

BUDGETS = (500, 1000, 2000, 5000, 10000, 15000)
SETTINGS = (
    "realised_share",
    "additional_share",
    "targeting",
    "youth_share",
    "job_motive_share",
    "job_only_share",
    "culture_added_share",
    "culture_only_share",
    "absorption_share",
)


def table(heads, rows):
    """Print a Markdown table."""
    print("| " + " | ".join(heads) + " |\n" + "|---" * len(heads) + "|")
    for row in rows:
        print("| " + " | ".join(str(cell) for cell in row) + " |")
    print()


def by_budget():
    """People, jobs, sectors and culture at several budgets."""
    sectors = [name for name in dict.fromkeys(korea().options["sector"].dropna()) if name]
    rows = []
    for budget in BUDGETS:
        made = plan(budget)
        shares = sector_shares(made)
        rows.append(
            [
                f"{budget:,}",
                f"{made.retained:,.0f}",
                f"{direct_jobs(made):,.0f}",
                f"{made.retained / direct_jobs(made):.2f}",
                len(clusters(made)),
                *(f"{shares.get(name, 0):.0%}" for name in sectors),
                f"{hub_share(made):.0%}",
                f"{made.cost / made.retained:.2f}",
            ]
        )
    heads = ["budget, bn KRW", "stay", "direct jobs that come", "stay per job", "clusters"]
    table([*heads, *sectors, "money to hubs", "bn KRW a stayer"], rows)


def sites(budget):
    """Each cluster of a plan, with what stands for and against its place."""
    instance, made = korea(), plan(budget)
    rows = built(made)
    regions = instance.regions.set_index("region_id")
    strength = instance.table("strength").set_index(["region_id", "sector"])["strength"]
    level = made.regions.set_index("region_id")["culture_level"]
    hubs = rows[rows["kind"] == "hub"].groupby("region_id")["count"].sum()
    out = []
    for row in rows[rows["kind"] == "cluster"].sort_values(["province", "name"]).itertuples():
        here = regions.loc[row.region_id]
        out.append(
            [
                row.province,
                row.name,
                row.option_id,
                f"{strength.get((row.region_id, row.sector), 1.0):.2f}",
                f"{here['youth']:,.0f}",
                f"{here['leavers'] / here['youth_zero_migration']:.0%}",
                f"{row.jobs * instance.settings.realised_share:,.0f}",
                f"{row.youth_jobs:,.0f}",
                f"{row.cost:,.0f}",
                f"{regions.loc[row.region_id, 'culture_level']:.2f} → {level[row.region_id]:.2f}",
                int(hubs.get(row.region_id, 0)),
            ]
        )
    heads = ["province", "region", "cluster", "strength", "young today", "leave by 2040"]
    more = ["jobs that come", "youth jobs J", "cost", "culture", "hubs there"]
    table([*heads, *more], out)


def over_ranges(budget):
    """Plans at the low and high of each behavioural number, all else central."""
    instance, central = korea(), plan(budget)
    rows = [["central", "", f"{central.retained:,.0f}", f"{hub_share(central):.0%}", "", ""]]

    def add(name, value, made):
        shares = sector_shares(made) if clusters(made) else pd.Series({"none": 0.0})
        rows.append(
            [
                name,
                f"{value:g}",
                f"{made.retained:,.0f}",
                f"{hub_share(made):.0%}",
                f"{1 - moved(central, made):.0%}",
                f"{shares.idxmax()} {shares.max():.0%}",
            ]
        )

    for name in SETTINGS:
        found = instance.ranges[name]
        for value in (found.low, found.high):
            if value != found.central:
                add(name, value, plan(budget, f"{name}={value}"))
    for factor in (0.6, 0.8, 1.25, 1.65):
        add(
            "cost of clusters ×",
            factor,
            opt.solve(cluster_cost(factor), budget=budget, gap=GAP),
        )
    table(["number", "value", "stay", "money to hubs", "clusters kept", "largest sector"], rows)


def shuffles(budgets, seeds):
    """Leavers dealt out anew among the candidates."""
    rows = []
    for budget in budgets:
        for shares in (False, True):
            found = [
                moved(plan(budget), opt.solve(shuffled(s, shares=shares), budget=budget, gap=GAP))
                for s in seeds
            ]
            what = "shares of leavers" if shares else "numbers of leavers"
            rows.append([f"{budget:,}", what, ", ".join(f"{share:.0%}" for share in found)])
    table(["budget", "shuffled", "clusters moved, a seed each"], rows)


def main():
    """Print every table of the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=3)
    seeds = range(1, parser.parse_args().seeds + 1)
    by_budget()
    sites(5000)
    for budget in (1000, 5000):
        print(f"At {budget:,}:\n")
        over_ranges(budget)
    shuffles((1000, 5000, 15000), seeds)


if __name__ == "__main__":
    main()
