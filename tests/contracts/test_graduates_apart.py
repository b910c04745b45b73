"""What the quick way leaves out of the model is what the transport stage solves, and nothing else.

The quick way builds the model without graduates (`graduates=False`) and finds them for the plan.
A row, column or limit that only the full model has would be lost there; it is named here.
"""

import numpy as np
import pyomo.environ as pyo
import pytest
from support.instances import PLAIN, cluster, make_instance, region
from support.plans import tiny

import optimizer as opt
from optimizer.coefficients import compute
from optimizer.model import Structure, build, site_names
from optimizer.solver import parametric
from optimizer.solver.postsolve.transport_stage import TransportStage
from optimizer.solver.standard_form import export

LEFT_OUT = {"graduates_needed", "graduates_there", "graduates_by_distance"}
IN_THEIR_PLACE = {"graduates_in_reach"}
BUDGET = 500.0


def rows_of(matrix, columns):
    """Return by name the limits and the terms of each row, of some columns alone, as Σ ≤."""
    names = [name if name in columns else None for name in matrix.columns]
    found = {}
    for place, row in enumerate(matrix.rows):
        span = slice(matrix.a.indptr[place], matrix.a.indptr[place + 1])
        terms = zip(matrix.a.indices[span].tolist(), matrix.a.data[span].tolist(), strict=True)
        low, high = matrix.row_low[place], matrix.row_high[place]
        sign = -1.0 if high == np.inf else 1.0
        inside = {names[column]: sign * value for column, value in terms if names[column]}
        found[row] = (low, high, inside) if sign == 1 else (-high, -low, inside)
    return found


def limits_of(matrix):
    """Return by name the limits of each column, and whether it is a whole number."""
    limits = zip(matrix.low.tolist(), matrix.high.tolist(), matrix.whole.tolist(), strict=True)
    return dict(zip(matrix.columns, limits, strict=True))


def differences(full, quick, coefficients):
    """Return the names of what the quick way would treat otherwise than the full model does."""
    stage = everybody(coefficients)
    quick_limits, full_limits, stage_limits = map(limits_of, (quick, full, stage))
    quick_rows, full_rows = rows_of(quick, set(quick.columns)), rows_of(full, set(full.columns))
    wrong = {row[0] for row in full_rows.keys() - quick_rows.keys()} - LEFT_OUT
    wrong |= {row[0] for row in quick_rows.keys() - full_rows.keys()} - IN_THEIR_PLACE
    wrong |= {row[0] for row in quick_rows.keys() & full_rows if quick_rows[row] != full_rows[row]}
    wrong |= {name[0] for name in quick_limits if quick_limits[name] != full_limits.get(name)}
    alone = full_limits.keys() - quick_limits.keys()
    # Seats that cost nothing are in no row but those of graduates.
    wrong |= {name[0] for name in alone if full_limits[name] != stage_limits.get(name)}
    if dict(zip(full.columns, full.cost, strict=True)) != costs_of(full, quick):
        wrong.add("objective")
    return wrong | rows_that_differ(full, stage)


def costs_of(full, quick):
    """Return the full columns' part in the objective, if only the quick model's have one."""
    known = dict(zip(quick.columns, quick.cost, strict=True))
    return {name: known.get(name, 0.0) for name in full.columns}


def rows_that_differ(full, stage):
    """Return the families of rule 4 whose rows of w and t are not the stage's."""
    staff = {name for name in full.columns if name[0] in ("w", "t")}
    ours, theirs = rows_of(stage, staff), rows_of(full, staff)
    limits = limits_of(stage)
    wrong = set()
    for row in (row for row in theirs if row[0] in LEFT_OUT):
        if row not in ours and row[0] == "graduates_needed" and not theirs[row][2]:
            continue  # nobody is within reach: the stage says so before it solves anything
        _, high, terms = ours.get(row, (None, None, None))
        # What is needed follows from the plan: it is compared by itself.
        same = terms == theirs[row][2] and (row[0] == "graduates_needed" or high == theirs[row][1])
        wrong |= set() if same else {row[0]}
    for row in ours.keys() - theirs.keys():
        # Where no seat can be bought, the limit of w says what the row says.
        said = row[0] == "graduates_by_distance" and limits["w", row[1]][1] <= ours[row][1]
        wrong |= set() if said else {row[0]}
    return wrong


def everybody(coefficients):
    """Return the transport stage's problem where everything is built."""
    stage = TransportStage(coefficients)
    return stage.problem(np.ones(len(coefficients.sites.region), dtype=np.int64))


def both(coefficients):
    """Return the matrices of the full model and of the quick one."""
    models = (build(coefficients, BUDGET, graduates=graduates) for graduates in (True, False))
    return tuple(export(Structure(model)) for model in models)


SETTINGS = [
    {"limits.min_fair_share": 0.5, "limits.max_cost_share_hubs": 0.5},
    {"job_takers": "best", "graduate_half_minutes": 30},
]


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
def test_only_the_transport_stage_s_part_is_left_out(settings):
    """Rows, columns, limits and objective; seats, far universities and phases included."""
    coefficients = compute(tiny(**settings))
    assert differences(*both(coefficients), coefficients) == set()


@pytest.mark.slow
def test_korea_s_graduates_are_apart_too():
    """With its 54,000 pairs of university and site."""
    coefficients = compute(opt.load("korea"))
    assert differences(*both(coefficients), coefficients) == set()


def test_what_a_plan_needs_is_what_the_model_says():
    """The transport stage's demand is Σ need·n of the model's rows, for any plan."""
    coefficients = compute(tiny())
    matrix = export(Structure(build(coefficients, BUDGET)))
    count = np.arange(len(coefficients.sites.region)) % 3
    built = dict(zip(site_names(coefficients), count.tolist(), strict=True))
    stage = TransportStage(coefficients).problem(count)
    needed = (row for row in zip(stage.rows, stage.row_low, strict=True) if row[1] > -np.inf)
    lowest = dict(needed)
    for row, (_, _, terms) in rows_of(matrix, set(built)).items():
        if row in lowest:
            need = sum(value * built[name] for name, value in terms.items())
            assert lowest.pop(row) == pytest.approx(need)
    assert lowest == {}


def first(block):
    return next(iter(block.values()))


CHANGES = {
    "w": lambda m: first(m.w).setub(1),
    "t": lambda m: first(m.t).setub(0.5),
    "mine": lambda m: m.add_component("mine", pyo.Constraint(expr=first(m.w) <= 1)),
    "graduates_there": lambda m: first(m.graduates_there).set_value(
        (None, first(m.graduates_there).body + first(m.w), first(m.graduates_there).upper)
    ),
    "objective": lambda m: m.objective.set_value(m.objective.expr - first(m.w)),
}


@pytest.fixture(scope="module")
def quick():
    """Return the quick model's matrix, and what it was built from."""
    coefficients = compute(tiny())
    return export(Structure(build(coefficients, BUDGET, graduates=False))), coefficients


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_of_the_full_model_alone_is_named(name, quick):
    """Whoever changes rule 4 in the model and not in the transport stage reads where."""
    matrix, coefficients = quick
    full = build(coefficients, BUDGET)
    CHANGES[name](full)
    assert name in differences(export(Structure(full)), matrix, coefficients)


def at_most_five(model):
    """Let no site hire more than five a year of one university and field."""
    for hired in model.w.values():
        hired.setub(min(5, hired.ub))


def test_a_rule_on_graduates_is_kept_where_they_would_be_left_out(monkeypatch, tmp_path):
    """AI in A keeps 40 and needs six graduates; with five at most nothing can be built.

    By `rules=` and on a model by hand: the full way is taken, and the plan says what it is of.
    """
    monkeypatch.setattr(parametric, "FEW_RECRUITS", 0)
    folder = make_instance(
        tmp_path,
        [region("A", 500)],
        [cluster("ai", 90, 40)],
        PLAIN | {"budget": 100},
        needs=[("ai", "computing", 6)],
        universities=[("U", "computing", "A", 30, 1)],
    )
    free = opt.solve(folder)
    assert free.retained == pytest.approx(40)
    assert free.workforce["graduates"].tolist() == [6]
    model = opt.build_model(folder)
    at_most_five(model)
    for plan in (opt.solve(folder, rules=at_most_five), opt.solve(model)):
        assert (plan.bound, len(plan.build)) == (0, 0)
        assert "the bound holds for that model" in plan.notes[-1]
