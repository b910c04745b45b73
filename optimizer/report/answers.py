"""Writes what was asked of a plan into a folder: everything for programs, words and tables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from optimizer.plan import Writer, add_files, csv_writer


def save_answer(
    name: str,
    content: Mapping[str, Any],
    tables: Mapping[str, pd.DataFrame],
    text: str,
    folder: Path,
) -> Path:
    """Write NAME.json, NAME.txt, and NAME_TABLE.csv for each table.

    Parameters
    ----------
    name : str
        What the files are called after.
    content : mapping
        Everything, for programs.
    tables : mapping of name to DataFrame
        The one without a name is written as NAME.csv.
    text : str
        For people.
    folder : Path
        Made if it isn't there; other files in it are left alone.

    Raises
    ------
    InputError
        The folder holds an instance, or can't be written to.
    """
    told = json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    writers: dict[str, Writer] = {
        f"{name}.json": lambda path: path.write_text(told, encoding="utf-8"),
        f"{name}.txt": lambda path: path.write_text(text + "\n", encoding="utf-8-sig"),
    }
    for table, frame in tables.items():
        writers[f"{name}_{table}.csv" if table else f"{name}.csv"] = csv_writer(frame)
    add_files(folder, writers)
    return folder
