"""Writes how a plan does over many worlds, beside the plan."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from optimizer.plan import Writer, add_files, csv_writer

CONTENT, WORDS, SUMMARY = "robust.json", "robust.txt", "summary.txt"


def save_robust(
    content: Mapping[str, Any],
    tables: Mapping[str, pd.DataFrame],
    text: str,
    summary: str,
    folder: Path,
) -> Path:
    """Write robust.json, robust.txt and robust_NAME.csv for each table, and the summary anew.

    Parameters
    ----------
    content : mapping
        Everything beside the plan, for programs.
    tables : mapping of name to DataFrame
    text : str
        How the plan does over the worlds, for people.
    summary : str
        That, and what the plan is: in place of the plan's own summary.txt.
    folder : Path
        Made if it isn't there; other files in it are left alone.

    Raises
    ------
    InputError
        The folder holds an instance, or can't be written to.
    """
    told = json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    writers: dict[str, Writer] = {
        CONTENT: lambda path: path.write_text(told, encoding="utf-8"),
        WORDS: lambda path: path.write_text(text + "\n", encoding="utf-8-sig"),
        SUMMARY: lambda path: path.write_text(summary + "\n", encoding="utf-8-sig"),
    }
    add_files(folder, writers | {f"robust_{name}.csv": csv_writer(t) for name, t in tables.items()})
    return folder
