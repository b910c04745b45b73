"""What each instrument is worth: the plan solved again without it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TypeVar

import pandas as pd

from optimizer.analysis.rules_of_plan import Own, own_rules_of
from optimizer.coefficients import Coefficients, compute
from optimizer.instance import OTHER_KINDS, InputError, Instance, Problem, called, counts_people
from optimizer.model import Key, OwnRule
from optimizer.plan import INSTRUMENTS, PlanData, held_by, priced, to_record, typed
from optimizer.solver import (
    Controls,
    Held,
    NoPlanError,
    ParametricSolver,
    Solution,
    about,
    all_but,
    duration,
    gap_of,
)

LOG = logging.getLogger(__name__)
AnyPlan = TypeVar("AnyPlan", bound=PlanData)
Made = Callable[[Coefficients, Solution], PlanData]
"""Makes a plan of what was found, and checks it."""
Answer = tuple[Coefficients, Solution] | NoPlanError
SEATS = OTHER_KINDS["seats"].label
UNKNOWN = float("nan")
AT_ONCE = 2
"""Solves at a time."""
MINOR = 0.05
"""Part of a plan's cost up to which an instrument is missed in its own provinces at most."""
NEARER = 0.25
"""Part of the gap asked for to which such a search goes."""
ROUNDING = 1e-5
"""By how much, relative to itself, a proven bound may be passed by the solver's rounding."""


@dataclass(frozen=True)
class Instrument:
    """What is left out at a time.

    Attributes
    ----------
    name : str
        A sector, a type of hub, a kind of measures, or training seats.
    cost : float
        What the plan spends on it.
    options, measures : frozenset of str
    seats : bool
    """

    name: str
    cost: float
    options: frozenset[str] = frozenset()
    measures: frozenset[str] = frozenset()
    seats: bool = False


def by_instrument(
    plan: AnyPlan,
    made: Made,
    controls: Callable[[], Controls],
    rules: Sequence[OwnRule] | None = None,
) -> AnyPlan:
    """Return the plan with what each of its instruments is worth.

    Parameters
    ----------
    plan : PlanData
        With its `source`.
    made : callable
        Makes a plan of a solution, and checks it.
    controls : callable
        Returns the controls of the next solve.
    rules : sequence of callables, optional
        Of one's own; by default those of the plan.

    Returns
    -------
    PlanData
        With `instruments`: instrument (a sector, a type of hub, a kind of measures, training
        seats), its cost in the plan, retained_without (persons who stay or arrive without it under
        the same budget), gap_without (the gap of that solve), adds (the difference), adds_low and
        adds_high (what the two proven bounds allow; blank where the objective weighs people or is
        no number of them), cost_per_added (blank where it adds less than one person, or the gaps
        leave open whether it adds anything). Where no plan was found
        without an instrument, its line is blank but for the cost, and a note says why.

    Raises
    ------
    KeyboardInterrupt
        Ctrl-C.
    ValueError
        The plan was read from a folder, so that what it was made for is not known.
    InputError
        The rules of one's own that the plan was made under are not known, or not those given.

    Notes
    -----
    Each instrument that the plan uses is left out in turn and everything else decided anew with
    the same budget, so its money goes to what is best then. Of a minor one only its own provinces
    are decided anew first, which is enough where the plan found is within the gap of the bound
    proven with it: none without it is better. What an instrument adds is therefore
    less than what it keeps in the plan, and the parts don't add up to the whole. All limits hold
    as in the plan, floors of spending and rules of one's own too; where they can't without an
    instrument, its line is blank. Those who arrive count like those who stay. The model is built
    and its relaxation prepared once for all of them; with rules of one's own, for each.
    """
    if plan.source is None:
        raise ValueError("the plan was read from a folder; solve it to ask for its instruments")
    own = own_rules_of(plan, rules)
    rows, notes = [], list(plan.notes)
    found: list[tuple[Instrument, Future[PlanData]]] = []
    # A plan is made and checked beside the next solve, in which HiGHS needs no Python.
    with ThreadPoolExecutor(max_workers=1) as beside:
        for instrument, answer in _told(_solved(plan, plan.source, own, controls), plan):
            if isinstance(answer, NoPlanError):
                notes.append(_why_blank(instrument, answer, own))
                rows.append({"instrument": instrument.name, "cost": instrument.cost})
            else:
                found.append((instrument, beside.submit(made, *answer)))
        rows += [_row(instrument, plan, other.result()) for instrument, other in found]
    frame = pd.DataFrame(rows, columns=list(INSTRUMENTS)).sort_values("adds", ascending=False)
    told = replace(plan, instruments=typed(frame.reset_index(drop=True)), notes=tuple(notes))
    if told.projection is None:
        return told
    table = priced(told.cost, told.people, told.instruments)
    return replace(told, projection=replace(told.projection, cost_per_stayer=table))


def used(plan: PlanData, source: Instance) -> Iterator[Instrument]:
    """Yield each instrument that a plan uses, with its cost there."""
    for name, options in instruments(source).items():
        built = plan.build["option_id"].isin(options)
        if built.any():
            cost = float(plan.build.loc[built, "cost"].sum())
            yield Instrument(name, cost, options=frozenset(options))
    kind = source.table("measures").set_index("measure_id")["kind"]
    taken = plan.measures["measure_id"].map(kind)
    for name in dict.fromkeys(taken):
        cost = float(plan.measures.loc[taken == name, "cost"].sum())
        measures = frozenset(kind.index[kind == name])
        yield Instrument(called(name), cost, measures=measures)
    if not plan.seats.empty:
        yield Instrument(SEATS, float(plan.seats["cost"].sum()), seats=True)


def instruments(instance: Instance) -> dict[str, list[str]]:
    """Return the options of each instrument: clusters by sector, hubs by type."""
    options = instance.options
    kind = options["sector"].where(options["kind"] == "cluster", options["hub_type"])
    groups = options["option_id"].groupby(kind.where(kind != "", options["option_id"]), sort=False)
    return {str(name): list(ids) for name, ids in groups}


def _series(instance: Instance, budget: float | None, own: Own) -> ParametricSolver:
    return ParametricSolver(compute(instance), [] if budget is None else [budget], own.rules)


def _told(
    found: Iterator[tuple[Instrument, Answer]], plan: PlanData
) -> Iterator[tuple[Instrument, Answer]]:
    """Pass on what is found, and say of each how many of how many it is, and the time left."""
    total = 0 if plan.source is None else sum(1 for _ in used(plan, plan.source))
    began = time.perf_counter()
    for place, (instrument, answer) in enumerate(found, 1):
        gone = time.perf_counter() - began
        left = duration(gone / place * (total - place))
        LOG.info(
            "%d of %d, without %s: solved; about %s left.", place, total, instrument.name, left
        )
        yield instrument, answer


def _own_model(instrument: Instrument, source: Instance) -> bool:
    """Return whether other words or tables are needed, not only decisions that are ruled out."""
    locked = any(key.rpartition(":")[2] in instrument.options for key in source.locked.in_)
    return instrument.seats or locked


def _solved(
    plan: PlanData, source: Instance, own: Own, controls: Callable[[], Controls]
) -> Iterator[tuple[Instrument, Answer]]:
    """Yield each instrument with the best solution for the same budget without it, or why none.

    What all share is prepared first. They are solved two at a time, a thread of HiGHS each, which
    is faster than one after the other with two; unless they are watched, or have rules of one's
    own, which need not bear to be called twice at once.
    """
    shared = _series(source, plan.budget, own).prepare(plan.budget, controls())
    several = list(used(plan, source))
    ways = [controls() for _ in several]
    alone = own.rules or any(way.watcher is not None for way in ways)
    at_once = 1 if alone else AT_ONCE
    if at_once > 1:
        ways = [replace(way, threads=1) for way in ways]
    pool = ThreadPoolExecutor(max_workers=at_once)
    try:
        found = [
            pool.submit(_without, instrument, plan, source, shared, own, way)
            for instrument, way in zip(several, ways, strict=True)
        ]
        for instrument, answer in zip(several, found, strict=True):
            yield instrument, answer.result()
    except BaseException:  # Ctrl-C ends all of them, not one
        for way in ways:
            way.stop.set()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _without(
    instrument: Instrument,
    plan: PlanData,
    source: Instance,
    shared: ParametricSolver,
    own: Own,
    controls: Controls,
) -> Answer:
    """Return the best solution without an instrument, or why there is none."""
    # A time limit counts from when the solve begins, not from when it was queued.
    watcher = about(controls.watcher, f"without {instrument.name}")
    controls = replace(controls, started=time.perf_counter(), watcher=watcher)
    apart = _own_model(instrument, source)
    series = _series(_bare(source, instrument), plan.budget, own) if apart else shared
    # Ruled out, not taken out of the tables, so that floors of spending stay as they are.
    rest = all_but(series.coefficients, instrument.options, instrument.measures)
    if own.sure and not apart and instrument.cost <= MINOR * plan.cost:
        near = _near(instrument, plan, source, series, rest, controls)
        if near is not None:
            return series.coefficients, near
    try:
        solution = series.solve(plan.budget, controls, most=rest)
    except NoPlanError as error:
        if error.status == "interrupted":
            raise KeyboardInterrupt from error
        return error
    if solution.status == "interrupted":
        raise KeyboardInterrupt
    if not own.sure and not apart:
        _refuse_other_rules(instrument, plan, solution)
    return series.coefficients, solution


def _refuse_other_rules(instrument: Instrument, plan: PlanData, without: Solution) -> None:
    """Refuse rules under which leaving something out gains what the plan is proven not to reach.

    Raises
    ------
    InputError
    """
    if without.objective <= plan.bound + ROUNDING * max(1.0, abs(plan.bound)):
        return
    message = (
        f"they are not the rules that the plan was made under: without {instrument.name} the "
        f"objective is {without.objective:,.6g}, above the {plan.bound:,.6g} that is proven for "
        "the plan."
    )
    raise InputError([Problem("rules", message, remedy="give the plan's own rules.")])


def _near(
    instrument: Instrument,
    plan: PlanData,
    source: Instance,
    series: ParametricSolver,
    rest: Held,
    controls: Controls,
) -> Solution | None:
    """Return a plan that decides anew only in the provinces that use an instrument.

    No plan without the instrument is better than the bound of the plan with it; where the plan
    found here is within the gap of that bound, the rest need not be searched. Else None.
    """
    province = dict(zip(source.regions["region_id"], source.regions["province"], strict=True))
    held = held_by(to_record(plan))
    users = plan.build.loc[plan.build["option_id"].isin(instrument.options), "region_id"]
    takers = plan.measures.loc[plan.measures["measure_id"].isin(instrument.measures), "region_id"]
    open_ = {province[region] for region in (*users, *takers)}

    def elsewhere(keys: Iterable[Key]) -> set[Key]:
        return {key for key in keys if province[key[0]] not in open_}

    there = {key: held.count[key] for key in elsewhere(held.count)}
    taken = frozenset(elsewhere(held.taken))
    left = {key: most for key, most in rest.count.items() if province[key[0]] in open_}
    free = frozenset(key for key in rest.taken if province[key[0]] in open_)
    try:
        found = series.solve(
            plan.budget,
            replace(controls, gap=controls.gap * NEARER, watcher=None),
            least=Held(there, taken),
            most=Held({**there, **left}, taken | free),
        )
    except NoPlanError:
        return None
    if found.status != "optimal" or gap_of(found.objective, plan.bound) > controls.gap:
        return None
    return replace(found, bound=max(plan.bound, found.objective))


def _bare(instance: Instance, instrument: Instrument) -> Instance:
    """Return the instance without an instrument's seats; locks on its options are let go."""
    tables = dict(instance.tables)
    if instrument.seats:
        tables["universities"] = tables["universities"].assign(max_seats=0.0)
    locks = instance.locked.in_
    kept = tuple(key for key in locks if key.rpartition(":")[2] not in instrument.options)
    locked = instance.locked.model_copy(update={"in_": kept})
    return replace(instance, tables=tables, locked=locked)


def _row(instrument: Instrument, plan: PlanData, other: PlanData) -> dict[str, object]:
    adds = plan.people - other.people
    if _counts_persons(plan) and _counts_persons(other):
        low, high = plan.people - other.bound, plan.bound - other.people
        worth = low > 0
    else:
        # The bounds are of weighted people, a share or a benefit: of persons they say nothing.
        low = high = UNKNOWN
        worth = plan.objective > other.bound
    worth = worth and adds >= 1
    return {
        "instrument": instrument.name,
        "cost": instrument.cost,
        "retained_without": other.people,
        "gap_without": other.gap,
        "adds": adds,
        "adds_low": low,
        "adds_high": high,
        "cost_per_added": instrument.cost / adds if worth else UNKNOWN,
    }


def _why_blank(instrument: Instrument, error: NoPlanError, own: Own) -> str:
    """Return why there is no number for what an instrument adds."""
    if error.status == "infeasible":
        rules = "floors, limits and rules of one's own" if own.rules else "floors and limits"
        return f"Without {instrument.name} no plan can exist: {rules} can't be met then."
    return f"Without {instrument.name} no plan was found in time; give it more."


def _counts_persons(plan: PlanData) -> bool:
    """Return whether the objective, and so its bound, counts persons who stay or arrive."""
    objective, here = plan.settings.get("objective"), plan.people
    counts = objective is not None and counts_people(objective)
    return counts and abs(plan.objective - here) <= 1e-6 * max(1.0, here)
