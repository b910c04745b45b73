"""Decimal commas, as spreadsheets of most of Europe write them, where they are beyond doubt."""

from __future__ import annotations

import pandas as pd

from optimizer.instance.problems import ProblemList, shown
from optimizer.instance.schema.definitions import Table

_COMMA = r"[+-]?\d+,\d+(?:[eE][+-]?\d+)?"
_POINT = r"[+-]?\d*\.\d+(?:[eE][+-]?\d+)?"
_GROUPS = r"[+-]?[1-9]\d{0,2}(?:[.,]\d{3})+"

FEWEST_GROUPS = 2
"""One cell with three decimals in a column of counts may well be meant."""


def with_points(
    frame: pd.DataFrame, table: Table, name: str, problems: ProblemList
) -> pd.DataFrame:
    """Return the cells of a file without commas between them, its decimal commas made points.

    Parameters
    ----------
    frame : DataFrame of str
    table : Table
        Tells which columns hold numbers.
    name : str
        Named in problems.
    problems : ProblemList
        Receives a file with both styles, or one whose marks may all be thousands separators.
    """
    numeric = [header for header in dict.fromkeys(frame.columns) if _holds_numbers(table, header)]
    numeric = [header for header in numeric if isinstance(frame[header], pd.Series)]
    commas = {header: frame[header].str.strip().str.fullmatch(_COMMA) for header in numeric}
    points = {header: frame[header].str.strip().str.fullmatch(_POINT) for header in numeric}
    with_comma = [header for header in numeric if commas[header].any()]
    with_point = [header for header in numeric if points[header].any()]
    if with_comma and with_point:
        _refuse_both(frame, with_comma[0], commas, with_point[0], points, name, problems)
        return _pointed(frame, commas, with_comma)  # so that no other cell is named as well
    for marked, headers in ((commas, with_comma), (points, with_point)):
        cells = [frame[header][marked[header]].str.strip() for header in headers]
        if cells and all(column.str.fullmatch(_GROUPS).all() for column in cells):
            _refuse_groups(cells[0], headers[0], name, problems)
            return frame
    return _pointed(frame, commas, with_comma)


def _pointed(frame: pd.DataFrame, commas: dict[str, pd.Series], headers: list[str]) -> pd.DataFrame:
    """Return the cells with their decimal commas made points."""
    return frame.assign(
        **{
            header: frame[header].where(
                ~commas[header], frame[header].str.replace(",", ".", regex=False)
            )
            for header in headers
        }
    )


def _holds_numbers(table: Table, header: str) -> bool:
    column = table.column(header)
    return column is not None and column.kind in ("number", "integer")


def _refuse_both(
    frame: pd.DataFrame,
    comma: str,
    commas: dict[str, pd.Series],
    point: str,
    points: dict[str, pd.Series],
    name: str,
    problems: ProblemList,
) -> None:
    one, other = frame[comma][commas[comma]], frame[point][points[point]]
    problems.add(
        name,
        f"{shown(str(other.iloc[0]))} has a point, but {shown(str(one.iloc[0]))} in row "
        f"{one.index[0]}, {comma} a comma; which of them is for decimals?",
        row=int(other.index[0]),
        column=point,
        remedy="write all decimals one way, and no thousands separators.",
    )


def _refuse_groups(cells: pd.Series, header: str, name: str, problems: ProblemList) -> None:
    cell = str(cells.iloc[0])
    plain = cell.replace(",", "").replace(".", "")
    problems.add(
        name,
        f"{shown(cell)} may be {plain} with a thousands separator, or a decimal number.",
        row=int(cells.index[0]),
        column=header,
        remedy=f"no thousands separators: write {plain}, or with decimals {cell}0.",
    )


def refuse_grouped(text: pd.Series, header: str, name: str, problems: ProblemList) -> None:
    """Refuse a column of counts whose points all stand before three digits: 1.900 persons.

    Parameters
    ----------
    text : Series of str
        Trimmed cells; the index holds the rows as a spreadsheet counts them.
    header, name : str
        Column and file, named in problems.
    problems : ProblemList
    """
    marked = text[text.str.contains(".", regex=False)]
    groups = len(marked) >= FEWEST_GROUPS and marked.str.fullmatch(_GROUPS).all()
    # No program writes 1.900 for 1.9, but for 1900 every tenth number ends so.
    if groups and marked.str.endswith("0").any():
        _refuse_groups(marked, header, name, problems)
