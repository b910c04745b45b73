"""What can be built: clusters of four sectors at three scales, and seven kinds of culture hub."""

from __future__ import annotations

import pandas as pd
from culture import VALUE_PER_PLACE

GROSS_COST_PER_JOB = {"ai": 0.19, "semiconductor": 0.14, "biotech": 0.20, "green_energy": 0.20}
"""Public bn KRW per gross direct job, all that a programme spends in its first years. Evidence 0
gives 0.10 / 0.19 / 0.40. AI: innovation clusters 0.185-0.20 [18][19], Gwangju 0.15-0.38.
Semiconductors: investment subsidy 0.125-0.142 [20][21]: fabs are private money. Biotech: between
0.185 and the 0.557 of public research posts [25]. Green energy: more than the private 0.18 of Naju
[30][35], since jobs in wind and sun are few and dear (Shinan: 12 of private money a job [36])."""
SCALE_COST = {"pilot": 1.15, "hub": 1.0, "national": 1.0}
"""Assumption: a pilot is a little dearer a job; no saving in the large, where firms take support
without effect (SOURCES.md [41])."""
JOBS = {
    "ai": {"pilot": 150, "hub": 800, "national": 2500},
    "semiconductor": {"pilot": 200, "hub": 1200, "national": 4000},
    "biotech": {"pilot": 120, "hub": 600, "national": 2000},
    "green_energy": {"pilot": 120, "hub": 600, "national": 2000},
}
"""Gross direct jobs. Gangwon 126 and the 14 innovation clusters 649 in all [18][19], Gwangju AI
436-1,100 [2][6], Busan zone 2,286 [12], Gyeongbuk zones about 7,000 in 33 firms [24b]: the three
scales lie among these (assumption)."""
MULTIPLIER = {"ai": 1.1, "semiconductor": 0.5, "biotech": 0.8, "green_energy": 0.5}
"""Other local jobs per direct job: manufacturing 0.5, tradable services 1.1, Korea 1995-2016
(SOURCES.md [45]); biotech between them (docs/evidence.md, central)."""
JOBS_PER_HA = {"ai": 100.0, "semiconductor": 32.0, "biotech": 60.0, "green_energy": 24.0}
"""Direct jobs per hectare of factory plots, which is what land_ha of the regions counts: 16 a
hectare of designated area in industrial parks (SOURCES.md [72]), of which half is plots. AI offices
lie between that and the 240 a hectare of Gwangju, biotech laboratories too; green energy has yards
and storage (assumption)."""
LEAD_YEARS = {
    "ai": {"pilot": 2, "hub": 3, "national": 5},
    "semiconductor": {"pilot": 3, "hub": 4, "national": 6},
    "biotech": {"pilot": 2, "hub": 4, "national": 6},
    "green_energy": {"pilot": 2, "hub": 4, "national": 5},
}
"""Assumption; the Gwangju AI cluster took five years, the response fund spends a year late."""
OPERATING_SHARE = 0.02
"""Assumption: a cluster agency costs 2% of capital a year. The 4-31 bn a year of docs/evidence.md
are the programmes' own project money, which the cost per job already holds."""
GRADUATES_PER_JOB = 0.08
"""Assumption: posts are filled over six years, half of them with fresh graduates."""
NEEDS = {
    "ai": {"engineering": 0.75, "natural_science": 0.15, "arts": 0.10},
    "semiconductor": {"engineering": 0.85, "natural_science": 0.15},
    "biotech": {"natural_science": 0.45, "medicine": 0.30, "engineering": 0.25},
    "green_energy": {"engineering": 0.80, "natural_science": 0.10, "social": 0.10},
}
"""Assumption: fields of the graduates a sector takes in."""

HUB_FIELDS = (
    "hub_type",
    "capital_cost",  # bn KRW
    "operating_cost",  # bn KRW a year
    "users",  # visits a year
    "young",  # share of visits by people of 20-39, assumption
    "worth",  # of a visit, thousand KRW, assumption: half to two thirds of a concert elsewhere
    "jobs",
    "lead_years",
    "max_per_region",
    "uses_stock",
    "land_ha",
)
HUBS = {
    # Content Korea Labs 2.0-3.0, running 1.0-2.3 a year; 320 start-ups aimed at in five years
    # (SOURCES.md [93]-[96]); users and jobs assumption.
    "digital_studio": ("digital content studio", 3.0, 1.2, 20e3, 0.7, 12, 40, 1, 2, "", 0),
    # Haeundae 1.2, Namdong 0.84 with 15 offices, Cheongdo 1.4 [99]-[102]; a job an office.
    "startup_space": ("youth start-up space", 1.2, 0.3, 8e3, 0.8, 8, 15, 1, 3, "", 0),
    # Goseong 2.0 for 90 seats, arts centres to 550,000 users [110]-[115]; the central 70,000 users
    # of docs/evidence.md at the 17,000 won a user that culture cities spend [91].
    "event_venue": ("festival and performance venue", 8.0, 1.2, 70e3, 0.4, 15, 10, 2, 2, "", 0.5),
    # Namdong 1.0, Daerim 1.65, Yeonsu 4.9 [123]-[125]; users not found: assumption.
    "multicultural_space": ("multicultural space", 1.6, 0.15, 12e3, 0.4, 6, 4, 1, 1, "", 0),
    # Palbok 12.4 with a site of 5.0, 55,000-75,000 visitors [104]-[107]; 17,000 won a user [91].
    "factory_reuse": (
        "reuse of an abandoned factory",
        8.0,
        1.1,
        65e3,
        0.5,
        12,
        15,
        2,
        2,
        "factory",
        0,
    ),
    # Boeun 3.5, Hoengseong 3.3 for 680-980 m2 [116]-[119]; users assumption.
    "school_reuse": ("closed school reuse", 3.4, 0.25, 18e3, 0.4, 8, 4, 1, 2, "school", 0),
    # Inje 7.3 for 1,669 m2, Gyeryong 17.4 for 7,970 m2; Goseong 78,000 users in ten months at
    # 0.2 a year without wages [116]-[119].
    "public_building": (
        "remodelled public building",
        7.0,
        0.6,
        45e3,
        0.4,
        10,
        8,
        2,
        2,
        "building",
        0,
    ),
}
RESIDENT_VISITS = 0.6
"""Assumption: share of a hub's users who live around it; of festival visitors 51%
(SOURCES.md [121])."""
ADDITIONAL_VISITS = 0.5
"""Assumption: share of their visits that would not have been made at other places; the same as
for jobs."""
HUB_MULTIPLIER = 0.5
"""Assumption: other local jobs per job in a hub."""


def options() -> pd.DataFrame:
    """Return the rows of ``options.csv``: money in bn KRW, land in ha."""
    rows = []
    for sector, scales in JOBS.items():
        for scale, jobs in scales.items():
            capital = jobs * GROSS_COST_PER_JOB[sector] * SCALE_COST[scale]
            rows.append(
                {
                    "option_id": f"{sector}_{scale}",
                    "kind": "cluster",
                    "sector": sector,
                    "hub_type": "",
                    "scale": scale,
                    "capital_cost": round(capital, 1),
                    "operating_cost": round(capital * OPERATING_SHARE, 2),
                    "land_ha": round(jobs / JOBS_PER_HA[sector], 1),
                    "jobs": jobs,
                    "multiplier": MULTIPLIER[sector],
                    "lead_years": LEAD_YEARS[sector][scale],
                    "culture_capacity": 0,
                    "max_per_region": 1,
                    "uses_stock": "",
                }
            )
    for option, values in HUBS.items():
        hub = dict(zip(HUB_FIELDS, values, strict=True))
        visits = hub.pop("users") * hub.pop("young") * RESIDENT_VISITS * ADDITIONAL_VISITS
        places = visits * hub.pop("worth") / VALUE_PER_PLACE
        rows.append(
            {
                "option_id": option,
                "kind": "hub",
                "sector": "",
                "scale": "",
                "multiplier": HUB_MULTIPLIER,
                "culture_capacity": int(round(places, -1)),
            }
            | hub
        )
    return pd.DataFrame(rows)[list(rows[0])]


def needs() -> pd.DataFrame:
    """Return the rows of ``needs.csv``: graduates a year by option and field."""
    rows = [
        (f"{sector}_{scale}", field, round(jobs * GRADUATES_PER_JOB * share, 1))
        for sector, scales in JOBS.items()
        for scale, jobs in scales.items()
        for field, share in NEEDS[sector].items()
    ]
    return pd.DataFrame(rows, columns=["option_id", "field", "graduates"])
