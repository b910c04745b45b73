"""A plan to start from must not stand in for the plan that HiGHS proves to be better."""

import highspy
import numpy as np
import pytest
from support.plans import tiny

import optimizer as opt
from optimizer.model import Structure, coefficients_of
from optimizer.solver.highs import run as module
from optimizer.solver.highs.controls import Controls
from optimizer.solver.highs.run import SolverError, run
from optimizer.solver.standard_form import export


def test_columns_that_are_not_the_plan_told_of_are_sought_again(monkeypatch):
    """Where HiGHS returns the start's columns with a better objective, it runs without a start."""
    matrix = export(Structure(opt.build_model(tiny(), budget=200.0)))
    controls = Controls(gap=1e-6)
    best = run(matrix, controls, phase="before")
    nothing = np.maximum(matrix.low, 0.0)
    real = module._outcome
    answers = []

    def stale(solver, *rest):
        found = real(solver, *rest)
        answers.append(found)
        if len(answers) > 1:
            return found
        return module.Run(found.status, nothing, float(matrix.cost @ nothing), found.bound)

    monkeypatch.setattr(module, "_outcome", stale)
    found = run(matrix, controls, phase="again", start=nothing)
    assert len(answers) == 2
    assert found.objective == pytest.approx(best.objective)


def test_a_solver_that_gives_up_is_no_traceback(monkeypatch):
    """An unknown end of HiGHS is “no plan found”, with the likely cause."""

    def unknown(*_):
        raise SolverError("HiGHS ended with “Unknown”")

    monkeypatch.setattr(module, "_outcome", unknown)
    with pytest.raises(opt.NoPlanError, match="units") as caught:
        opt.solve(tiny(), budget=200.0)
    assert caught.value.status == "time_limit"


def test_numbers_too_large_for_highs_are_named(monkeypatch):
    """A model that HiGHS refuses is “no plan found” too."""
    monkeypatch.setattr(highspy.Highs, "passModel", lambda *_: highspy.HighsStatus.kError)
    with pytest.raises(opt.NoPlanError, match="too large"):
        opt.solve(tiny(), budget=200.0)


def test_a_planners_model_is_never_reduced():
    """Rules of one's own are noted in the plan."""
    model = opt.build_model(tiny(), budget=200.0)
    assert coefficients_of(model).instance.name == "tiny"
    plan = opt.solve(model)
    assert any("possibly changed" in note for note in plan.notes)
