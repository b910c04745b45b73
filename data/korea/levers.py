"""Levers of government beside building: zones, incentives, research, housing, what is near what.

A measure raises the jobs of a cluster by a share at a cost that does not depend on the cluster.
Each uplift here is the announced jobs that the money buys elsewhere, over those of a national
cluster: in a smaller one the same measure is dearer a job than building (docs/korea/levers.md).
"""

from __future__ import annotations

from typing import NamedTuple

import names as called
import pandas as pd
from options import HUBS, REALISED_SHARE, SECTORS, Range, show
from universities import SEAT_SHARE

NATIONAL = 2
"""Place of the national scale among the three of a sector."""


class Zone(NamedTuple):
    """A regulation-free zone, for all sectors of its region."""

    jobs: Range  # realised jobs that are not counted in the cluster already
    job_cost: Range  # bn KRW per realised job
    saving: Range  # share of the cluster's cost
    nationwide: Range  # [limits] zones
    per_province: int
    evidence: str


ZONE_JOBS = 112
"""Realised jobs of a zone in up to four years: 3,794 in 34 zones, Nov 2023 [40c]."""
ZONE = Zone(
    Range(0, ZONE_JOBS / 2, ZONE_JOBS),
    Range(0.10, 0.20, 0.40),
    Range(0.0, 0.02, 0.05),
    Range(8, 8, 34),
    2,
    "34 regulation-free zones 3,794 jobs, 112 each [40c], of which half would be in the cluster "
    "anyway (assumption; matched firms in the United States show nothing [49c]); no budget is "
    "stated, so 112 jobs at the 0.2 of innovation clusters [18][19]; saving: assumption; eight "
    "provinces in the first round of opportunity zones [24], two a province as in 34 zones over "
    "fourteen",
)


class Tier(NamedTuple):
    """One step of the incentives; a region takes one step at most."""

    measure_id: str
    cost: float  # bn KRW, all steps up to this one
    job_cost: Range  # bn KRW per announced job that this step's own money adds
    evidence: str


INCENTIVES = (
    Tier(
        "incentive_basic",
        20.0,
        Range(0.125, 0.134, 0.40),
        "regional investment subsidy 2025: 0.142 and 0.125 per announced job [20][21]; high: "
        "docs/explanation/evidence.md; size: a seventh of what a half-year gave all firms, "
        "143.8 [20], assumption",
    ),
    Tier(
        "incentive_large",
        50.0,
        Range(0.134, 0.268, 0.80),
        "the further 30 go to larger firms, which take support without effect [41]: half as many "
        "jobs for the money (assumption)",
    ),
)
INCENTIVE_JOBS = sum(sector.jobs[NATIONAL] for sector in SECTORS.values()) / len(SECTORS)
"""Announced jobs over which the incentives are spread: the mean national cluster."""


class Research(NamedTuple):
    """A research programme for the clusters of one sector."""

    cost: Range  # bn KRW
    evidence: str


RESEARCH_JOB_COST = Range(0.185, 0.32, 0.557)
"""bn KRW per realised job: innovation clusters, most of whose money is research, 0.185 [18];
research posts of Osong 0.557 [25]; central: their geometric mean."""
RESEARCH = {
    "ai": Research(
        Range(15.0, 50.8, 300.0),
        "research budget of the Gwangju AI cluster 50.8 [2]; of Gangwon's innovation cluster 15.0 "
        "[19], half of the second AI phase 300 [7]",
    ),
    "semiconductor": Research(
        Range(25.0, 83.1, 83.1),
        "Busan power semiconductors, research and base programme 83.1; reliability centre 25.0 "
        "[22][23]",
    ),
    "biotech": Research(
        Range(22.8, 27.8, 102.9),
        "vaccine commercialisation centre 27.8 [31], antibody centre 22.8 [32], animal-cell "
        "centre 102.9 [29]",
    ),
    "green_energy": Research(
        Range(8.1, 15.0, 48.7),
        "research of an innovation cluster 15.0 in Gangwon, 8.1 a province [18][19]; hydrogen "
        "pilot city 48.7 [39]",
    ),
}


class Housing(NamedTuple):
    """A subsidy of dwellings for the young, bought for a region."""

    measure_id: str
    retention: Range  # of takers of jobs who live there, the added share who stay
    households: Range  # subsidised at a time
    evidence: str


RENT = 0.0024
"""bn KRW a household and year: 0.2 million won a month, as the state's support of young people's
rents (from memory)."""
RENT_YEARS = 16
"""From 2024 to 2040, undiscounted: assumption."""
HOUSING = Housing(
    "housing_subsidy",
    Range(0.0, 0.05, 0.11),
    Range(250.0, 500.0, 1000.0),
    "assumption: no causal estimate for Korea. High: housing is the reason of 10.9% of the moves "
    "to the Capital Area [53], as if a subsidy met all of them; central: half; low: none, for "
    "growth of dwellings is the strongest correlate of young people's net moves (0.44 to 0.85 of "
    "the explained variance, the project's own look; r = 0.74 for 2020-25), but they draw "
    "dwellings too. Cost: 500 households at 0.2 million won a month (from memory) for 16 "
    "years; households and years: assumption",
)


class Near(NamedTuple):
    """What a cluster of a sector gains from something near it."""

    sector: str
    near: str  # a sector or a hub type
    minutes: float
    uplift: Range
    evidence: str


NEAR_MINUTES = 45.0
"""Assumption: suppliers and staff shared within a mean way to work and a half (31-33 min [66])."""
RELATED = Range(0.0, 0.03, 0.05)
SPACE = Range(0.0, 0.01, 0.02)
_RELATED = "doubling an agglomeration adds 2-5% (from memory); no Korean number: assumption"
_SPACE = "of its 15 offices two thirds grow by a job in the cluster (hub of 1,000): assumption"
INTERACTIONS = (
    Near("ai", "semiconductor", NEAR_MINUTES, RELATED, _RELATED),
    Near("semiconductor", "ai", NEAR_MINUTES, RELATED, _RELATED),
    Near("semiconductor", "semiconductor", NEAR_MINUTES, RELATED, _RELATED),
    Near("biotech", "ai", NEAR_MINUTES, RELATED, _RELATED),
    Near("green_energy", "semiconductor", NEAR_MINUTES, RELATED, _RELATED),
    Near("ai", HUBS["startup_space"].hub_type, 30.0, SPACE, _SPACE),
    Near("biotech", HUBS["startup_space"].hub_type, 30.0, SPACE, _SPACE),
)
MAX_UPLIFT = Range(0.2, 0.3, 0.5)
"""[limits] max_uplift, assumption: all levers together add three tenths at most."""
SEAT_TRAINEES = Range(200.0, 300.0, 500.0)
"""Trainees a year over whom the Gwangju talent budget, 10.2 a year [2], is spread: assumption."""
TALENT = 10.2
SEAT_YEARS = 10


def zone_cost(job_cost: float) -> float:
    """Cost of a zone, bn KRW."""
    return round(ZONE_JOBS * job_cost, 1)


def zone_uplift(jobs: float) -> float:
    """Share of jobs that a zone adds to a mean national cluster."""
    return round(jobs / (INCENTIVE_JOBS * REALISED_SHARE), 3)


def incentive_uplift(number: int, which: int) -> float:
    """Share of jobs added by a tier and those below it.

    Parameters
    ----------
    number : int
        Place in INCENTIVES.
    which : int
        0, 1, 2: low, central or high cost per job.
    """
    jobs, before = 0.0, 0.0
    for tier in INCENTIVES[: number + 1]:
        jobs += (tier.cost - before) / tier.job_cost[which]
        before = tier.cost
    return round(jobs / INCENTIVE_JOBS, 3)


def research_uplift(sector: str, which: int) -> float:
    """Share of jobs that the programme of central size adds, at low, central or high cost a job."""
    announced = RESEARCH_JOB_COST[which] * REALISED_SHARE
    return round(RESEARCH[sector].cost.central / announced / SECTORS[sector].jobs[NATIONAL], 3)


def housing_cost(households: float) -> float:
    """Cost of the subsidy in one region, bn KRW."""
    return round(households * RENT * RENT_YEARS, 1)


def measures() -> pd.DataFrame:
    """Return the rows of ``measures.csv``: cost in bn KRW, uplift, saving, retention as shares."""
    rows = [
        {
            "measure_id": "free_zone",
            "kind": "zone",
            "cost": zone_cost(ZONE.job_cost.central),
            "uplift": zone_uplift(ZONE.jobs.central),
            "saving": ZONE.saving.central,
            "max_per_province": ZONE.per_province,
        }
    ]
    for number, tier in enumerate(INCENTIVES):
        rows.append(
            {
                "measure_id": tier.measure_id,
                "kind": "incentive",
                "tier_group": "incentive",
                "cost": tier.cost,
                "uplift": incentive_uplift(number, 1),
            }
        )
    for sector, programme in RESEARCH.items():
        rows.append(
            {
                "measure_id": f"research_{sector}",
                "kind": "research",
                "sector": sector,
                "cost": programme.cost.central,
                "uplift": research_uplift(sector, 1),
            }
        )
    rows.append(
        {
            "measure_id": HOUSING.measure_id,
            "kind": "housing",
            "cost": housing_cost(HOUSING.households.central),
            "retention": HOUSING.retention.central,
        }
    )
    for row in rows:
        own = called.MEASURES.get(row["measure_id"]) or called.research(row["sector"])
        row["name"], row["name_local"] = own
    columns = "measure_id kind sector tier_group cost uplift saving retention max_per_province"
    out = pd.DataFrame(rows, columns=[*columns.split(), "name", "name_local"])
    out = out.fillna({"uplift": 0.0, "saving": 0.0, "retention": 0.0})
    out["max_per_province"] = out["max_per_province"].astype("Int64")
    return out.fillna({"sector": "", "tier_group": ""})


def interactions() -> pd.DataFrame:
    """Return the rows of ``interactions.csv``."""
    rows = [(row.sector, row.near, row.minutes, row.uplift.central) for row in INTERACTIONS]
    return pd.DataFrame(rows, columns=["sector", "near_sector", "limit_minutes", "uplift"])


def page() -> str:
    """Return the tables of ``docs/korea/levers.md``, each number with its low and high."""
    lines = [
        "| measure | cost, bn KRW | uplift of jobs | saving of cost | evidence |",
        "|---|---|---|---|---|",
    ]
    cost = Range(*(zone_cost(value) for value in ZONE.job_cost))
    uplift = Range(*(zone_uplift(jobs) for jobs in ZONE.jobs))
    lines.append(
        f"| free_zone | {show(cost)} | {show(uplift)} | {show(ZONE.saving)} | {ZONE.evidence} |"
    )
    for number, tier in enumerate(INCENTIVES):
        uplift = Range(*(incentive_uplift(number, which) for which in (2, 1, 0)))
        lines.append(
            f"| {tier.measure_id} | {tier.cost:g} | {show(uplift)} | 0 | {tier.evidence} |"
        )
    for sector, programme in RESEARCH.items():
        uplift = Range(*(research_uplift(sector, which) for which in (2, 1, 0)))
        lines.append(
            f"| research_{sector} | {show(programme.cost)} | {show(uplift)} | 0 "
            f"| {programme.evidence} |"
        )
    lines += [
        "",
        "| measure | cost, bn KRW | added share who stay | evidence |",
        "|---|---|---|---|",
        f"| {HOUSING.measure_id} | {show(Range(*map(housing_cost, HOUSING.households)))} "
        f"| {show(HOUSING.retention)} | {HOUSING.evidence} |",
        "",
        "| a cluster of | gains near | within, minutes | uplift | evidence |",
        "|---|---|---|---|---|",
    ]
    for row in INTERACTIONS:
        lines.append(
            f"| {row.sector} | {row.near} | {row.minutes:g} | {show(row.uplift)} | {row.evidence} |"
        )
    seats = Range(*(round(TALENT / people * SEAT_YEARS, 2) for people in SEAT_TRAINEES[::-1]))
    lines += [
        "",
        "| number | value | evidence |",
        "|---|---|---|",
        f"| zones nationwide | {show(ZONE.nationwide)} | opportunity zones in eight provinces "
        "[24]; 34 regulation-free zones [40c] |",
        f"| cap on all uplifts | {show(MAX_UPLIFT)} | assumption |",
        f"| seats for training, share of a campus's graduates | {SEAT_SHARE:g} | assumption |",
        f"| cost of one more graduate a year, bn KRW | {show(seats)} | Gwangju's talent budget "
        f"of {TALENT:g} a year [2]; trainees a year and ten years: assumption |",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(page(), end="")
