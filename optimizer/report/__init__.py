"""What plans and sweeps look like to people: words, figures, maps, pages."""

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
