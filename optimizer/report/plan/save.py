"""Writes everything that belongs to a plan into one folder."""

from __future__ import annotations

import shutil
import warnings
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from optimizer.plan import (
    FILES,
    GEOJSON,
    PAGE,
    STYLES,
    WORKBOOK,
    PlanData,
    Writer,
    add_files,
    check_dialect,
    table_writers,
    workbook_writer,
    write_files,
)
from optimizer.report.page.build import page_html
from optimizer.report.page.data import plan_page
from optimizer.report.plan.figures import figure_writers
from optimizer.report.plan.geopackage import write_geojson, write_geopackage
from optimizer.report.plan.qgis_style import write_build_style, write_region_style
from optimizer.report.plan.summary import summary


def save(
    plan: PlanData,
    folder: Path,
    *,
    force: bool = False,
    csv_dialect: str = "comma",
    xlsx: bool = False,
    geojson: bool = False,
) -> Path:
    """Write plan.json, CSV tables, summary.txt, plan.html, plan.gpkg and the figures as PNG.

    Where the plan holds its uncertainty, its tables too. plan.json, tables and summary come first
    and take an older plan's place in one step; then the layers and figures, each on its own. One
    that can't be made is a warning.

    Where the instance has no boundaries plan.gpkg and map.png show points; where it has neither
    points nor boundaries they are not there. Where it has no
    residents or rates neither youth_path.png, pyramid.png nor extinction_risk.png.

    Parameters
    ----------
    plan : PlanData
    folder : Path
        Files in it that aren't a plan's stay.
    force : bool
        Also where a file with the name of a plan's file is there that no plan wrote: it is kept
        as NAME.old.
    csv_dialect : {"comma", "semicolon", "tab"}
    xlsx : bool
        All tables as one workbook too, plan.xlsx.
    geojson : bool
        The layers of plan.gpkg as GeoJSON too.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    InputError
        The folder holds an instance, or a table that no plan wrote; or it can't be written to.
        Another dialect.
    """
    check_dialect(csv_dialect)
    writers: dict[str, Writer] = table_writers(plan, csv_dialect)
    text = summary(plan) + "\n"
    writers["summary.txt"] = lambda path: path.write_text(text, encoding="utf-8-sig")
    if plan.spread is not None:
        writers |= plan.spread.writers(csv_dialect)
    with TemporaryDirectory() as aside:
        plan = _on_its_own_map(plan, folder, Path(aside))
        write_files(folder, writers, FILES, force=force)
        for name, write in _more(plan, xlsx=xlsx, geojson=geojson).items():
            add_files(folder, {name: _spared(name, write)})
    return folder


def _on_its_own_map(plan: PlanData, folder: Path, aside: Path) -> PlanData:
    """Return a plan whose boundaries lie elsewhere, where those of its folder are made anew."""
    known = plan.boundaries
    if known is None or not known.is_file() or known.resolve().parent != folder.resolve():
        return plan
    return replace(plan, boundaries=Path(shutil.copy2(known, aside)))


def _more(plan: PlanData, *, xlsx: bool, geojson: bool) -> dict[str, Writer]:
    """Return a writer for the workbook, the page, the layers and each figure."""
    writers: dict[str, Writer] = {WORKBOOK: workbook_writer(plan)} if xlsx else {}
    writers[PAGE] = lambda path: path.write_text(page_html(plan_page(plan)), encoding="utf-8")
    if plan.mapped:
        writers["plan.gpkg"] = lambda path: write_geopackage(plan, path)
        points = plan.boundaries is None
        writers[STYLES[0]] = lambda path: write_region_style(plan, path, points=points)
        writers[STYLES[1]] = lambda path: write_build_style(plan, path)
        if geojson:
            writers[GEOJSON[0]] = lambda path: write_geojson(plan, "regions", path)
            writers[GEOJSON[1]] = lambda path: write_geojson(plan, "build", path)
    try:
        return writers | figure_writers(plan)
    except Exception as error:  # boundaries that can't be read
        _warn("the figures", error)
        return writers


def _spared(name: str, write: Writer) -> Writer:
    """Return a writer whose failure costs its own file alone: the plan is worth more than a map."""

    def writing(path: Path) -> None:
        try:
            write(path)
        except Exception as error:  # whatever a shape, a font or a full disk makes drawing raise
            path.unlink(missing_ok=True)
            _warn(name, error)

    return writing


def _warn(what: str, error: Exception) -> None:
    warnings.warn(f"{what} could not be made ({error}); the plan is saved.", stacklevel=2)
