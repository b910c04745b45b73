"""Reads one table's file as trimmed text: CSV, Parquet or GeoPackage, with the row of each line."""

from __future__ import annotations

import unicodedata
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet

from optimizer.instance.problems import ProblemList, brief, shown
from optimizer.instance.reading.csv_text import FIRST_ROW, TITLES, read_csv, title_above
from optimizer.instance.reading.size import check_shape, check_size
from optimizer.instance.reading.workbook import WorkbookError, read_sheet
from optimizer.instance.schema.definitions import Table
from optimizer.spreadsheet import unguarded

SUFFIXES = (".csv", ".parquet", ".xlsx", ".gpkg")
UNSEEN = "\ufeff\u200b\u200e\u200f\u2060\u00ad"
"""Marks without width that come along when text is copied: of byte order, direction, joining."""
WIDE: dict[int, str | None] = {
    **{ord(c): chr(ord(c) - 0xFEE0) for c in "０１２３４５６７８９．，－＋％"},
    **dict.fromkeys(map(ord, UNSEEN)),
}
"""Full-width digits and signs, as East Asian keyboards write them, by what they stand for."""


def read_text(
    path: Path, name: str, table: Table, problems: ProblemList, sheet: str | None = None
) -> pd.DataFrame | None:
    """Return a table's cells, or None where the file can't be read at all.

    Parameters
    ----------
    path : Path
    name : str
        The file's name inside the instance, used in problems.
    table : Table
        Its definition, from which the header is known.
    problems : ProblemList
        Receives what is wrong with the file as such.
    sheet : str, optional
        Of a workbook of several tables.

    Returns
    -------
    DataFrame
        Text columns trimmed, numeric Parquet columns as they are; the index is the row as a
        spreadsheet counts it.
    """
    try:
        check_size(path, table)
        frame = (
            read_csv(path.read_bytes(), name, problems, table)
            if path.suffix == ".csv"
            else _read_binary(path, sheet, table)
        )
    except WorkbookError as error:
        problems.add(name, f"{error}.", remedy=error.remedy)
        return None
    except Exception as error:  # damaged files make Arrow and GDAL raise anything
        problems.add(
            name,
            f"the file can't be read ({_reason(error)}).",
            remedy="close it in other programs, or save it anew with the rows that are meant.",
        )
        return None
    if frame is None:
        return None
    if path.suffix == ".xlsx" and (title := title_above(_top(frame), table)):
        problems.add(name, title, row=1, remedy="delete the rows above the header.")
        return None
    if path.suffix != ".csv":
        frame.index = pd.RangeIndex(FIRST_ROW, FIRST_ROW + len(frame))
    tidy = tidied(frame, name, problems)
    for header in tidy.columns:
        if not _is_number(tidy[header]) and tidy[header].str.startswith("'").any():
            tidy[header] = tidy[header].map(lambda cell: unguarded(cell).strip())
    return tidy


def _top(frame: pd.DataFrame) -> list[tuple[int, list[str]]]:
    """Return a sheet's first rows, the header among them, as `title_above` takes them."""
    rows = [list(frame.columns), *frame.head(TITLES).to_numpy().tolist()]
    return [(row, [str(cell) for cell in cells]) for row, cells in enumerate(rows, start=1)]


def _reason(error: Exception) -> str:
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return brief(str(text).splitlines()[0])


def _read_binary(path: Path, sheet: str | None, table: Table) -> pd.DataFrame:
    if path.suffix == ".xlsx":
        return read_sheet(path, sheet)
    if path.suffix == ".parquet":
        # Without metadata: an index that pandas stored is a column like any other.
        cells = pyarrow.parquet.read_table(path)
        cells.validate(full=True)  # else damaged text is found only where it is looked at
        frame: pd.DataFrame = cells.to_pandas(ignore_metadata=True)
        return frame
    import pyogrio

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        layers = [str(layer) for layer, *_ in pyogrio.list_layers(path)]
        layer = path.stem if path.stem in layers else layers[0]
        about = pyogrio.read_info(path, layer=layer)
        check_shape(int(about["features"]), len(about["fields"]), table)
        return pd.DataFrame(pyogrio.read_dataframe(path, layer=layer, read_geometry=False))


INDEX = "it counts the rows, as pandas's index does: write the table with index=False."


def _counts(cells: pd.Series) -> bool:
    """Return whether cells are whole numbers, each once: a row count, perhaps of chosen rows."""
    texts = cells.astype("str")
    return bool(texts.str.fullmatch(r"\d+").all()) and not texts.duplicated().any()


def same_letters(text: str) -> str:
    """Return text with composed letters (한, not ㅎㅏㄴ) and usual digits, without unseen marks."""
    return unicodedata.normalize("NFC", text).translate(WIDE).strip()


def _is_number(cells: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(cells) and not pd.api.types.is_bool_dtype(cells)


def tidied(frame: pd.DataFrame, name: str, problems: ProblemList) -> pd.DataFrame:
    """Return a table trimmed, without blank rows and nameless blank columns."""
    headers = [same_letters(str(header).strip()) for header in frame.columns]
    parts: dict[str, pd.Series] = {}
    filled = np.zeros(len(frame), dtype=bool)
    for place, header in enumerate(headers):
        cells = frame.iloc[:, place]
        if _is_number(cells):
            here = np.asarray(cells.notna(), dtype=bool)
        else:
            if pd.api.types.is_object_dtype(cells):
                # Parquet may hold bytes, lists and the like, which pandas won't make text of.
                cells = cells.where(cells.notna(), "").map(str)
            cells = _tidy_words(cells)
            here = np.asarray(cells != "", dtype=bool)
        if header == "":
            if here.any():
                row = int(cells.index[here][0])
                counted = place == 0 and _counts(cells)
                problems.add(
                    name,
                    f"column {place + 1} has no header, but a value: {shown(str(cells[row]))}.",
                    row=row,
                    remedy=INDEX if counted else "name the column or clear its cells.",
                )
            continue
        if header in parts:
            problems.add(
                name,
                "the header stands twice.",
                row=1,
                column=header,
                remedy="keep one of the two columns.",
            )
            continue
        parts[header] = cells
        filled |= here
    tidy = _drop_header_again(pd.DataFrame(parts, index=frame.index)[filled], name, problems)
    tidy.index.name = "row"
    return tidy


def _tidy_words(cells: pd.Series) -> pd.Series:
    """Return words trimmed and in the same letters; each different word is looked at once."""
    place, known = pd.factorize(cells, use_na_sentinel=False)
    words = pd.Series(known).astype("str").fillna("").str.strip()
    if not words.str.isascii().all():
        words = words.map(same_letters)
    return pd.Series(words.array.take(place), index=cells.index, name=cells.name)


def _drop_header_again(tidy: pd.DataFrame, name: str, problems: ProblemList) -> pd.DataFrame:
    """Refuse rows that repeat the header, as when one file was pasted below another."""
    if tidy.empty or any(_is_number(tidy[header]) for header in tidy.columns):
        return tidy
    again = tidy.iloc[:, 0] == tidy.columns[0]
    if again.any():
        again &= (tidy == list(tidy.columns)).all(axis=1)
    problems.add_each(
        name,
        list(tidy.index[again]),
        lambda row: (
            "the header stands here again.",
            "delete the row (was one file pasted below another?).",
        ),
    )
    return tidy[~again]
