"""Checks the table of sources: each row names a column or a setting that exists."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from optimizer.instance.problems import ProblemList, nearest, shown
from optimizer.instance.schema.columns import TABLES
from optimizer.instance.schema.settings import SECTIONS

GEOMETRY = "geometry"
"""Stands for regions.gpkg among the columns of regions."""


def check_sources(
    tables: Mapping[str, pd.DataFrame], files: Mapping[str, str], problems: ProblemList
) -> None:
    """Name every row of `sources` whose table or column is unknown.

    A row on a known table or column that the instance lacks is left alone, so that a file can be
    taken out of the folder without a change here. Of a family such as stock_NAME only the members
    that the instance has are known.

    Parameters
    ----------
    tables, files : mapping of table name to DataFrame, and to file name
    problems : ProblemList
    """
    if "sources" not in tables:
        return
    known = [*TABLES, *SECTIONS]
    for row, table, column in tables["sources"][["table", "column"]].itertuples():
        if table == "" or column == "":
            continue  # named already as blank
        if table not in known:
            message, remedy = "is no table or section of an instance", nearest(table, known)
            place, word = "table", table
        elif not _is_known(table, column, tables):
            what = "column" if table in TABLES else "key"
            message = f"is no {what} of {table}"
            remedy = nearest(column, _columns_of(table, tables))
            place, word = "column", column
        else:
            continue
        problems.add(
            files["sources"], f"{shown(word)} {message}.", row=int(row), column=place, remedy=remedy
        )


def _is_known(table: str, column: str, tables: Mapping[str, pd.DataFrame]) -> bool:
    if table in TABLES and table not in tables and TABLES[table].column(column) is not None:
        return True  # no telling which members of a family an absent table would have
    return column in _columns_of(table, tables)


def _columns_of(table: str, tables: Mapping[str, pd.DataFrame]) -> list[str]:
    if table in SECTIONS:
        return [field.alias or name for name, field in SECTIONS[table].model_fields.items()]
    names = [column.name for column in TABLES[table].columns]
    if table in tables:
        names += [str(name) for name in tables[table].columns if name not in names]
    return [*names, GEOMETRY] if table == "regions" else names
