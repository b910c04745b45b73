"""Text that no spreadsheet runs, and workbooks."""

import openpyxl
import pandas as pd
import pytest

from optimizer.spreadsheet import DIALECTS, guarded, guarded_frame, unguarded, write_workbook

RISKY = ["=1+1", "+82", "-x", "@SUM(A1)", "\tx", "\r=1", "＝1", "'=1", "''-", "-"]


@pytest.mark.parametrize("text", [*RISKY, "", "'", "'s", "plain", "''", "a=b", " =1"])
def test_guarding_is_undone(text):
    """What is written with an apostrophe is read without, also where one stood there before."""
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", RISKY)
def test_nothing_begins_as_a_formula_does(text):
    """Whatever a spreadsheet would run begins with an apostrophe."""
    assert guarded(text) == f"'{text}"


def test_numbers_are_not_guarded():
    """Negative numbers stay numbers; only text columns change, and blank cells stay blank."""
    frame = pd.DataFrame({"n": [-1.5, 2.0], "name": ["=x", None], "plain": ["a", "b"]})
    found = guarded_frame(frame)
    assert found["n"].tolist() == [-1.5, 2.0]
    assert found["name"].tolist()[0] == "'=x"
    assert found["name"].isna().tolist() == [False, True]
    assert frame["name"].tolist()[0] == "=x"


def test_a_workbook_holds_text_and_numbers(tmp_path):
    """No cell is a formula or an error; numbers and flags keep their kind, NaN is blank."""
    rows = {
        "t": ["=1+1", "#N/A", "a\x01"],
        "n": [-1.0, float("nan"), 3.0],
        "f": [True, False, True],
    }
    write_workbook(tmp_path / "w.xlsx", {"one": pd.DataFrame(rows), "two": pd.DataFrame({"x": []})})
    book = openpyxl.load_workbook(tmp_path / "w.xlsx")
    assert book.sheetnames == ["one", "two"]
    cells = [[cell.value for cell in row] for row in book["one"].iter_rows()]
    assert cells == [
        ["t", "n", "f"],
        ["'=1+1", -1, True],
        ["#N/A", None, False],
        ["a\ufffd", 3, True],
    ]
    assert {cell.data_type for cell in book["one"]["A"]} == {"s"}


def test_a_sheet_is_formatted(tmp_path):
    """Header bold, frozen and with filters; widths and formats by what the columns hold."""
    frame = pd.DataFrame({"name": ["x" * 30, "y"], "cost": [1234.5, 2.0], "count": [1, 20]})
    write_workbook(tmp_path / "w.xlsx", {"one": frame})
    sheet = openpyxl.load_workbook(tmp_path / "w.xlsx")["one"]
    assert all(cell.font.bold for cell in sheet[1])
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:C3"
    assert sheet.column_dimensions["A"].width > sheet.column_dimensions["C"].width
    assert [cell.number_format for cell in sheet[2]] == ["General", "#,##0.0", "#,##0"]


def test_a_sheet_has_an_end(tmp_path):
    """More rows than Excel has are refused before anything is written."""
    with pytest.raises(ValueError, match="long has 1,048,576 rows"):
        write_workbook(tmp_path / "w.xlsx", {"long": pd.DataFrame({"x": range(1_048_576)})})
    assert not (tmp_path / "w.xlsx").exists()


def test_dialects():
    """The European one separates by semicolons, since its decimals are commas."""
    assert (DIALECTS["semicolon"].separator, DIALECTS["semicolon"].decimal) == (";", ",")
    assert (DIALECTS["comma"].separator, DIALECTS["comma"].decimal) == (",", ".")
