"""Pairs of plans to compare, the second made from the first by hand."""

from dataclasses import replace

import pandas as pd

from support.plans import tiny_plan


def without_the_first(plan, lost=5.0):
    """Return a plan without the first thing built, where as many fewer stay for a job."""
    line = plan.build.iloc[0]
    here = plan.regions["region_id"] == line["region_id"]
    regions = plan.regions.assign(
        retained=plan.regions["retained"] - lost * here,
        retained_by_jobs=plan.regions["retained_by_jobs"] - lost * here,
    )
    return replace(
        plan,
        build=plan.build.iloc[1:].reset_index(drop=True),
        regions=regions,
        retained=plan.retained - lost,
        objective=plan.objective - lost,
        cost=plan.cost - line["cost"],
    )


def pair():
    """Return tiny's plan without its first line, and tiny's plan."""
    return without_the_first(tiny_plan()), tiny_plan()


def with_another_region(plan, people=3.0):
    """Return a plan that knows one more region, in which so many come."""
    row = dict.fromkeys(plan.regions.columns, 0.0)
    row |= {"region_id": "new", "province": "Newland", "arrived": people}
    regions = pd.concat([plan.regions, pd.DataFrame([row])], ignore_index=True)
    return replace(
        plan, regions=regions, arrived=plan.arrived + people, objective=plan.objective + people
    )
