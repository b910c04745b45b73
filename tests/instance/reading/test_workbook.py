"""Tables from Excel workbooks are those of the same tables as CSV."""

import shutil

import openpyxl
import pandas as pd
import pytest

import optimizer as opt
from optimizer.instance.reading.workbook import read_sheet


@pytest.fixture
def folder(tmp_path):
    """Tiny without residents and rates, to be changed."""
    for_speed = shutil.ignore_patterns("population*", "fertility*", "survival*", "migration*")
    return shutil.copytree(opt.shipped()["tiny"], tmp_path / "tiny", ignore=for_speed)


def as_workbook(folder, name, **more):
    """Write a table as a workbook in place of its CSV."""
    frame = pd.read_csv(folder / f"{name}.csv")
    frame.to_excel(folder / f"{name}.xlsx", index=False, **more)
    (folder / f"{name}.csv").unlink()


@pytest.mark.parametrize("sheet", ["universities", "Sheet1"])
def test_a_workbook_is_the_table(folder, sheet):
    """By the sheet of its name, or the only one there is."""
    as_workbook(folder, "universities", sheet_name=sheet)
    found = opt.load(folder).table("universities")
    pd.testing.assert_frame_equal(found, opt.load("tiny").table("universities"))


def test_which_sheet_is_meant_must_be_clear(folder):
    """With several sheets, none of the table's name, the file is refused with their names."""
    frame = pd.read_csv(folder / "universities.csv")
    with pd.ExcelWriter(folder / "universities.xlsx") as book:
        frame.to_excel(book, sheet_name="2023", index=False)
        frame.to_excel(book, sheet_name="2024", index=False)
    (folder / "universities.csv").unlink()
    with pytest.raises(opt.InputError, match=r"universities\.xlsx.*2023, 2024"):
        opt.load(folder)


@pytest.mark.parametrize(
    "name", ["strength.csv.txt", "suitability.xls", "regions.shp", "measures.ods", "Needs.CSV~"]
)
def test_what_is_called_like_a_table_is_never_passed_over(folder, name):
    """It is refused by its name, with what would be read."""
    (folder / name).write_text("whatever", encoding="utf-8")
    with pytest.raises(opt.InputError, match=name.split(".")[0]) as refused:
        opt.load(folder)
    assert name in str(refused.value)


def test_a_title_above_the_header_is_told_as_in_csv(folder):
    """With the row of the header, and what to delete; not as columns that nobody knows."""
    as_workbook(folder, "universities", startrow=2)
    book = openpyxl.load_workbook(folder / "universities.xlsx")
    book.active["A1"] = "대학 현황 2024"
    book.save(folder / "universities.xlsx")
    with pytest.raises(opt.InputError) as refused:
        opt.load(folder)
    (problem,) = refused.value.problems
    assert "'대학 현황 2024' is a title; the header stands in row 3" in str(problem)
    assert "delete the rows above" in problem.remedy


def test_what_no_workbook_is(folder):
    """A CSV under the name of a workbook is told as that."""
    (folder / "universities.csv").rename(folder / "universities.xlsx")
    with pytest.raises(opt.InputError, match="no Excel workbook"):
        opt.load(folder)


def test_cells_are_as_in_a_csv_file(tmp_path):
    """Whole numbers have no point, a flag is true, a blank header and a blank row stay in place."""
    path = tmp_path / "measures.xlsx"
    rows = [["a", "", "b"], [1.0, None, True], [None, None, None], [0.25, "x", "text"]]
    pd.DataFrame(rows).to_excel(path, header=False, index=False)
    found = read_sheet(path)
    assert list(found.columns) == ["a", "", "b"]
    assert found.to_numpy().tolist() == [["1", "", "true"], ["", "", ""], ["0.25", "x", "text"]]


def test_one_workbook_holds_all_tables(tmp_path):
    """Written with a sheet for each table, an instance reads as the same from CSV."""
    opt.new_instance(tmp_path / "tiny", xlsx=True)
    assert sorted(path.name for path in (tmp_path / "tiny").iterdir()) == [
        "instance.toml",
        "regions.gpkg",
        "tables.xlsx",
    ]
    found, plain = opt.load(tmp_path / "tiny"), opt.load("tiny")
    assert found.data_hash == plain.data_hash
    assert found.files["needs"] == "tables.xlsx, sheet needs"


@pytest.fixture
def workbook(folder):
    """Tiny with needs and strength in a workbook of any name; gives its sheets and a writer."""
    sheets = {name: pd.read_csv(folder / f"{name}.csv") for name in ("needs", "strength")}
    for name in sheets:
        (folder / f"{name}.csv").unlink()

    def write():
        with pd.ExcelWriter(folder / "my data.xlsx") as book:
            for name, frame in sheets.items():
                frame.to_excel(book, sheet_name=name, index=False)

    return sheets, write


def test_problems_name_sheet_and_row(folder, workbook):
    """A cell of a sheet is named as that; a sheet that begins with _ is left alone."""
    sheets, write = workbook
    sheets["_notes"] = sheets["needs"]
    write()
    opt.load(folder)
    sheets["needs"].loc[0, "graduates"] = -1
    write()
    with pytest.raises(opt.InputError, match=r"my data\.xlsx, sheet needs, row 2, graduates: '-1'"):
        opt.load(folder)


@pytest.mark.parametrize(
    ("sheet", "words"),
    [("strenght", "did you mean 'strength'"), ("Settings", r"write \[settings\] in instance.toml")],
)
def test_unknown_sheets_are_refused(folder, workbook, sheet, words):
    """In a workbook with tables every sheet is one."""
    sheets, write = workbook
    sheets[sheet] = sheets["needs"]
    write()
    with pytest.raises(opt.InputError, match=words):
        opt.load(folder)


def test_a_table_stands_in_one_place(folder, workbook):
    """As a sheet and as a file it contradicts itself sooner or later."""
    sheets, write = workbook
    write()
    sheets["needs"].to_csv(folder / "needs.csv", index=False)
    with pytest.raises(opt.InputError, match=r"needs\.csv and my data\.xlsx, sheet needs hold"):
        opt.load(folder)
