"""Writes everything that belongs to a plan into one folder."""

from __future__ import annotations

from pathlib import Path

from optimizer.plan import FILES, PlanData, Writer, table_writers, write_files
from optimizer.report.plan.figures import figure_writers
from optimizer.report.plan.geopackage import write_geopackage
from optimizer.report.plan.summary import summary


def save(plan: PlanData, folder: Path) -> Path:
    """Write plan.json, CSV tables, summary.txt, plan.gpkg and the figures as PNG.

    Where the plan holds its uncertainty, its tables too.

    Where the instance has no boundaries there is neither plan.gpkg nor map.png, where it has no
    residents or rates neither youth_path.png, pyramid.png nor extinction_risk.png.

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
    if plan.spread is not None:
        writers |= plan.spread.writers()
    if plan.boundaries is not None:
        writers["plan.gpkg"] = lambda path: write_geopackage(plan, path)
    write_files(folder, writers | figure_writers(plan), FILES)
    return folder
