"""Writes how a plan does over many worlds, beside the plan."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from optimizer.plan import add_files
from optimizer.report.answers import answer_writers, words_writer

SUMMARY = "summary.txt"


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
    writers = answer_writers("robust", content, tables, text)
    add_files(folder, writers | {SUMMARY: words_writer(summary)})
    return folder
