"""Which regions get high-tech clusters and cultural hubs, under a budget, so that youth can stay.

>>> import optimizer as opt
>>> plan = opt.solve("tiny")
>>> print(plan)
>>> plan.save("out/tiny")
"""

from optimizer.analysis import BalanceCurve
from optimizer.instance import Contents, InputError, Instance, Problem, shipped
from optimizer.plan import Plan, load_plan
from optimizer.recipe import (
    CheckError,
    balance_curve,
    build_model,
    by_instrument,
    contents,
    load,
    solve,
    sweep,
    verify,
)
from optimizer.solver import NoPlanError, Progress, Reason
from optimizer.sweep import DamagedRecordError, Store, Sweep, open_sweep
from optimizer.uncertainty import Uncertainty

__all__ = [
    "BalanceCurve",
    "CheckError",
    "Contents",
    "DamagedRecordError",
    "InputError",
    "Instance",
    "NoPlanError",
    "Plan",
    "Problem",
    "Progress",
    "Reason",
    "Store",
    "Sweep",
    "Uncertainty",
    "balance_curve",
    "build_model",
    "by_instrument",
    "contents",
    "load",
    "load_plan",
    "open_sweep",
    "shipped",
    "solve",
    "sweep",
    "verify",
]
