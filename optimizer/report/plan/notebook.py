"""What a notebook shows of a plan: the headline, the proof, what is built, and where most."""

from __future__ import annotations

from optimizer.display import card, lines, more, table
from optimizer.plan import PlanData
from optimizer.report.plan.headline import headline
from optimizer.report.plan.summary import certainty, heading, on_options, on_regions

SHOWN = 10
"""Options and measures, and regions, that are listed."""


def plan_html(plan: PlanData) -> str:
    """Return a plan as HTML; `print(plan)` says more, `plan.save` writes all of it."""
    parts = [lines(headline(plan).split("\n")), lines(certainty(plan).split("\n"))]
    if not plan.build.empty:
        *options, together = on_options(plan)
        head = ("what", "number", plan.currency, "direct jobs")
        parts.append(table(head, [*options[:SHOWN], together]))
        parts.append(more(len(options) - SHOWN, "options and measures"))
        regions = on_regions(plan)
        rows = [(place, f"{cost:,.1f}", what) for place, cost, what in regions[:SHOWN]]
        parts.append(table(("where", plan.currency, "what"), rows))
        parts.append(more(len(regions) - SHOWN, "regions"))
    else:
        parts.append(lines(["Nothing is built."]))
    return card(heading(plan), *parts)
