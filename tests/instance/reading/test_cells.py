"""Facts of single cells: what each kind of column takes, and what the message says of the rest."""

import numpy as np
import pandas as pd
import pytest

from optimizer.instance.problems import ProblemList
from optimizer.instance.reading.cells import parse_column
from optimizer.instance.schema.definitions import Column

NUMBER = Column("n", "number", "Some number.", "ha", low=0.0)
SHARE = Column("n", "number", "Some share.", "share", low=0.0, high=1.0, default=1.0)
WHOLE = Column("n", "integer", "Some count.", "years", low=0, default=0)
FLAG = Column("n", "flag", "Some flag.", default=True)
KIND = Column("n", "text", "Some kind.", choices=("cluster", "hub"))
AGES = Column("n", "id", "Age group.", required=True, choices=("5-9", "10-14"))
NAME = Column("n", "text", "Some name.", required=True)


def parse(cell, column):
    problems = ProblemList()
    text = pd.Series([cell], index=[7], dtype="str")
    return parse_column(text, column, column.name, "t.csv", problems).iloc[0], list(problems)


@pytest.mark.parametrize(
    ("cell", "column", "value"),
    [
        ("12", NUMBER, 12.0),
        ("+1.5e3", NUMBER, 1500.0),
        (".5", SHARE, 0.5),
        ("5.", NUMBER, 5.0),
        ("-0", NUMBER, 0.0),
        ("", SHARE, 1.0),
        ("3.0", WHOLE, 3.0),
        ("", WHOLE, 0.0),
        ("TRUE", FLAG, True),
        ("0", FLAG, False),
        ("", FLAG, True),
        ("hub", KIND, "hub"),
        ("", KIND, ""),
        ("10-14", AGES, "10-14"),
        ("린다미어", NAME, "린다미어"),
    ],
)
def test_values(cell, column, value):
    """A cell that fits becomes its value; a blank one the default."""
    assert parse(cell, column) == (value, [])


def test_blank_number_without_default_is_unknown():
    """Where nothing stands and there is no default, nothing is known."""
    value, problems = parse("", NUMBER)
    assert np.isnan(value)
    assert problems == []


@pytest.mark.parametrize(
    ("cell", "column", "words"),
    [
        ("-5", NUMBER, ["'-5'", "a number of at least 0", "unit: ha"]),
        ("1.2", SHARE, ["'1.2'", "from 0 to 1"]),
        ("1,200", NUMBER, ["no thousands separators: 1200"]),
        ("1 200", NUMBER, ["no thousands separators: 1200"]),
        ("1,234,567.5", NUMBER, ["1234567.5"]),
        ("0,5", SHARE, ["point for decimals: 0.5"]),
        ("25%", SHARE, ["0.25", "percentage"]),
        ("25 ％", SHARE, ["percentage"]),
        ("12 ha", NUMBER, ["without unit"]),
        ("₩12", NUMBER, ["without unit"]),
        ("abc", NUMBER, ["'abc'", "a number"]),
        ("nan", NUMBER, ["'nan'", "finite"]),
        ("inf", NUMBER, ["'inf'", "finite"]),
        ("1e999", NUMBER, ["'1e999'", "finite"]),
        ("1e15", NUMBER, ["'1e15'", "above 1e+14"]),
        ("NA", NUMBER, ["'NA'", "blank if unknown"]),
        ("#REF!", NUMBER, ["'#REF!'", "formula"]),
        ("#N/A", NUMBER, ["formula"]),
        ("0x10", NUMBER, ["'0x10'"]),
        ("1_000", NUMBER, ["'1_000'"]),
        ("True", NUMBER, ["'True'"]),
        ("１２", NUMBER, ["'１２'"]),
        ("2.5", WHOLE, ["a whole number"]),
        ("-1", WHOLE, ["at least 0"]),
        ("yes", FLAG, ["'yes'", "true or false"]),
        ("참", FLAG, ["true or false"]),
        ("Cluster", KIND, ["one of cluster, hub", "did you mean 'cluster'?"]),
        ("09-May", AGES, ["'09-May'", "Excel made a date"]),
        ("Oct-14", AGES, ["Excel made a date"]),
        ("5월 9일", AGES, ["Excel made a date"]),
        ("", NAME, ["blank", "some name"]),
        ("0-9", AGES, ["'0-9'", "it overlaps 5-9"]),
        ("5-14", AGES, ["it overlaps 5-9, 10-14"]),
        ("10+", AGES, ["it overlaps 10-14"]),
        ("", AGES, ["blank", "one of 5-9, 10-14"]),
        ("Kol\ufffdik", NAME, ["lost in an earlier conversion"]),
        ("9" * 5000, SHARE, ["…"]),
    ],
)
def test_what_does_not_fit(cell, column, words):
    """The message names the row, the column, the value, what was expected and the remedy."""
    _, problems = parse(cell, column)
    assert len(problems) == 1
    assert (problems[0].file, problems[0].row, problems[0].column) == ("t.csv", 7, "n")
    assert problems[0].remedy
    assert all(word in str(problems[0]) for word in words), str(problems[0])
    assert len(str(problems[0])) < 400


@pytest.mark.parametrize("cell", ["#REF!", "#N/A", "#NAME?", "########"])
def test_an_error_of_a_spreadsheet_is_no_text(cell):
    """In names and codes too; a mark that only begins so may stay."""
    for column in (NAME, Column("n", "id", "Some code.", required=True)):
        (problem,) = parse(cell, column)[1]
        assert "mend the formula" in problem.remedy
    assert parse("#1 Harbour", NAME) == ("#1 Harbour", [])


@pytest.mark.parametrize("cell", ["2024-03-01", "2024-03-01T00:00:00", "3월 1일", "1-Mar"])
def test_a_date_that_was_a_code(cell):
    """A spreadsheet has made it; the code itself is asked for. Mar-01 may be a code."""
    code = Column("n", "id", "Some code.", required=True)
    value, (problem,) = parse(cell, code)
    assert value == "" and "made a date of a code" in problem.message
    assert parse("Mar-01", code) == ("Mar-01", [])
