"""Facts of whole tables: columns, keys and references, on broken copies of tiny."""

import pandas as pd
import pytest

from optimizer.instance import read_instance
from optimizer.instance.reading.tables import codes_elsewhere


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("regions.csv", "leavers", "Leavers", ["row 1", "Leavers", "unknown", "'leavers'"]),
        ("regions.csv", "leavers", "leaver", ["row 1", "leaver", "unknown", "'leavers'"]),
        ("regions.csv", "leavers", "leaver", ["row 1", "leavers", "missing", "young residents"]),
        ("regions.csv", "stock_factory", "stock", ["unknown", "did you mean 'stock_*'?"]),
        ("regions.csv", "land_price", "land_ha", ["row 1", "land_ha", "stands twice"]),
        ("regions.csv", "kolvik,Kolvik", "aurelle,Kolvik", ["row 4", "'aurelle'", "row 2"]),
        ("regions.csv", "kolvik,Kolvik", ",Kolvik", ["row 4", "region_id", "blank"]),
        ("regions.csv", ",7100,", ",-7100,", ["row 4", "leavers", "'-7100'", "at least 0"]),
        ("regions.csv", ",7100,", ",,", ["row 4", "leavers", "blank"]),
        ("regions.csv", ",7100,", ",inf,", ["row 4", "leavers", "'inf'", "finite"]),
        ("regions.csv", ",7100,", ",70000,", ["row 4", "leavers", "70000", "20500"]),
        ("options.csv", "ai_pilot,cluster", "ai_pilot,klaster", ["row 2", "kind", "'cluster'"]),
        ("strength.csv", "lindamere,ai,1.3", "lindamere,ai,1.6", ["row 2", "from 0.5 to 1.5"]),
        ("strength.csv", "lindamere,ai", "lindamer,ai", ["row 2", "'lindamere'"]),
        ("strength.csv", "lindamere,ai", "lindamere,a1", ["row 2", "sector", "'a1'", "'ai'"]),
        ("suitability.csv", "wenna,semi_hub,false", "wenna,semi_hub,no", ["row 2", "'no'"]),
        ("needs.csv", "ai_hub,computing,60", "ai_pilot,computing,60", ["row 3", "stands already"]),
        ("universities.csv", "aurelle,2000", "orelle,2000", ["row 2", "'aurelle'"]),
        ("travel.csv", "aurelle,kolvik", "aurelle,aurelle2", ["row 2", "to_region", "'aurelle'"]),
        ("network/nodes.csv", "126.30", "31.30,126.30", ["row 3", "5 cells; the header has 4"]),
        ("network/nodes.csv", "31.30", "131.30", ["lat", "from -90 to 90"]),
        ("network/edges.csv", "aurelle_city,l", "aurele_city,l", ["row 2", "'aurelle_city'"]),
        ("network/edges.csv", "road,45", "road,45 min", ["row 2", "minutes", "'45 min'"]),
        ("measures.csv", "bio_zone,zone", "bio_zone,zona", ["row 2", "kind", "zone"]),
        ("measures.csv", "zone,biotech", "zone,biotek", ["row 2", "sector", "'biotech'"]),
        ("interactions.csv", "ai,semi", "ia,semi", ["row 2", "'ia'"]),
        ("provinces.csv", "Halden,0.4", "Halden,40%", ["row 2", "match_share", "percentage"]),
        ("provinces.csv", "Halden", "Haldern", ["row 2", "'Halden'"]),
        ("population.csv", "aurelle,female,5-9", "aurelle,female,09-May", ["row 3", "Excel"]),
        ("population.csv", "aurelle,female,5-9", "aurelle,female,0-4", ["row 3", "row 2"]),
        ("population.csv", "aurelle,female", ",female", ["row 2", "neither region_id nor"]),
        ("fertility.csv", "Halden,15-19,", "Halden,15-20,", ["row 2", "age_group", "15-19"]),
        ("survival.csv", "0.9995", "1.2", ["value", "from 0 to 1"]),
        ("migration.csv", "aurelle,", "aurela,", ["row 2", "'aurelle'"]),
    ],
)
def test_broken_cell_is_named(copy, file, old, new, words):
    """One changed cell: file, row, column, value and remedy are in one line of the message."""
    copy.edit(file, old, new)
    assert all("Remedy: " in line for line in copy.assert_names(file, *words))


def test_units_are_in_the_currency_of_the_instance(copy):
    """What a cell of money must hold is told in the instance's own."""
    copy.edit("instance.toml", 'currency = "bn KRW"', 'currency = "m EUR"')
    (copy / "provinces.csv").write_text("province,match_share,own_budget\nHalden,0.4,-5\n")
    copy.assert_names("provinces.csv", "'-5'", "unit: m EUR")


def test_first_row_that_is_no_header(copy):
    """A file without its header is one problem, not one for each column and reference."""
    lines = (copy / "regions.csv").read_text().splitlines()
    copy.write("regions.csv", "\n".join(lines[1:]))
    (line,) = copy.says()
    assert "row 1" in line
    assert "'aurelle'" in line
    assert "must be the header" in line


@pytest.mark.parametrize("name", ["regions.csv", "needs.csv", "network/nodes.csv"])
def test_header_without_rows(copy, name):
    """An empty table is one problem, without a flood of dangling references after it."""
    header = (copy / name).read_text().splitlines()[0]
    copy.write(name, header + "\n")
    (line,) = copy.says()
    assert name in line
    assert "no rows" in line


def test_unreadable_regions_do_not_flood(copy):
    """Where regions can't be read, the tables that refer to it are not blamed."""
    copy.write("regions.csv", (copy / "regions.csv").read_text().encode("cp949"))
    (line,) = copy.says()
    assert "CP949" in line


def test_codes_as_numbers_in_parquet(copy):
    """Codes that Parquet holds as numbers join codes that CSV holds as text."""
    copy.write(
        "regions.csv",
        "region_id,name,province,leavers,land_ha,youth,youth_zero_migration,"
        "local_jobs\n11010,A,P,0,9,9,9,0\n",
    )
    for path in copy.folder.iterdir():
        if path.is_dir() or path.name not in ("regions.csv", "options.csv", "instance.toml"):
            __import__("shutil").rmtree(path) if path.is_dir() else path.unlink()
    copy.write("instance.toml", 'name = "x"\nbase_year = 2024\nhorizon_year = 2040\n')
    travel = pd.DataFrame({"from_region": [11010.0], "to_region": [11010], "minutes": [5]})
    travel.to_parquet(copy / "travel.parquet")
    instance = read_instance(copy.folder)
    assert instance.tables["travel"]["from_region"].tolist() == ["11010"]
    assert instance.tables["travel"]["minutes"].tolist() == [5.0]


def test_parallel_links_are_no_duplicates(copy):
    """Two roads between the same places are two links; the network keeps the faster."""
    text = (copy / "network/edges.csv").read_text()
    copy.write("network/edges.csv", text + text.splitlines()[1].replace(",45,", ",50,") + "\n")
    assert copy.says() == []


def test_years_tell_rows_apart(copy):
    """A cohort table may have the same group in several years, but not twice in one."""
    rows = "province,age_group,year,value\nHalden,20-24,2024,0.1\nHalden,20-24,2030,0.1\n"
    rows += "Oremy,20-24,,0.1\nVerrin,20-24,,0.1\n"
    copy.write("fertility.csv", rows)
    assert copy.says() == []
    copy.write("fertility.csv", rows + "Halden,20-24,2030,0.2\n")
    copy.assert_names("fertility.csv", "row 6", "year 2030", "row 3")


def test_a_code_from_elsewhere_is_told_the_regions_own(copy):
    """By the table of other codes: whose code it is, and what the region's is here."""
    copy.edit("strength.csv", "lindamere,ai", "102,ai")
    copy.assert_names("strength.csv", "'102'", "another code of", "census of 2010", "it is kolvik")


def test_former_codes_of_korea_are_known():
    """Of Gangwon, Jeonbuk and Gunwi, before and after they changed; all of regions that exist."""
    known = read_instance("korea").tables
    meant = codes_elsewhere(known)
    for code, region in (("42110", "32010"), ("51110", "32010"), ("52140", "35030")):
        assert f"here it is {region}" in meant[code]
    assert "Gunwi-gun (resident registration until June 2023)" in meant["47720"]
    assert "here it is 37310" in meant["27720"]
