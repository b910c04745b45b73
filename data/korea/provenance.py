"""Where each column and setting comes from: sources.csv, and the same as a list in SOURCES.md.

Publisher, year and licence of a raw file stand once, in the first table of SOURCES.md. After a
change here or there: ``python data/korea/provenance.py`` writes the list in SOURCES.md anew.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pandas as pd

from optimizer.instance import TABLES

PAGE = Path(__file__).parent / "SOURCES.md"
HEADING = "## Every column: publisher, year, licence"
KOREAN = Path(__file__).parent / "derivations_ko.csv"
"""Each derivation in Korean."""
FIELDS = tuple(column.name for column in TABLES["sources"].columns)
SOURCE, DERIVED, ASSUMPTION = "source", "derived", "assumption"


class Entry(NamedTuple):
    """Columns of one table that come from the same raw files in the same way."""

    table: str
    columns: str
    raw: str
    """Short names of raw files, as in SOURCES.md."""
    status: str
    derivation: str
    year: str = ""
    """Where it is not simply that of the raw files."""


COHORT_KEYS = "region_id, province, sex, age_group, year"
ENTRIES = (
    Entry("regions", "region_id, province, name_local", "units", SOURCE, "code // 10 × 10"),
    Entry("regions", "name", "census", SOURCE, "romanised; province added where two share it"),
    Entry("regions", "candidate", "project", ASSUMPTION, "all outside the Capital Area"),
    Entry("regions", "youth", "register", SOURCE, "residents of 20–39", "Dec 2024"),
    Entry(
        "regions",
        "youth_zero_migration",
        "register, life, births, census",
        DERIVED,
        "cohort-component projection to the end of 2040 with nobody moving",
        "Dec 2024; 2023; 2024; 2020",
    ),
    Entry(
        "regions",
        "leavers",
        "pairs, gross, graduates, register, life, births, census, project",
        DERIVED,
        "gross moves to the Capital Area per resident × 24 (graduates' places of work) × "
        "youth_zero_migration / 1.5; 1.5, Jeju's ratio and garrisons: assumption",
        "2025; 2019–2025; 2021; Dec 2024",
    ),
    Entry("regions", "land_ha", "parks, units, press", DERIVED, "shares of park areas: assumption"),
    Entry("regions", "land_price", "register, units", ASSUMPTION, "function of density"),
    Entry("regions", "operating_cost_index", "wage", DERIVED, "half of the wage gap: assumption"),
    Entry("regions", "construction_cost_index", "project", ASSUMPTION, "islands and mountains"),
    Entry(
        "regions",
        "culture_level",
        "facilities, culture, register, press",
        DERIVED,
        "floating catchment of all facilities and of tickets sold; worth of a visit and much else: "
        "assumption",
        "2023; 2024",
    ),
    Entry("regions", "local_jobs", "workers, press", ASSUMPTION, "people at work, youth villages"),
    Entry(
        "regions",
        "extinction_risk",
        "register",
        DERIVED,
        "women of 20–39 over residents of 65 and above",
        "Dec 2024",
    ),
    Entry("regions", "stock_factory", "parks", ASSUMPTION, "proxy: firms not operating"),
    Entry("regions", "stock_school", "towns", ASSUMPTION, "proxy: towns with few children"),
    Entry("regions", "stock_building", "census", ASSUMPTION, "proxy: vacant dwellings"),
    Entry("regions", "vacant_dwellings", "census", SOURCE, "all kinds, whatever their state"),
    Entry("regions", "decline_area", "fiscal", SOURCE, "the 89 designated", "2021 list"),
    Entry("regions", "watch_area", "fiscal", SOURCE, "the 18 designated", "2021 list"),
    Entry(
        "regions",
        "fiscal_independence",
        "fiscal",
        SOURCE,
        "percent / 100; both cities of Jeju take the island's",
    ),
    Entry("regions", "geometry", "units", DERIVED, "dissolved, simplified at 250 m"),
    Entry(
        "options",
        "option_id, kind, sector, hub_type, scale",
        "project",
        ASSUMPTION,
        "four sectors at three scales, eight kinds of hub",
    ),
    Entry("options", "name, name_local", "project", ASSUMPTION, "the project's own words"),
    Entry("options", "capital_cost, operating_cost", "press", DERIVED, "from named programmes"),
    Entry("options", "land_ha, jobs", "press", ASSUMPTION, "scales among named programmes"),
    Entry(
        "options",
        "multiplier",
        "press",
        DERIVED,
        "high technology 0.7–0.9 [64], the same for all sectors; hubs: assumption",
        "2017–2022",
    ),
    Entry("options", "lead_years", "project", ASSUMPTION, "Gwangju AI took five years"),
    Entry("options", "culture_capacity", "press", ASSUMPTION, "users × shares × worth of a visit"),
    Entry("options", "max_per_region, uses_stock, needs_zone", "project", ASSUMPTION, "judgement"),
    Entry(
        "options",
        "value_added",
        "census, press",
        DERIVED,
        "product of the industry over those employed in it (docs/explanation/evidence.md); "
        "of hubs: assumption",
        "2020",
    ),
    Entry(
        "options",
        "local_tax",
        "press",
        DERIVED,
        "a tenth of the mean tax on wages; of hubs: assumption",
        "2023",
    ),
    Entry("needs", "option_id, field, graduates", "project", ASSUMPTION, "0.08 a job and year"),
    Entry(
        "measures",
        "measure_id, kind, sector, tier_group, max_total, max_per_province",
        "project",
        ASSUMPTION,
        "a zone, two steps of incentives, a research programme a sector, a housing subsidy",
    ),
    Entry("measures", "name, name_local", "project", ASSUMPTION, "the project's own words"),
    Entry("measures", "cost", "press", DERIVED, "named programmes [2][18][19][20][22][31][40c]"),
    Entry(
        "measures",
        "uplift",
        "press",
        DERIVED,
        "jobs that the money buys elsewhere over those of a national cluster; what the cluster "
        "would have anyway: assumption",
    ),
    Entry("measures", "saving", "project", ASSUMPTION, "of zones only; no number found"),
    Entry(
        "measures",
        "retention",
        "project",
        ASSUMPTION,
        "0.05 (0–0.11): half of the share of moves to the Capital Area for housing [53]",
    ),
    Entry(
        "interactions",
        "sector, near_sector, limit_minutes, uplift",
        "project",
        ASSUMPTION,
        "agglomeration, from memory; no Korean number",
    ),
    Entry("strength", "region_id", "units", SOURCE, "as in regions"),
    Entry("strength", "sector", "project", ASSUMPTION, "as in options"),
    Entry(
        "strength",
        "strength",
        "census, parks, quotas, energy, panel, press, project",
        DERIVED,
        "weighted standard scores; weights and bonus: assumption",
    ),
    Entry("suitability", "region_id", "units", SOURCE, "as in regions"),
    Entry(
        "suitability",
        "option_id, allowed, reason",
        "register, quotas, parks, census, project",
        ASSUMPTION,
        "thresholds by sector and scale",
    ),
    Entry("universities", "university_id, name", "quotas", SOURCE, "a number a campus"),
    Entry("universities", "field", "quotas", SOURCE, "six of the source's seven fields"),
    Entry("universities", "region_id", "quotas, project", DERIVED, "89 of 422 by campuses.csv"),
    Entry(
        "universities",
        "graduates",
        "quotas, register",
        DERIVED,
        "quota × share filled and finished (assumption) × size of coming cohorts",
    ),
    Entry("universities", "hireable_share, max_seats", "project", ASSUMPTION, "judgement"),
    Entry("universities", "seat_cost", "press", ASSUMPTION, "Gwangju's talent budget [2]"),
    Entry("travel", "from_region, to_region", "units", SOURCE, "as in regions"),
    Entry(
        "travel",
        "minutes",
        "roads, rail, units, project",
        DERIVED,
        "shortest paths on network/; speeds and waits: assumption",
    ),
    Entry("nodes", "node_id", "project", DERIVED, "seat, interchange or station"),
    Entry("nodes", "lon, lat", "units, towns, roads, rail, project", DERIVED, "seats: main town"),
    Entry("nodes", "region_id", "units", SOURCE, "as in regions"),
    Entry("edges", "from_node, to_node, mode, directed", "roads, rail, project", DERIVED, "links"),
    Entry("edges", "minutes", "roads, rail, project", DERIVED, "speeds, waits: assumption"),
    Entry("edges", "km", "roads, rail, project", DERIVED, "detours: assumption"),
    Entry("provinces", "province", "units", SOURCE, "as in regions"),
    Entry(
        "provinces",
        "match_share",
        "fiscal, press",
        ASSUMPTION,
        "0.5 ± 0.10–0.20 by fiscal independence",
        "2020",
    ),
    Entry(
        "provinces",
        "own_budget",
        "fiscal, register, press",
        ASSUMPTION,
        "a twentieth of own revenue in five years",
        "2020; Dec 2024; 2025",
    ),
    Entry("population", COHORT_KEYS, "register", SOURCE, "as in the register", "Dec 2024"),
    Entry("population", "value", "register", SOURCE, "85+ added up", "Dec 2024"),
    Entry("fertility", COHORT_KEYS, "census", SOURCE, "as in the census"),
    Entry(
        "fertility",
        "value",
        "census, births",
        DERIVED,
        "pattern of 2020 scaled by age to the national rates of 2024; later years: official path",
    ),
    Entry("survival", COHORT_KEYS, "life", DERIVED, "five-year groups"),
    Entry(
        "survival",
        "value",
        "life",
        DERIVED,
        "Makeham law through life expectancy and survival to 80; form and slope: assumption",
    ),
    Entry("migration", COHORT_KEYS, "migration", SOURCE, "as recorded", "2019–2025"),
    Entry(
        "migration",
        "value",
        "migration, register, towns",
        DERIVED,
        "net migrants over residents; filling up of new towns: assumption",
        "2019–2025",
    ),
    Entry("settings", "budget", "press", ASSUMPTION, "five years of the response fund [83][84]"),
    Entry(
        "settings",
        "objective, leaver_share, weights, job_takers",
        "project",
        ASSUMPTION,
        "a choice",
    ),
    Entry("settings", "arrival_share", "press", ASSUMPTION, "half of 0.199, KEIS 2018 [186]"),
    Entry(
        "settings",
        "access_elasticity",
        "press",
        ASSUMPTION,
        "elasticity of productivity 0.027–0.064 [187], used for jobs",
        "2021",
    ),
    Entry("settings", "graduate_half_minutes", "project", ASSUMPTION, "judgement"),
    Entry(
        "settings",
        "inequality_aversion",
        "project",
        ASSUMPTION,
        "ε of about 1 (Logan et al. 2021) at the shares of plans of 5,000 bn KRW",
    ),
    Entry("settings", "value_per_retained", "project", ASSUMPTION, "judgement"),
    Entry("settings", "realised_share", "press", DERIVED, "Gwangju, Naju [8][30]", "2018–2024"),
    Entry("settings", "additional_share", "project", ASSUMPTION, "no Korean estimate"),
    Entry("settings", "targeting", "project", ASSUMPTION, "graduates against all the young"),
    Entry("settings", "youth_share", "press", DERIVED, "[18][70][73]", "2012–2025"),
    Entry("settings", "job_motive_share", "press", DERIVED, "surveys [54][55][57]", "2019–2022"),
    Entry("settings", "job_only_share", "project", ASSUMPTION, "judgement"),
    Entry("settings", "culture_added_share", "press", DERIVED, "KCCI [50]; upper bound", "2024"),
    Entry(
        "settings",
        "culture_only_share",
        "project",
        ASSUMPTION,
        "below stated 0.05–0.20; low end nothing [188]",
    ),
    Entry("culture", "curve", "project", ASSUMPTION, "two thirds with half of full service"),
    Entry("settings", "stay_half_minutes", "press", DERIVED, "mean commutes [66]", "2024"),
    Entry(
        "settings",
        "commute_limit, recruit_limit, culture_limit, culture_half_minutes, culture_full_service",
        "project",
        ASSUMPTION,
        "judgement",
    ),
    Entry("settings", "discount_rate", "project", ASSUMPTION, "social rate, from memory"),
    Entry("settings", "absorption_share", "project", ASSUMPTION, "judgement"),
    Entry(
        "settings",
        "further_job_value_added",
        "census, press",
        DERIVED,
        "trade, hotels and restaurants (docs/explanation/evidence.md)",
        "2020",
    ),
    Entry("settings", "further_job_local_tax", "project", ASSUMPTION, "below the mean wage's"),
    Entry(
        "settings",
        "households_per_stayer, households_per_arrival",
        "press",
        DERIVED,
        "living arrangements at ages 19–34 (docs/explanation/evidence.md)",
        "2022",
    ),
    Entry(
        "limits",
        "max_clusters_per_region, max_clusters_per_province, max_options",
        "project",
        ASSUMPTION,
        "about the seven specialised complexes of 2023",
    ),
    Entry("limits", "zones", "press", DERIVED, "opportunity zones in eight provinces [24]", "2024"),
    Entry("limits", "max_measures", "project", ASSUMPTION, "housing subsidies are off: a choice"),
    Entry("limits", "max_uplift", "project", ASSUMPTION, "judgement"),
    Entry("limits", "min_fair_share", "project", ASSUMPTION, "a choice"),
    Entry(
        "other_codes",
        "code, region_id, system",
        "register, units",
        SOURCE,
        "codes of both kinds joined by name; the days of the changes are those of the laws",
    ),
)


def raw_files(page: str) -> dict[str, tuple[str, str, str]]:
    """Return publisher, year and licence by short name, from the first table of SOURCES.md."""
    section = page.split("## Raw files")[1].split("\n## ")[0]
    found = {}
    for line in section.splitlines():
        cells = [cell.strip().replace("`", "") for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) == 5 and cells[0] not in ("short name", "---"):
            found[cells[0]] = (cells[2], cells[3], cells[4])
    return found


def table(page: str | None = None) -> pd.DataFrame:
    """Return the rows of ``sources.csv``: one for each column and setting.

    Raises
    ------
    ValueError
        An entry names a raw file that SOURCES.md does not have, or a column has two entries.
    """
    known = raw_files(PAGE.read_text("utf-8") if page is None else page)
    korean = dict(pd.read_csv(KOREAN, dtype=str).itertuples(index=False, name=None))
    rows = []
    for entry in ENTRIES:
        names = entry.raw.split(", ")
        missing = [name for name in names if name not in known]
        if missing:
            raise ValueError(f"{entry.table}: raw files {missing} are not in {PAGE.name}")
        publisher, year, licence = (
            "; ".join(dict.fromkeys(known[name][part] for name in names)) for part in range(3)
        )
        rows += [
            (
                entry.table,
                column,
                publisher,
                entry.year or year,
                licence,
                *entry[3:5],
                korean.get(entry.derivation, ""),
            )
            for column in entry.columns.split(", ")
        ]
    frame = pd.DataFrame(rows, columns=list(FIELDS))
    twice = frame[frame.duplicated(["table", "column"])]
    if len(twice):
        raise ValueError(f"two entries for {twice[['table', 'column']].to_numpy().tolist()}")
    return frame


def section(page: str | None = None) -> str:
    """Return the list of all columns as it stands in SOURCES.md."""
    frame = table(page)
    lines = [
        HEADING,
        "",
        "Written by `python data/korea/provenance.py`; the same as `instances/korea/sources.csv`, "
        "which also says how each was derived (`rooted schema --instance korea`).",
        "",
        "| table | columns | publisher | year | licence | status |",
        "|---|---|---|---|---|---|",
    ]
    same = ["table", "publisher", "year", "licence", "status"]
    for key, rows in frame.groupby(same, sort=False):
        cells = (key[0], ", ".join(rows["column"]), *key[1:])
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def renew() -> None:
    """Put the list of all columns into SOURCES.md, in place of what stands there."""
    page = PAGE.read_text("utf-8")
    before, _, rest = page.partition(HEADING)
    after = rest[rest.index("\n## ") + 1 :]
    PAGE.write_text(f"{before}{section(page)}\n{after}", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    renew()
