"""A country where young people take jobs by where they live, and a plan worked out by hand.

Alpha and Beta make the province North, Gamma is South, Epsilon East; in the Capital, where Sigma
lies, nothing may be built. Commutes of 20 and 40 minutes keep 0.5 and 0.25 (half-life 20).

Takers, P = Y⁰·stay over their sum
    of jobs in Alpha: 1000 + 1000/2 (Beta) + 2000/4 (Sigma): 0.5, 0.25, 0.25.
    of jobs in Beta: 1000 + 1000/2 (Alpha) + 1000/2 (Gamma): 0.5, 0.25, 0.25.
Who would be gone, λ = 1.5 × leavers / Y⁰
    Alpha 0.6, Beta 0.3, Gamma 0.75, Sigma 0.
Additional jobs N, the shares 0.5 × 0.8 × 0.5 = 0.2
    chip in Alpha: 160 × 1.25 × 0.2 × 1.6 × 2/4 = 32. It gains 0.15 by the relief and 0.2 by AI in
    Beta, 0.25 at most: 40.
    ai in Beta: 100 × 0.2 = 20. studio in Alpha: 50 × 0.2 × 1.6 × 2/4 = 8.
Culture: two venues of 900 places, open half of the time, among 1000 + 800/2 + 1600/4 = 1800 young
    add 0.5 in Alpha (0.25 → 0.75), 0.25 in Beta (0 → 0.25), 0.125 in Sigma (0.5 → 0.625).
Jobs at work, N·W
    Alpha: 40 × (0.5 + 0.4 × 0.75) + 0.5 × 8 = 36. Beta: 20 × (0.5 + 0.4 × 0.25) = 12.
Kept by jobs, at most
    Alpha: 36 × 0.5 × 0.6 + 12 × 0.25 × 0.6 = 10.8 + 1.8; but the pool is 0.02625 × 400 = 10.5.
    Beta: 36 × 0.25 × 0.3 + 12 × 0.5 × 0.3 = 2.7 + 1.8; the plan keeps 4 of 4.5.
    Gamma: 12 × 0.25 × 0.75 = 2.25.
Arrived, a quarter of those who would not have left, at most
    Alpha: 36 × (0.5 × 0.4 + 0.25 × 0.7 + 0.25) / 4 = 5.625.
    Beta: 12 × (0.5 × 0.7 + 0.25 × 0.4 + 0.25 × 0.25) / 4 = 1.5375; the plan has 1.5.
Kept by culture, g through (0.5, 0.02) and (1, 0.03)
    Alpha: 400 × (0.025 − 0.01) = 6, but local jobs for 5. Beta: 200 × 0.01 = 2.
Graduates, half of them over 20 minutes
    U1 in Beta sends (100 × 0.8 + 20 seats) / 2 = 50 to Alpha, where chip needs 40 × 1.25.
    U2 in Alpha sends 20 × 0.75 / 2 = 7.5 to Beta, 5 to the studio at home;
    U3 in Gamma sends 2.5 of 5.
Cost, annuities 0.8³ + 0.8⁴ = 0.9216 (lead 2)
    chip: (100 × 1.25 + 0.5 × 10 + 10 × 1.5 × 0.9216) × 0.9 for the relief = 129.4416.
    venue: 20 × 1.25 + 0.5 × 2 + 1 × 1.5 × 0.9216 = 27.3824. studio: 10. ai: 50. cafe: 6.
    Relief 4, seats 20 × 0.2 = 4. North pays a fifth: of 252.2064 the centre pays 201.76512.
Fair shares, half of 250 × youth / 2500
    North: 250 × 1800/2500 = 180, floor 90; the centre spends 0.8 × 244.2064 = 195.36512 there.
    South: 60; but two cafes and a studio, all that can stand in Gamma, cost 20: floor 10.
    East: 10, half of which is less than a cafe: nothing.
"""

from support.country import OPTIONS, head, rows, write_country
from support.country import TABLES as SHARED

HEAD = head(
    "catchment",
    """
budget = 250
graduate_half_minutes = 20
culture_added_share = 0.4
job_motive_share = 0.02625
arrival_share = 0.25
""",
    """
max_clusters_per_region = 1
max_options = { venue = 2 }
max_uplift = 0.25
min_retained_share = { North = 0.035 }
min_fair_share = 0.5
max_fair_share = 1.1
min_cost_share_hubs = 0.29
max_cost_share_hubs = 0.31
""",
)

TABLES = SHARED | {
    "regions": """
region_id,name,province,candidate,youth,youth_zero_migration,leavers,land_ha,land_price,\
operating_cost_index,construction_cost_index,culture_level,local_jobs,weight,stock_factory
A,Alpha,North,true,1000,1000,400,14,0.5,1.5,1.25,0.25,5,1,2
B,Beta,North,true,800,1000,200,5,0,1,1,0,20,2,0
C,Gamma,South,true,600,1000,500,0,0,1,1,0.5,20,1,0
E,Epsilon,East,true,100,0,0,0,0,1,1,0,20,1,0
S,Sigma,Capital,false,1600,2000,0,100,0,1,1,0.5,20,1,0
""",
    "options": OPTIONS
    + """chip,cluster,semiconductor,,100,10,10,160,0.6,2,,,,
studio,hub,,studio,8,0,0,50,0.6,2,0,1,,
cafe,hub,,cafe,6,0,0,0,0,0,0,2,,
""",
    "universities": """
university_id,field,region_id,graduates,hireable_share,max_seats,seat_cost
U1,engineering,B,100,0.8,20,0.2
U2,computing,A,20,0.75,0,0
U3,computing,C,10,1,0,0
""",
    "travel": """
from_region,to_region,minutes
A,B,20
B,A,20
S,A,40
C,B,20
C,A,70
""",
    "measures": """
measure_id,kind,sector,tier_group,cost,uplift,saving
relief,incentive,semiconductor,,4,0.15,0.1
zone,zone,,,1,0,0
""",
    "interactions": "sector,near_sector,limit_minutes,uplift\nsemiconductor,AI,30,0.2\n",
    "provinces": "province,match_share,own_budget\nNorth,0.2,60\n",
}


def write_catchment(folder):
    """Write the country's instance into a folder and return it."""
    return write_country(folder, HEAD, TABLES)


def good_plan(instance):
    """Return the plan worked out by hand."""
    return {
        "instance": "catchment",
        "instance_hash": instance.data_hash,
        "currency": "bn KRW",
        "base_year": 2024,
        "horizon_year": 2028,
        "scale": {},
        "budget": 250,
        "settings": instance.settings.model_dump(mode="json"),
        "culture": instance.culture.model_dump(mode="json"),
        "limits": instance.limits.model_dump(mode="json"),
        "locked": instance.locked.model_dump(mode="json", by_alias=True),
        "status": "optimal",
        "retained": 23.75,
        "arrived": 7.125,
        "objective": 38.375,
        "bound": 43,
        "gap": (43 - 38.375) / 38.375,
        "gap_asked": 0.2,
        "cost": 264.2064,
        "build": rows(
            "region_id option_id count cost jobs youth_jobs phase uplift neighbour_jobs",
            ("A", "chip", 1, 129.4416, 160, 40, 2024, 0.25, 3.2),
            ("A", "venue", 2, 54.7648, 0, 0, 2024, 0, 0),
            ("A", "studio", 1, 10, 50, 8, 2024, 0, 0),
            ("B", "ai", 1, 50, 100, 20, 2024, 0, 0),
            ("C", "cafe", 2, 12, 0, 0, 2024, 0, 0),
        ),
        "measures": rows(
            "region_id measure_id cost youth_jobs saved", ("A", "relief", 4, 1.6, 14.3824)
        ),
        "seats": rows("university_id field seats cost hired", ("U1", "engineering", 20, 4, 50)),
        "regions": rows(
            "region_id leavers retained retained_by_jobs retained_by_culture arrived culture_level",
            ("A", 400, 15.5, 10.5, 5, 5.625, 0.75),
            ("B", 200, 6, 4, 2, 1.5, 0.25),
            ("C", 500, 2.25, 2.25, 0, 0, 0.5),
            ("E", 0, 0, 0, 0, 0, 0),
            ("S", 0, 0, 0, 0, 0, 0.625),
        ),
        "flows": rows(
            "from_region to_region persons retained",
            ("A", "A", 9, 9),
            ("A", "B", 1.5, 1.5),
            ("B", "A", 2.4, 2.4),
            ("B", "B", 1.6, 1.6),
            ("C", "B", 2.25, 2.25),
        ),
        "workforce": rows(
            "university_id field to_region graduates",
            ("U1", "engineering", "A", 50),
            ("U2", "computing", "A", 5),
            ("U2", "computing", "B", 7.5),
            ("U3", "computing", "B", 2.5),
        ),
        "purses": rows(
            "province cost own central own_budget",
            ("North", 252.2064, 50.44128, 201.76512, 60),
            ("South", 12, 0, 12, None),
            ("East", 0, 0, 0, None),
            ("Capital", 0, 0, 0, None),
        ),
        "phases": [],
        "instruments": [],
        "fair_share": rows(
            "province floor spent set_by",
            ("North", 90, 195.36512, "share"),
            ("South", 10, 12, "possible"),
            ("East", 0, 0, "nothing"),
        ),
        "projection": None,
        "seconds": {"read": 0.1, "build": 0.2, "solve": 3.5, "verify": 0.0},
        "versions": {"rooted": "0.1.0"},
        "seed": 7,
        "notes": [],
    }
