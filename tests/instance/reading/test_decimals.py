"""Decimal commas are read where they are beyond doubt, and refused where they are not."""

import pandas as pd
import pytest

from optimizer.instance.problems import ProblemList
from optimizer.instance.reading.csv_text import read_csv
from optimizer.instance.reading.decimals import refuse_grouped, with_points
from optimizer.instance.schema.columns import TABLES


def read(text, table="needs"):
    problems = ProblemList()
    frame = read_csv(text.encode(), f"{table}.csv", problems, TABLES[table])
    return frame, [str(problem) for problem in problems]


def column(*cells, mark=";"):
    rows = "".join(f"\na{place}{mark}f{mark}{cell}" for place, cell in enumerate(cells))
    return f"option_id{mark}field{mark}graduates{rows}\n"


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (["1,5", "2", "-0,25"], ["1.5", "2", "-0.25"]),
        (["1.5", "2"], ["1.5", "2"]),
        (["1,500", "2,25"], ["1.500", "2.25"]),
        (["0,123"], ["0.123"]),
        (["1,5E-3"], ["1.5E-3"]),
        (["7", ""], ["7", ""]),
    ],
)
@pytest.mark.parametrize("mark", [";", "\t"])
def test_what_is_read(cells, found, mark):
    """Commas and points alike, if a file has one of them."""
    frame, problems = read(column(*cells, mark=mark))
    assert problems == []
    assert frame["graduates"].tolist() == found


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (["1,5", "2.5"], ["row 3, graduates", "'2.5' has a point", "'1,5' in row 2"]),
        (["1.234", "2,5"], ["row 2, graduates", "'1.234' has a point", "'2,5' in row 3"]),
        (["1,234", "2,500"], ["row 2", "'1,234' may be 1234", "write 1234"]),
        (["1.234"], ["row 2", "'1.234' may be 1234", "thousands separator"]),
    ],
)
def test_what_is_refused(cells, words):
    """Both marks in one file, or a mark that may divide thousands; the cell is named."""
    _, problems = read(column(*cells))
    assert len(problems) == 1
    assert all(word in problems[0] for word in words), problems


def test_text_and_codes_keep_their_commas():
    """Only columns of numbers are touched."""
    frame = pd.DataFrame({"option_id": ["1,5"], "graduates": ["1,5"], "other": ["1,5"]})
    found = with_points(frame, TABLES["needs"], "needs.csv", ProblemList())
    assert found.to_numpy().tolist() == [["1,5", "1.5", "1,5"]]


def test_one_cell_of_the_other_style_is_the_only_one_named():
    """Beside the refusal no cell keeps its comma, which would be named as no number."""
    frame, problems = read(column("1,5", "2.5", "3,25"))
    assert len(problems) == 1
    assert frame["graduates"].tolist() == ["1.5", "2.5", "3.25"]


@pytest.mark.parametrize(
    ("cells", "refused"),
    [
        (["400.000", "900", "1.900"], True),
        (["12.345", "40.000"], True),
        (["12.345", "40.125", "900"], False),
        (["12.340", "900"], False),
        (["12.345", "40.5"], False),
        (["0.125", "12.345"], False),
        (["400000", "900"], False),
    ],
)
def test_points_between_thousands_of_persons(cells, refused):
    """Beside decimals in other columns they were read as decimals: 1.9 persons."""
    problems = ProblemList()
    refuse_grouped(pd.Series(cells, index=range(2, 2 + len(cells))), "youth", "r.csv", problems)
    assert bool(len(problems)) == refused
