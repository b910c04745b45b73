"""A model with anything in it that the solver does not know is solved as it is.

In turn an unknown column, row, objective term and limit are added to every model; what the engine
reports is the optimum that plain HiGHS finds on the same model. Nothing is reduced, relaxed or cut
by what the tables say where the model says more.
"""

from dataclasses import replace
from importlib import import_module

import pyomo.environ as pyo
import pytest
from solver.reductions.test_closest_assignment import write
from support.plans import plain_tiny

import optimizer as opt
from optimizer.coefficients import compute
from optimizer.model import Structure
from optimizer.silent_highs import SilentHighs
from optimizer.solver import Controls, solve_alone, solve_model
from optimizer.solver.budget_rows import find_purse
from optimizer.solver.known import KNOWN
from optimizer.solver.relaxation.configuration import strengthen, without_seats
from optimizer.solver.relaxation.row_generation import relax
from optimizer.solver.standard_form import export

parametric = import_module("optimizer.solver.parametric")
built = import_module("optimizer.solver.built")
uncapacitated = import_module("optimizer.solver.uncapacitated")
building = import_module("optimizer.model.build")

GAP = 1e-5
"""Loose enough for the quick way, tight enough to tell optima apart."""


def unknown_column(model):
    """Offer forty more people who might stay, for 1 of money: only the model has the decision."""
    model.academy = pyo.Var(bounds=(0, 1))
    for rule in (model.pool if hasattr(model, "pool") else model.kept_by_jobs).values():
        rule.set_value((None, rule.body - 40 * model.academy, rule.upper))
    model.budget.set_value((None, model.budget.body + model.academy, model.budget.upper))


def unknown_row(model):
    """Permit one building in all of the first four places."""
    keys = [*model.x, *model.y][:4]
    decisions = [model.x[key] if key in model.x else model.y[key] for key in keys]
    model.together = pyo.Constraint(expr=sum(decisions) <= 1)


def unknown_row_of_people(model):
    """Limit people, who otherwise follow from what is built."""
    model.few = pyo.Constraint(expr=model.total_retained + model.total_arrived <= 7.5)


def unknown_term(model):
    """Make the first building worth 30 more."""
    decision = next(iter((*model.x.values(), *model.y.values())))
    model.objective.expr = model.objective.expr + 30 * decision


def unknown_limit(model):
    """Forbid every other building."""
    for decision in [*model.x.values(), *model.y.values()][::2]:
        decision.setub(0)


def unknown_limit_of_people(model):
    """Let at most one stay where anybody may."""
    people = getattr(model, "kept", None)
    for variable in (people if people is not None else model.q).values():
        variable.setub(min(1.0, variable.ub))


CHANGES = [
    unknown_column,
    unknown_row,
    unknown_row_of_people,
    unknown_term,
    unknown_limit,
    unknown_limit_of_people,
]


def instance_of(name, folder):
    """Return tiny under both kinds of takers, or an instance whose flows are left out."""
    if name == "flows left out":
        return opt.load(write(folder, 0))
    return plain_tiny(job_takers=name)


def plain_optimum(model):
    """Return what HiGHS finds with its own options, to 1e-7."""
    highs = SilentHighs()
    highs.setOptionValue("mip_rel_gap", 1e-7)
    highs.setOptionValue("presolve", "off")
    matrix = export(Structure(model))
    scales = matrix.passed_to(highs)
    highs.run()
    return scales.objective(highs.getInfo().objective_function_value)


QUICK = [
    ("catchment", unknown_column),
    ("catchment", unknown_row),
    ("flows left out", unknown_column),
]
"""The others are solved by the long tests; that each is seen and declined is asked in every run."""
ALL = [(name, change) for name in ("catchment", "best", "flows left out") for change in CHANGES]


@pytest.mark.parametrize(
    ("name", "change"),
    [pytest.param(*case, marks=() if case in QUICK else pytest.mark.slow) for case in ALL],
    ids=[f"{name}-{change.__name__}" for name, change in ALL],
)
def test_an_unknown_part_is_not_passed_over(name, change, monkeypatch, tmp_path):
    """By `solve(instance)`, as if the model's own code had it, and by a model from build_model."""
    instance = instance_of(name, tmp_path)
    budget = instance.settings.budget
    coefficients = compute(instance)
    real = building.build

    def changed(*args, **more):
        model = real(*args, **more)
        change(model)
        return model

    model = changed(coefficients, budget)
    best = plain_optimum(model)
    for room in (parametric, built, uncapacitated):
        monkeypatch.setattr(room, "build", changed)
    monkeypatch.setattr(parametric, "FEW_RECRUITS", 0)
    controls = Controls(gap=GAP)
    for found in (
        solve_alone(coefficients, budget, controls),
        solve_model(changed(coefficients, budget), Controls(gap=GAP)),
    ):
        assert found.status == "optimal"
        assert found.objective == pytest.approx(best, rel=3 * GAP)
        assert found.bound >= best * (1 - 1e-6)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
@pytest.mark.parametrize("takers", ["catchment", "best"])
def test_every_technique_declines(takers, change):
    """Nothing is left out, tightened or read from the tables where the model holds more."""
    instance = plain_tiny(job_takers=takers)
    budget = instance.settings.budget
    coefficients = compute(instance)
    model = building.build(coefficients, budget, graduates=False)
    change(model)
    structure = Structure(model)
    matrix = export(structure)
    purse = find_purse(matrix, coefficients, budget)
    assert without_seats(matrix, structure, purse) is None
    assert strengthen(matrix, structure, purse) is None
    assert relax(matrix, structure, Controls(), known=structure.has_only(KNOWN)).nearest is None


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_is_added_is_seen(change):
    """The model as it was built is known; with any of the changes it is not."""
    instance = plain_tiny()
    model = building.build(compute(instance), instance.settings.budget)
    assert Structure(model).has_only(KNOWN)
    change(model)
    assert not Structure(model).has_only(KNOWN)


KOREAS = ["korea", "without levers", "three-phases", "housing", "balance"]
"""Korea as it is, without measures and interactions, and under scenarios with other rules."""
BUDGET, NATIONAL_GAP = 20.0, 5e-3
"""bn KRW, at which plain HiGHS closes this gap within seconds."""


@pytest.fixture(scope="module", params=KOREAS)
def korea(request):
    """Return Korea's coefficients."""
    if request.param == "without levers":
        instance = opt.load("korea")
        levers = {"measures", "interactions"}
        tables = {name: table for name, table in instance.tables.items() if name not in levers}
        return compute(replace(instance, tables=tables))
    return compute(opt.load("korea", scenarios={"korea": []}.get(request.param, [request.param])))


def test_every_shipped_country_is_among_them():
    """A country that ships later is to be added here."""
    assert set(opt.shipped()) == {"tiny", "korea"}


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_korea_s_model_is_no_exception(korea, change, monkeypatch):
    """With all its graduates, at 20 bn KRW: bound and plan are those of plain HiGHS to 0.5%.

    The plan of the one is never better than the bound of the other.
    """
    real = building.build

    def changed(*args, **more):
        model = real(*args, **more)
        change(model)
        return model

    for room in (parametric, built, uncapacitated):
        monkeypatch.setattr(room, "build", changed)
    model = changed(korea, BUDGET)
    highs = SilentHighs()
    highs.setOptionValue("mip_rel_gap", NATIONAL_GAP)
    scales = export(Structure(model)).passed_to(highs)
    highs.run()
    best = scales.objective(highs.getInfo().objective_function_value)
    bound = scales.objective(highs.getInfo().mip_dual_bound)
    for found in (
        solve_alone(korea, BUDGET, Controls(gap=NATIONAL_GAP)),
        solve_model(model, Controls(gap=NATIONAL_GAP)),
    ):
        assert found.status == "optimal"
        room = NATIONAL_GAP * max(1.0, abs(found.objective))
        assert found.bound - found.objective <= room * (1 + 1e-6)
        assert found.objective <= bound * (1 + 1e-6)
        assert found.bound >= best * (1 - 1e-6)
