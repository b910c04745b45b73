"""Computes every constant of the model from the text of an instance, read with csv and tomllib."""

import math
import tomllib
from pathlib import Path

from .catchment import access_of_sites, read_catchment
from .cells import number, read_table, truth
from .levers import read_levers
from .money import copies, read_money
from .reading import Reading

TABLES = (
    "regions",
    "options",
    "strength",
    "suitability",
    "needs",
    "universities",
    "travel",
    "measures",
    "interactions",
    "provinces",
)

DEFAULTS = {
    "budget": None,
    "objective": "retained",
    "value_per_retained": 1.0,
    "inequality_aversion": 200.0,
    "weights": "column",
    "discount_rate": 0.045,
    "commute_limit": 60,
    "recruit_limit": 120,
    "culture_limit": 90,
    "stay_half_minutes": 20,
    "culture_half_minutes": 30,
    "culture_full_service": 1.0,
    "job_only_share": 0.45,
    "culture_added_share": 0.35,
    "culture_only_share": 0.03,
    "job_motive_share": 1.0,
    "realised_share": 1.0,
    "additional_share": 1.0,
    "youth_share": 1.0,
    "job_takers": "catchment",
    "arrival_share": 0.0,
    "graduate_half_minutes": "none",
    "access_elasticity": 0.0,
    "leaver_share": "area",
    "targeting": 1.0,
    "absorption_share": 1.0,
}


def times_and_stays(travel, regions):
    """Minutes and the column stay by listed pair; i,i is 0 minutes and stay 1 cell by cell."""
    minutes = {(i, i): 0.0 for i in regions}
    column = {(i, i): 1.0 for i in regions}
    for row in travel:
        pair = row["from_region"], row["to_region"]
        own = pair[0] == pair[1]
        minutes[pair] = number(row, "minutes", 0.0 if own else None)
        column[pair] = number(row, "stay", 1.0 if own else None)
    return minutes, column


def within(minutes, limit):
    """Pairs within a limit; a listed pair without minutes passes."""
    return {pair for pair, t in minutes.items() if t is None or t <= limit}


def stay_in_areas(minutes, column, settings):
    """stay(tau) for the pairs of the commuting areas: within the limit, and i,i in any case."""
    pairs = within(minutes, settings["commute_limit"]) | {p for p in minutes if p[0] == p[1]}
    half = settings["stay_half_minutes"]
    if half == "table":
        return {pair: column[pair] for pair in sorted(pairs)}
    if half == "none":
        return dict.fromkeys(sorted(pairs), 1.0)
    return {pair: 0.5 ** (minutes[pair] / half) for pair in sorted(pairs)}


def decay_of_culture(minutes, settings):
    """d(tau) within the culture limit, and for i,i; a pair without minutes carries none."""
    limit, half = settings["culture_limit"], settings["culture_half_minutes"]
    return {
        (i, j): 0.5 ** (t / half)
        for (i, j), t in minutes.items()
        if t is not None and (t <= limit or i == j)
    }


def graduates_by_distance(minutes, settings):
    """Share of a course that would work in j, by (university's region, j) in reach.

    By distance a pair without minutes counts 0: nobody would.
    """
    half = settings["graduate_half_minutes"]
    reach = within(minutes, settings["recruit_limit"])
    if half == "none":
        return dict.fromkeys(sorted(reach), 1.0)
    known = {pair: minutes[pair] for pair in sorted(reach) if minutes[pair] is not None}
    return {pair: 0.5 ** (t / half) for pair, t in known.items()}


def leaver_share(j, settings, in_area, leavers, zero_migration):
    """l_j: the share of the young job-takers around j who would otherwise have left."""
    if settings["leaver_share"] == "one":
        return 1.0
    area = [(i, s) for (i, to), s in in_area.items() if to == j]
    leaving = sum(leavers[i] * s for i, s in area)
    everyone = sum(zero_migration[i] * s for i, s in area)
    return min(1.0, settings["targeting"] * leaving / everyone) if everyone > 0 else 0.0


def annuity(rate, lead, years):
    """Present value of 1 a year, from the year after opening to the horizon."""
    return math.fsum((1 + rate) ** -y for y in range(lead + 1, years + 1))


def costs(regions, options, settings, years):
    """Public cost of one, by (region, option)."""
    cost = {}
    for o, row in options.items():
        factor = annuity(settings["discount_rate"], int(number(row, "lead_years")), years)
        for j, place in regions.items():
            cost[j, o] = (
                number(row, "capital_cost") * number(place, "construction_cost_index", 1.0)
                + number(place, "land_price") * number(row, "land_ha")
                + number(row, "operating_cost")
                * number(place, "operating_cost_index", 1.0)
                * factor
            )
    return cost


def counts(suitability, regions, options, locked):
    """Smallest and largest count by (region, option)."""
    most, least = {}, {}
    for j, place in regions.items():
        for o, row in options.items():
            largest = int(number(row, "max_per_region", 1.0))
            most[j, o] = min(1, largest) if row["kind"] == "cluster" else largest
            if not truth(place, "candidate", True):
                most[j, o] = 0
            least[j, o] = 0
    for row in suitability:
        if not truth(row, "allowed", True):
            most[row["region_id"], row["option_id"]] = 0
    for lock in locked.get("out", []):
        most[tuple(lock.split(":"))] = 0
    for lock in locked.get("in", []):
        least[tuple(lock.split(":"))] = 1
    return most, least


def levels_added(regions, options, minutes, settings, open_share):
    """Level that one hub in j adds in i: capacity x open share x d / D_j / full service."""
    d = decay_of_culture(minutes, settings)
    added = {}
    for j in regions:
        reach = sorted(i for i in regions if (i, j) in d)
        around = math.fsum(number(regions[i], "youth") * d[i, j] for i in reach)
        for h, row in options.items():
            places = number(row, "culture_capacity") * open_share[h]
            if row["kind"] != "hub" or places == 0 or around == 0:
                continue
            for i in reach:
                added[i, j, h] = places * d[i, j] / around / settings["culture_full_service"]
    return added


def read_courses(universities):
    """(university, field): its region, the graduates to be hired, seats that can be bought."""
    return [
        {
            "key": (row["university_id"], row["field"]),
            "field": row["field"],
            "region": row["region_id"],
            "supply": number(row, "graduates") * number(row, "hireable_share", 1.0),
            "max_seats": number(row, "max_seats"),
            "seat_cost": number(row, "seat_cost"),
        }
        for row in universities
    ]


def weights(regions, settings):
    """Weight of one who stays, by region."""
    if settings["weights"] == "extinction_risk":
        return {i: 2 - min(1.0, number(row, "extinction_risk")) for i, row in regions.items()}
    return {i: number(row, "weight", 1.0) for i, row in regions.items()}


def youth_of_areas(regions, in_area):
    """Young residents of the commuting area of j; None where one of them is not known."""
    total = {}
    for j in regions:
        area = [regions[i].get("youth", "") for i in regions if (i, j) in in_area]
        total[j] = None if "" in area else math.fsum(float(text) for text in area)
    return total


def stocks(regions):
    """Stock there, by (name, region)."""
    return {
        (column.removeprefix("stock_"), i): number(row, column)
        for i, row in regions.items()
        for column in row
        if column.startswith("stock_")
    }


def strengths(rows, regions, options):
    """Strength by (region, option): of a cluster's sector there, 1 for a hub."""
    listed = {(row["region_id"], row["sector"]): number(row, "strength", 1.0) for row in rows}
    return {
        (j, o): listed.get((j, row["sector"]), 1.0) if row["kind"] == "cluster" else 1.0
        for j in regions
        for o, row in options.items()
    }


def youth_jobs_of(regions, options, settings, strength, share, open_share):
    """J or N by (region, option); `share` is l or access by region."""
    s = settings
    certain = s["realised_share"] * s["additional_share"] * s["youth_share"]
    jobs = {}
    for o, row in options.items():
        made = number(row, "jobs") * certain * (1 + number(row, "multiplier")) * open_share[o]
        for j in regions:
            jobs[j, o] = made * strength[j, o] * share[j]
    return jobs


def read(folder):
    """Return the Reading of an instance folder."""
    with (Path(folder) / "instance.toml").open("rb") as file:
        toml = tomllib.load(file)
    return read_contents(toml, {name: read_table(folder, name) for name in TABLES})


def read_contents(toml, tables):
    """Return the Reading of instance.toml as a dict and of tables as rows of trimmed text."""
    tables = {name: tables.get(name, []) for name in TABLES}
    settings = DEFAULTS | toml.get("settings", {})
    years = toml["horizon_year"] - toml["base_year"]
    regions = {row["region_id"]: row for row in tables["regions"]}
    listed = {row["option_id"]: row for row in tables["options"]}
    phases = [(phase["year"], phase["budget"]) for phase in toml.get("phases", [])]
    options, base_of, year_of = copies(listed, phases, toml["base_year"], years)
    if phases:
        settings["budget"] = math.fsum(budget for _, budget in phases)
    minutes, column = times_and_stays(tables["travel"], regions)
    in_area = stay_in_areas(minutes, column, settings)
    open_share = {o: (years - number(row, "lead_years")) / years for o, row in options.items()}
    strength = strengths(tables["strength"], regions, options)
    most_of, least_of = counts(tables["suitability"], regions, listed, toml.get("locked", {}))
    default_curve = [(0.0, 0.0), (1.0, settings["culture_only_share"])]
    return Reading(
        settings=settings,
        limits=toml.get("limits", {}),
        curve=[tuple(point) for point in toml.get("culture", {}).get("curve", default_curve)],
        regions=list(regions),
        options=list(options),
        weight=weights(regions, settings),
        stock=stocks(regions),
        area_youth=youth_of_areas(regions, in_area),
        recruit=graduates_by_distance(minutes, settings),
        cost=costs(regions, options, settings, years),
        most={(j, o): most_of[j, base_of[o]] for j in regions for o in options},
        least={(j, o): 0 if phases else least_of[j, o] for j in regions for o in options},
        level_added=levels_added(regions, options, minutes, settings, open_share),
        need=needs_of_one(tables["needs"], regions, base_of, strength),
        courses=read_courses(tables["universities"]),
        base_year=toml["base_year"],
        base_of=base_of,
        year_of=year_of,
        most_of=most_of,
        least_of=least_of,
        money=read_money(tables["provinces"], toml, regions),
        levers=read_levers(tables, options, minutes, toml.get("limits", {})),
        **of_regions(regions),
        **of_options(options),
        **takers(regions, options, settings, minutes, in_area, strength, open_share),
    )


def of_regions(regions):
    """Columns of `regions` that are used as they are."""
    return {
        "province": {i: row["province"] for i, row in regions.items()},
        "leavers": {i: number(row, "leavers") for i, row in regions.items()},
        "local_jobs": {i: number(row, "local_jobs") for i, row in regions.items()},
        "level0": {i: number(row, "culture_level") for i, row in regions.items()},
        "candidate": {i: truth(row, "candidate", True) for i, row in regions.items()},
        "youth": {i: number(row, "youth") for i, row in regions.items()},
        "land": {i: number(row, "land_ha") for i, row in regions.items()},
    }


def of_options(options):
    """Columns of `options` that are used as they are."""
    return {
        "kind": {o: row["kind"] for o, row in options.items()},
        "sector": {o: row.get("sector", "") for o, row in options.items()},
        "land_of": {o: number(row, "land_ha") for o, row in options.items()},
        "jobs_of": {o: number(row, "jobs") for o, row in options.items()},
        "stock_of": {o: row.get("uses_stock") or None for o, row in options.items()},
    }


def takers(regions, options, settings, minutes, in_area, strength, open_share):
    """Jobs for the young, and who takes them: where q may be, or the catchment of each site."""
    leavers = {i: number(row, "leavers") for i, row in regions.items()}
    zero_migration = {i: number(row, "youth_zero_migration") for i, row in regions.items()}
    catchment = read_catchment(settings, in_area, leavers, zero_migration)
    if catchment is None:
        share = {j: leaver_share(j, settings, in_area, leavers, zero_migration) for j in regions}
        commutes = within(minutes, settings["commute_limit"])
        stay = {pair: s for pair, s in in_area.items() if pair in commutes}
    else:
        youth = {i: number(row, "youth") for i, row in regions.items()}
        candidate = {i: truth(row, "candidate", True) for i, row in regions.items()}
        share, stay = access_of_sites(settings, in_area, youth, candidate), {}
    jobs = youth_jobs_of(regions, options, settings, strength, share, open_share)
    return {"catchment": catchment, "stay": stay, "youth_jobs": jobs}


def needs_of_one(rows, regions, base_of, strength):
    """Graduates a year by (region, option, field)."""
    return {
        (j, o, row["field"]): number(row, "graduates") * strength[j, o]
        for row in rows
        for o, base in base_of.items()
        if base == row["option_id"]
        for j in regions
    }
