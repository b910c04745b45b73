"""Tables of residents and rates: a cohort that is missing or there twice is named."""

import pytest

from optimizer.instance import read_instance
from optimizer.instance.checks.cohorts import cells_of


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        (
            "population.csv",
            "aurelle,female,5-9,23520\n",
            "",
            ["no row for 'aurelle', female, 5-9 for the base year 2024"],
        ),
        ("migration.csv", "aurelle,female,20-24", "aurelle,female,25-29", ["row", "25-29"]),
        ("survival.csv", "Halden,female,birth,0.997\n", "", ["'aurelle', female, birth"]),
        ("population.csv", ",23520", ",-23520", ["row 3", "value", "'-23520'", "at least 0"]),
        ("survival.csv", "0.9995", "1.0001", ["row 4", "value", "'1.0001'", "from 0 to 1"]),
        ("survival.csv", "0.9995", "-0.1", ["row 4", "value", "'-0.1'", "from 0 to 1"]),
        ("fertility.csv", "0.0005", "-0.0005", ["row 2", "value", "from 0 to 1"]),
        ("fertility.csv", "0.0005", "70.4", ["row 2", "value", "'70.4'", "from 0 to 1"]),
        ("migration.csv", ",0.008", ",-1.5", ["value", "'-1.5'", "from -1 to 1"]),
        ("population.csv", "female,5-9", "female,0-9", ["row 3", "age_group", "'0-9'"]),
    ],
)
def test_a_broken_cohort_is_named(copy, file, old, new, words):
    """File, place, cohort, value and remedy are in one line."""
    copy.edit(file, old, new)
    assert all("Remedy: " in line for line in copy.assert_names(file, *words))


def test_every_missing_cohort_is_named_at_once(copy):
    """Gaps of three tables come together, and whole groups of ages in a line."""
    copy.edit("population.csv", "aurelle,female,5-9,23520\n", "")
    copy.edit("survival.csv", "Halden,female,birth,0.997\n", "")
    lines = (copy / "migration.csv").read_text().splitlines()
    kept = [line for line in lines if not line.startswith("kolvik,male")]
    copy.write("migration.csv", "\n".join(kept) + "\n")
    said = copy.says()
    assert any("'kolvik', male, every age group" in line for line in said)
    assert {line.split(",")[0] for line in said} == {
        "population.csv",
        "survival.csv",
        "migration.csv",
    }


def test_a_region_without_births(copy):
    """Age groups without births may be left out; a region without any row is missing."""
    lines = (copy / "fertility.csv").read_text().splitlines()
    kept = [line for line in lines if not line.startswith("Verrin")]
    copy.write("fertility.csv", "\n".join(kept) + "\n")
    copy.assert_names("fertility.csv", "no row for region 'montarry'")


def test_a_cohort_for_all_years_and_for_one_overlaps(copy):
    """Of a rate for every year and one for 2030 it is unclear which holds in 2030."""
    rows = "province,age_group,year,value\nHalden,20-24,,0.1\nHalden,20-24,2030,0.1\n"
    copy.write("fertility.csv", rows + "Oremy,20-24,,0.1\nVerrin,20-24,,0.1\n")
    copy.assert_names("fertility.csv", "row 3", "female, 20-24 stands already in row 2")


def test_a_region_with_and_without_its_province_overlaps(copy):
    """A row that repeats another, but for naming the province too, counts the same people."""
    text = (copy / "population.csv").read_text()
    rows = [line.replace(",", ",,", 1) for line in text.splitlines()[1:]]
    rows.append("aurelle,Halden,female,5-9,1")
    copy.write("population.csv", "region_id,province,sex,age_group,value\n" + "\n".join(rows))
    copy.assert_names("population.csv", "row 434", "'aurelle', female, 5-9", "row 3")


def test_residents_of_a_province_cannot_be_divided(copy):
    """Rates may be shared by the regions of a province, residents can't."""
    copy.write("population.csv", "province,sex,age_group,value\nHalden,female,20-24,1\n")
    copy.assert_names("population.csv", "row 2", "province", "'Halden'", "count twice")


def test_fathers_have_no_fertility(copy):
    """Births are counted by the mother's age."""
    copy.write("fertility.csv", "province,sex,age_group,value\nHalden,male,20-24,0.1\n")
    copy.assert_names("fertility.csv", "row 2", "sex", "'male'")


def test_rows_of_a_region_win_over_those_of_its_province(copy):
    """A region may have rates of its own beside those of its province."""
    text = (copy / "survival.csv").read_text()
    rows = [f",{line}" for line in text.splitlines()[1:]]
    rows.append("kolvik,,female,0-4,0.5")
    copy.write("survival.csv", "region_id,province,sex,age_group,value\n" + "\n".join(rows))
    instance = read_instance(copy.folder)
    cells = cells_of("survival", instance.tables["survival"], instance.regions, 2024)
    young = cells[(cells["sex"] == "female") & (cells["age_group"] == "0-4")]
    value = young.set_index("region_id")["value"]
    assert value.index.is_unique
    assert len(value) == len(instance.regions)
    assert value["kolvik"] == 0.5
    assert value["aurelle"] == 0.999
