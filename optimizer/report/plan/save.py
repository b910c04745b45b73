"""Writes everything that belongs to a plan into one folder."""

from __future__ import annotations

import warnings
from pathlib import Path

from optimizer.plan import FILES, PlanData, Writer, table_writers, write_files
from optimizer.report.page.build import page_html
from optimizer.report.page.data import plan_page
from optimizer.report.plan.figures import figure_writers
from optimizer.report.plan.geopackage import write_geopackage
from optimizer.report.plan.summary import summary


def save(plan: PlanData, folder: Path) -> Path:
    """Write plan.json, CSV tables, summary.txt, plan.html, plan.gpkg and the figures as PNG.

    Where the plan holds its uncertainty, its tables too.

    Where the instance has no boundaries plan.gpkg and map.png show points; where it has neither
    points nor boundaries they are not there. Where it has no
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
    writers["plan.html"] = _spared(
        "plan.html", lambda path: path.write_text(page_html(plan_page(plan)), encoding="utf-8")
    )
    if plan.mapped:
        writers["plan.gpkg"] = _spared("plan.gpkg", lambda path: write_geopackage(plan, path))
    figures = {name: _spared(name, write) for name, write in figure_writers(plan).items()}
    write_files(folder, writers | figures, FILES)
    return folder


def _spared(name: str, write: Writer) -> Writer:
    """Return a writer whose failure costs its own file alone: the plan is worth more than a map."""

    def writing(path: Path) -> None:
        try:
            write(path)
        except OSError:
            raise  # no room, no permission: nothing else could be written either
        except Exception as error:  # whatever a shape or a font makes drawing raise
            path.unlink(missing_ok=True)
            warnings.warn(f"{name} could not be made ({error}); the plan is saved.", stacklevel=2)

    return writing
