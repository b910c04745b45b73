"""What a plan looks like to people: summary, map, GeoPackage."""

from optimizer.report.plan.figures import draw
from optimizer.report.plan.save import save
from optimizer.report.plan.summary import summary
from optimizer.report.sweep.chart import check_file

__all__ = [
    "check_file",
    "draw",
    "save",
    "summary",
]
