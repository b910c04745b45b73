"""What spreadsheets and people do to files every day: each is named, or harmless."""

import datetime

import openpyxl
import pandas as pd
import pytest

from optimizer.instance import read_instance

LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
"""How a workbook with a password begins."""


@pytest.fixture
def tiny(copy):
    """Return a copy of tiny, universities as a workbook."""
    for name in ("population", "fertility", "survival", "migration"):
        (copy / f"{name}.csv").unlink()
    return copy


def as_workbook(copy, change, sheet="universities"):
    """Put a workbook in the place of universities.csv, changed by a function of its sheet."""
    frame = pd.read_csv(copy / "universities.csv")
    frame.to_excel(copy / "universities.xlsx", index=False, sheet_name=sheet)
    (copy / "universities.csv").unlink()
    book = openpyxl.load_workbook(copy / "universities.xlsx")
    change(book.active)
    book.save(copy / "universities.xlsx")


def put(cell, value):
    """Return what writes a value into a cell of a sheet."""
    return lambda sheet: sheet.__setitem__(cell, value)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda sheet: sheet.merge_cells("F2:F4"), ["F2:F4 are merged", "take them apart"]),
        (put("E2", "=500+500"), ["formula in E2 has no value", "spreadsheet program"]),
        (put("E2", datetime.datetime(2024, 3, 5)), ["row 2, graduates", "made a date of it"]),
        (put("E2", datetime.time(1, 30)), ["row 2, graduates", "made a time of it"]),
        (put("E2", "1,000"), ["row 2, graduates", "no thousands separators: 1000"]),
        (put("F2", "45%"), ["row 2", "write a share"]),
        (lambda sheet: sheet.insert_rows(1), ["the row is blank; the header stands in row 2"]),
    ],
)
def test_a_sheet_that_shows_otherwise_is_named(tiny, change, words):
    """Merged cells, formulas that nobody worked out, dates and times for numbers, blank rows."""
    as_workbook(tiny, change)
    tiny.assert_names("universities.xlsx", *words)


def test_a_merged_title_is_a_title(tiny):
    """It is told as one, not as cells to be taken apart."""

    def change(sheet):
        sheet.insert_rows(1)
        sheet["A1"] = "Universities, 2024"
        sheet.merge_cells("A1:F1")

    as_workbook(tiny, change)
    tiny.assert_names("universities.xlsx", "'Universities, 2024' is a title", "row 2")


def test_a_hidden_sheet_is_named(tiny):
    """Nobody who opens the workbook sees what would be read."""
    frame = pd.read_csv(tiny / "universities.csv")
    with pd.ExcelWriter(tiny / "data.xlsx") as book:
        pd.DataFrame({"a": [1]}).to_excel(book, sheet_name="_notes")
        frame.to_excel(book, sheet_name="universities", index=False)
        book.book["universities"].sheet_state = "hidden"
    (tiny / "universities.csv").unlink()
    tiny.assert_names("data.xlsx", "universities is hidden", "begin its name with _")


@pytest.mark.parametrize("name", ["universities.xlsx", "all my tables.xlsx"])
@pytest.mark.parametrize(
    ("raw", "words"), [(LOCKED, "password"), (b"", "empty"), (b"PK\x03\x04 broken", "no Excel")]
)
def test_a_workbook_that_cannot_be_opened_is_never_passed_over(tiny, name, raw, words):
    """With a password, empty or broken: it may hold tables."""
    (tiny / "universities.csv").unlink()
    (tiny / name).write_bytes(raw)
    tiny.assert_names(name, words)


@pytest.mark.parametrize("name", ["Network", "networks"])
def test_a_network_by_another_name_is_named(tiny, name):
    """Without it all regions would be out of each other's reach."""
    (tiny / "network").rename(tiny / name)
    tiny.assert_names(name, "call it network")


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("provinces.csv", "0.4", "\u22120.4", ["match_share", "keyboard: -0.4"]),
        ("provinces.csv", "0.4", "0,4;", ["separator too many"]),
        ("provinces.csv", "0.4", "N/A", ["match_share", "blank if unknown"]),
        ("regions.csv", ",7100,", ",=7000+100,", ["leavers", "a formula: write what it gives"]),
        ("regions.csv", ",7100,", ",7\u202f100,", ["leavers", "no thousands separators: 7100"]),
        ("regions.csv", ",7100,", ",\u20a97100,", ["leavers", "without unit or symbol"]),
        ("regions.csv", "land_ha", "land_ha (ha)", ["land_ha (ha)", "'land_ha'"]),
        ("regions.csv", ",7100,", ",7\u2019100,", ["leavers", "no thousands separators: 7100"]),
        ("regions.csv", ",7100,", ",1.234.567,", ["leavers", "no thousands separators: 1234567"]),
        ("regions.csv", ",7100,", ",7_100,", ["leavers", "write the number alone"]),
        ("regions.csv", ",7100,", ",05.03.2024,", ["leavers", "made a date of it"]),
        ("suitability.csv", "false", "\uac70\uc9d3", ["allowed", "write true or false"]),
    ],
)
def test_a_cell_that_is_no_number_is_named(tiny, file, old, new, words):
    """Signs, formulas, currencies and words where a number belongs, with what mends each."""
    tiny.edit(file, old, new)
    tiny.assert_names(file, *words)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("universities.csv", "aurelle", "aurelle\u200b"),
        ("universities.csv", "aurelle", "\u200e\u00a0aurelle\u3000"),
        ("regions.csv", "leavers", "leavers\u200b"),
        ("regions.csv", "region_id", "\ufeff\ufeffregion_id"),
        ("provinces.csv", "0.4", "\uff10\uff0e\uff14"),
        ("regions.csv", ",7100,", ",7.1E+03,"),
    ],
)
def test_what_nobody_sees_changes_nothing(tiny, file, old, new):
    """Marks without width, wide spaces and digits, two marks of byte order: read as meant."""
    meant = read_instance(tiny.folder)
    tiny.edit(file, old, new)
    assert read_instance(tiny.folder).data_hash == meant.data_hash


@pytest.mark.parametrize("name", ["universities.tsv", "universities.csv.gz", "Universities.CSV"])
def test_a_table_in_another_kind_of_file_is_named(tiny, name):
    """Never as if it weren't there."""
    (tiny / "universities.csv").rename(tiny / name)
    tiny.assert_names(name, "universities.csv")


def test_a_copy_beside_a_table_is_named(tiny):
    """Nobody can tell which of the two is meant."""
    tiny.write("universities (1).csv", (tiny / "universities.csv").read_bytes())
    tiny.assert_names("universities (1).csv", "did you mean 'universities.csv'")


def test_a_note_below_a_table_is_named(tiny):
    """As the source of the figures, which statistics offices write there."""
    text = (tiny / "needs.csv").read_text() + "\nSource: KOSIS\n"
    tiny.write("needs.csv", text)
    tiny.assert_names("needs.csv", "'Source: KOSIS'", "a note below the table")
