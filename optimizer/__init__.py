"""Which regions get high-tech clusters and cultural hubs, under a budget, so that youth can stay.

>>> import optimizer as opt
>>> plan = opt.solve("tiny")
>>> print(plan)
>>> plan.save("out/tiny")
"""

from optimizer.instance import InputError, Instance, Problem, shipped
from optimizer.instance.contents import Contents
from optimizer.plan import Plan
from optimizer.plan.folder import load_plan
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
from optimizer.solve import NoPlanError, Progress, Reason
from optimizer.studies import DamagedRecordError, Store, Sweep, open_sweep
from optimizer.studies.balance import BalanceCurve
from optimizer.studies.uncertainty import Uncertainty

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
