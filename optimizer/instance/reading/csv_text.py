"""Takes CSV bytes apart into records, saying what no spreadsheet should have written."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice, pairwise

import pandas as pd
import pyarrow as pa

from optimizer.instance.problems import ProblemList, brief, shown
from optimizer.instance.reading.decimals import with_points
from optimizer.instance.reading.size import check_shape
from optimizer.instance.schema.definitions import Table

FIRST_ROW = 2
"""Row of the first record as a spreadsheet counts it; the header is row 1."""
CHUNK = 4_000
"""Records held as Python text at a time; a million rows fit into memory either way."""
AS_UTF8 = "save it as “CSV UTF-8 (comma delimited)”."
_SEPARATORS = {"|": "bars"}
_TOLD = re.compile(r'"?sep=(\\t|[^\w\s"]|\t)"?[,;\t]*(?:\r\n|\r|\n)', re.IGNORECASE)
TITLES = 9
"""Rows above a header that may hold a title and notes."""


def decode(raw: bytes, name: str, problems: ProblemList) -> str | None:
    """Return a file's text as UTF-8 with or without BOM; else say which encoding it seems to be."""
    as_utf8 = AS_UTF8 if name.endswith(".csv") else "save it in the encoding UTF-8."
    if raw[:4] == b"PK\x03\x04" or raw[:4] == b"\xd0\xcf\x11\xe0":
        problems.add(
            name,
            "this is an Excel workbook under another name; expected text.",
            remedy=as_utf8,
        )
        return None
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff") or _looks_like_utf16(raw):
        problems.add(name, "the file is in UTF-16; expected UTF-8.", remedy=as_utf8)
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        seems = "CP949, Korean Excel's own encoding" if _is_cp949(raw) else "another encoding"
        # The exact place in the file itself: "utf-8-sig" counts from behind the BOM.
        start = error.start + (3 if raw[:3] == b"\xef\xbb\xbf" else 0)
        problems.add(
            name,
            f"byte 0x{raw[start]:02x} is not UTF-8; the file seems to be in {seems}.",
            row=_row_at(raw[:start].decode("utf-8", "replace")),
            remedy=as_utf8,
        )
        return None
    if "\x00" in text:
        problems.add(
            name,
            "the file holds NUL characters; it is damaged or not a text file.",
            row=_row_at(text[: text.index("\x00")]),
            remedy="export it anew.",
        )
        return None
    return text


def _looks_like_utf16(raw: bytes) -> bool:
    sample = raw[:200]
    nul = max(sample[0::2].count(0), sample[1::2].count(0))
    return len(sample) >= 8 and nul > 0.4 * (len(sample) / 2)


def _is_cp949(raw: bytes) -> bool:
    try:
        raw.decode("cp949")
    except UnicodeDecodeError:
        return False
    return True


def _row_at(before: str) -> int:
    """Return the row of the record in which a text breaks off."""
    records = 0
    try:
        for _ in csv.reader(io.StringIO(before + "x", newline="")):
            records += 1
    except csv.Error:
        records += 1
    return max(1, records)


def read_csv(
    raw: bytes, name: str, problems: ProblemList, table: Table | None = None
) -> pd.DataFrame | None:
    """Return the cells of a CSV as text, or None where it can't be taken apart.

    Parameters
    ----------
    raw : bytes
    name : str
        Named in problems.
    problems : ProblemList
        Receives a wrong encoding or separator, an unclosed quotation mark, rows that are too
        short or too long. Blank lines, and cells beyond the header that are blank, are let pass.
    table : Table, optional
        Its columns tell a title from the header, and numbers with decimal commas from text.

    Returns
    -------
    DataFrame
        As many columns as the header has cells; the index is the row as a spreadsheet counts it,
        where a quoted line break does not begin a new row. Cells may be separated by semicolons
        or tabs, with decimal commas; these come out as points.
    """
    text = decode(raw, name, problems)
    if text is None:
        return None
    if not text.strip():
        problems.add(
            name,
            "the file is empty.",
            remedy="write a header row and data, or delete the file.",
        )
        return None
    known = len(problems)
    told, text = _told_separator(text)
    top = list(islice(_records(text, told or ",", name, ProblemList()), TITLES + 1))
    if table is not None and (title := title_above(top, table)):
        problems.add(name, title, row=1, remedy="delete the rows above the header.")
        return None
    separator = told or _separator(top)
    records = _records(text, separator, name, problems)
    header = [cell.strip() for cell in next(records, (1, []))[1]]
    if len(problems) > known or _refuse_header(header, name, problems):
        return None
    if table is not None:
        check_shape(raw.count(b"\n"), len(header), table)
    frame = _frame(header, records, name, problems)
    if separator == "," or table is None:
        return frame
    return with_points(frame, table, name, problems)


def _told_separator(text: str) -> tuple[str, str]:
    """Return the separator that a first line `sep=;` tells Excel, "" without one, and the rest.

    Spreadsheets show no such line: the header behind it is their row 1.
    """
    found = _TOLD.match(text)
    return (found[1].replace("\\t", "\t"), text[found.end() :]) if found else ("", text)


def _separator(top: list[tuple[int, list[str]]]) -> str:
    """Return what separates the cells of the header: a comma where nothing else does."""
    header = top[0][1] if top else []
    for mark in (";", "\t"):
        if sum(1 for cell in header if cell.strip()) == 1 and mark in header[0]:
            return mark
    return ","


def title_above(top: list[tuple[int, list[str]]], table: Table) -> str:
    """Return that a title stands above the header, which some later row is; "" where none does."""

    def known(cells: list[str]) -> int:
        parts = [part for cell in cells for part in re.split(r"[;\t]", cell)]
        return sum(1 for part in parts if table.column(part.strip()) is not None)

    if not top or known(top[0][1]):
        return ""
    for row, cells in top[1:]:
        if known(cells) >= (2 if len(table.columns) > 1 else 1):
            said = next((cell for cell in top[0][1] if cell.strip()), "")
            what = f"{shown(said)} is a title" if said else "the row is blank"
            return f"{what}; the header stands in row {row}."
    return ""


def _refuse_header(header: list[str], name: str, problems: ProblemList) -> bool:
    """Refuse a first row from which no column can be told."""
    if not any(header):
        problems.add(
            name,
            "the first row is blank; expected the header.",
            row=1,
            remedy="delete the rows above the header.",
        )
        return True
    first, alone = header[0], sum(1 for cell in header if cell) == 1
    mark = next((mark for mark in _SEPARATORS if mark in first), None)
    if alone and mark is not None:
        what, remedy = f"the cells are separated by {_SEPARATORS[mark]}; expected commas", AS_UTF8
    elif alone and "," in first:
        what = "all cells of the row stand in one pair of quotation marks"
        remedy = "take off the quotation marks around each row."
    else:
        return False
    problems.add(name, f"{what}.", row=1, remedy=remedy)
    return True


def _records(
    text: str, separator: str, name: str, problems: ProblemList
) -> Iterator[tuple[int, list[str]]]:
    """Yield the row and the cells of each record; a broken quotation mark ends the file."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    row = 0
    try:
        for row, cells in enumerate(reader, start=1):
            yield row, cells
    except csv.Error as error:
        what = {
            "unexpected end of data": "a quotation mark is never closed",
            f"'{separator}' expected after '\"'": "text goes on behind a closing quotation mark",
        }.get(str(error), brief(error))
        if "field limit" in str(error):
            what = "a quotation mark is not closed for very long"
        problems.add(
            name,
            f"{what}, so that nothing from here on can be read.",
            row=row + 1,
            remedy='look for a lone " in this row; inside quoted text, write it twice ("").',
        )


def _frame(
    header: list[str],
    records: Iterator[tuple[int, list[str]]],
    name: str,
    problems: ProblemList,
) -> pd.DataFrame:
    width = len(header)
    rows: list[int] = []
    ragged: dict[int, str] = {}
    note = 0
    chunks: list[list[pa.Array]] = []
    while True:
        chunk = list(islice(records, CHUNK))
        if not chunk:
            break
        kept: list[list[str]] = []
        for row, cells in chunk:
            if len(cells) != width:
                if not any(cell.strip() for cell in cells):
                    continue
                if len(cells) < width or any(cell.strip() for cell in cells[width:]):
                    ragged[row] = _says_ragged(cells, width)
                    note = row if sum(1 for cell in cells if cell.strip()) == 1 < width else 0
                    continue
                cells = cells[:width]
            rows.append(row)
            kept.append(cells)
            note = 0
        chunks.append(
            [pa.array([cells[place] for cells in kept], pa.string()) for place in range(width)]
        )
    if note:
        # Behind all rows stands a cell alone.
        remedy = "delete it if it is a note below the table; else the file is cut short here."
        problems.add(name, ragged.pop(note), row=note, remedy=remedy)
    problems.add_each(
        name,
        list(ragged),
        lambda row: (
            ragged[row],
            "a separator too many or too few: put text that holds one in quotes, and write numbers "
            "without thousands separators, beside commas with a decimal point.",
        ),
    )
    table = pa.table(
        [
            pa.chunked_array([chunk[place] for chunk in chunks], type=pa.string())
            for place in range(width)
        ],
        names=[str(place) for place in range(width)],
    )
    frame: pd.DataFrame = table.to_pandas()
    frame.index = pd.Index(rows, dtype="int64")
    frame.columns = pd.Index(header, dtype=object)
    return frame


def _says_ragged(cells: list[str], width: int) -> str:
    """Return what is wrong with a row, naming the value by which a person finds it."""
    behind = [cell for cell in cells[width:] if cell.strip()]
    text = f"the row has {len(cells)} cells; the header has {width}"
    if behind:
        text += f"; beyond them stands {shown(behind[0])}"
    else:
        text += f"; it begins with {shown(next(c for c in cells if c.strip()))}"
    split = next(
        (
            f"{left},{right}"
            for left, right in pairwise(cells)
            if re.fullmatch(r"\s*[+-]?\d{1,3}", left) and re.fullmatch(r"\d{3}(\.\d+)?\s*", right)
        ),
        None,
    )
    if len(cells) > width and split:
        text += f" (is {split} one number?)"
    return text + "."
