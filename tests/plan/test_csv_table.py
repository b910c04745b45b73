"""A plan's tables in each dialect: no spreadsheet runs a name, and reading gives it back."""

import csv
import json
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest
from support.figures import blank_figures
from support.plans import tiny_plan

import optimizer as opt
from optimizer.plan.csv_table import csv_writer, read_cells
from optimizer.plan.folder import plan_json
from optimizer.spreadsheet import DIALECTS

NAMES = ['=HYPERLINK("x")', "+1", "-1", "@SUM(A1)", "\tx", "\rx", "'=x", "'quoted", "", "가,;나"]


@pytest.mark.parametrize("dialect", ["comma", "semicolon", "tab"])
def test_text_and_numbers_come_back(tmp_path, dialect):
    """Whatever a name begins with, and every digit of a number."""
    path = tmp_path / "table.csv"
    frame = pd.DataFrame({"name": NAMES, "number": [1 / 3 * n for n in range(len(NAMES))]})
    csv_writer(frame, dialect)(path)
    found, decimal = read_cells(path)
    assert found["name"].tolist() == NAMES
    assert [float(cell.replace(decimal, ".")) for cell in found["number"]] == [*frame["number"]]
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file, delimiter=DIALECTS[dialect].separator)
        cells = [cell for row in rows for cell in row]
    assert not any(cell[:1] in "=+-@\t\r" for cell in cells if cell)


def risky_plan():
    """Return a plan whose names would run as formulas."""
    plan = tiny_plan()
    first = next(iter(plan.names))
    return replace(plan, boundaries=None, names={**plan.names, first: "=1+1"})


@pytest.fixture(autouse=True)
def _blank(monkeypatch):
    blank_figures(monkeypatch)


@pytest.mark.parametrize("dialect", ["semicolon", "tab"])
def test_a_plan_is_read_in_each_dialect(tmp_path, dialect):
    """The same plan, with its names, as from the plain one."""
    plan = risky_plan()
    plan.save(tmp_path, csv_dialect=dialect)
    loaded = opt.load_plan(tmp_path)
    assert plan_json(loaded) == plan_json(plan)
    assert loaded.names == plan.names


def test_another_dialect_is_refused(tmp_path):
    """With those that there are."""
    with pytest.raises(opt.InputError, match="comma, semicolon, tab"):
        tiny_plan().save(tmp_path, csv_dialect="pipe")


def test_a_workbook_holds_every_table(tmp_path):
    """A sheet each; a name is text, a number is a number, and no cell is a formula."""
    plan = risky_plan()
    plan.save(tmp_path, xlsx=True)
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    assert {"build", "regions", "measures", "seats", "projection_nation"} <= set(book.sheetnames)
    sheet = book["regions"]
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    header = [cell.value for cell in sheet[1]]
    names = next(sheet.iter_cols(header.index("region_name") + 1))[1:]
    assert names[0].value == "'=1+1"
    assert {cell.data_type for cell in names} == {"s"}
    kept = [cell.value for cell in next(sheet.iter_cols(header.index("retained") + 1))][1:]
    told = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))["regions"]
    assert kept == pytest.approx([row["retained"] for row in told])
