"""What the two small countries worked out by hand share: tables, and how they are written.

`support.rich` is the country where whoever is best takes a job, `support.catchment` the one where
young people take jobs by where they live.
"""

SETTINGS = """
base_year = 2024
horizon_year = 2028
[settings]
discount_rate = 0.25
commute_limit = 60
recruit_limit = 60
culture_limit = 60
stay_half_minutes = 20
culture_half_minutes = 20
job_only_share = 0.5
realised_share = 0.5
additional_share = 0.8
youth_share = 0.5
targeting = 1.5
absorption_share = 0.125
"""
"""Years, and the settings of both; further settings follow."""
CURVE = """
[culture]
curve = [[0, 0], [0.5, 0.02], [1, 0.03]]
"""
LOCKED = """
[locked]
in = ["A:chip"]
out = ["B:chip"]
"""

OPTIONS = """
option_id,kind,sector,hub_type,capital_cost,operating_cost,land_ha,jobs,multiplier,lead_years,\
culture_capacity,max_per_region,uses_stock,needs_zone
chip_big,cluster,semiconductor,,500,10,10,900,0.5,2,,,,
ai,cluster,AI,,50,0,5,100,0,0,,,,
free,cluster,biotech,,50,0,0,10,0,0,,,,true
venue,hub,,venue,20,1,2,0,0,2,900,2,factory,
"""
"""Options of both; each country has a chip plant and a studio of its own beside them."""
TABLES = {
    "strength": "region_id,sector,strength\nA,semiconductor,1.25\n",
    "suitability": "region_id,option_id,allowed,reason\nB,chip,false,no water\nA,ai,true,\n",
    "needs": """
option_id,field,graduates
chip,engineering,40
ai,computing,10
studio,computing,5
""",
}
"""Tables of both."""


def write_country(folder, head, tables):
    """Write an instance into a folder and return it."""
    (folder / "instance.toml").write_text(head, encoding="utf-8")
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text.strip() + "\n", encoding="utf-8")
    return folder


def rows(names, *records):
    """Return records as plain Python."""
    keys = names.split()
    return [dict(zip(keys, record, strict=True)) for record in records]


def head(name, settings, limits):
    """Return an instance.toml: a name, what both share, and settings and limits of one's own."""
    return f'name = "{name}"{SETTINGS}{settings}{CURVE}[limits]{limits}{LOCKED}'
