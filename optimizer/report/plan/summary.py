"""The summary that a planner can read aloud: what goes where, its cost, who stays, how sure."""

from __future__ import annotations

from typing import assert_never

import pandas as pd

from optimizer.instance import Objective, behavioural
from optimizer.plan import PlanData, counts_persons, is_for_one_world
from optimizer.report.numbers import at_least, at_most, broken, persons, reached
from optimizer.report.plan.headline import headline
from optimizer.report.plan.instruments import by_instrument
from optimizer.report.plan.levers import lever_lines, totals
from optimizer.report.plan.money import in_money, who_pays
from optimizer.report.plan.reasons import how_evenly, what_must_stay, without_culture

SHOWN_REGIONS = 25
ASSUMED = (
    "realised_share",
    "additional_share",
    "youth_share",
    "targeting",
    "job_motive_share",
    "job_only_share",
    "culture_added_share",
    "culture_only_share",
    "arrival_share",
)
"""Settings on which the number of people depends most."""


def summary(plan: PlanData) -> str:
    """Return a plan in words, in lines of at most 100 characters; every number is in the plan."""
    title = heading(plan)
    parts = [
        f"{title}\n{'=' * title.index(' — ')}",
        headline(plan),
        for_many_worlds(plan),
        certainty(plan),
        _what_goes_where(plan),
        who_pays(plan),
        what_must_stay(plan),
        without_culture(plan),
        by_instrument(plan),
        _where_they_stay(plan),
        how_evenly(plan),
        _what_becomes(plan),
        _assumptions(plan),
        _caveats(plan),
    ]
    text = "\n\n".join(part for part in parts if part)
    return "\n".join(broken(line) for line in text.split("\n"))


def heading(plan: PlanData) -> str:
    """Return what a plan is for, and its budget."""
    base, horizon = plan.years
    purse = "budget" if plan.purses["own"].sum() == 0 else "central budget"
    budget = "no budget set" if plan.budget is None else f"{purse} {in_money(plan, plan.budget)}"
    return f"Plan for {plan.instance}, {base}–{horizon} — {budget}"


def for_many_worlds(plan: PlanData) -> str:
    """Return how to ask for the plan that is best over many worlds; "" where this is one."""
    if not is_for_one_world(plan):
        return ""
    return (
        "It is the best plan for the central assumptions. The one that does best over many worlds, "
        f'objective = "robust": rooted robust {plan.instance} (opt.robust).'
    )


def certainty(plan: PlanData) -> str:
    """Return what is proven of a plan, what it makes up for, and who checked it."""
    value, bound, what = _in_words(plan)
    done = reached(plan.objective, plan.bound)
    gap = (plan.bound - plan.objective) / abs(plan.objective) if plan.objective else plan.gap
    if plan.status == "optimal" and done:
        first = (
            f"Proven: no plan under these rules reaches more than this one's {value} {what} "
            f"(gap {gap:.3%})."
        )
    elif plan.status == "optimal":
        first = (
            f"Proven: no plan under these rules reaches more than {bound} {what}; this one "
            f"reaches {value} (gap {gap:.3%})."
        )
    else:
        start = {"time_limit": "Not proven to the gap asked for", "interrupted": "Interrupted"}
        first = (
            f"{start[plan.status]}: this plan reaches {value} {what}; none can exceed "
            f"{value if done else bound} (gap {gap:.2%})."
        )
    checked = (
        "Every rule of the model, every cost and every figure was recomputed from the tables "
        "without the solver."
        if plan.verified
        else "Read from a folder and not recomputed: `rooted check PLAN --instance DIR` does that."
    )
    return "\n".join([first, *_of_all(plan), checked])


def _in_words(plan: PlanData) -> tuple[str, str, str]:
    """Return what the plan reaches, what none can exceed, and of what."""
    objective: Objective = plan.settings.get("objective", "retained")
    value, bound = at_least(plan.objective), at_most(plan.bound)
    match objective:
        case "retained":
            who = "who stay or come" if plan.arrived > 0 else "retained"
            return value, bound, who if counts_persons(plan) else f"{who}, weighted"
        case "worst_province":
            value, bound = f"{at_least(plan.objective * 100)}%", f"{at_most(plan.bound * 100)}%"
            return value, bound, "of leavers in the worst province"
        case "equally_distributed":
            value, bound = f"{at_least(plan.objective * 100)}%", f"{at_most(plan.bound * 100)}%"
            return value, bound, "of leavers, as if every province kept the same"
        case "net_benefit":
            return f"{value} {plan.currency}", f"{bound} {plan.currency}", "of net benefit"
        case _:
            assert_never(objective)


def _of_all(plan: PlanData) -> list[str]:
    """Return the share of leavers beside what the money could do at most, where that is known."""
    leavers = float(plan.regions["leavers"].sum())
    if leavers <= 0:
        return []
    lines = f"Without the plan {persons(leavers)} young people are gone by {plan.years[1]}"
    if not counts_persons(plan) or plan.budget is None or plan.objective <= 0:
        return [f"{lines}."]
    value, bound = (at_least(100 * plan.objective / leavers), at_most(100 * plan.bound / leavers))
    most = value if reached(plan.objective, plan.bound) else bound
    return [
        f"{lines}; this plan makes up for {value}% of them, with this budget none for more "
        f"than {most}%."
    ]


def _what_goes_where(plan: PlanData) -> str:
    if plan.build.empty:
        return "Nothing is built."
    return "\n".join([*_by_option(plan), *lever_lines(plan), "", *_by_region(plan)])


def _by_option(plan: PlanData) -> list[str]:
    """Return a line for each option: how many, their cost, their jobs."""
    rows = on_options(plan)
    width = max(14, *(len(name) for name, *_ in rows))
    money = max(10, len(plan.currency))

    def line(name: str, number: str, cost: str, jobs: str) -> str:
        return f"{name:<{width}} {number:>7} {cost:>{money}} {jobs:>12}".rstrip()

    head = line("What", "Number", plan.currency, "Direct jobs")
    youth_jobs = plan.build["youth_jobs"].sum()
    return [
        head,
        "-" * len(head),
        *(line(*row) for row in rows),
        f"Direct jobs as announced; {_youth_jobs(plan)}: {youth_jobs:,.0f}.",
    ]


def on_options(plan: PlanData) -> list[tuple[str, str, str, str]]:
    """Return name, number, cost and direct jobs of each option and measure, and of all together.

    The dearest options come first, then measures and training seats; none where nothing is built.
    """
    if plan.build.empty:
        return []
    numbers = plan.build.groupby("option_id")[["count", "cost", "jobs"]].sum()
    numbers = numbers.sort_values("cost", ascending=False)
    rows = [
        (plan.labels.options.of(str(code)), f"{count:,.0f}", f"{cost:,.1f}", f"{jobs:,.0f}")
        for code, (count, cost, jobs) in zip(numbers.index, numbers.to_numpy(), strict=True)
    ]
    rows += [(name, f"{number:,.0f}", f"{cost:,.1f}", "") for name, number, cost in totals(plan)]
    if len(plan.seats):
        seats, cost = plan.seats["seats"].sum(), plan.seats["cost"].sum()
        rows.append(("training seats", f"{seats:,.0f}", f"{cost:,.1f}", ""))
    count, _, jobs = numbers.sum()
    return [*rows, ("together", f"{count:,.0f}", f"{plan.cost:,.1f}", f"{jobs:,.0f}")]


def _youth_jobs(plan: PlanData) -> str:
    """Return what the column youth_jobs holds; plans of earlier versions count as “best”."""
    if plan.settings.get("job_takers", "best") == "best":
        return "those that keep somebody who would have left, at most"
    return "additional ones for the young, further local jobs included, over the years"


def _by_region(plan: PlanData) -> list[str]:
    """Return a line for each region in which most is spent, and what the rest get."""
    rows = on_regions(plan)
    first, rest = rows[:SHOWN_REGIONS], rows[SHOWN_REGIONS:]
    width = min(40, max(28, *(len(place) for place, _, _ in first)))
    lines = ["What goes where (most spent first):"]
    for place, cost, what in first:
        lines.append(broken(f"  {place:<{width}} {cost:>8,.1f}  {what}", width + 13))
    if rest:
        spent = sum(cost for _, cost, _ in rest)
        lines.append(
            f"  and {len(rest)} more regions with {spent:,.1f} {plan.currency} together: build.csv "
            "has every line."
        )
    return lines


def on_regions(plan: PlanData) -> list[tuple[str, float, str]]:
    """Return each region, what is spent on buildings in it, and on which; most spent first."""
    build = plan.build
    options = build["option_id"].map(plan.labels.options.of)
    names = options.where(build["count"] == 1, build["count"].astype(str) + " × " + options)
    cost = build.groupby("region_id")["cost"].sum().sort_values(ascending=False)
    what = names.groupby(build["region_id"]).agg(", ".join)
    return [
        (f"{plan.place(str(code))} ({code})", float(spent), str(what[str(code)]))
        for code, spent in cost.items()
    ]


def _where_they_stay(plan: PlanData) -> str:
    frame = plan.regions[plan.regions["retained"] >= 1]
    frame = frame.sort_values("retained", ascending=False)
    if frame.empty:
        return ""
    lines = _by_province(plan)
    first = frame.head(10)
    most = "The ten regions where most stay:" if len(frame) > 10 else "The regions where most stay:"
    lines.append(most)
    numbers = first[["retained", "leavers", "culture_level"]].to_numpy(dtype=float)
    for region, (retained, leavers, level) in zip(first["region_id"], numbers, strict=True):
        lines.append(
            f"  {plan.place(region):<24} {persons(retained):>8} of {leavers:>9,.0f} leavers, "
            f"cultural level {level:.2f}"
        )
    if len(frame) > 10:
        rest = frame.iloc[10:]
        more = persons(float(rest["retained"].sum()))
        lines.append(f"  and {more} more in {len(rest)} other regions.")
    return "\n".join([*lines, *_where_they_come(plan)])


def _where_they_come(plan: PlanData) -> list[str]:
    """Return the regions to which most come from where nothing may be built."""
    frame = plan.regions[plan.regions["arrived"] >= 1].nlargest(5, "arrived")
    if frame.empty:
        return []
    words = ", ".join(
        f"{plan.place(region)} {persons(number)}"
        for region, number in zip(frame["region_id"], frame["arrived"], strict=True)
    )
    return [f"Most come to: {words}."]


def _by_province(plan: PlanData) -> list[str]:
    columns = ["leavers", "retained"]
    frame = plan.regions.groupby("province", sort=False)[columns].sum()
    frame = frame[frame["leavers"] > 0]
    frame["share"] = frame["retained"] / frame["leavers"]
    frame = frame.sort_values("share", ascending=False)
    lines = ["Where they stay, by province:"]
    for name, row in frame.iterrows():
        lines.append(
            f"  {name!s:<24} {persons(row['retained']):>8} of {row['leavers']:>9,.0f} leavers "
            f"({row['share']:6.2%})"
        )
    return lines


def _what_becomes(plan: PlanData) -> str:
    """Return young people, births and extinction risk without and with the plan."""
    if plan.projection is None:
        return ""
    base, horizon = plan.years
    nation = plan.projection.nation.set_index(["variant", "year"]).to_dict("index")
    head = f"What becomes of all regions together by {horizon}:"
    columns = ("young (20-39)", "residents", "births", "at risk", "high risk")
    lines = [head, f"  {'':<16}" + "".join(f"{name:>16}" for name in columns)]
    rows = {f"now ({base})": nation[("plan", base)]}
    for variant, words in (
        ("zero_migration", "nobody moves"),
        ("nothing_done", "nothing done"),
        ("plan", "with the plan"),
    ):
        rows[words] = nation[(variant, horizon)]
    for words, row in rows.items():
        numbers = [row["youth"], row["population"], row["births"], row["at_risk"], row["high_risk"]]
        shown = ["-" if pd.isna(value) else f"{value:,.0f}" for value in numbers]
        lines.append(f"  {words:<16}" + "".join(f"{value:>16}" for value in shown))
    lines.append(
        "  Regions at risk of extinction have fewer than 0.5 women of 20-39 for each resident over "
        "64, at high risk fewer than 0.2."
    )
    lifted = plan.projection.lifted()
    names = ", ".join(plan.place(region) for region in lifted[:8])
    more = f" and {len(lifted) - 8} more" if len(lifted) > 8 else ""
    lines.append(f"  Lifted a class by the plan: {names + more if lifted else 'no region'}.")
    return "\n".join([*lines, *_elsewhere(plan)])


def _elsewhere(plan: PlanData) -> list[str]:
    """Return where those who stay are missing."""
    if plan.projection is None:
        return []
    change = plan.projection.elsewhere()
    missing = change[change <= -0.5].sort_values()
    if missing.empty:
        return []
    words = ", ".join(f"{name} {-value:,.0f}" for name, value in missing.head(6).items())
    return [f"  Who stays or comes is missing elsewhere; fewer young people live in: {words}."]


def _assumptions(plan: PlanData) -> str:
    """Return the behavioural settings that the number of people rests on, with their ranges."""
    general = behavioural()  # plans of earlier versions hold no ranges of their own
    parts = []
    for name in ASSUMED:
        value, ends = plan.settings.get(name), plan.ranges.get(name, general[name][:2])
        if isinstance(value, int | float):
            parts.append(f"{name} {value:g} ({ends[0]:g}–{ends[1]:g})")
    jobs, keeping = float(plan.build["jobs"].sum()), float(plan.build["youth_jobs"].sum())
    lines = [
        "What the number of people rests on, with plausible ranges (docs/explanation/evidence.md):"
    ]
    lines += [f"  {', '.join(parts[start : start + 3])}" for start in range(0, len(parts), 3)]
    if jobs > 0:
        lines.append(
            f"  Of {jobs:,.0f} direct jobs announced, those that come, are additional and go to "
            f"the young{_leavers(plan)}, in the years they are there, with further local jobs: "
            f"{keeping:,.0f}."
        )
    lines.append("  Other values give other plans: try --set targeting=1 and the like.")
    return "\n".join(lines)


def _leavers(plan: PlanData) -> str:
    return " and to leavers" if plan.settings.get("job_takers", "best") == "best" else ""


def _caveats(plan: PlanData) -> str:
    if not plan.notes:
        return ""
    return "Note:\n" + "\n".join(f"  {note}" for note in plan.notes)
