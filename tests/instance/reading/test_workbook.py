"""Tables from Excel workbooks are those of the same tables as CSV."""

import shutil

import pandas as pd
import pytest

import optimizer as opt
from optimizer.instance.reading.workbook import read_sheet


@pytest.fixture
def folder(tmp_path):
    """Tiny, to be changed."""
    return shutil.copytree(opt.shipped()["tiny"], tmp_path / "tiny")


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
