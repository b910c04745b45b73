"""Writes a sweep's report: the frontier as a figure or table, or a page that stands alone."""

from __future__ import annotations

from pathlib import Path

from optimizer.instance import Instance
from optimizer.plan import check_dialect
from optimizer.report.page.build import write_sweep_page
from optimizer.report.sweep.chart import PAGES, check_file, draw_frontier
from optimizer.report.sweep.tables import TABLES, write_tables
from optimizer.sweep import SweepData, frontier


def write_report(
    sweep: SweepData,
    path: Path,
    draws: int = 0,
    seed: int = 0,
    instance: Instance | None = None,
    csv_dialect: str = "comma",
) -> None:
    """Write the frontier as figure, table or workbook, or every plan as a page, by the ending.

    Parameters
    ----------
    sweep : SweepData
    path : Path
    draws, seed : int
        Of the assumptions, for the range of each plan; 0: no range.
    instance : Instance, optional
        What the sweep was made for, where `open_sweep` read it: for names and map of a page.
    csv_dialect : {"comma", "semicolon", "tab"}
        Of a .csv.

    Raises
    ------
    InputError
        No run has a plan, or the file can't be written.
    """
    check_file(path)
    check_dialect(csv_dialect)
    ending = path.suffix.lower()
    if ending in PAGES:
        write_sweep_page(sweep, path, draws, seed, instance)
    elif ending in TABLES:
        write_tables(sweep, frontier(sweep, draws, seed), path, csv_dialect)
    else:
        draw_frontier(sweep, frontier(sweep, draws, seed), path)
