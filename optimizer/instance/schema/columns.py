"""The one place that defines each table and column: type, unit, range, default and meaning."""

from __future__ import annotations

from optimizer.instance.schema.cohort_columns import FERTILITY, MIGRATION, POPULATION, SURVIVAL
from optimizer.instance.schema.definitions import (
    Column,
    Table,
)
from optimizer.instance.schema.definitions import flag_column as _flag
from optimizer.instance.schema.definitions import id_column as _id
from optimizer.instance.schema.definitions import number_column as _number
from optimizer.instance.schema.definitions import required_column as _required
from optimizer.instance.schema.definitions import text_column as _text
from optimizer.instance.schema.definitions import whole_column as _whole
from optimizer.instance.schema.kinds import MEASURE_KINDS

REGIONS = Table(
    "regions",
    "Administrative regions: who lives there, who leaves, what land and services they have.",
    ("region_id",),
    (
        _id("region_id", "The region's code."),
        _text("name", "Name shown in plans.", required=True),
        _text("name_local", "Name in the local language, shown on maps."),
        _id("province", "The province that the region belongs to."),
        _flag("candidate", "Whether anything may be built here.", default=True),
        _number("youth", "Residents aged 20–39 today.", "persons"),
        _number(
            "youth_zero_migration",
            "Residents aged 20–39 in the horizon year if nobody moved.",
            "persons",
        ),
        _required(
            "leavers",
            "Young residents lost by the horizon year if migration goes on as recorded.",
            "persons",
        ),
        _required("land_ha", "Developable land.", "ha"),
        _number("land_price", "Price of developable land.", "bn KRW/ha", default=0.0),
        _number(
            "operating_cost_index",
            "Cost of running a facility, relative to the national level.",
            "ratio",
            default=1.0,
        ),
        _number(
            "construction_cost_index",
            "Cost of building, relative to the national level.",
            "ratio",
            default=1.0,
        ),
        _number(
            "culture_level",
            "Cultural service level today (E2SFCA), 1 is full.",
            "level",
            default=0.0,
            high=1.0,
        ),
        _number(
            "local_jobs",
            "Young people whom the existing labour market could employ if they stayed.",
            "persons",
        ),
        _number("weight", "Weight of a retained person in the objective.", "ratio", default=1.0),
        _number(
            "extinction_risk",
            "Extinction-risk index: women aged 20–39 per resident aged 65 or over.",
            "ratio",
        ),
        _flag(
            "destination",
            "Whether whoever stays elsewhere is missing here; without the column: every region of "
            "a province where nothing may be built.",
            required=False,
        ),
        _number(
            "vacant_dwellings",
            "Dwellings that stand empty, beside the households that a plan adds; no plan depends "
            "on them.",
            "dwellings",
        ),
        _number(
            "lon",
            "Longitude of its seat, WGS 84, for maps without boundaries; no plan depends on it.",
            "degrees",
            low=-180.0,
            high=180.0,
        ),
        _number(
            "lat",
            "Latitude of its seat, WGS 84, for maps without boundaries; no plan depends on it.",
            "degrees",
            low=-90.0,
            high=90.0,
        ),
        _flag("decline_area", "Officially designated depopulation area.", default=False),
        _flag("watch_area", "Officially designated watch area, next to decline.", default=False),
        _number(
            "fiscal_independence",
            "Own revenue over the budget of the region's government; no plan depends on it.",
            "share",
            high=1.0,
        ),
    ),
    families=(
        _number("stock_*", "Reusable buildings or sites of this name.", "buildings", default=0.0),
    ),
)

OPTIONS = Table(
    "options",
    "What may be built: clusters (a sector at a scale) and cultural hubs.",
    ("option_id",),
    (
        _id("option_id", "The option's code."),
        Column(
            "kind",
            "text",
            "Cluster of a high-tech sector, or cultural hub.",
            required=True,
            choices=("cluster", "hub"),
        ),
        _text("sector", "Sector of a cluster; required for clusters."),
        _text("hub_type", "Type of a hub; required for hubs."),
        _text("scale", "Scale in the planner's words (pilot, hub, national)."),
        _required("capital_cost", "Public capital outlay.", "bn KRW"),
        _number("operating_cost", "Public operating support.", "bn KRW/year", default=0.0),
        _number("land_ha", "Land it takes.", "ha", default=0.0),
        _number("jobs", "Direct jobs announced.", "jobs", default=0.0),
        _number("multiplier", "Further local jobs for each direct job.", "jobs/job", default=0.0),
        _whole("lead_years", "Years from decision to opening.", "years", default=0),
        _number(
            "culture_capacity",
            "Young residents that a hub serves in full.",
            "places",
            default=0.0,
        ),
        _whole("max_per_region", "Most that one region may have.", "buildings", default=1),
        _text("uses_stock", "Name of the stock that each building uses up (stock_NAME)."),
        _flag(
            "needs_zone", "Whether it needs a regulation-free zone of its region.", default=False
        ),
        _number(
            "value_added",
            "Value added by a direct job in a year, for the headline; no plan depends on it.",
            "bn KRW/job/year",
        ),
        _number(
            "local_tax",
            "Local tax revenue from a direct job in a year, for the headline; no plan depends on "
            "it.",
            "bn KRW/job/year",
        ),
        _text("name", "Name shown in plans; blank: the code."),
        _text("name_local", "Name in the local language, shown on maps."),
    ),
)

STRENGTH = Table(
    "strength",
    "How well a sector fits a region; 1 where not listed.",
    ("region_id", "sector"),
    (
        _id("region_id", "Region.", "regions.region_id"),
        Column("sector", "id", "Sector.", required=True, refers="options.sector"),
        _required("strength", "Factor on jobs and graduates.", "ratio", low=0.5, high=1.5),
    ),
)

SUITABILITY = Table(
    "suitability",
    "Where an option can't be built, and why.",
    ("region_id", "option_id"),
    (
        _id("region_id", "Region.", "regions.region_id"),
        _id("option_id", "Option.", "options.option_id"),
        _flag("allowed", "Whether the option may be built there."),
        _text("reason", "Why, for the report."),
    ),
)

NEEDS = Table(
    "needs",
    "Graduates that an option needs each year, by field.",
    ("option_id", "field"),
    (
        _id("option_id", "Option.", "options.option_id"),
        _id("field", "Field of study."),
        _required("graduates", "Graduates needed.", "graduates/year"),
    ),
)

UNIVERSITIES = Table(
    "universities",
    "Graduates by university and field, and training seats that can be bought.",
    ("university_id", "field"),
    (
        _id("university_id", "The university's code."),
        _id("field", "Field of study."),
        _text("name", "Name shown in plans."),
        _id("region_id", "Region of the campus.", "regions.region_id"),
        _required("graduates", "Graduates.", "graduates/year"),
        _number(
            "hireable_share",
            "Share that local clusters can hire.",
            "share",
            default=1.0,
            high=1.0,
        ),
        _number("max_seats", "Most training seats that can be bought.", "seats", default=0.0),
        _number("seat_cost", "Cost of one seat.", "bn KRW/seat", default=0.0),
    ),
)

TRAVEL = Table(
    "travel",
    "Travel times, directed; a pair that isn't listed is out of reach.",
    ("from_region", "to_region"),
    (
        _id("from_region", "Where people live.", "regions.region_id"),
        _id("to_region", "Where they go.", "regions.region_id"),
        _number("minutes", "Door-to-door travel time.", "minutes"),
        _number(
            "stay",
            'Commuting decay, read where the settings say stay_half_minutes = "table".',
            "share",
            high=1.0,
        ),
    ),
)

NODES = Table(
    "nodes",
    "Points of the transport network.",
    ("node_id",),
    (
        _id("node_id", "The point's code."),
        _number("lon", "Longitude, WGS 84.", "degrees", required=True, low=-180.0, high=180.0),
        _number("lat", "Latitude, WGS 84.", "degrees", required=True, low=-90.0, high=90.0),
        _id("region_id", "Region whose seat it is.", "regions.region_id", required=False),
    ),
    folder="network",
)

EDGES = Table(
    "edges",
    "Links of the transport network; of parallel ones the fastest counts.",
    (),
    (
        _id("from_node", "From.", "nodes.node_id"),
        _id("to_node", "To.", "nodes.node_id"),
        _text("mode", "Road, rail, ferry, air, access.", required=True),
        _required("minutes", "Travel time.", "minutes"),
        _number("km", "Length.", "km"),
        _flag("directed", "Whether it can be used from → to only.", default=False),
    ),
    folder="network",
)

MEASURES = Table(
    "measures",
    "Levers of government beside building: zones, incentives, research support, housing.",
    ("measure_id",),
    (
        _id("measure_id", "The measure's code."),
        Column(
            "kind",
            "text",
            "Kind of measure.",
            required=True,
            choices=MEASURE_KINDS.keys(),
        ),
        _text("sector", "Sector whose clusters it works for; blank: all."),
        _text("tier_group", "One measure of a group for each region."),
        _required("cost", "Public cost.", "bn KRW"),
        _number("uplift", "Added share of jobs.", "share", default=0.0),
        _number("saving", "Share of a cluster's cost saved.", "share", default=0.0, high=1.0),
        _number(
            "retention",
            "Of those who take a job and live there, the added share who stay.",
            "share",
            default=0.0,
            high=1.0,
        ),
        _whole("max_total", "Most nationwide.", "measures"),
        _whole("max_per_province", "Most in one province.", "measures"),
        _text("name", "Name shown in plans; blank: the code."),
        _text("name_local", "Name in the local language, shown in tables."),
    ),
)

INTERACTIONS = Table(
    "interactions",
    "Sectors that gain from other clusters, or from hubs, nearby.",
    ("sector", "near_sector"),
    (
        Column("sector", "id", "Sector that gains.", required=True, refers="options.sector"),
        Column(
            "near_sector",
            "id",
            "Sector of the cluster nearby, or hub_type of the hub nearby.",
            required=True,
            refers="options.sector or options.hub_type",
        ),
        _required("limit_minutes", "How near, by the way from the one that gains.", "minutes"),
        _required("uplift", "Added share of jobs.", "share"),
    ),
)

PROVINCES = Table(
    "provinces",
    "Who pays: the provinces' match shares and own budgets.",
    ("province",),
    (
        _id("province", "Province.", "regions.province"),
        _number(
            "match_share",
            "Share of all costs in it that it pays itself.",
            "share",
            default=0.0,
            high=1.0,
        ),
        _number("own_budget", "The province's own budget; blank: no limit.", "bn KRW"),
    ),
)

SOURCES = Table(
    "sources",
    "Where each column comes from: publisher, year and licence.",
    ("table", "column"),
    (
        _id("table", "Table, or section of instance.toml such as settings."),
        _id("column", "Column, or key of the section; geometry for the regions' boundaries."),
        _text("publisher", "Who published the figures.", required=True),
        _text("year", "Year that the figures describe, such as 2019–2024."),
        _text("licence", "Terms on which they may be passed on."),
        Column(
            "status",
            "text",
            "Read from a source, derived from sources, or assumed.",
            choices=("source", "derived", "assumption"),
        ),
        _text("derivation", "What was done to the figures."),
        _text("derivation_local", "The same in the country's language, for the page."),
    ),
)

OTHER_CODES = Table(
    "other_codes",
    "Codes that regions have elsewhere or had before: who brings one is told the region's own.",
    ("code",),
    (
        _id("code", "The other code."),
        _id("region_id", "The region's code here.", "regions.region_id"),
        _text("system", "Whose code it is, such as resident registration until 2023."),
    ),
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        REGIONS,
        OPTIONS,
        STRENGTH,
        SUITABILITY,
        NEEDS,
        UNIVERSITIES,
        TRAVEL,
        NODES,
        EDGES,
        MEASURES,
        INTERACTIONS,
        PROVINCES,
        POPULATION,
        FERTILITY,
        SURVIVAL,
        MIGRATION,
        SOURCES,
        OTHER_CODES,
    )
}
"""Every table by name, in the order in which they are read and documented."""

REQUIRED_TABLES = ("regions", "options")
DOCUMENTATION = ("sources", "other_codes")
"""Tables that say something of the others; no plan depends on them, nor does the hash."""
LABELS = tuple(
    (table, column) for table in ("options", "measures") for column in ("name", "name_local")
)
"""Columns that only say what a thing is called; the hash leaves them out too."""
