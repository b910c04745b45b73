"""The check of a plan without the solver."""

from support.plans import tiny_plan

import optimizer as opt
from optimizer.verify import Failure, Rule, Verification


def test_a_plan_fails_under_other_rules():
    """A plan checked against other tables is told so."""
    dearer = opt.load("tiny", settings={"scale.options.capital_cost": 2.0})
    checked = opt.verify(tiny_plan(), dearer)
    assert not checked.ok
    assert "scale" in str(checked)


def test_the_error_holds_the_verification():
    """CheckError prints what failed, and hands it on."""
    failed = Verification((Failure(Rule.BUDGET, "", "at most 60", "61"),))
    error = opt.CheckError(failed)
    assert error.verification is failed
    assert "Budget: needs at most 60, has 61." in str(error)
