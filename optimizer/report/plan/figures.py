"""All figures of a plan, as PNG, SVG or PDF."""

from __future__ import annotations

import logging
from pathlib import Path

from optimizer.instance import InputError, Problem
from optimizer.plan import PlanData, Uncertainty, Writer, add_files
from optimizer.report.canvas import FORMATS
from optimizer.report.fonts import lacks_letters
from optimizer.report.plan.flows import draw_flows, flow_table
from optimizer.report.plan.importance_map import draw_importance
from optimizer.report.plan.layers import region_layer
from optimizer.report.plan.map import draw_map
from optimizer.report.plan.paths import draw_youth_path
from optimizer.report.plan.pyramid import draw_pyramid
from optimizer.report.plan.risk import draw_risk
from optimizer.report.plan.tornado import draw_tornado

LOG = logging.getLogger(__name__)
NO_LETTERS = (
    "Figures bear English names: no font of this machine has the letters of the local ones. "
    "Install one, such as NanumGothic or Noto Sans CJK KR."
)


def draw(
    plan: PlanData, folder: Path, ending: str = "png", uncertainty: Uncertainty | None = None
) -> list[Path]:
    """Draw the figures of a plan into a folder; other files in it are left alone.

    Parameters
    ----------
    plan : PlanData
    folder : Path
        Made if it isn't there.
    ending : {"png", "svg", "pdf"}
    uncertainty : Uncertainty, optional
        For the tornado; by default what the plan holds.

    Returns
    -------
    list of Path
        map with boundaries or points; youth_path, pyramid and extinction_risk with a projection;
        importance with reasons; flows with the instance's universities; tornado.

    Raises
    ------
    InputError
        Another format; the folder holds an instance, or can't be written to.
    """
    if ending not in FORMATS:
        message = f"{ending!r} does not fit; expected {', '.join(FORMATS)}."
        raise InputError([Problem("format", message)])
    writers = figure_writers(plan, ending, uncertainty)
    add_files(folder, writers)
    return [folder / name for name in writers]


def figure_writers(
    plan: PlanData, ending: str = "png", uncertainty: Uncertainty | None = None
) -> dict[str, Writer]:
    """Return a writer for every figure that can be drawn of a plan."""
    writers: dict[str, Writer] = {}
    regions = region_layer(plan) if plan.mapped else None
    if regions is not None:
        writers[f"map.{ending}"] = lambda path: draw_map(plan, path, regions)
    if regions is not None and lacks_letters(plan):
        LOG.info("%s", NO_LETTERS)
    projection, reasons = plan.projection, plan.reasons
    if projection is not None:
        writers[f"youth_path.{ending}"] = lambda path: draw_youth_path(plan, projection, path)
        writers[f"pyramid.{ending}"] = lambda path: draw_pyramid(plan, projection, path)
        writers[f"extinction_risk.{ending}"] = lambda path: draw_risk(
            plan, projection, regions, path
        )
    if regions is not None and reasons is not None and not reasons.lines.empty:
        writers[f"importance.{ending}"] = lambda path: draw_importance(plan, reasons, path, regions)
    flows = flow_table(plan)
    if not flows.empty:
        writers[f"flows.{ending}"] = lambda path: draw_flows(plan, flows, path)
    found = plan.spread if uncertainty is None else uncertainty
    if found is not None:
        writers[f"tornado.{ending}"] = lambda path: draw_tornado(found, path)
    return writers
