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
    add_files(folder, answer_writers(name, content, tables, text))
    return folder


def answer_writers(
    name: str, content: Mapping[str, Any], tables: Mapping[str, pd.DataFrame], text: str
) -> dict[str, Writer]:
    """Return what writes the files of `save_answer`, by their names."""
    writers = {f"{name}.json": json_writer(content), f"{name}.txt": words_writer(text)}
    for table, frame in tables.items():
        writers[f"{name}_{table}.csv" if table else f"{name}.csv"] = csv_writer(frame)
    return writers


def json_writer(content: Mapping[str, Any]) -> Writer:
    """Return what writes everything, for programs."""
    told = json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    return lambda path: path.write_text(told, encoding="utf-8")


def words_writer(text: str) -> Writer:
    """Return what writes words for people."""
    return lambda path: path.write_text(text + "\n", encoding="utf-8-sig")
