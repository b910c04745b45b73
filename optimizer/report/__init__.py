"""What plans and sweeps look like to people: words, figures, maps, pages."""

from typing import TYPE_CHECKING

from optimizer.lazy import lazily

if TYPE_CHECKING:
    from optimizer.report.answers import save_answer
    from optimizer.report.balance import save_balance
    from optimizer.report.compare.map import draw_comparison
    from optimizer.report.compare.save import save_comparison
    from optimizer.report.page.build import page_html, write_plan_page
    from optimizer.report.page.data import plan_page, sweep_page
    from optimizer.report.page.record import Pool, plan_record
    from optimizer.report.plan.figures import draw
    from optimizer.report.plan.notebook import plan_html
    from optimizer.report.plan.save import save
    from optimizer.report.plan.summary import summary as plan_summary
    from optimizer.report.robust import save_robust
    from optimizer.report.sweep.chart import PAGES, check_file, draw_frontier
    from optimizer.report.sweep.notebook import sweep_html
    from optimizer.report.sweep.page import write_report
    from optimizer.report.sweep.summary import summary as sweep_summary

__all__ = [
    "PAGES",
    "Pool",
    "check_file",
    "draw",
    "draw_comparison",
    "draw_frontier",
    "page_html",
    "plan_html",
    "plan_page",
    "plan_record",
    "plan_summary",
    "save",
    "save_answer",
    "save_balance",
    "save_comparison",
    "save_robust",
    "sweep_html",
    "sweep_page",
    "sweep_summary",
    "write_plan_page",
    "write_report",
]

_PLACES = {
    "answers": ("save_answer",),
    "balance": ("save_balance",),
    "compare.map": ("draw_comparison",),
    "compare.save": ("save_comparison",),
    "page.build": (
        "page_html",
        "write_plan_page",
    ),
    "page.data": (
        "plan_page",
        "sweep_page",
    ),
    "page.record": (
        "Pool",
        "plan_record",
    ),
    "plan.figures": ("draw",),
    "plan.notebook": ("plan_html",),
    "plan.save": ("save",),
    "plan.summary": ("summary as plan_summary",),
    "robust": ("save_robust",),
    "sweep.chart": (
        "PAGES",
        "check_file",
        "draw_frontier",
    ),
    "sweep.notebook": ("sweep_html",),
    "sweep.page": ("write_report",),
    "sweep.summary": ("summary as sweep_summary",),
}
"""Which module offers what."""

if not TYPE_CHECKING:  # type checkers read the imports above
    lazily(__name__, _PLACES)
