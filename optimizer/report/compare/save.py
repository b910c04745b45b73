"""Writes a comparison of two plans into a folder."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from optimizer.instance import InputError
from optimizer.plan import add_files
from optimizer.report.answers import save_answer

MAP = "compare_map.png"


def save_comparison(
    content: Mapping[str, Any],
    tables: Mapping[str, pd.DataFrame],
    text: str,
    draw: Callable[[Path], object] | None,
    folder: Path,
) -> Path:
    """Write compare.json, compare.txt, a CSV file for each table, and the map.

    Parameters
    ----------
    content : mapping
        Everything, for programs.
    tables : mapping of name to DataFrame
        Written as compare_NAME.csv.
    text : str
        For people.
    draw : callable, optional
        Draws the map to a file; None where there are no boundaries.
    folder : Path
        Made if it isn't there; other files in it are left alone.

    Raises
    ------
    InputError
        The folder holds an instance, or can't be written to.
    """
    save_answer("compare", content, tables, text, folder)
    if draw is not None:
        _add_map(draw, folder)
    return folder


def _add_map(draw: Callable[[Path], object], folder: Path) -> None:
    """Add the map, whose failure costs nothing else: the tables are there already."""
    try:
        add_files(folder, {MAP: draw})
    except InputError:
        raise  # no room, no permission
    except Exception as error:  # whatever a shape or a font makes drawing raise
        warnings.warn(f"{MAP} could not be made ({error}); the tables are saved.", stacklevel=3)
