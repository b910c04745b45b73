"""What can be built: clusters of four sectors at three scales, and eight kinds of culture hub."""

from __future__ import annotations

from typing import NamedTuple

import names
import pandas as pd
from culture import VALUE_PER_PLACE

REALISED_SHARE = 0.55
"""Setting realised_share of the instance: of announced jobs those that come. `jobs` are announced,
and evidence counts them now as announced, now as realised; this number turns one into the other."""


class Range(NamedTuple):
    """A number of the evidence with its low and high."""

    low: float
    central: float
    high: float


class Sector(NamedTuple):
    """What a cluster of a sector costs and brings."""

    cost: Range  # public outlay, bn KRW per realised direct job, all years of the programme
    jobs: tuple[int, int, int]  # announced direct jobs of pilot, hub and national
    lead_years: tuple[int, int, int]  # assumption
    jobs_per_ha: float  # announced direct jobs per hectare of factory plots
    needs: dict[str, float]  # shares of fields among the graduates hired, assumption
    evidence: str  # of the cost; numbers in brackets as in SOURCES.md


SCALES = ("pilot", "hub", "national")
SCALE_COST = {"pilot": 1.15, "hub": 1.0, "national": 1.0}
"""Assumption: a pilot is a little dearer a job; no saving in the large, where firms take support
without effect [41]."""
SECTORS = {
    "ai": Sector(
        Range(0.15, 0.24, 0.38),
        (200, 1000, 2500),
        (2, 3, 5),
        100.0,
        {"engineering": 0.75, "natural_science": 0.15, "arts": 0.10},
        "Gwangju AI cluster 2020-21: 164.4 for 1,100 (city) to 436 (ministry) jobs [2][5][6][9]; "
        "central: their geometric mean",
    ),
    "semiconductor": Sector(
        Range(0.19, 0.25, 0.40),
        (200, 1200, 4000),
        (3, 4, 6),
        32.0,
        {"engineering": 0.85, "natural_science": 0.15},
        "regional investment subsidy 2025: 0.142 and 0.125 per announced job [20][21], over the "
        "share that comes; fabs themselves are private money",
    ),
    "biotech": Sector(
        Range(0.185, 0.32, 0.557),
        (150, 700, 2000),
        (2, 4, 6),
        60.0,
        {"natural_science": 0.45, "medicine": 0.30, "engineering": 0.25},
        "innovation clusters 0.185 [18], research posts of the Osong medical complex 0.557 [25]; "
        "central: their geometric mean",
    ),
    "green_energy": Sector(
        Range(0.185, 0.27, 0.40),
        (150, 700, 2000),
        (2, 4, 5),
        24.0,
        {"engineering": 0.80, "natural_science": 0.10, "social": 0.10},
        "innovation clusters 0.185 and 0.202 [18][19] are the low bound, as wind and sun keep few "
        "people (Shinan: 12 of private money a job [36]); high: assumption; central: their mean",
    ),
}
"""Jobs. Gangwon's innovation cluster has 126 realised jobs, so about 230 announced [19]; Gwangju AI
436-1,100 realised [2][6]; the Busan zone 2,286 announced [12], the zones of Gyeongbuk about 7,000
in several places [24b]: the three scales lie among these (assumption).
Land: 16 jobs a hectare of designated area in industrial parks [72], of which half is plots; AI
offices and laboratories lie between that and the 240 a hectare of Gwangju [2], green energy has
yards and storage (assumption)."""
MULTIPLIER = Range(0.5, 0.8, 1.3)
"""Other local jobs per direct job, the same for all sectors. Central: jobs in high technology, 0.7
in the paper and 0.9 in its earlier version (United Kingdom) [64]; low: tradable jobs 0.5 (United
States, revisited) [65]; high: Sejong 1.27 [47]. No source knows these four sectors. The Korean one
tells manufacturing (0.5) from tradable services (1.1 in metropolitan districts) [45], but every
cluster here holds laboratories and offices as well as plants: that difference stands in the ranges
by sector, not in the central value."""
SECTOR_MULTIPLIER = {
    "ai": Range(0.9, 1.0, 1.35),
    "semiconductor": Range(0.83, 1.0, 1.1),
    "biotech": Range(0.9, 1.0, 1.1),
    "green_energy": Range(0.83, 1.0, 1.1),
}
"""Factors on the multiplier of one sector, on top of the 0.75-1.2 that all have in common: together
0.5 at least for chips and energy (manufacturing [45]) and 1.3 at most for AI (tradable services 1.1
[45], Sejong 1.27 [47]); how they are split between both is an assumption."""
NEEDS_ZONE = ("semiconductor_national",)
"""What the state designates: all seven specialised complexes of 2023 are [13][16][17], and chips at
this scale stand in one. The others may settle without a zone (assumption)."""
AGENCY = 1.0
"""Assumption: running a cluster agency of some ten people, bn KRW a year, whatever its size."""
OPERATING_SHARE = 0.01
"""Assumption: upkeep of what was built, share of capital a year. With the agency a hub costs 2-4 bn
a year; the 4-31 bn of docs/explanation/evidence.md are the programmes' own project money,
most of which the cost per job already holds."""
GRADUATES_PER_JOB = 0.08
"""Assumption: posts are filled over six years, half of them with fresh graduates."""


class Hub(NamedTuple):
    """What a culture hub costs and offers; users, shares and worth of a visit are assumptions."""

    hub_type: str
    capital: Range  # bn KRW
    operating: Range  # bn KRW a year
    users: Range  # visits a year
    young: float  # share of visits by people of 20-39
    worth: float  # of a visit, thousand KRW: half to two thirds of a concert elsewhere
    jobs: int
    lead_years: int
    max_per_region: int
    uses_stock: str
    land_ha: float
    evidence: str
    needs: tuple[
        tuple[str, float], ...
    ] = ()  # share of fields among the graduates hired, assumption


HUBS = {
    "digital_studio": Hub(
        *("digital content studio", Range(2.0, 3.0, 11.5), Range(1.0, 1.2, 2.3)),
        *(Range(10e3, 20e3, 30e3), 0.7, 12, 40, 1, 2, "", 0),
        "Content Korea Labs of Chuncheon 2.0, Gyeongnam 3.0, Chungbuk 11.5 in five years; "
        "1.0-2.3 a year; 320 jobs or start-ups aimed at in five years [93]-[96]",
        (("arts", 0.6),),
    ),
    "startup_space": Hub(
        *("youth start-up space", Range(0.84, 1.2, 1.4), Range(0.2, 0.3, 0.5)),
        *(Range(4e3, 8e3, 12e3), 0.8, 8, 15, 1, 3, "building", 0),
        "Namdong 0.84 (refit, 15 offices), Haeundae 1.2, Cheongdo 1.4 [99]-[102]; a job an "
        "office; in an idle building",
    ),
    "event_venue": Hub(
        *("festival and performance venue", Range(2.0, 8.0, 17.4), Range(0.5, 1.2, 4.9)),
        *(Range(6e3, 70e3, 176e3), 0.4, 15, 10, 2, 2, "", 0.5),
        "small theatres 2.0-3.3 [110]-[113], arts centres to 550,000 users [114][115]; 17,000 won "
        "a user in culture cities [91]",
    ),
    "multicultural_space": Hub(
        *("multicultural space", Range(1.0, 1.6, 4.9), Range(0.1, 0.15, 0.4)),
        *(Range(6e3, 12e3, 24e3), 0.4, 6, 4, 1, 1, "", 0),
        "Namdong 1.0, Daerim 1.65, Yeonsu 4.9 [123]-[125]",
    ),
    "factory_reuse": Hub(
        *("reuse of an abandoned factory", Range(4.3, 8.0, 12.4), Range(0.6, 1.1, 1.4)),
        *(Range(55e3, 65e3, 80e3), 0.5, 12, 15, 2, 2, "factory", 0),
        "54 regeneration projects 4.3 on average [103], Palbok Art Factory 12.4 with a site of "
        "5.0 and 55,000-75,000 visitors [104]-[107]",
    ),
    "school_reuse": Hub(
        *("closed school reuse", Range(2.0, 3.4, 5.0), Range(0.1, 0.25, 0.4)),
        *(Range(9e3, 18e3, 30e3), 0.4, 8, 4, 1, 2, "school", 0),
        "Boeun 3.5 and Hoengseong 3.3 for 680-980 m2 [116]-[119]",
    ),
    "public_building": Hub(
        *("remodelled public building", Range(3.3, 7.3, 17.4), Range(0.2, 0.6, 1.0)),
        *(Range(30e3, 45e3, 93e3), 0.4, 10, 8, 2, 2, "building", 0),
        "Inje 7.3 for 1,669 m2, Hoengseong 3.3, Gyeryong 17.4; Goseong 78,000 users in ten "
        "months at 0.2 a year without wages [116]-[119]",
    ),
    "festival": Hub(
        *("festival and local brand", Range(0.1, 0.2, 0.5), Range(0.067, 0.46, 1.1)),
        *(Range(18e3, 29e3, 46e3), 0.3, 5, 1, 1, 1, "", 0),
        "1,214 festivals of 0.46 a year on average [120]; 45,890 visitors for 0.067, 18,000 for "
        "1.1 [122], central: their geometric mean; capital (brand, equipment): assumption",
    ),
}
RESIDENT_VISITS = 0.6
"""Assumption: share of a hub's users who live around it; of festival visitors 51% [121]."""
ADDITIONAL_VISITS = 0.5
"""Assumption: share of their visits that would not have been made at other places; the same as
for jobs."""
HUB_MULTIPLIER = 0.5
"""Assumption: other local jobs per job in a hub."""


MANUFACTURING = Range(0.072, 0.110, 0.243)
VALUE_ADDED = {
    "ai": Range(0.072, 0.107, 0.144),
    "semiconductor": MANUFACTURING,
    "biotech": MANUFACTURING,
    "green_energy": MANUFACTURING,
}
"""Value added by a job in a year, bn KRW: information and communication, and manufacturing, 2020
(docs/explanation/evidence.md); no source read tells the other three apart."""
LOCAL_VALUE_ADDED = Range(0.018, 0.029, 0.072)
"""The same of trade, hotels and restaurants: further local jobs; of a hub's jobs: assumption."""
LOCAL_TAX = Range(0.0002, 0.00043, 0.0006)
"""Local tax on a job's wage in a year, bn KRW: a tenth of the mean tax on wages of 2023."""
LOCAL_TAX_OF_LOCAL_JOBS = Range(0.0, 0.0002, 0.00043)
"""The same of further local jobs and of a hub's: assumption."""


def capacity(hub: Hub, users: float) -> float:
    """Young residents whom a hub with so many visits a year serves fully."""
    visits = users * hub.young * RESIDENT_VISITS * ADDITIONAL_VISITS
    return round(visits * hub.worth / VALUE_PER_PLACE, -1)


def options() -> pd.DataFrame:
    """Return the rows of ``options.csv``: money in bn KRW, land in ha, jobs as announced."""
    rows = []
    for name, sector in SECTORS.items():
        for scale, jobs, lead in zip(SCALES, sector.jobs, sector.lead_years, strict=True):
            capital = jobs * REALISED_SHARE * sector.cost.central * SCALE_COST[scale]
            english, korean = names.cluster(name, scale)
            rows.append(
                {
                    "option_id": f"{name}_{scale}",
                    "kind": "cluster",
                    "sector": name,
                    "hub_type": "",
                    "scale": scale,
                    "capital_cost": round(capital, 1),
                    "operating_cost": round(AGENCY + capital * OPERATING_SHARE, 2),
                    "land_ha": round(jobs / sector.jobs_per_ha, 1),
                    "jobs": jobs,
                    "multiplier": MULTIPLIER.central,
                    "lead_years": lead,
                    "culture_capacity": 0,
                    "max_per_region": 1,
                    "uses_stock": "",
                    "needs_zone": f"{name}_{scale}" in NEEDS_ZONE,
                    "value_added": VALUE_ADDED[name].central,
                    "local_tax": LOCAL_TAX.central,
                    "name": english,
                    "name_local": korean,
                }
            )
    for name, hub in HUBS.items():
        rows.append(
            {
                "option_id": name,
                "kind": "hub",
                "sector": "",
                "hub_type": hub.hub_type,
                "scale": "",
                "capital_cost": hub.capital.central,
                "operating_cost": hub.operating.central,
                "land_ha": hub.land_ha,
                "jobs": hub.jobs,
                "multiplier": HUB_MULTIPLIER,
                "lead_years": hub.lead_years,
                "culture_capacity": int(capacity(hub, hub.users.central)),
                "max_per_region": hub.max_per_region,
                "uses_stock": hub.uses_stock,
                "needs_zone": False,
                "value_added": LOCAL_VALUE_ADDED.central,
                "local_tax": LOCAL_TAX_OF_LOCAL_JOBS.central,
                "name": names.HUBS[name][0],
                "name_local": names.HUBS[name][1],
            }
        )
    return pd.DataFrame(rows)


def needs() -> pd.DataFrame:
    """Return the rows of ``needs.csv``: graduates a year by option and field."""
    rows = [
        (f"{name}_{scale}", field, round(jobs * GRADUATES_PER_JOB * share, 1))
        for name, sector in SECTORS.items()
        for scale, jobs in zip(SCALES, sector.jobs, strict=True)
        for field, share in sector.needs.items()
    ]
    rows += [
        (name, field, round(hub.jobs * GRADUATES_PER_JOB * share, 1))
        for name, hub in HUBS.items()
        for field, share in hub.needs
    ]
    return pd.DataFrame(rows, columns=["option_id", "field", "graduates"])


def page() -> str:
    """Return the tables of ``docs/korea/options.md``, each number with its low and high."""
    head = (
        "| option | jobs announced | jobs that come | capital, bn KRW | operating a year "
        "| land, ha | opens after | other jobs a job |"
    )
    lines = [head, "|---|---|---|---|---|---|---|---|"]
    for row in options().itertuples():
        if row.kind == "cluster":
            sector = SECTORS[row.sector]
            come = row.jobs * REALISED_SHARE
            low, high = (come * cost * SCALE_COST[row.scale] for cost in sector.cost[::2])
            lines.append(
                f"| {row.option_id} | {row.jobs:,} | {come:,.0f} "
                f"| {row.capital_cost:g} ({low:.0f}–{high:.0f}) | {row.operating_cost:g} "
                f"| {row.land_ha:g} | {row.lead_years} years "
                f"| {show(MULTIPLIER)} |"
            )
    lines += [
        "",
        "| sector | public outlay per job that comes, bn KRW | factor on its multiplier "
        "| evidence of the outlay |",
        "|---|---|---|---|",
    ]
    for name, sector in SECTORS.items():
        factor = SECTOR_MULTIPLIER[name]
        lines.append(
            f"| {name} | {show(sector.cost)} | {factor.low:g}–{factor.high:g} | {sector.evidence} |"
        )
    lines += [
        "",
        "| hub | capital, bn KRW | operating a year | visits a year | young people served | jobs "
        "| uses | evidence |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, hub in HUBS.items():
        served = Range(*(capacity(hub, users) for users in hub.users))
        lines.append(
            f"| {name} | {show(hub.capital)} | {show(hub.operating)} | {show(hub.users)} "
            f"| {show(served)} | {hub.jobs} | {hub.uses_stock} | {hub.evidence} |"
        )
    return "\n".join(lines) + "\n"


def show(numbers: Range) -> str:
    """Write a number as central (low–high)."""
    return f"{numbers.central:,g} ({numbers.low:,g}–{numbers.high:,g})"


if __name__ == "__main__":
    print(page(), end="")
