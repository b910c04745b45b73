"""A sweep's tables for a spreadsheet."""

import openpyxl
import pandas as pd
import pytest

import optimizer as opt


@pytest.fixture(scope="module")
def runs():
    """Return a small sweep whose scenario begins like a formula."""
    return opt.sweep(
        "tiny", budgets=[30, 60], scenarios={"=near": {"commute_limit": 30}}, workers=1
    )


def test_the_frontier_as_csv(runs, tmp_path):
    """In the dialect asked for, and the scenario's name runs in no spreadsheet."""
    runs.report(tmp_path / "frontier.csv", csv_dialect="semicolon")
    found = pd.read_csv(tmp_path / "frontier.csv", sep=";", decimal=",", encoding="utf-8-sig")
    assert found["scenario"].tolist() == ["'=near"] * 2
    assert found["retained"].tolist() == runs.frontier()["retained"].tolist()
    with pytest.raises(opt.InputError, match="comma, semicolon, tab"):
        runs.report(tmp_path / "frontier.csv", csv_dialect="pipe")


def test_all_tables_as_a_workbook(runs, tmp_path):
    """A sheet for the frontier, the runs, what changes and what is chosen."""
    runs.report(tmp_path / "frontier.xlsx")
    book = openpyxl.load_workbook(tmp_path / "frontier.xlsx")
    assert book.sheetnames == ["frontier", "runs", "changes", "chosen"]
    assert book["runs"]["B2"].value == "'=near"
    assert book["runs"]["B2"].data_type == "s"
    assert book["chosen"].max_row > 1
    assert [path.name for path in tmp_path.iterdir()] == ["frontier.xlsx"]
