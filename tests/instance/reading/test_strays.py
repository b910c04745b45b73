"""Tables that stand where nothing is read, or in a format that isn't: named, never passed over."""

import zipfile

import pandas as pd
import pytest

from optimizer.instance.reading.strays import table_meant


@pytest.fixture
def light(copy):
    """Return a copy of tiny without residents and rates, which reads faster."""
    for name in ("population", "fertility", "survival", "migration"):
        (copy / f"{name}.csv").unlink()
    return copy


def as_book(copy, path, sheet):
    """Put a sheet of a workbook in the place of universities.csv."""
    frame = pd.read_csv(copy / "universities.csv", dtype=str, keep_default_na=False)
    with pd.ExcelWriter(copy / "book.xlsx") as book:
        frame.to_excel(book, sheet_name=sheet, index=False)
    (copy / "universities.csv").unlink()
    (copy / "book.xlsx").rename(copy / path)


@pytest.mark.parametrize(
    ("word", "table"),
    [
        ("Universities", "universities"),
        (" universities ", "universities"),
        ("universities_2024", "universities"),
        ("universities (2)", "universities"),
        ("Other codes", "other_codes"),
        ("대학", None),
        ("Sheet1", None),
    ],
)
def test_the_table_that_a_name_stands_for(word, table):
    """Case, spaces, and a year or number behind it don't matter."""
    assert table_meant(word) == table


@pytest.mark.parametrize("sheet", ["Universities ", "universities_2024"])
def test_a_sheet_of_nearly_a_tables_name(light, sheet):
    """It is told what to be called."""
    as_book(light, "all.xlsx", sheet)
    light.assert_names("all.xlsx", "isn't read under this name", "call the sheet universities")


@pytest.mark.parametrize("sheet", ["Sheet1"])
def test_a_sheet_with_a_tables_columns(light, sheet):
    """Whatever it is called, its header says what it holds."""
    as_book(light, "대학.xlsx", sheet)
    light.assert_names(
        "대학.xlsx", "has the columns of universities", "call the sheet universities"
    )


@pytest.mark.parametrize("path", ["all.XLSX", "all.ods"])
def test_a_workbook_in_another_format(light, path):
    """Nobody knows which tables it holds."""
    as_book(light, path, "universities")
    light.assert_names(path, "isn't read", ".xlsx")


def test_a_table_with_tabs(light):
    """As .csv it would be read."""
    (light / "universities.csv").rename(light / "대학.tsv")
    light.assert_names("대학.tsv", "save it as .csv")


@pytest.mark.parametrize("folder", ["data"])
def test_a_table_in_a_folder(light, folder):
    """It is named where the table stands nowhere else; a copy of one that is read is not."""
    (light / folder).mkdir()
    (light / "needs.csv").replace(light / folder / "needs.csv")
    light.assert_names(f"{folder}/needs.csv", "stands nowhere else", "move it into the instance")
    (light / "needs.csv").write_bytes((light / folder / "needs.csv").read_bytes())
    assert light.says() == []


@pytest.mark.parametrize("place", ["data/raw/needs.csv", "data/Needs 2024.csv", "a/b/needs_2.XLSX"])
def test_a_table_deeper_or_under_nearly_its_name(light, place):
    """Folders in folders are looked into, and years or numbers behind the name don't hide it."""
    (light / place).parent.mkdir(parents=True)
    (light / "needs.csv").replace(light / place)
    light.assert_names(place, "stands nowhere else", "as needs.csv")


def test_a_table_in_an_archive(light):
    """It is named with the archive; an archive of what is read, or of anything else, is not."""
    with zipfile.ZipFile(light / "sent.zip", "w") as archive:
        archive.write(light / "needs.csv", "tables/needs.csv")
        archive.writestr("readme.txt", "")
    assert light.says() == []
    (light / "needs.csv").unlink()
    light.assert_names("sent.zip, tables/needs.csv", "unpack it")
    (light / "sent.zip").write_bytes(b"no archive")
    assert light.says() == []


@pytest.mark.parametrize("name", ["needs_2024.json", "Needs (2).txt", "needs-1.dat"])
def test_nearly_a_tables_name_in_another_format(light, name):
    """Refused where the table is nowhere else; notes of any name are left alone."""
    (light / "needs.csv").rename(light / name)
    light.assert_names(name, "save it as needs.csv")


def test_a_plan_inside_the_instance(light):
    """Its tables bear names of an instance's, but are its own."""
    (light / "suitability.csv").unlink()
    (light / "plan").mkdir()
    for name in ("plan.json", "suitability.csv"):
        (light / "plan" / name).write_text("{}")
    assert light.says() == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("regions.gpkg", "boundaries.gpkg", ["boundaries are read from regions.gpkg"]),
        ("regions.gpkg", "regions.geojson", ["save them as regions.gpkg"]),
        ("universities.csv", "대학.csv", ["known: regions.csv"]),
        ("instance.toml", "Instance.toml", ["call it instance.toml"]),
        ("instance.toml", "instance.yaml", ["call it instance.toml, and write it as TOML"]),
    ],
)
def test_what_a_file_should_be_called(light, old, new, words):
    """No guess among names that have nothing in common."""
    (light / old).rename(light / new)
    light.assert_names(*words)
