"""Writes everything that belongs to a plan into one folder."""

from __future__ import annotations

from pathlib import Path

from optimizer.plan import Plan
from optimizer.plan.folder import Writer, table_writers, write_files
from optimizer.report.geopackage import write_geopackage
from optimizer.report.map import draw_map
from optimizer.report.summary import summary


def save(plan: Plan, folder: Path) -> Path:
    """Write plan.json, CSV tables, summary.txt and, with boundaries, plan.gpkg and map.png.

    Where the instance has no boundaries there is neither of the last two.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    InputError
        The folder holds an instance, or can't be written to.
    """
    writers: dict[str, Writer] = table_writers(plan)
    text = summary(plan) + "\n"
    writers["summary.txt"] = lambda path: path.write_text(text, encoding="utf-8-sig")
    if plan.boundaries is not None:
        writers["plan.gpkg"] = lambda path: write_geopackage(plan, path)
        writers["map.png"] = lambda path: draw_map(plan, path)
    write_files(folder, writers)
    return folder
