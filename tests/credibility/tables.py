"""The tables of docs/korea/credibility.md about plans: money, people, places."""

import pandas as pd

from credibility.korea import (
    built,
    central_by_province,
    clusters,
    direct_jobs,
    hub_share,
    hubs,
    korea,
    leakage,
    people,
    plan,
    sector_shares,
    youth_share,
)
from credibility.sites import CENTRES, price_of, region, strength_rank
from credibility.sites import table as sites

TRIED = (20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 15000, 20000)
LEVELS = (1000, 5000, 15000)
BALANCES = (
    ("as shipped", ("as shipped", None)),
    ("weights only", ("weights only", None)),
    ("headcount", ("scenario", "headcount")),
)


def table(heads, rows):
    """Print a Markdown table."""
    print("| " + " | ".join(heads) + " |\n" + "|---" * len(heads) + "|")
    for row in rows:
        print("| " + " | ".join(str(cell) for cell in row) + " |")
    print()


def largest(made):
    """Return the largest sector of a plan's clusters and its share, as text."""
    shares = sector_shares(made)
    return f"{shares.index[0]} {shares.iloc[0]:.0%}" if len(shares) else "none"


def by_budget():
    """Print people, jobs, clusters, hubs and price at every budget tried."""
    rows = []
    for budget in TRIED:
        made = plan(budget)
        provinces = built(made)["province"].nunique()
        rows.append(
            [
                f"{budget:,}",
                f"{made.retained:,.0f}",
                f"{made.arrived:,.0f}",
                f"{direct_jobs(made):,.0f}",
                f"{people(made) / direct_jobs(made):.2f}",
                len(clusters(made)),
                largest(made),
                int(hubs(made)["count"].sum()),
                f"{hub_share(made):.0%}",
                provinces,
                f"{made.cost:,.0f}",
                f"{made.cost / people(made):.2f}",
                f"{made.gap:.1%}",
            ]
        )
    heads = ["budget", "stay", "come", "direct jobs that come", "persons per job", "clusters"]
    more = ["largest sector", "hubs", "money to hubs", "provinces", "all purses", "bn a person"]
    table([*heads, *more, "gap"], rows)


def sectors_and_scales():
    """Print clusters by sector and scale at the three levels."""
    rows = []
    for budget in LEVELS:
        made = built(plan(budget))
        there = made[made["kind"] == "cluster"]
        for sector, own in there.groupby("sector", sort=True):
            scales = own["scale"].value_counts()
            names = ("pilot", "hub", "national")
            counts = [int(scales.get(name, 0)) for name in names]
            words = [f"{len(own) / len(there):.0%}", f"{own['cost'].sum():,.0f}"]
            rows.append([f"{budget:,}", sector, *counts, *words])
    table(["budget", "sector", "pilot", "hub", "national", "of clusters", "all purses"], rows)


def places():
    """Print what is built at the other two levels, by province."""
    for budget in (1000, 15000):
        made, rows = built(plan(budget)), []
        for province, own in made.groupby("province"):
            there = own[own["kind"] == "cluster"].sort_values(["name", "option_id"])
            words = []
            for name, group in there.groupby("name"):
                words.append(f"{name}: {' and '.join(group['option_id'])}")
            count = int(own.loc[own["kind"] == "hub", "count"].sum())
            rows.append([province, "; ".join(words) or "none", count])
        print(f"At {budget:,}:\n")
        table(["province", "clusters", "hubs"], rows)


def place_by_place(budget=5000):
    """Print each cluster of a plan, with what stands for and against its place."""
    made = built(plan(budget))
    found = sites().set_index(["region_id", "option_id"])
    counts = made[made["kind"] == "hub"].groupby("region_id")["count"].sum()
    near = leakage()
    rows = []
    there = made[made["kind"] == "cluster"].sort_values(["province", "name", "option_id"])
    for row in there.itertuples():
        site = found.loc[(row.region_id, row.option_id)]
        rank = strength_rank()["rank"].get((row.region_id, row.sector), 0)
        rows.append(
            [
                row.province,
                row.name,
                row.option_id,
                f"{site['strength']:.2f}, {rank}",
                f"{site['leaving']:.2f}",
                f"{near[row.region_id]:.0%}",
                f"{row.jobs * korea().settings.realised_share:,.0f}",
                f"{row.youth_jobs:,.0f}",
                f"{row.cost:,.0f}",
                f"{site['worth']:.2f}, {site['rank']:.0f}",
                int(counts.get(row.region_id, 0)),
            ]
        )
    heads = ["province", "region", "cluster", "strength, rank", "λ of takers", "takers in Capital"]
    table([*heads, "jobs that come", "youth jobs", "all purses", "worth, rank", "hubs there"], rows)


def money():
    """Print the centre's money by province, as a multiple of the part by young residents."""
    share = youth_share()
    rows = []
    for province in share.index:
        row = [province, f"{share[province]:.1%}"]
        for budget in LEVELS:
            spent = central_by_province(plan(budget)).reindex(share.index).fillna(0.0)
            row.append(f"{spent[province]:,.0f}")
            for _, change in BALANCES:
                other = central_by_province(plan(budget, *change)).reindex(share.index).fillna(0.0)
                row.append(f"{other[province] / budget / share[province]:.2f}")
        rows.append(row)
    heads = ["province", "of the young"]
    for budget in LEVELS:
        heads += [f"{budget:,}: bn", "×", "× weights only", "× headcount"]
    table(heads, rows)


def fair_share():
    """Print what weights and fair shares cost in persons, and whom only they serve."""
    rows = []
    for budget in LEVELS:
        most = people(plan(budget, "scenario", "headcount"))
        for name, change in BALANCES:
            made = plan(budget, *change)
            served = set(built(made)["province"])
            idle = [p for p in youth_share().index if p not in served]
            rows.append(
                [
                    f"{budget:,}",
                    name,
                    f"{made.retained:,.0f}",
                    f"{made.arrived:,.0f}",
                    f"{people(made) / most - 1:+.1%}",
                    len(clusters(made)),
                    ", ".join(idle) or "none",
                    f"{made.gap:.1%}",
                ]
            )
    heads = ["budget", "balance", "stay", "come", "against headcount", "clusters"]
    table([*heads, "provinces without anything", "gap"], rows)


def hub_types():
    """Print hubs by type, with and without culture that keeps people by itself."""
    rows = []
    for budget in LEVELS:
        with_it, without = hubs(plan(budget)), hubs(plan(budget, "no culture"))
        for name in sorted(set(with_it["hub_type"]) | set(without["hub_type"])):
            own, other = (frame[frame["hub_type"] == name] for frame in (with_it, without))
            rows.append(
                [
                    f"{budget:,}",
                    name,
                    int(own["count"].sum()),
                    f"{own['cost'].sum():,.0f}",
                    int(other["count"].sum()),
                    f"{other['cost'].sum():,.0f}",
                ]
            )
    heads = ["budget", "hub", "built", "all purses", "built if culture keeps nobody", "all purses"]
    table(heads, rows)


def culture():
    """Print what culture keeps, and what it costs a person that only it adds."""
    rows = []
    for budget in LEVELS:
        made, without = plan(budget), plan(budget, "no culture")
        free, bare = plan(budget, "weights only"), plan(budget, "no hubs")
        extra = hubs(made)["cost"].sum() - hubs(without)["cost"].sum()
        adds = people(made) - people(without)
        noise = made.gap * people(made) + without.gap * people(without)
        price = f"{extra / adds:.1f}" if extra > 0 and adds > noise else "below the gaps"
        rows.append(
            [
                f"{budget:,}",
                f"{made.regions['retained_by_culture'].sum():,.0f}",
                f"{hubs(made)['cost'].sum():,.0f}",
                f"{hubs(without)['cost'].sum():,.0f}",
                f"{adds:,.0f} ± {noise:,.0f}",
                price,
                f"{people(free) - people(bare):,.0f}",
                f"{hubs(free)['cost'].sum():,.0f}",
            ]
        )
    heads = ["budget", "stay for culture alone", "hubs, bn", "hubs if culture keeps nobody, bn"]
    more = ["persons more with culture", "bn a person that only culture adds"]
    last = ["persons more with any hubs (weights only)", "hubs there, bn"]
    table([*heads, *more, *last], rows)


def chain(budget=5000):
    """Print the largest cluster of a plan, from announced jobs to persons."""
    instance, made = korea(), built(plan(budget))
    there = made[made["kind"] == "cluster"]
    row = there.loc[there["youth_jobs"].idxmax()]
    found = sites()
    site = found[
        (found["region_id"] == row["region_id"]) & (found["option_id"] == row["option_id"])
    ].iloc[0]
    option = instance.options.set_index("option_id").loc[row["option_id"]]
    settings = instance.settings
    years = instance.years
    level = plan(budget).regions.set_index("region_id")["culture_level"][row["region_id"]]
    use = settings.job_only_share + settings.culture_added_share * level
    print(f"{row['option_id']}, {row['name']}, {row['cost']:,.0f} bn of all purses:\n")
    jobs = float(option["jobs"])
    steps = [("announced direct jobs", 1.0)]
    steps.append(("that come", settings.realised_share))
    steps.append(("that would not have come anyway", settings.additional_share))
    steps.append(("in a place as strong as this", site["strength"]))
    steps.append(("with further local jobs", 1 + float(option["multiplier"])))
    steps.append(("for people of 20–39", settings.youth_share))
    open_years = (years - float(option["lead_years"])) / years
    steps.append(("on average over the years to the horizon", open_years))
    steps.append(("with access to young people, measures and neighbours", None))
    rows = []
    for words, factor in steps:
        before = jobs
        jobs = row["youth_jobs"] if factor is None else jobs * factor
        rows.append([words, f"{jobs:,.0f}", f"× {jobs / before:.2f}"])
    jobs = jobs * use
    rows.append(["taken, with the culture there is", f"{jobs:,.0f}", f"× {use:.2f}"])
    stay = jobs * site["leaving"]
    rows.append(["of whom would have left: stay", f"{stay:,.0f}", f"× {site['leaving']:.2f}"])
    come = site["arrived"] / site["kept"] * stay
    rows.append(["of the others, come from the Capital Area", f"{come:,.0f}", f"{come / jobs:.2f}"])
    table(["step", "jobs or persons", "factor"], rows)


def centres():
    """Print known centres: strength, worth, what is built, and what it would cost to insist."""
    found, regions = sites(), korea().regions.set_index("region_id")
    rows = []
    for centre, name, sectors in CENTRES:
        here = region(name)
        for sector in sectors:
            own = found[(found["region_id"] == here) & (found["sector"] == sector)]
            best = own.loc[own["worth"].idxmax()]
            rank = strength_rank().loc[(here, sector)]
            stands = []
            for budget in LEVELS:
                made = built(plan(budget))
                there = made[(made["region_id"] == here) & (made["sector"] == sector)]
                stands.append(", ".join(there["scale"]) or "–")
            fits = own["land"] <= regions.loc[here, "land_ha"]
            free = own[fits & ~own["option_id"].isin(needing_zone())]
            top = free.loc[free["youth_jobs"].idxmax()]
            rows.append(
                [
                    f"{centre} ({name})",
                    sector,
                    f"{rank['strength']:.2f}, {rank['rank']:.0f}",
                    f"{best['worth']:.2f}, {best['rank']:.0f}",
                    f"{best['leaving']:.2f}",
                    f"{best['match']:.2f}",
                    f"{regions.loc[here, 'land_price']:.2f}",
                    f"{regions.loc[here, 'land_ha']:.0f}",
                    *stands,
                    f"{top['scale']} {price_of(here, top['option_id'], 5000):.1f}",
                ]
            )
    heads = ["centre", "sector", "strength, rank", "worth, rank", "λ of takers", "own share"]
    more = ["land price", "land, ha", *(f"at {b:,}" for b in LEVELS), "insisting costs"]
    table([*heads, *more], rows)


def needing_zone():
    """Options that the plain programme lacks, as it lacks zones."""
    options = korea().options
    return set(options.loc[options["needs_zone"].astype(bool), "option_id"])


def coming():
    """Print who comes, and what beside people a plan brings."""
    rows = []
    for budget in LEVELS:
        made = plan(budget)
        here = made.economy
        rows.append([f"{budget:,}", *(_number(here.get(name)) for name in ECONOMY)])
    table(["budget", *ECONOMY], rows)


ECONOMY = (
    "additional_jobs",
    "with_multiplier",
    "value_added",
    "local_tax",
    "households",
    "births",
    "women_gaining",
)


def _number(value):
    if isinstance(value, dict):
        value = value.get("all", value.get("total"))
    return "" if value is None or pd.isna(value) else f"{value:,.0f}"
