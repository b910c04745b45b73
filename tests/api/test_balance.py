"""opt.balance_curve: what it hands on to each solve."""

from importlib import import_module

import pytest
from support.plans import tiny, tiny_plan

import optimizer as opt

module = import_module("optimizer.api.balance")


def test_ctrl_c_ends_the_whole_curve(monkeypatch):
    """A plan that was interrupted is none of its points."""
    asked = []

    def interrupted(variant, **options):
        asked.append(options)
        plan = tiny_plan()
        return plan.of(plan).__class__(**{**plan.__dict__, "status": "interrupted"})

    monkeypatch.setattr(module, "solve", interrupted)
    with pytest.raises(KeyboardInterrupt):
        opt.balance_curve(tiny(), budget=60.0, points=3, seed=7)
    (options,) = asked
    assert (options["budget"], options["seed"], options["gap"]) == (60.0, 7, 1e-3)
