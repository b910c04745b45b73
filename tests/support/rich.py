"""A small country with a good plan, every figure of which was worked out by hand.

Alpha and Beta make the province North, Gamma and Delta the province South. Commutes of 20 and 40
minutes keep 0.5 and 0.25 (half-life 20 minutes); culture decays alike. Four years to the horizon
and a discount rate of 0.25 make annuities of powers of 0.8.

Leaver share (targeting 1.5)
    Alpha: 400 + 200/2 + 400/4 = 600 leavers of 1000 + 1100/2 + 1000/4 = 1800 young: 0.5.
    Beta: 200 + 400/2 = 400 of 1100 + 1000/2 = 1600: 0.375.
Youth jobs, the shares 0.5 × 0.8 × 0.5 = 0.2
    chip in Alpha: 200 × 1.25 × 0.2 × 1.5 × 0.5 × 2/4 = 18.75.
    ai in Beta: 100 × 0.2 × 0.375 = 7.5.
    studio in Alpha: 20 × 0.2 × 1.25 × 0.5 × 3/4 = 1.875.
Culture: two venues of 900 places, open half of the time, among 1000 + 800/2 + 1600/4 = 1800 young
    add 0.5 in Alpha (0.25 → 0.75), 0.25 in Beta (0 → 0.25), 0.125 in Gamma (0.5 → 0.625) and
    0.125 in Delta (0.9 → 1, the most).
Room for jobs
    Alpha: 18.75 × (0.5 + 0.25 × 0.75) + 0.5 × 1.875 = 12.890625 + 0.9375 = 13.828125.
    Beta: 7.5 × (0.5 + 0.25 × 0.25) = 4.21875.
Kept by culture, g through (0.5, 0.02) and (1, 0.03)
    Alpha: 400 × (0.025 − 0.01) = 6, but local jobs for 5. Beta: 200 × 0.01 = 2.
    Gamma: 400 × (0.0225 − 0.02) = 1.
Cost, annuities 0.8³ + 0.8⁴ = 0.9216 (lead 2) and 1.5616 (lead 1)
    chip: 100 × 1.25 + 0.5 × 10 + 10 × 1.5 × 0.9216 = 143.824.
    venue: 20 × 1.25 + 0.5 × 2 + 1 × 1.5 × 0.9216 = 27.3824. studio: 8 × 1.25 = 10. ai: 50.
    Seats: 10 × 0.2 = 2.
"""

from support.country import OPTIONS, head, write_country
from support.country import TABLES as SHARED

HEAD = head(
    "rich",
    """
job_takers = "best"
budget = 260.5888
culture_added_share = 0.25
job_motive_share = 0.035
""",
    """
max_clusters_per_region = 1
max_clusters_per_province = { North = 2 }
max_options = { venue = 2 }
min_retained_share = { North = 0.03203125 }
""",
)

TABLES = SHARED | {
    "regions": """
region_id,name,province,candidate,youth,youth_zero_migration,leavers,land_ha,land_price,\
operating_cost_index,construction_cost_index,culture_level,local_jobs,weight,\
extinction_risk,stock_factory
A,Alpha,North,true,1000,1000,400,14,0.5,1.5,1.25,0.25,5,1,0.5,2
B,Beta,North,true,800,1100,200,5,0,1,1,0,20,2,0.75,0
C,Gamma,South,false,1600,1000,400,0,0,1,1,0.5,20,1,2,0
D,Delta,South,true,0,0,0,100,0,1,1,0.9,20,1,1,0
""",
    "options": OPTIONS
    + """chip,cluster,semiconductor,,100,10,10,200,0.5,2,,,,
studio,hub,,studio,8,0,0,20,0.25,1,0,1,,
""",
    "universities": """
university_id,field,region_id,graduates,hireable_share,max_seats,seat_cost
U1,engineering,B,100,0.4,10,0.2
U2,computing,A,20,0.75,0,0
U3,computing,C,100,1,0,0
""",
    "travel": """
from_region,to_region,minutes
A,B,20
B,A,20
C,A,40
D,A,40
C,B,70
""",
}


def write_rich(folder):
    """Write the country's instance into a folder and return it."""
    return write_country(folder, HEAD, TABLES)


def _build(region, option, count, cost, jobs, youth_jobs):
    return {
        "region_id": region,
        "option_id": option,
        "count": count,
        "cost": cost,
        "jobs": jobs,
        "youth_jobs": youth_jobs,
    }


def _region(region, leavers, by_jobs, by_culture, level):
    return {
        "region_id": region,
        "leavers": leavers,
        "retained": by_jobs + by_culture,
        "retained_by_jobs": by_jobs,
        "retained_by_culture": by_culture,
        "culture_level": level,
    }


def _flow(start, end, persons, retained):
    return {"from_region": start, "to_region": end, "persons": persons, "retained": retained}


def _recruits(university, field, site, graduates):
    return {
        "university_id": university,
        "field": field,
        "to_region": site,
        "graduates": graduates,
    }


def good_plan(instance):
    """Return the plan worked out by hand."""
    objective = 17 + 2 * 2.21875 + 1.95703125
    return {
        "instance": "rich",
        "instance_hash": instance.data_hash,
        "currency": "bn KRW",
        "base_year": 2024,
        "horizon_year": 2028,
        "scale": {},
        "budget": 260.5888,
        "settings": instance.settings.model_dump(mode="json"),
        "culture": instance.culture.model_dump(mode="json"),
        "limits": instance.limits.model_dump(mode="json"),
        "locked": instance.locked.model_dump(mode="json", by_alias=True),
        "status": "optimal",
        "retained": 21.17578125,
        "objective": objective,
        "bound": 25,
        "gap": (25 - objective) / objective,
        "gap_asked": 0.1,
        "cost": 260.5888,
        "build": [
            _build("A", "chip", 1, 143.824, 200, 18.75),
            _build("A", "venue", 2, 54.7648, 0, 0),
            _build("A", "studio", 1, 10, 20, 1.875),
            _build("B", "ai", 1, 50, 100, 7.5),
        ],
        "measures": [],
        "seats": [{"university_id": "U1", "field": "engineering", "seats": 10, "cost": 2}],
        "regions": [
            _region("A", 400, 12.0, 5.0, 0.75),
            _region("B", 200, 0.21875, 2.0, 0.25),
            _region("C", 400, 0.95703125, 1.0, 0.625),
            _region("D", 0, 0.0, 0.0, 1.0),
        ],
        "flows": [
            _flow("A", "A", 10, 10),
            _flow("A", "B", 4, 2),
            _flow("B", "B", 0.21875, 0.21875),
            _flow("C", "A", 3.828125, 0.95703125),
        ],
        "workforce": [
            _recruits("U1", "engineering", "A", 50),
            _recruits("U2", "computing", "A", 5),
            _recruits("U2", "computing", "B", 10),
        ],
        "projection": None,
        "seconds": {"read": 0.1, "build": 0.2, "solve": 3.5, "verify": 0.0},
        "versions": {"rooted": "0.1.0"},
        "seed": 7,
        "notes": [],
    }
