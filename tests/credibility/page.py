"""Prints the tables of docs/korea/credibility.md: python -m credibility.page, in tests/."""

import argparse
import contextlib
import io
from pathlib import Path

import pandas as pd

from credibility import tables
from credibility.korea import (
    FEW_HUBS,
    LIMITS,
    built,
    changed,
    clusters,
    hub_share,
    korea,
    leakage,
    moved,
    people,
    plain_value,
    plan,
)
from credibility.sites import free_bound, region
from credibility.sites import table as sites
from credibility.staff import staffing
from credibility.tables import LEVELS, largest, table

GRADUATES = (0.5, 0.25, 0.1)
DOUBLED = ("zones*2", "max_uplift*2", "all*2")
SETTINGS = (
    "realised_share",
    "additional_share",
    "targeting",
    "youth_share",
    "job_only_share",
    "culture_added_share",
    "culture_only_share",
    "arrival_share",
)
ONLY_BY_LEVER = ("zones", "max_uplift")
"""Limits on measures, which the plain programme of this page leaves out."""


def compared(budget, cases):
    """Print plans under changes beside the plan as shipped."""
    central = plan(budget)
    rows = [_compared("as shipped", central, central)]
    rows += [_compared(words, plan(budget, *change), central) for words, change in cases]
    print(f"At {budget:,}:\n")
    heads = ["change", "stay", "come", "persons", "money to hubs", "clusters"]
    table([*heads, "clusters moved", "largest sector", "gap"], rows)


def _compared(words, made, central):
    return [
        words,
        f"{made.retained:,.0f}",
        f"{made.arrived:,.0f}",
        f"{people(made) / people(central) - 1:+.1%}",
        f"{hub_share(made):.0%}",
        len(clusters(made)),
        f"{moved(central, made):.0%}",
        largest(made),
        f"{made.gap:.1%}",
    ]


def numbers():
    """Print plans with one number at a time at its low or high."""
    instance = korea()
    cases = []
    for name in SETTINGS:
        found = instance.ranges[name]
        for value in dict.fromkeys((found.low, found.high)):
            if value != found.central:
                cases.append((f"{name} {value:g}", ("set", f"{name}={value:g}")))
    for factor in (0.6, 1.65):
        cases.append((f"cost of clusters × {factor}", ("cost of clusters", factor)))
    compared(5000, cases)
    compared(
        1000,
        [
            ("cost of AI × 1.25", ("cost of AI", 1.25)),
            ("multiplier of AI × 0.9", ("multiplier of AI", 0.9)),
            ("multiplier of AI × 1.35", ("multiplier of AI", 1.35)),
            ("Sejong pays 0.4 itself", ("match", "Sejong=0.4")),
        ],
    )


def shuffles(seeds=(1, 2, 3)):
    """Print how many clusters move when shares of leavers are dealt out anew."""
    rows = []
    for budget in (1000, 5000):
        central = plan(budget)
        again = moved(central, plan(budget, seed=1))
        found = [moved(central, plan(budget, "shuffled", seed)) for seed in seeds]
        rows.append([f"{budget:,}", f"{again:.0%}", ", ".join(f"{share:.0%}" for share in found)])
    table(["budget", "nothing shuffled, another seed", "shuffled, a seed each"], rows)


def surroundings():
    """Print plans with other roads, land and graduates."""
    cases = [
        ("all minutes × 0.8", ("minutes", 0.8)),
        ("all minutes × 1.25", ("minutes", 1.25)),
        ("nobody commutes", ("no commuting", None)),
        ("land at twice the price", ("land price", 2)),
    ]
    compared(1000, [*cases, ("graduates × 0.1", ("graduates", 0.1))])
    fewer = [(f"graduates × {share}", ("graduates", share)) for share in GRADUATES]
    compared(5000, [*cases, *fewer])


def leaks():
    """Print takers who live in the Capital Area, by site, under three kinds of roads."""
    found = [leakage(), leakage("minutes", 0.8), leakage("minutes", 1.25)]
    rows = built(plan(5000))
    taken = rows.groupby("region_id")["youth_jobs"].sum()
    names = korea().regions.set_index("region_id")["name"]
    least = [found[0][taken.index] @ taken / taken.sum()]
    least += [each[taken.index] @ taken / taken.sum() for each in found[1:]]
    out = [["all that is built at 5,000", "", *(f"{share:.1%}" for share in least)]]
    top = found[0][[*{*taken.index, region("Eumseong-gun"), region("Cheonan-si")}]]
    for place in top.sort_values(ascending=False).head(10).index:
        out.append(
            [names[place], f"{taken.get(place, 0):,.0f}", *(f"{s[place]:.0%}" for s in found)]
        )
    table(["site", "youth jobs at 5,000", "as shipped", "minutes × 0.8", "minutes × 1.25"], out)


def graduates():
    """Print at which share of today's graduates a plan can just be staffed, and where it binds."""
    rows = []
    for budget in LEVELS:
        share, binding = staffing(plan(budget))
        hired = plan(budget).workforce["graduates"].sum()
        words = "; ".join(f"{name} ({field})" for name, field in binding)
        rows.append([f"{budget:,}", f"{hired:,.0f}", f"{share:.2f}", words])
    table(["budget", "hired a year", "least share of today's graduates", "short there"], rows)


def limits():
    """Print what twice each limit is worth: by the plain programme, then by plans."""
    rows = []
    for name in LIMITS:
        if name in ONLY_BY_LEVER:
            continue
        row = [f"`{name}`"]
        for budget in (5000, 15000):
            more = plain_value(changed("limit", f"{name}*2"), budget)
            row.append(more / free_bound(budget) - 1)
        rows.append(row)
    rows.sort(key=lambda row: -row[2])
    shown = [[name, *(f"{gain:+.2%}" for gain in gains)] for name, *gains in rows]
    table(["twice the limit", "gain at 5,000", "gain at 15,000"], shown)
    for budget, cases in ((5000, DOUBLED), (15000, DOUBLED[-1:])):
        words = {"all*2": "all of these × 2"}
        named = [(words.get(case, case.replace("*", " × ")), ("limit", case)) for case in cases]
        compared(budget, named)


def start_up_spaces():
    """Print jobs and money of spaces and studios, and a plan with fewer of them."""
    made = built(plan(15000))
    found = sites().set_index(["region_id", "option_id"])
    rows = []
    for words, meant in (
        ("youth start-up spaces", made["option_id"] == "startup_space"),
        ("digital content studios", made["option_id"] == "digital_studio"),
        ("clusters", made["kind"] == "cluster"),
    ):
        own = made[meant]
        share = found.loc[pd.MultiIndex.from_frame(own[["region_id", "option_id"]]), "leaving"]
        jobs = own["jobs"].sum() * korea().settings.realised_share
        use = korea().settings.job_only_share
        stay = (own["youth_jobs"] * share.to_numpy()).sum() * use
        rows.append(
            [
                words,
                int(own["count"].sum()),
                own["region_id"].nunique(),
                f"{own['cost'].sum():,.0f}",
                f"{jobs:,.0f}",
                f"{own['cost'].sum() / jobs:.2f}",
                f"{own['cost'].sum() / stay:.1f}",
            ]
        )
    heads = ["built at 15,000", "number", "towns", "all purses", "direct jobs that come"]
    table([*heads, "bn a job that comes", "bn a stayer, without culture"], rows)
    words = ", ".join(f"{name} ≤ {count}" for name, count in FEW_HUBS.items())
    compared(15000, [(words, ("few hubs", None))])


PARTS = {
    "budgets": tables.by_budget,
    "chain": tables.chain,
    "sectors": tables.sectors_and_scales,
    "money": tables.money,
    "fair share": tables.fair_share,
    "hub types": tables.hub_types,
    "culture": tables.culture,
    "start-up spaces": start_up_spaces,
    "place by place": tables.place_by_place,
    "centres": tables.centres,
    "economy": tables.coming,
    "shuffles": shuffles,
    "surroundings": surroundings,
    "leaks": leaks,
    "graduates": graduates,
    "limits": limits,
    "numbers": numbers,
    "places": tables.places,
}
"""Every table of the page by the name between its marks, `<!-- name -->` and `<!-- end -->`."""


def filled(text, name, body):
    """Return the page's text with one part between its marks replaced."""
    mark, end = f"<!-- {name} -->", "<!-- end -->"
    assert text.count(mark) == 1, f"the page has no single mark {mark}"
    before, rest = text.split(mark)
    return f"{before}{mark}\n\n{body.strip()}\n\n{end}{rest.split(end, 1)[1]}"


def main():
    """Print every table of the page, or write them between its marks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, help="the page, to be written anew")
    parser.add_argument("--only", nargs="*", choices=list(PARTS), default=list(PARTS))
    given = parser.parse_args()
    for name in given.only:
        written = io.StringIO()
        with contextlib.redirect_stdout(written):
            PARTS[name]()
        print(f"<!-- {name} -->\n\n{written.getvalue()}", flush=True)
        if given.into:
            text = given.into.read_text(encoding="utf-8")
            given.into.write_text(filled(text, name, written.getvalue()), encoding="utf-8")


if __name__ == "__main__":
    main()
